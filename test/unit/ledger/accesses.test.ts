import { describe, expect, it } from 'vitest'
import type { AccessPage, AccessQuery, SubjectSearchQuery } from '../../../src/ledger/index.ts'
import { toInstant } from '../../../src/core/clock.ts'
import { actorAs, AGENCY, openTestLedger, OTHER_AGENCY } from '../../support/ledger.ts'

const ALICE = '39010219900307001X'
const BOB = '390102198511230038'
const auditor = actorAs('AUDITOR', 'cli_auditor_a')
const second = actorAs('AUDITOR', 'cli_auditor_b')

const numbersOf = ({ entries }: AccessPage) => entries.map(({ data }) => data['n'])

/** Five accesses, one a minute, by two agencies on three resources about two persons. */
async function openWithAccesses() {
  const bench = await openTestLedger()
  const rows = [
    { agency: AGENCY, resources: ['population'], subjects: [ALICE] },
    { agency: AGENCY, resources: ['marriage', 'population'], subjects: [ALICE, BOB] },
    { agency: OTHER_AGENCY, resources: ['population'], subjects: [BOB] },
    { agency: OTHER_AGENCY, resources: ['real-estate'], subjects: [] },
    { agency: AGENCY, resources: ['real-estate'], subjects: [BOB] },
  ]
  const ids: string[] = []
  for (const [n, { agency, resources, subjects }] of rows.entries()) {
    const actor = { clientId: `cli_${agency}`, agency }
    ids.push(...(await bench.append(bench.event({ actor, resources, subjects, data: { n } }))))
    await bench.ledger.drain()
    bench.clock.advance(60_000)
  }
  return { ...bench, ids }
}

describe('an auditor', () => {
  it.each<[string, Omit<AccessQuery, 'first'>, number[]]>([
    ['everything, newest first', {}, [4, 3, 2, 1, 0]],
    ['by agency', { agency: AGENCY }, [4, 1, 0]],
    ['by resource, also the second of an event', { resource: 'population' }, [2, 1, 0]],
    ['by agency and resource', { agency: OTHER_AGENCY, resource: 'population' }, [2]],
    ['by period, from inclusive, to exclusive', { from: at(1), to: at(3) }, [2, 1]],
    ['by agency and period', { agency: AGENCY, from: at(1) }, [4, 1]],
  ])('finds %s', async (_what, query, expected) => {
    const { ledger } = await openWithAccesses()
    expect(numbersOf(await ledger.findAccesses(auditor, { ...query, first: 100 }))).toEqual(expected)
  })

  it('pages through without losing or repeating one', async () => {
    const { ledger } = await openWithAccesses()
    const seen: unknown[] = []
    let after: string | undefined
    do {
      const page = await ledger.findAccesses(auditor, { agency: AGENCY, first: 2, ...(after === undefined ? {} : { after }) }) // prettier-ignore
      seen.push(...numbersOf(page))
      after = page.next
    } while (after !== undefined)
    expect(seen).toEqual([4, 1, 0])
  })

  it('leaves an entry by looking', async () => {
    const { ledger } = await openWithAccesses()
    await ledger.findAccesses(auditor, { agency: OTHER_AGENCY, first: 10 })
    await ledger.drain()
    const entries = await ledger.follow(5, 10)
    expect(entries).toMatchObject([
      { kind: 'ACCESSES_READ', clientId: 'cli_auditor_a', data: { agency: OTHER_AGENCY, count: 2 } },
    ])
  })

  it('sees nothing when its own look cannot be recorded', async () => {
    const { ledger, clock, append, event } = await openWithAccesses()
    await append(event())
    clock.advance(61_000) // and nothing has numbered that leaf
    await expect(ledger.findAccesses(auditor, { first: 10 })).rejects.toMatchObject({ code: 'AUDIT_UNAVAILABLE' })
  })

  it.each([0, 101, 1.5])('is refused %s entries a page', async (first) => {
    const { ledger } = await openTestLedger()
    await expect(ledger.findAccesses(auditor, { first })).rejects.toMatchObject({ code: 'INVALID_INPUT' })
  })
})

