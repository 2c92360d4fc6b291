import { describe, expect, it } from 'vitest'
import { LICENCE_STATES, LICENCE_TRANSITIONS, canChange, isTerminal } from '../../../src/licences/index.ts'
import { licenceTestBed, marriage, MARKET, actorOf, REGISTRY } from '../../support/licences.ts'

const BASIS = '《婚姻登记条例》第九条'

describe('the states of a licence', () => {
  it('let nothing leave a terminal state', () => {
    const terminal = LICENCE_STATES.filter(isTerminal)
    expect(terminal).toEqual(['SUPERSEDED', 'CANCELLED', 'RESCINDED', 'REVOKED', 'TRANSFERRED_OUT'])
    for (const from of terminal) for (const to of LICENCE_STATES) expect(canChange(from, to)).toBe(false)
  })

  it('let only a suspended licence become valid again, and a suspended one not be superseded', () => {
    expect(LICENCE_STATES.filter((from) => canChange(from, 'VALID'))).toEqual(['SUSPENDED'])
    expect(LICENCE_TRANSITIONS.SUSPENDED).not.toContain('SUPERSEDED')
  })
})

describe('changing the state of a licence', () => {
  const issued = async () => {
    const bed = await licenceTestBed()
    const licence = await bed.licences.issue(REGISTRY, { requestId: 'request-0001', licence: marriage() })
    const change = (requestId: string, to: 'SUSPENDED' | 'VALID' | 'REVOKED' | 'SUPERSEDED', actor = REGISTRY) =>
      bed.licences.changeState(actor, { requestId, identifier: licence.identifier, to, reason: '核查', basis: BASIS })
    return { ...bed, licence, change }
  }

  it('keeps authority, reason, basis and date, and leaves an entry without the words of the reason', async () => {
    const bed = await issued()
    const suspended = await bed.change('request-0002', 'SUSPENDED')
    expect(suspended.stateReason).toEqual({ authority: '岭江省民政厅', reason: '核查', basis: BASIS, on: '2026-11-24' })
    const [event] = await bed.events('LICENCE_STATE_CHANGED')
    expect(event!.data).toMatchObject({ from: 'VALID', to: 'SUSPENDED', on: '2026-11-24' })
    expect(JSON.stringify(event!.data)).not.toContain('核查')
  })

  it('happens once for one requestId', async () => {
    const bed = await issued()
    const first = await bed.change('request-0002', 'SUSPENDED')
    expect(await bed.change('request-0002', 'SUSPENDED')).toEqual(first)
    expect(await bed.events('LICENCE_STATE_CHANGED')).toHaveLength(1)
    await expect(bed.change('request-0002', 'REVOKED')).rejects.toMatchObject({ code: 'REQUEST_ID_CONFLICT' })
  })

  it('refuses what the table does not allow, and names both states', async () => {
    const bed = await issued()
    await bed.change('request-0002', 'REVOKED')
    await expect(bed.change('request-0003', 'VALID')).rejects.toMatchObject({
      code: 'INVALID_TRANSITION',
      params: { state: 'REVOKED', operation: 'VALID' },
    })
  })

  it('of two contradictory changes at the same moment lets one through', async () => {
    const bed = await issued()
    const outcomes = await Promise.allSettled([
      bed.change('request-0002', 'REVOKED'),
      bed.change('request-0003', 'SUSPENDED'),
    ])
    const states = outcomes.map((outcome) =>
      outcome.status === 'fulfilled' ? outcome.value.state : outcome.reason.code,
    )
    expect([
      ['REVOKED', 'INVALID_TRANSITION'],
      ['REVOKED', 'SUSPENDED'],
    ]).toContainEqual(states)
    if (states[1] === 'SUSPENDED') expect(await bed.events('LICENCE_STATE_CHANGED')).toHaveLength(2)
  })

  it('is for the agency that issued it; another one is refused and recorded', async () => {
    const bed = await issued()
    await expect(bed.change('request-0002', 'REVOKED', actorOf(MARKET))).rejects.toMatchObject({
      code: 'ACCESS_REFUSED',
      params: { rule: 'not-the-issuer' },
    })
    expect(await bed.events('ACCESS_REFUSED')).toHaveLength(1)
  })

  it('is refused alike to another agency whether the licence is there or not, and told to its issuer', async () => {
    const bed = await issued()
    const other = await licenceTestBed()
    const { identifier: absent } = await other.licences.issue(REGISTRY, {
      requestId: 'request-0001',
      licence: marriage({ serial: 'ABSENT' }),
    })
    const input = { requestId: 'request-0002', to: 'REVOKED' as const, reason: '核查', basis: BASIS }
    const refusal = (identifier: string, actor = actorOf(MARKET)) =>
      bed.licences.changeState(actor, { ...input, identifier }).catch((error: unknown) => ({ ...(error as object) }))
    const [first, second] = [await refusal(bed.licence.identifier), await refusal(absent)]
    expect(first).toEqual(second)
    const events = await bed.events('ACCESS_REFUSED')
    expect(events.map(({ data }) => data)).toEqual([events[0]!.data, events[0]!.data])
    expect(await refusal(absent, REGISTRY)).toMatchObject({ code: 'NOT_FOUND' })
  })

  it('wants a reason and a basis', async () => {
    const bed = await issued()
    await expect(
      bed.licences.changeState(REGISTRY, {
        requestId: 'request-0002',
        identifier: bed.licence.identifier,
        to: 'REVOKED',
        reason: ' ',
        basis: BASIS,
      }),
    ).rejects.toMatchObject({ code: 'INVALID_INPUT', params: { field: 'reason' } })
  })
})
