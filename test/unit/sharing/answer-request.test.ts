import { describe, expect, it } from 'vitest'
import type { Actor } from '../../../src/access/index.ts'
import { nextRequestId, person } from '../../support/catalog.ts'
import {
  ASKER,
  ASKER_HEAD,
  complete,
  NEED,
  openTestSharing,
  ORGANISATIONS,
  PROVIDER_HEAD,
  PURPOSE,
  SYSTEM,
  type SharingBench,
} from '../../support/sharing.ts'

const ask = async ({ sharing }: SharingBench, more = {}) => (await sharing.requestAccess(ASKER, complete(more))).id
const approve = ({ sharing }: SharingBench, id: string, by: Actor = ASKER_HEAD) =>
  sharing.approveRequest(by, { requestId: nextRequestId(), id })
const agree = ({ sharing }: SharingBench, id: string, by: Actor = PROVIDER_HEAD) =>
  sharing.answerRequest(by, { requestId: nextRequestId(), id, answer: 'AGREE' })
const UNCONDITIONAL = { resource: ORGANISATIONS, fields: ['title'], rawFields: [] }

describe("the head's approval", () => {
  it('grants unconditional data at once', async () => {
    const bench = await openTestSharing()
    const id = await ask(bench, UNCONDITIONAL)
    const need = { ...NEED, resource: ORGANISATIONS, fields: ['title'] }
    expect(bench.sharing.decideAccess(SYSTEM, PURPOSE, [need])).toMatchObject([{ rule: 'no-grant' }])
    const request = await approve(bench, id)
    expect(request).toMatchObject({ state: 'GRANTED', approvedBy: ASKER_HEAD.clientId })
    expect(request).not.toHaveProperty('answerDueOn')
    expect(bench.sharing.decideAccess(SYSTEM, PURPOSE, [need])).toMatchObject([
      { permitted: true, grantId: request.grantId, grantVersion: 1 },
    ])
    expect((await bench.leaves(ORGANISATIONS)).map(({ kind }) => kind)).toEqual([
      'ACCESS_REQUESTED',
      'ACCESS_REQUEST_APPROVED',
      'GRANT_CREATED',
    ])
  })

  it.each([
    ['2026-11-24T02:00:00.000Z', '2026-12-08'],
    // 16:00 UTC is the next day in the region; a Saturday counts from the Monday after.
    ['2026-11-27T15:59:59.999Z', '2026-12-11'],
    ['2026-11-27T16:00:00.000Z', '2026-12-11'],
    ['2026-11-29T16:00:00.000Z', '2026-12-14'],
  ])('at %s gives the provider of conditional data until %s', async (now, due) => {
    const bench = await openTestSharing(now)
    const request = await approve(bench, await ask(bench, { validFrom: '2027-01-01' }))
    expect(request).toMatchObject({ state: 'AWAITING_ANSWER', answerDueOn: due })
    expect(bench.sharing.decideAccess(SYSTEM, PURPOSE, [NEED])).toMatchObject([{ rule: 'no-grant' }])
  })

  it('is not given by who asked, but by another person', async () => {
    const bench = await openTestSharing()
    const { id } = await bench.sharing.requestAccess(ASKER_HEAD, complete())
    const otherClient = { ...ASKER_HEAD, clientId: 'cli_another_desk' }
    await expect(approve(bench, id, otherClient)).rejects.toMatchObject({ code: 'FOUR_EYES' })
    expect((await approve(bench, id, person('HEAD', '14', 'two'))).state).toBe('AWAITING_ANSWER')
  })
})