describe('an agency', () => {
  it('sees its own accesses and no others', async () => {
    const { ledger } = await openWithAccesses()
    const system = actorAs('SYSTEM')
    expect(numbersOf(await ledger.findOwnAccesses(system, { first: 10 }))).toEqual([4, 1, 0])
    expect(numbersOf(await ledger.findOwnAccesses(system, { resource: 'population', first: 10 }))).toEqual([1, 0])
    await expect(ledger.findOwnAccesses(system, { agency: OTHER_AGENCY, first: 10 })).rejects.toMatchObject({ code: 'FORBIDDEN' }) // prettier-ignore
    await expect(ledger.findOwnAccesses(system, { subject: ALICE, first: 10 })).rejects.toMatchObject({ code: 'FORBIDDEN' }) // prettier-ignore
    await expect(ledger.findAccesses(system, { first: 10 })).rejects.toMatchObject({ code: 'FORBIDDEN' })
  })
})

describe('a search by subject', () => {
  const ask = (requestId: string, subject = BOB) => ({ requestId, subject, reason: 'complaint 2026-17' })

  it('is refused without a search that a second auditor approved', async () => {
    const { ledger } = await openWithAccesses()
    const query = { subject: BOB, first: 10 }
    await expect(ledger.findAccesses(auditor, query)).rejects.toMatchObject({ code: 'FOUR_EYES' })
    const { id } = await ledger.requestSubjectSearch(auditor, ask('request-1'))
    await expect(ledger.findAccesses(auditor, { ...query, subjectSearchId: id })).rejects.toMatchObject({ code: 'FOUR_EYES' }) // prettier-ignore

    await ledger.approveSubjectSearch(second, { requestId: 'approve-1', id })
    const page = await ledger.findAccesses(auditor, { ...query, subjectSearchId: id })
    // Newest first the approval itself: who looked for a person is found by that person too.
    expect(page.entries.map(({ kind, data }) => data['n'] ?? kind)).toEqual(['SUBJECT_ACCESSES_APPROVED', 4, 2, 1])
    expect(numbersOf(await ledger.findAccesses(auditor, { ...query, subjectSearchId: id, resource: 'population' }))).toEqual([2, 1]) // prettier-ignore
    // Neither for another subject nor for another auditor.
    await expect(ledger.findAccesses(auditor, { subject: ALICE, subjectSearchId: id, first: 10 })).rejects.toMatchObject({ code: 'FOUR_EYES' }) // prettier-ignore
    await expect(ledger.findAccesses(second, { ...query, subjectSearchId: id })).rejects.toMatchObject({ code: 'FOUR_EYES' }) // prettier-ignore
  })

  it('shows who has to approve it who asks, why and about whom, masked, and that look is an entry', async () => {
    const { ledger } = await openTestLedger()
    const { id } = await ledger.requestSubjectSearch(auditor, ask('request-1'))
    expect(await ledger.subjectSearch(second, id)).toEqual({
      id,
      subject: `${BOB.slice(0, 3)}***********${BOB.slice(-4)}`,
      reason: 'complaint 2026-17',
      state: 'REQUESTED',
      requestedBy: 'cli_auditor_a',
      requestedAt: expect.any(String) as string,
    })
    await ledger.approveSubjectSearch(second, { requestId: 'approve-1', id })
    expect(await ledger.subjectSearch(auditor, id)).toMatchObject({ state: 'APPROVED', approvedBy: 'cli_auditor_b' })
    await ledger.drain()
    const [look] = await ledger.follow(0, 10)
    expect(look).toMatchObject({ kind: 'ACCESSES_READ', clientId: 'cli_auditor_b', data: { searchId: id } })
    expect(JSON.stringify(look)).not.toContain(BOB)

    await expect(ledger.subjectSearch(second, 'search_x')).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(ledger.subjectSearch(actorAs('ADMINISTRATOR'), id)).rejects.toMatchObject({ code: 'FORBIDDEN' })
  })

  it('does not show itself when the look cannot be recorded', async () => {
    const { ledger, clock } = await openTestLedger()
    const { id } = await ledger.requestSubjectSearch(auditor, ask('request-1'))
    await ledger.subjectSearch(second, id)
    clock.advance(61_000) // and nothing has numbered that leaf
    await expect(ledger.subjectSearch(second, id)).rejects.toMatchObject({ code: 'AUDIT_UNAVAILABLE' })
  })

  it('stands in a list for whoever may approve it, and with those approved and expired', async () => {
    const { ledger, clock } = await openTestLedger()
    const { id: old } = await ledger.requestSubjectSearch(auditor, ask('request-1', ALICE))
    await ledger.approveSubjectSearch(second, { requestId: 'approve-1', id: old })
    await ledger.drain()
    clock.advance(7 * 86_400_000)
    const listed = async (query: Omit<SubjectSearchQuery, 'first'>, by = second) =>
      (await ledger.subjectSearches(by, { ...query, first: 100 })).items.map(({ id }) => id)
    expect(await listed({ state: 'APPROVED' })).toEqual([old])
    await ledger.drain()
    clock.advance(1)
    const { id: usable } = await ledger.requestSubjectSearch(second, ask('request-2'))
    await ledger.approveSubjectSearch(auditor, { requestId: 'approve-2', id: usable })
    const { id: waiting } = await ledger.requestSubjectSearch(auditor, ask('request-3'))
    const { id: mine } = await ledger.requestSubjectSearch(second, ask('request-4', '91390100XN00000112'))

    expect(await listed({})).toEqual([mine, waiting, usable, old])
    expect(await listed({ state: 'REQUESTED' })).toEqual([mine, waiting])
    expect(await listed({ state: 'APPROVED' })).toEqual([usable])
    expect(await listed({ state: 'EXPIRED' })).toEqual([old])
    expect(await listed({ state: 'REQUESTED', isOwn: false })).toEqual([waiting])
    expect(await listed({ isOwn: true })).toEqual([mine, usable])
    const samePerson = actorAs('AUDITOR', 'cli_auditor_c', { personId: second.personId! })
    expect(await listed({ state: 'REQUESTED', isOwn: false }, samePerson)).toEqual([waiting])

    const { items } = await ledger.subjectSearches(second, { state: 'REQUESTED', isOwn: false, first: 1 })
    expect(items).toEqual([await ledger.subjectSearch(second, waiting)])
    expect(await ledger.subjectSearch(second, old)).toMatchObject({ state: 'EXPIRED' })
    await expect(ledger.approveSubjectSearch(second, { requestId: 'approve-3', id: old })).rejects.toMatchObject({ code: 'INVALID_TRANSITION' }) // prettier-ignore
    await expect(ledger.subjectSearches(actorAs('ADMINISTRATOR'), { first: 1 })).rejects.toMatchObject({ code: 'FORBIDDEN' }) // prettier-ignore
    await expect(ledger.subjectSearches(second, { first: 101 })).rejects.toMatchObject({ code: 'INVALID_INPUT' })
  })

  it('is listed a page at a time, once, and the cursor belongs to its question and its reader', async () => {
    const { ledger } = await openTestLedger()
    const asked: string[] = []
    for (let n = 1; n <= 7; n++) {
      const by = n % 2 ? auditor : second
      asked.unshift((await ledger.requestSubjectSearch(by, ask(`request-${n}`))).id)
    }
    for (const isOwn of [undefined, true, false]) {
      const query = { first: 2, state: 'REQUESTED', ...(isOwn === undefined ? {} : { isOwn }) } as const
      const seen: string[] = []
      let after: string | undefined
      do {
        const page = await ledger.subjectSearches(auditor, { ...query, ...(after === undefined ? {} : { after }) })
        seen.push(...page.items.map(({ id }) => id))
        after = page.next
      } while (after !== undefined)
      expect(seen).toEqual(asked.filter((_, i) => isOwn === undefined || (i % 2 === 0) === isOwn))
    }
    const { next } = await ledger.subjectSearches(auditor, { first: 2, isOwn: true })
    for (const [by, isOwn] of [[second, true], [auditor, false]] as const)
      await expect(ledger.subjectSearches(by, { first: 2, isOwn, after: next! })).rejects.toMatchObject({ code: 'INVALID_CURSOR' }) // prettier-ignore
  })

  it('leaves an entry when the list is read, found by those it is about, and shows nothing without it', async () => {
    const { ledger, clock } = await openTestLedger()
    const { id } = await ledger.requestSubjectSearch(auditor, ask('request-1'))
    await ledger.subjectSearches(second, { state: 'REQUESTED', first: 10 })
    await ledger.drain()
    const entries = await ledger.follow(0, 10)
    expect(entries).toMatchObject([
      {
        kind: 'ACCESSES_READ',
        clientId: 'cli_auditor_b',
        data: { searchState: 'REQUESTED', searchIds: [id], count: 1 },
      },
    ])
    expect(JSON.stringify(entries)).not.toContain(BOB)
    await ledger.approveSubjectSearch(second, { requestId: 'approve-1', id })
    const about = await ledger.findAccesses(auditor, { subject: BOB, subjectSearchId: id, first: 10 })
    expect(about.entries.map(({ leafId }) => leafId)).toContain(entries[0]!.leafId)

    clock.advance(61_000) // and nothing has numbered what was appended since
    await expect(ledger.subjectSearches(second, { first: 10 })).rejects.toMatchObject({ code: 'AUDIT_UNAVAILABLE' })
  })

  it('is approved by another client and another person, or not at all', async () => {
    const { ledger } = await openTestLedger()
    const { id } = await ledger.requestSubjectSearch(auditor, ask('request-1'))
    const refused = [
      auditor,
      actorAs('AUDITOR', 'cli_auditor_c', { personId: auditor.personId! }),
      { clientId: 'cli_auditor_d', role: 'AUDITOR', agency: AGENCY } as const,
    ]
    for (const [i, actor] of refused.entries())
      await expect(ledger.approveSubjectSearch(actor, { requestId: `approve-${i}`, id })).rejects.toMatchObject({ code: 'FOUR_EYES' }) // prettier-ignore
    await ledger.approveSubjectSearch(second, { requestId: 'approve-9', id })
    await expect(ledger.approveSubjectSearch(second, { requestId: 'approve-10', id })).rejects.toMatchObject({ code: 'INVALID_TRANSITION' }) // prettier-ignore
  })

  it('ends seven days after its approval', async () => {
    const { ledger, clock } = await openTestLedger()
    const { id } = await ledger.requestSubjectSearch(auditor, ask('request-1'))
    await ledger.approveSubjectSearch(second, { requestId: 'approve-1', id })
    await ledger.drain()
    clock.advance(7 * 86_400_000)
    await ledger.findAccesses(auditor, { subject: BOB, subjectSearchId: id, first: 1 })
    await ledger.drain()
    clock.advance(1)
    await expect(ledger.findAccesses(auditor, { subject: BOB, subjectSearchId: id, first: 1 })).rejects.toMatchObject({ code: 'FOUR_EYES' }) // prettier-ignore
  })

  it('leaves an entry by its approval and by each use, without the number', async () => {
    const { ledger } = await openTestLedger()
    const { id } = await ledger.requestSubjectSearch(auditor, ask('request-1'))
    await ledger.approveSubjectSearch(second, { requestId: 'approve-1', id })
    await ledger.findAccesses(auditor, { subject: BOB, subjectSearchId: id, first: 10 })
    await ledger.drain()
    const entries = await ledger.follow(0, 10)
    expect(entries).toMatchObject([
      {
        kind: 'SUBJECT_ACCESSES_APPROVED',
        clientId: 'cli_auditor_b',
        data: { searchId: id, requestedBy: 'cli_auditor_a' },
      },
      { kind: 'ACCESSES_READ', clientId: 'cli_auditor_a', data: { searchId: id } },
    ])
    expect(JSON.stringify(entries)).not.toContain(BOB)
  })

  it('is asked and approved once also when the repetition comes while the first is under way', async () => {
    const { ledger } = await openTestLedger()
    const [one, two] = await Promise.all([1, 2].map(() => ledger.requestSubjectSearch(auditor, ask('request-1'))))
    expect(two).toEqual(one)
    const approval = { requestId: 'approve-1', id: one!.id }
    await Promise.all([1, 2].map(() => ledger.approveSubjectSearch(second, approval)))
    // Not so with another request: only one of two approvals decides.
    const other = await ledger.requestSubjectSearch(auditor, ask('request-2'))
    const rivals = ['approve-2', 'approve-3'].map((requestId) => ledger.approveSubjectSearch(second, { requestId, id: other.id })) // prettier-ignore
    const told = await Promise.allSettled(rivals)
    expect(told.map((one) => (one.status === 'rejected' ? (one.reason as Error).name : 'done')).sort()).toEqual(['CommitConflict', 'done']) // prettier-ignore
    await ledger.drain()
    expect(await ledger.follow(0, 10)).toHaveLength(2)
  })

  it('is asked and approved once, however often the request is repeated', async () => {
    const { ledger } = await openTestLedger()
    const first = await ledger.requestSubjectSearch(auditor, ask('request-1'))
    expect(await ledger.requestSubjectSearch(auditor, ask('request-1'))).toEqual(first)
    await expect(ledger.requestSubjectSearch(auditor, ask('request-1', ALICE))).rejects.toMatchObject({ code: 'REQUEST_ID_CONFLICT' }) // prettier-ignore
    await ledger.approveSubjectSearch(second, { requestId: 'approve-1', id: first.id })
    await ledger.approveSubjectSearch(second, { requestId: 'approve-1', id: first.id })
    await ledger.drain()
    expect(await ledger.follow(0, 10)).toHaveLength(1)
  })
})

function at(minute: number) {
  return toInstant(Date.parse('2026-11-24T02:00:00.000Z') + minute * 60_000)
}
