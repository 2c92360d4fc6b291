import { SignJWT, UnsecuredJWT } from 'jose'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { createPrivateKey } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { Actor, Role } from '../../../src/access/index.ts'
import { loadConfig } from '../../../src/config.ts'
import { publicJwkOf, signJws } from '../../../src/signing/index.ts'
import {
  assertionBy,
  ASSERTION_TYPE,
  creditCode,
  DATA_BUREAU,
  newEcPair,
  openIdentityWorld,
  PUBLIC_URL,
  type IdentityWorld,
} from '../../support/identity.ts'

const system = (pair = newEcPair()) => ({
  name: '公积金业务系统',
  role: 'SYSTEM' as Role,
  agency: DATA_BUREAU as string,
  authMethod: 'private_key_jwt' as const,
  publicJwk: publicJwkOf(pair.publicKey),
})

async function tokenFor(world: IdentityWorld, identity = world.identity) {
  const pair = newEcPair()
  const input = { ...system(pair), requestId: `req-${world.clock.now()}-${publicJwkOf(pair.publicKey)['x']}` }
  const { client } = await world.identity.registerClient(world.administrator, input)
  const answer = await identity.issueToken({
    form: {
      grant_type: 'client_credentials',
      client_assertion_type: ASSERTION_TYPE,
      client_assertion: await assertionBy(pair.privateKey, client.clientId, world.clock),
    },
  })
  if (!answer.ok) throw new Error(answer.body.error_description)
  return { client, token: answer.body.access_token }
}

