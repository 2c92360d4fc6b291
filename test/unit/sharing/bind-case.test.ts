import { describe, expect, it } from 'vitest'
import { citizenIdCheck } from '../../../src/core/identifiers.ts'
import { collections } from '../../../src/sharing/sharing-records.ts'
import type { CommitConflict } from '../../../src/store/index.ts'
import { openTestSharing, PURPOSE, SYSTEM, type SharingBench } from '../../support/sharing.ts'

const citizen = (first17: string) => first17 + citizenIdCheck(first17)
const MAN = citizen('39010219850312001')
const WOMAN = citizen('39010219870925002')
const STRANGER = citizen('39010219880925004')

const bind = async (
  { sharing, store }: Pick<SharingBench, 'sharing' | 'store'>,
  subjects: readonly string[],
  { actor = SYSTEM, caseNumber = PURPOSE.caseNumber } = {},
) => {
  const writes = await sharing.bindCase(actor, { ...PURPOSE, caseNumber }, subjects)
  await store.commit(writes)
  return writes.length
}

describe('a case', () => {
  it('is bound to its parties by the first use; the same or fewer pass, another one does not', async () => {
    const bench = await openTestSharing()
    expect(await bind(bench, [MAN, WOMAN])).toBe(1)
    expect(await bind(bench, [WOMAN, MAN])).toBe(0)
    expect(await bind(bench, [MAN])).toBe(0)
    for (const subjects of [[STRANGER], [MAN, STRANGER]])
      await expect(bind(bench, subjects)).rejects.toMatchObject({ code: 'CASE_SUBJECT_MISMATCH' })
  })

  it('of another number or of another system is another case', async () => {
    const bench = await openTestSharing()
    await bind(bench, [MAN])
    expect(await bind(bench, [STRANGER], { caseNumber: 'GJJ-2026-0002' })).toBe(1)
    expect(await bind(bench, [STRANGER], { actor: { ...SYSTEM, clientId: 'cli_another' } })).toBe(1)
  })

  it('is not bound before the use is committed, and two first uses at once cannot both bind it', async () => {
    const bench = await openTestSharing()
    const [one, two] = await Promise.all([
      bench.sharing.bindCase(SYSTEM, PURPOSE, [MAN]),
      bench.sharing.bindCase(SYSTEM, PURPOSE, [STRANGER]),
    ])
    await bench.store.commit(one)
    await expect(bench.store.commit(two)).rejects.toMatchObject({ reason: 'exists' } satisfies Partial<CommitConflict>)
    await expect(bind(bench, [STRANGER])).rejects.toMatchObject({ code: 'CASE_SUBJECT_MISMATCH' })
  })

  it('that another process bound is looked for once the insert has failed', async () => {
    const bench = await openTestSharing()
    await bind(bench, [MAN])
    const another = await bench.another()
    await expect(bind(another, [STRANGER])).rejects.toMatchObject({
      reason: 'exists',
    } satisfies Partial<CommitConflict>)
    expect(await bind(another, [MAN])).toBe(0)
    await expect(bind(another, [STRANGER])).rejects.toMatchObject({ code: 'CASE_SUBJECT_MISMATCH' })
  })

  it('is asserted without being bound, also by a process that has not met it', async () => {
    const bench = await openTestSharing()
    await bench.sharing.assertCase(SYSTEM, PURPOSE, [STRANGER])
    await bind(bench, [MAN])
    const { sharing } = await bench.another()
    await sharing.assertCase(SYSTEM, PURPOSE, [MAN])
    await expect(sharing.assertCase(SYSTEM, PURPOSE, [STRANGER])).rejects.toMatchObject({
      code: 'CASE_SUBJECT_MISMATCH',
    })
  })

  it('is held in the store as digests, and told in errors by its number alone', async () => {
    const bench = await openTestSharing()
    await bind(bench, [MAN, WOMAN, MAN])
    const stored = await bench.store.find(collections.cases, { index: 'id', limit: 10 })
    expect(stored.items).toHaveLength(1)
    const text = JSON.stringify(stored)
    for (const secret of [MAN, WOMAN, PURPOSE.caseNumber, SYSTEM.clientId]) expect(text).not.toContain(secret)
    expect(stored.items[0]!.document.subjects).toHaveLength(2)
    const error: unknown = await bind(bench, [STRANGER]).catch((thrown: unknown) => thrown)
    expect(JSON.stringify(error) + String(error)).not.toMatch(/\d{17}[\dX]/)
  })
})

describe('refusals', () => {
  const NEEDS = [
    { resource: '101001/000001', fields: ['name'], subjectRole: 'APPLICANT' },
    { resource: '101004/000001', fields: ['husbandName', 'wifeName'], subjectRole: 'APPLICANT' },
    { resource: '307004/000002', fields: ['caseNo'], subjectRole: 'APPLICANT' },
  ] as const

  it('are one event a rule, with the resources that it refused', async () => {
    const { sharing } = await openTestSharing()
    const decisions = sharing.decideAccess(SYSTEM, PURPOSE, NEEDS)
    const events = sharing.refusalEvents(SYSTEM, PURPOSE, decisions, [MAN], 'request-1')
    expect(events).toMatchObject([
      {
        kind: 'ACCESS_REFUSED',
        resources: ['101001/000001', '101004/000001'],
        requestId: 'request-1',
        subjects: [MAN],
        data: { rule: 'no-grant', fields: ['name', 'husbandName', 'wifeName'], serviceItems: PURPOSE.serviceItems },
      },
      { resources: ['307004/000002'], data: { rule: 'not-shared' } },
    ])
    for (const { data } of events) expect(JSON.stringify(data)).not.toContain(MAN)
  })

  it('name the grants that did not permit, and nothing that was permitted', async () => {
    const bench = await openTestSharing()
    const { id } = await bench.grant()
    const decisions = bench.sharing.decideAccess(SYSTEM, PURPOSE, [NEEDS[0], { ...NEEDS[0], fields: ['phone'] }])
    expect(decisions.map(({ permitted }) => permitted)).toEqual([true, false])
    const events = bench.sharing.refusalEvents(SYSTEM, PURPOSE, decisions, [MAN])
    expect(events).toMatchObject([{ data: { rule: 'field-not-granted', fields: ['phone'], grants: [id] } }])
  })

  it('are in the ledger once recorded, and what an auditor reads there names neither person nor case', async () => {
    const bench = await openTestSharing()
    const decisions = bench.sharing.decideAccess(SYSTEM, PURPOSE, NEEDS)
    await bench.sharing.recordRefusals(SYSTEM, PURPOSE, decisions, [MAN])
    const [leaf, ...others] = await bench.leaves()
    expect(others).toEqual([])
    expect(leaf).toMatchObject({ kind: 'ACCESS_REFUSED', agency: SYSTEM.agency, data: { rule: 'no-grant' } })
    expect(JSON.stringify(leaf)).not.toContain(MAN)
    expect(JSON.stringify(leaf)).not.toContain(PURPOSE.caseNumber)
  })

  it('of nothing append nothing', async () => {
    const bench = await openTestSharing()
    await bench.grant()
    const before = await bench.leaves()
    await bench.sharing.recordRefusals(SYSTEM, PURPOSE, bench.sharing.decideAccess(SYSTEM, PURPOSE, [NEEDS[0]]), [MAN])
    expect(await bench.leaves()).toEqual(before)
  })
})
