import { describe, expect, it } from 'vitest'
import { addDays, today } from '../../../src/core/clock.ts'
import type { AccessDecision, Sharing } from '../../../src/sharing/index.ts'
import { collections, quotaId } from '../../../src/sharing/sharing-records.ts'
import { CommitConflict, insert } from '../../../src/store/index.ts'
import { nextRequestId, person } from '../../support/catalog.ts'
import { NEED, openTestSharing, PURPOSE, REVIEWER, SYSTEM, type SharingBench } from '../../support/sharing.ts'

const decide = ({ sharing }: { readonly sharing: Sharing }) => sharing.decideAccess(SYSTEM, PURPOSE, [NEED])

/** What an access does: decide, then one commit of the counters (with its leaf, which does not matter here). */
const access = async (
  { sharing, store }: Pick<SharingBench, 'sharing' | 'store'>,
  persons = 1,
  decisions: readonly AccessDecision[] = decide({ sharing }),
) => store.commit(await sharing.accessWrites(decisions, persons))

const outcomeOf = async (promise: Promise<void>): Promise<string> =>
  promise.then(
    () => 'done',
    (error: unknown) => (error instanceof CommitConflict ? error.reason : String(error)),
  )

const usedOf = async ({ store, clock }: SharingBench, grantId: string) =>
  (await store.get(collections.quotas, quotaId(grantId, today(clock))))?.document.used

describe('the quota of a grant', () => {
  it('is used up exactly, however many accesses come at once', async () => {
    const bench = await openTestSharing()
    const { id } = await bench.grant({ quota: 20 })
    const other = await bench.another()
    const outcomes = await Promise.all(
      Array.from({ length: 50 }, (_, i) => outcomeOf(access(i % 2 ? bench : { ...other }))),
    )
    expect(outcomes.filter((outcome) => outcome === 'done')).toHaveLength(20)
    expect(outcomes.filter((outcome) => outcome === 'bound')).toHaveLength(30)
    expect(await usedOf(bench, id)).toBe(20)
  })

  it('counts persons, and an access of several takes all of them or none', async () => {
    const bench = await openTestSharing()
    const { id } = await bench.grant({ quota: 20 })
    expect(await outcomeOf(access(bench, 18))).toBe('done')
    expect(await outcomeOf(access(bench, 3))).toBe('bound')
    expect(await usedOf(bench, id)).toBe(18)
    expect(await outcomeOf(access(bench, 2))).toBe('done')
    expect(await outcomeOf(access(bench, 1))).toBe('bound')
  })

  it('is counted once for several needs of one access under one grant', async () => {
    const bench = await openTestSharing()
    const { id } = await bench.grant({ quota: 20 })
    const needs = [NEED, { ...NEED, fields: ['idNumber'] }]
    await access(bench, 2, bench.sharing.decideAccess(SYSTEM, PURPOSE, needs))
    expect(await usedOf(bench, id)).toBe(2)
  })

  it('is whole again the next day of the region: what was used yesterday does not count', async () => {
    const bench = await openTestSharing('2026-11-24T15:59:00.000Z')
    await bench.grant({ quota: 1, validFrom: '2026-11-24' })
    expect(await outcomeOf(access(bench))).toBe('done')
    expect(await outcomeOf(access(bench))).toBe('bound')
    await bench.ledger.drain()
    bench.clock.advance(59_999)
    await bench.sharing.confirmGrants()
    expect(await outcomeOf(access(bench))).toBe('bound')
    bench.clock.advance(1)
    await bench.sharing.confirmGrants()
    expect(await outcomeOf(access(bench))).toBe('done')
    expect(await outcomeOf(access(bench))).toBe('bound')
  })

  it('is not touched by a refusal, nor by the use of own data, which has no counter', async () => {
    const bench = await openTestSharing()
    const { id } = await bench.grant({ quota: 1 })
    const refused = bench.sharing.decideAccess(SYSTEM, PURPOSE, [{ ...NEED, fields: ['phone'] }])
    expect(refused).toMatchObject([{ rule: 'field-not-granted' }])
    const provider = person('SYSTEM', '07')
    const own = bench.sharing.decideAccess(provider, PURPOSE, [{ ...NEED, fields: ['name', 'phone'] }])
    expect(own).toMatchObject([{ permitted: true, grantId: 'own-data', rawFields: ['name', 'phone'] }])
    expect(await bench.sharing.accessWrites([...refused, ...own], 5)).toEqual([])
    expect(await usedOf(bench, id)).toBeUndefined()
    // The same writes are not empty for a use that has one.
    expect(await bench.sharing.accessWrites(decide(bench), 1)).not.toEqual([])
  })
})

describe('an access that was decided on a grant', () => {
  it('is not committed when the grant changed meanwhile in another process', async () => {
    const bench = await openTestSharing()
    const { id } = await bench.grant()
    const other = await bench.another()
    const decisions = decide(other)
    const revocation = { requestId: nextRequestId(), grantId: id, change: 'REVOKE' as const, reason: '核查' }
    await bench.sharing.changeGrant(REVIEWER, revocation)
    expect(await outcomeOf(access(other, 1, decisions))).toBe('version')
    expect(await usedOf(bench, id)).toBe(0)
  })

  it('is decided anew after a look, and then committed', async () => {
    const bench = await openTestSharing()
    const { id } = await bench.grant()
    const other = await bench.another()
    for (const change of ['SUSPEND', 'RESUME'] as const)
      await bench.sharing.changeGrant(REVIEWER, { requestId: nextRequestId(), grantId: id, change, reason: '核查' })
    expect(await outcomeOf(access(other))).toBe('version')
    // Without a look it stays so.
    expect(await outcomeOf(access(other))).toBe('version')
    await other.sharing.confirmGrants()
    expect(await outcomeOf(access(other))).toBe('done')
  })
})

describe('own use', () => {
  it('tells what is left today, the days to expiry, and leaves out what was revoked', async () => {
    const bench = await openTestSharing()
    const grant = await bench.grant({ quota: 20, validTo: addDays(today(bench.clock), 30) })
    const revoked = await bench.grant({ quota: 5 })
    const revocation = { requestId: nextRequestId(), grantId: revoked.id, change: 'REVOKE' as const, reason: '核查' }
    await bench.sharing.changeGrant(REVIEWER, revocation)
    await access(bench, 7)
    const yesterday = addDays(today(bench.clock), -1)
    const counter = { id: quotaId(grant.id, yesterday), grantId: grant.id, date: yesterday, used: 20 }
    await bench.store.commit([insert(collections.quotas, counter)])
    expect(await bench.sharing.ownUse(SYSTEM)).toMatchObject([
      { grant: { id: grant.id }, usedToday: 7, leftToday: 13, daysToExpiry: 30 },
    ])
    expect(await bench.sharing.ownUse(person('SYSTEM', '07'))).toEqual([])
  })
})