describe('a client', () => {
  it('is registered with one leaf, in one commit, and the leaf names nobody', async () => {
    const world = await openIdentityWorld()
    const { client } = await world.identity.registerClient(world.administrator, {
      ...system(),
      requestId: 'register-0001',
    })
    expect(client).toMatchObject({ role: 'SYSTEM', agency: DATA_BUREAU, state: 'ACTIVE' })
    const leaves = await world.leaves()
    expect(leaves).toHaveLength(1)
    expect(leaves[0]).toMatchObject({
      kind: 'CLIENT_CHANGED',
      actor: { clientId: 'cli_admin' },
      requestId: 'register-0001',
      data: { clientId: client.clientId, change: 'REGISTERED' },
    })
    expect(JSON.stringify(leaves)).not.toContain(client.name)
  })

  it('is registered once under one requestId; its secret is answered the first time only', async () => {
    const world = await openIdentityWorld()
    const input = {
      requestId: 'register-0002',
      name: '系统',
      role: 'SYSTEM' as const,
      agency: DATA_BUREAU,
      authMethod: 'client_secret_basic' as const,
    }
    const first = await world.identity.registerClient(world.administrator, input)
    const again = await world.identity.registerClient(world.administrator, input)
    expect(first.clientSecret).toHaveLength(43)
    expect(again).toEqual({ client: first.client })
    await expect(
      world.identity.registerClient(world.administrator, { ...input, name: '另一系统' }),
    ).rejects.toMatchObject({ code: 'REQUEST_ID_CONFLICT' })
    expect(await world.leaves()).toHaveLength(1)
  })

  it('is registered once when the same request comes twice at once', async () => {
    const world = await openIdentityWorld()
    const input = { ...system(), requestId: 'register-0003' }
    const both = await Promise.all([1, 2].map(() => world.identity.registerClient(world.administrator, input)))
    expect(both[0]!.client).toEqual(both[1]!.client)
    expect((await world.identity.findClients(world.administrator, { first: 10 })).items).toHaveLength(1)
  })

  it.each([
    ['an agency that is not in the catalog', 'INVALID_INPUT', 'agency', { agency: creditCode('99') }],
    [
      'a credit code with a wrong check character',
      'INVALID_IDENTIFIER',
      'agency',
      { agency: `${DATA_BUREAU.slice(0, 17)}0` },
    ],
    ['no name', 'INVALID_INPUT', 'name', { name: ' ' }],
    ['a name with a control character', 'INVALID_INPUT', 'name', { name: 'a\u202eb' }],
    ['a role that does not exist', 'INVALID_INPUT', 'role', { role: 'ROOT' as Role }],
    ['no key', 'INVALID_INPUT', 'publicJwk', { publicJwk: {} }],
    [
      'a private key',
      'INVALID_INPUT',
      'publicJwk',
      { publicJwk: newEcPair().privateKey.export({ format: 'jwk' }) as Record<string, unknown> },
    ],
    ['a key and a secret', 'INVALID_INPUT', 'publicJwk', { authMethod: 'client_secret_basic' as const }],
    ['a person behind a system', 'INVALID_INPUT', 'personId', { personId: 'p-7' }],
    ['no person behind a head', 'INVALID_INPUT', 'personId', { role: 'HEAD' as const }],
    [
      'an identity number as the person',
      'INVALID_INPUT',
      'personId',
      { role: 'HEAD' as const, personId: '390101199001010015' },
    ],
  ])('is refused with %s', async (_, code, field, changes) => {
    const world = await openIdentityWorld()
    const input = { ...system(), requestId: 'register-0004' }
    await expect(world.identity.registerClient(world.administrator, { ...input, ...changes })).rejects.toMatchObject({
      code,
      params: { field },
    })
    expect(await world.leaves()).toEqual([])
    await expect(world.identity.registerClient(world.administrator, input)).resolves.toBeDefined()
  })

  it.each(['SYSTEM', 'HEAD', 'REGISTRAR', 'REVIEWER', 'AUDITOR'] as const)(
    'is not registered or suspended by a %s',
    async (role) => {
      const world = await openIdentityWorld()
      const actor: Actor = { ...world.administrator, role }
      await expect(
        world.identity.registerClient(actor, { ...system(), requestId: 'register-0005' }),
      ).rejects.toMatchObject({ code: 'FORBIDDEN' })
      await expect(
        world.identity.suspendClient(actor, { requestId: 'suspend-0001', clientId: 'x', reason: 'y' }),
      ).rejects.toMatchObject({ code: 'FORBIDDEN' })
    },
  )

  it('is found page by page', async () => {
    const world = await openIdentityWorld()
    for (const n of [1, 2, 3])
      await world.identity.registerClient(world.administrator, { ...system(), requestId: `register-page-${n}` })
    const page = await world.identity.findClients(world.administrator, { first: 2 })
    const rest = await world.identity.findClients(world.administrator, { first: 2, after: page.next! })
    expect(page.items).toHaveLength(2)
    expect(rest.items).toHaveLength(1)
    expect(rest.next).toBeUndefined()
    await expect(world.identity.findClients(world.administrator, { first: 0 })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
    })
  })
})