describe("the provider's answer", () => {
  it('grants exactly what was asked', async () => {
    const bench = await openTestSharing()
    const id = await ask(bench)
    await approve(bench, id)
    const { request, grant } = await agree(bench, id)
    expect(request).toMatchObject({ state: 'GRANTED', grantId: grant!.id, answeredBy: PROVIDER_HEAD.clientId })
    expect(grant).toMatchObject({
      version: 1,
      requestId: id,
      agency: ASKER.agency,
      provider: PROVIDER_HEAD.agency,
      fields: ['name', 'idNumber'],
      rawFields: ['idNumber'],
      validTo: '2027-11-23',
      quota: 20,
      state: 'ACTIVE',
    })
    expect(bench.sharing.decideAccess(SYSTEM, PURPOSE, [NEED])).toMatchObject([{ permitted: true, grantId: grant!.id }])
    expect(await bench.leaves()).toMatchObject([
      { kind: 'ACCESS_REQUESTED' },
      { kind: 'ACCESS_REQUEST_APPROVED', clientId: ASKER_HEAD.clientId },
      { kind: 'ACCESS_REQUEST_ANSWERED', clientId: PROVIDER_HEAD.clientId, data: { state: 'GRANTED', late: false } },
      { kind: 'GRANT_CREATED', data: { grantId: grant!.id, version: 1, quota: 20 } },
    ])
  })

  it('refuses with a clause, and not without one', async () => {
    const bench = await openTestSharing()
    const id = await ask(bench)
    await approve(bench, id)
    const refuse = (clause?: string) =>
      bench.sharing.answerRequest(PROVIDER_HEAD, {
        requestId: nextRequestId(),
        id,
        answer: 'REFUSE',
        ...(clause === undefined ? {} : { clause }),
      })
    for (const clause of [undefined, '', '  '])
      await expect(refuse(clause)).rejects.toMatchObject({ code: 'INVALID_INPUT', params: { field: 'clause' } })
    const { request, grant } = await refuse('《居民身份证法》第六条')
    expect(request).toMatchObject({ state: 'REFUSED', refusalClause: '《居民身份证法》第六条' })
    expect(grant).toBeUndefined()
    expect(bench.sharing.decideAccess(SYSTEM, PURPOSE, [NEED])).toMatchObject([{ rule: 'no-grant' }])
  })

  it('carries what the provider said with it, to who asked and not into the ledger', async () => {
    const bench = await openTestSharing()
    const id = await ask(bench)
    await approve(bench, id)
    const reason = '仅限窗口核验'
    const answer = { requestId: nextRequestId(), id, answer: 'AGREE' as const, reason }
    await bench.sharing.answerRequest(PROVIDER_HEAD, answer)
    expect(await bench.sharing.accessRequest(ASKER, id)).toMatchObject({ answerReason: reason })
    expect(JSON.stringify(await bench.leaves())).not.toContain(reason)
  })

  it('is late on the day after the last one, and the leaf says so', async () => {
    const late = async (now: string) => {
      const bench = await openTestSharing()
      const id = await ask(bench)
      await approve(bench, id)
      await bench.ledger.drain()
      bench.clock.set(now)
      await agree(bench, id)
      return (await bench.leaves()).find(({ kind }) => kind === 'ACCESS_REQUEST_ANSWERED')!.data['late']
    }
    expect(await late('2026-12-08T15:59:59.999Z')).toBe(false)
    expect(await late('2026-12-08T16:00:00.000Z')).toBe(true)
  })

  it('is not given by a person who has acted on the request, whatever the agency', async () => {
    const bench = await openTestSharing()
    const id = await ask(bench)
    await approve(bench, id)
    for (const { personId } of [ASKER, ASKER_HEAD])
      await expect(agree(bench, id, { ...PROVIDER_HEAD, personId: personId! })).rejects.toMatchObject({
        code: 'FOUR_EYES',
      })
    expect((await agree(bench, id)).request.state).toBe('GRANTED')
  })

  it('cannot come before the approval, nor twice', async () => {
    const bench = await openTestSharing()
    const id = await ask(bench)
    await expect(agree(bench, id)).rejects.toMatchObject({
      code: 'INVALID_TRANSITION',
      params: { state: 'AWAITING_APPROVAL' },
    })
    await approve(bench, id)
    await expect(approve(bench, id)).rejects.toMatchObject({ code: 'INVALID_TRANSITION' })
    await agree(bench, id)
    await expect(agree(bench, id)).rejects.toMatchObject({ code: 'INVALID_TRANSITION', params: { state: 'GRANTED' } })
  })
})

