import { describe, expect, it } from 'vitest'
import { createFailureLimit, FAILURE_WINDOW_SECONDS, MAX_FAILURES } from '../../../src/identity/limit-failures.ts'
import { fixedClock } from '../../support/fixed.ts'
import {
  assertionBy,
  ASSERTION_TYPE,
  DATA_BUREAU,
  newEcPair,
  openIdentityWorld,
  type IdentityWorld,
} from '../../support/identity.ts'

const FORM = { grant_type: 'client_credentials' }
const HERE = '192.0.2.1'
const ELSEWHERE = '192.0.2.2'

async function registered() {
  const world = await openIdentityWorld()
  const { client, clientSecret } = await world.identity.registerClient(world.administrator, {
    requestId: 'request-0001',
    name: '旧业务系统',
    role: 'SYSTEM',
    agency: DATA_BUREAU,
    authMethod: 'client_secret_basic',
  })
  return { world, clientId: client.clientId, secret: clientSecret! }
}

const ask = async ({ identity }: IdentityWorld, clientId: string, secret: string, address = HERE, form = FORM) => {
  const authorization = `Basic ${Buffer.from(`${clientId}:${secret}`).toString('base64')}`
  const answer = await identity.issueToken({ authorization, form, address })
  return answer.ok ? 200 : answer.status
}
const fail = async (world: IdentityWorld, clientId: string, times: number, address = HERE) => {
  for (let i = 0; i < times; i++) expect(await ask(world, clientId, 'wrong', address)).toBe(401)
}

describe('a client id that failed ten times in a minute from one address', () => {
  it('is not heard from there until the minute ends, with the right secret neither', async () => {
    const { world, clientId, secret } = await registered()
    await fail(world, clientId, MAX_FAILURES - 1)
    world.clock.advance(15_000)
    await fail(world, clientId, 1)
    expect(await ask(world, clientId, secret)).toBe(429)
    world.clock.advance(44_999)
    expect(await ask(world, clientId, secret)).toBe(429)
    world.clock.advance(1)
    expect(await ask(world, clientId, secret)).toBe(200)
  })

  it('is told how long to wait, in the form of RFC 6749', async () => {
    const { world, clientId } = await registered()
    await fail(world, clientId, MAX_FAILURES)
    world.clock.advance(17_500)
    const authorization = `Basic ${Buffer.from(`${clientId}:wrong`).toString('base64')}`
    expect(await world.identity.issueToken({ authorization, form: FORM, address: HERE })).toEqual({
      ok: false,
      status: 429,
      retryAfterSeconds: 43,
      body: { error: 'temporarily_unavailable', error_description: 'Too many requests; try again in 43 s.' },
    })
  })

  it('is heard from elsewhere: nobody shuts out a client by failing in its name', async () => {
    const { world, clientId, secret } = await registered()
    await fail(world, clientId, MAX_FAILURES)
    expect(await ask(world, clientId, secret, ELSEWHERE)).toBe(200)
    expect(await ask(world, clientId, secret, HERE)).toBe(429)
    // Another client behind the same address is another pair.
    expect(await ask(world, 'cli_other', 'wrong', HERE)).toBe(401)
  })

  it('is the same client however its name is encoded in the header', async () => {
    const { world, clientId, secret } = await registered()
    const spelt = (i: number) =>
      clientId.slice(0, i) + `%${clientId.charCodeAt(i).toString(16)}` + clientId.slice(i + 1)
    expect(await ask(world, spelt(3), secret)).toBe(200)
    for (let i = 0; i < MAX_FAILURES; i++) expect(await ask(world, spelt(i), 'wrong')).toBe(401)
    expect(await ask(world, clientId, secret)).toBe(429)
    expect(await ask(world, spelt(3), secret)).toBe(429)
  })

  it('waits no longer than a minute when the clock is set back', async () => {
    const { world, clientId, secret } = await registered()
    await fail(world, clientId, MAX_FAILURES)
    world.clock.advance(-3_600_000)
    expect(await ask(world, clientId, secret)).toBe(200)
  })

  it('is limited alike with assertions, and for a client that does not exist', async () => {
    const { world } = await registered()
    const stranger = newEcPair()
    const statuses: number[] = []
    for (let i = 0; i <= MAX_FAILURES; i++) {
      const assertion = await assertionBy(stranger.privateKey, 'cli_nobody', world.clock)
      const form = { ...FORM, client_assertion_type: ASSERTION_TYPE, client_assertion: assertion }
      const answer = await world.identity.issueToken({ form, address: HERE })
      statuses.push(answer.ok ? 200 : answer.status)
    }
    expect(statuses).toEqual([...Array<number>(MAX_FAILURES).fill(401), 429])
  })
})

describe('what does not count', () => {
  it('a success forgets the failures before it', async () => {
    const { world, clientId, secret } = await registered()
    for (let round = 0; round < 3; round++) {
      await fail(world, clientId, MAX_FAILURES - 1)
      expect(await ask(world, clientId, secret)).toBe(200)
    }
  })

  it('a request that is wrong in form is no failed authentication', async () => {
    const { world, clientId, secret } = await registered()
    for (let i = 0; i < 2 * MAX_FAILURES; i++)
      expect(await ask(world, clientId, secret, HERE, { grant_type: 'password' })).toBe(400)
    expect(await ask(world, clientId, secret)).toBe(200)
  })
})

describe('the memory of failures', () => {
  it('is bounded, and forgets the oldest pair first', () => {
    const limit = createFailureLimit(fixedClock())
    const failed = (pair: string) => {
      for (let i = 0; i < MAX_FAILURES; i++) limit.failed(pair)
    }
    failed('first')
    failed('second')
    for (let i = 0; i < 9_998; i++) limit.failed(`made up ${i}`)
    expect(limit.secondsToWait('first')).toBe(FAILURE_WINDOW_SECONDS)
    limit.failed('one more')
    expect(limit.secondsToWait('first')).toBe(0)
    expect(limit.secondsToWait('second')).toBe(FAILURE_WINDOW_SECONDS)
  })
})