describe('a suspended client', () => {
  it('is out at once, with the token it had and for a new one', async () => {
    const world = await openIdentityWorld()
    const { client, token } = await tokenFor(world)
    expect((await world.identity.authenticate(token)).clientId).toBe(client.clientId)
    const input = { requestId: 'suspend-0002', clientId: client.clientId, reason: '人员离岗' }
    expect(await world.identity.suspendClient(world.administrator, input)).toMatchObject({ state: 'SUSPENDED' })
    await expect(world.identity.authenticate(token)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' })
    expect(await world.identity.suspendClient(world.administrator, input)).toMatchObject({ state: 'SUSPENDED' })
    expect((await world.leaves()).map(({ data }) => data['change'])).toEqual(['REGISTERED', 'SUSPENDED'])
  })

  it('is out in another process within two seconds', async () => {
    const world = await openIdentityWorld()
    const other = await world.another()
    const { client, token } = await tokenFor(world)
    expect((await other.authenticate(token)).clientId).toBe(client.clientId)
    await world.identity.suspendClient(world.administrator, {
      requestId: 'suspend-0003',
      clientId: client.clientId,
      reason: 'x',
    })
    world.clock.advance(2_000)
    await expect(other.authenticate(token)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' })
  })

  it('is out in another process also when the clock is set back meanwhile', async () => {
    const world = await openIdentityWorld()
    const other = await world.another()
    const { client, token } = await tokenFor(world)
    expect((await other.authenticate(token)).clientId).toBe(client.clientId)
    await world.identity.suspendClient(world.administrator, {
      requestId: 'suspend-0008',
      clientId: client.clientId,
      reason: 'x',
    })
    world.clock.advance(-3_600_000)
    await expect(other.authenticate(token)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' })
  })

  it('is suspended once when the same request comes twice at once, and both are told so', async () => {
    const world = await openIdentityWorld()
    const { client } = await tokenFor(world)
    const input = { requestId: 'suspend-0009', clientId: client.clientId, reason: 'x' }
    const both = await Promise.all([1, 2].map(() => world.identity.suspendClient(world.administrator, input)))
    expect(both.map(({ state }) => state)).toEqual(['SUSPENDED', 'SUSPENDED'])
    expect((await world.leaves()).map(({ data }) => data['change'])).toEqual(['REGISTERED', 'SUSPENDED'])
  })

  it('cannot be suspended twice, nor by itself, nor when it does not exist', async () => {
    const world = await openIdentityWorld()
    const { client } = await tokenFor(world)
    const suspend = (requestId: string, clientId: string, actor = world.administrator) =>
      world.identity.suspendClient(actor, { requestId, clientId, reason: 'x' })
    await expect(suspend('suspend-0004', 'nobody')).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(
      suspend('suspend-0005', client.clientId, { ...world.administrator, clientId: client.clientId }),
    ).rejects.toMatchObject({ code: 'FOUR_EYES' })
    await suspend('suspend-0006', client.clientId)
    await expect(suspend('suspend-0007', client.clientId)).rejects.toMatchObject({ code: 'INVALID_TRANSITION' })
  })
})

describe('an access token', () => {
  it('ends at its exp, also when it was verified before', async () => {
    const world = await openIdentityWorld()
    const { token } = await tokenFor(world)
    world.clock.advance(599_000)
    await world.identity.authenticate(token)
    world.clock.advance(1_000)
    await expect(world.identity.authenticate(token)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' })
    await expect((await world.another()).authenticate(token)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' })
  })

  it('is refused when it is forged, of another kind, of another service or for nobody', async () => {
    const world = await openIdentityWorld()
    const { client, token } = await tokenFor(world)
    const now = Math.floor(world.clock.now() / 1000)
    const claims = {
      iss: PUBLIC_URL,
      aud: PUBLIC_URL,
      sub: client.clientId,
      client_id: client.clientId,
      iat: now,
      exp: now + 600,
      jti: 'j',
    }
    const sign = (changes: object, typ = 'at+jwt') =>
      signJws(
        world.keyring.signerFor('token'),
        { typ, withCertificates: false },
        Buffer.from(JSON.stringify({ ...claims, ...changes })),
      )
    const stranger = newEcPair()
    const secret = Buffer.from(JSON.stringify(world.identity.jwks()))
    const bad = [
      await new SignJWT(claims).setProtectedHeader({ alg: 'ES256', typ: 'at+jwt' }).sign(stranger.privateKey),
      await new SignJWT(claims)
        .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', jwk: publicJwkOf(stranger.publicKey) })
        .sign(stranger.privateKey),
      await new SignJWT(claims).setProtectedHeader({ alg: 'HS256', typ: 'at+jwt' }).sign(secret),
      new UnsecuredJWT(claims).encode(),
      await sign({}, 'JWT'),
      await sign({ iss: 'https://other.example' }),
      await sign({ aud: 'https://other.example' }),
      await sign({ exp: undefined }),
      await sign({ client_id: 'nobody' }),
      `${token}A`,
      '',
      'x'.repeat(5_000),
    ]
    for (const text of bad)
      await expect(world.identity.authenticate(text), text.slice(0, 80)).rejects.toMatchObject({
        code: 'UNAUTHENTICATED',
      })
    // The same claims, signed as they should be, are let in.
    expect((await world.identity.authenticate(await sign({}))).clientId).toBe(client.clientId)
  })

  it('costs little once it was verified', async () => {
    const world = await openIdentityWorld()
    const { token } = await tokenFor(world)
    const time = async (run: () => Promise<unknown>, times: number) => {
      const began = performance.now()
      for (let i = 0; i < times; i++) await run()
      return (performance.now() - began) / times
    }
    await world.identity.authenticate(token)
    const hit = await time(() => world.identity.authenticate(token), 2_000)
    const others = await Promise.all(Array.from({ length: 20 }, () => world.another()))
    const miss = await time(() => others.pop()!.authenticate(token), 20)
    expect(miss / hit).toBeGreaterThan(4)
  })
})

describe('the first administrator', () => {
  it('is made once, and its key, which its owner alone can read, gets a token', async () => {
    const world = await openIdentityWorld()
    const made = await world.identity.ensureAdministrator()
    expect(await world.identity.ensureAdministrator()).toBeUndefined()
    expect(await (await world.another()).ensureAdministrator()).toBeUndefined()
    const file = join(world.directory, 'keys', 'administrator.jwk')
    expect(statSync(file).mode & 0o777).toBe(0o600)
    const jwk = JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>
    expect(jwk).toEqual({ ...made!.privateJwk })
    const key = createPrivateKey({ key: jwk, format: 'jwk' })
    const answer = await world.identity.issueToken({
      form: {
        grant_type: 'client_credentials',
        client_assertion_type: ASSERTION_TYPE,
        client_assertion: await assertionBy(key, jwk['clientId']!, world.clock),
      },
    })
    const actor = answer.ok ? await world.identity.authenticate(answer.body.access_token) : undefined
    expect(actor).toEqual({
      clientId: made!.clientId,
      role: 'ADMINISTRATOR',
      agency: DATA_BUREAU,
      personId: 'administrator',
    })
    expect((await world.leaves()).map(({ kind }) => kind)).toEqual(['CLIENT_CHANGED'])
  })

  it('belongs to the agency that the settings name, and is not made for one that the catalog lacks', async () => {
    const elsewhere = await openIdentityWorld(PUBLIC_URL, '09')
    await expect(elsewhere.identity.ensureAdministrator()).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      params: { setting: 'ZHENGSHU_OPERATING_AGENCY' },
    })
    expect(await elsewhere.leaves()).toEqual([])
    expect(readdirSync(join(elsewhere.directory, 'keys'))).toEqual([])
    expect(loadConfig({}, {}).operatingAgency).toBe('41')
    expect(loadConfig({ ZHENGSHU_OPERATING_AGENCY: '09' }, {}).operatingAgency).toBe('09')
    expect(() => loadConfig({ ZHENGSHU_OPERATING_AGENCY: '9' }, {})).toThrow('ZHENGSHU_OPERATING_AGENCY')
  })

  it('is one when two processes start at the same moment, and the key on the disk is its key', async () => {
    const world = await openIdentityWorld()
    const other = await world.another()
    const made = await Promise.all([world.identity.ensureAdministrator(), other.ensureAdministrator()])
    const [winner, ...others] = made.filter((one) => one !== undefined)
    expect(others).toEqual([])
    const jwk = JSON.parse(readFileSync(join(world.directory, 'keys', 'administrator.jwk'), 'utf8')) as Record<
      string,
      string
    >
    expect(jwk['clientId']).toBe(winner!.clientId)
    expect(readdirSync(join(world.directory, 'keys')).filter((name) => name.endsWith('.jwk'))).toEqual([
      'administrator.jwk',
    ])
  })
})