describe('a step in the life of a request', () => {
  it("on another agency's request looks like one on none", async () => {
    const bench = await openTestSharing()
    const id = await ask(bench)
    const errorOf = (promise: Promise<unknown>) =>
      promise.then(
        () => undefined,
        (error: unknown) => error,
      )
    const foreign = await errorOf(approve(bench, id, person('HEAD', '08')))
    const none = await errorOf(approve(bench, 'req_none', person('HEAD', '08')))
    expect(foreign).toMatchObject({ code: 'NOT_FOUND' })
    expect(String(foreign).replace(id, 'req_none')).toBe(String(none))
    // On record alike, for the caller reads what the ledger holds about its own agency.
    const refused = { clientId: person('HEAD', '08').clientId, resources: [] }
    const data = { rule: 'not-a-party', operation: 'approveAccessRequest' }
    expect(await bench.refusals()).toEqual([
      { ...refused, data: { ...data, id } },
      { ...refused, data: { ...data, id: 'req_none' } },
    ])
    await approve(bench, id)
    await expect(agree(bench, id, person('HEAD', '08'))).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(agree(bench, id, ASKER_HEAD)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect((await bench.refusals()).slice(2).map(({ data }) => data['operation'])).toEqual([
      'answerAccessRequest',
      'answerAccessRequest',
    ])
  })

  it('is taken by heads alone', async () => {
    const bench = await openTestSharing()
    const id = await ask(bench)
    for (const role of ['SYSTEM', 'REGISTRAR', 'REVIEWER', 'AUDITOR', 'ADMINISTRATOR'] as const) {
      await expect(approve(bench, id, person(role, '14'))).rejects.toMatchObject({ code: 'FORBIDDEN' })
      await expect(agree(bench, id, person(role, '07'))).rejects.toMatchObject({ code: 'FORBIDDEN' })
    }
  })

  it('repeated under its requestId answers the same, and with another body is a conflict', async () => {
    const bench = await openTestSharing()
    const { sharing } = bench
    const id = await ask(bench)
    const approval = { requestId: nextRequestId(), id }
    await sharing.approveRequest(ASKER_HEAD, approval)
    const answer = { requestId: nextRequestId(), id, answer: 'AGREE' as const }
    const first = await sharing.answerRequest(PROVIDER_HEAD, answer)
    const before = await bench.leaves()
    expect(await sharing.answerRequest(PROVIDER_HEAD, answer)).toEqual(first)
    expect(await sharing.approveRequest(ASKER_HEAD, approval)).toEqual(first.request)
    const changed = { ...answer, answer: 'REFUSE' as const, clause: 'a clause' }
    await expect(sharing.answerRequest(PROVIDER_HEAD, changed)).rejects.toMatchObject({ code: 'REQUEST_ID_CONFLICT' })
    expect(await bench.leaves()).toEqual(before)
  })

  it('taken twice at once under one requestId happens once', async () => {
    const bench = await openTestSharing()
    const { sharing } = bench
    const id = await ask(bench)
    const approval = { requestId: nextRequestId(), id }
    const approvals = await Promise.all([1, 2].map(() => sharing.approveRequest(ASKER_HEAD, approval)))
    expect(approvals[0]).toEqual(approvals[1])
    const answer = { requestId: nextRequestId(), id, answer: 'AGREE' as const }
    const answers = await Promise.all([1, 2].map(() => sharing.answerRequest(PROVIDER_HEAD, answer)))
    expect(answers[0]).toEqual(answers[1])
    expect((await bench.leaves()).filter(({ kind }) => kind === 'GRANT_CREATED')).toHaveLength(1)
  })

  it('taken at once by two heads happens once, and the other one is told to look again', async () => {
    const bench = await openTestSharing()
    const id = await ask(bench)
    const both = await Promise.allSettled([approve(bench, id), approve(bench, id, person('HEAD', '14', 'two'))])
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(both.find((one) => one.status === 'rejected')).toMatchObject({ reason: { code: 'CONFLICT' } })
  })

  it('leaves nothing behind when its commit fails', async () => {
    const bench = await openTestSharing()
    const id = await ask(bench)
    await approve(bench, id)
    const before = await bench.leaves()
    // Not the first grant: the epoch row, which comes into being by itself, is there.
    await bench.grant(UNCONDITIONAL).catch(() => undefined)
    bench.failNextCommit()
    await expect(agree(bench, id)).rejects.toMatchObject({ code: 'CONFLICT' })
    expect(await bench.leaves()).toEqual(before)
    expect((await bench.sharing.accessRequest(ASKER, id)).state).toBe('AWAITING_ANSWER')
    expect(bench.sharing.decideAccess(SYSTEM, PURPOSE, [NEED])).toMatchObject([{ rule: 'no-grant' }])
    expect((await agree(bench, id)).request.state).toBe('GRANTED')
  })

  it('waits for a calendar rather than guess a due date', async () => {
    const bench = await openTestSharing('2027-12-24T02:00:00.000Z')
    const id = await ask(bench, { validFrom: '2027-12-24', validTo: '2028-12-01' })
    await expect(approve(bench, id)).rejects.toMatchObject({ code: 'CALENDAR_MISSING', params: { year: '2028' } })
    expect((await bench.sharing.accessRequest(ASKER, id)).state).toBe('AWAITING_APPROVAL')
  })
})

describe('what the provider writes with its answer', () => {
  it.each([
    ['a clause', 'clause', { clause: '条'.repeat(1_001) }],
    ['a reason', 'reason', { clause: '《税收征收管理法》第八条', reason: '由'.repeat(501) }],
  ])('is refused as %s without end', async (_, field, words) => {
    const { sharing } = await openTestSharing()
    const { id } = await sharing.requestAccess(ASKER, complete())
    await sharing.approveRequest(ASKER_HEAD, { requestId: nextRequestId(), id })
    const answer = { requestId: nextRequestId(), id, answer: 'REFUSE' as const, ...words }
    await expect(sharing.answerRequest(PROVIDER_HEAD, answer)).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      params: { field },
    })
  })
})
