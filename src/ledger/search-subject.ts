import { authorize, type Actor, type Operation } from '../access/index.ts'
import { instantNow, toMilliseconds, type Clock } from '../core/clock.ts'
import { ZhengshuError } from '../core/errors.ts'
import { checkText, LONGEST_REASON } from '../core/texts.ts'
import { CommitConflict, findRequest, saveRequest, type RequestScope, type Stored, type Write } from '../store/index.ts'
import type { LedgerTools } from './ledger-deps.ts'
import { findSearch, insertSearch, replaceSearch, type SubjectSearch } from './ledger-records.ts'

const MAX_SUBJECT = 64
/** An approval is for one enquiry, not for ever. */
const APPROVAL_MS = 7 * 86_400_000

/** An auditor asks to search accesses by subject; nothing is searched until a second one approves. */
export async function requestSubjectSearch(
  tools: LedgerTools,
  actor: Actor,
  input: { readonly requestId: string; readonly subject: string; readonly reason: string },
): Promise<{ readonly id: string }> {
  authorize(actor, 'requestSubjectAccesses')
  const scope = scopeOf(actor, input.requestId, 'requestSubjectAccesses', input)
  const earlier = await findRequest(tools.store, scope)
  if (typeof earlier === 'string') return { id: earlier }
  checkText('subject', input.subject, MAX_SUBJECT)
  checkText('reason', input.reason, LONGEST_REASON)
  const now = instantNow(tools.clock)
  const search: SubjectSearch = {
    id: tools.ids.next('search'),
    subject: input.subject,
    reason: input.reason,
    state: 'REQUESTED',
    requestedBy: personOf(actor, 'requestSubjectAccesses'),
    requestedAt: now,
  }
  return { id: await commitRequest(tools, scope, search.id, [insertSearch(search)]) }
}

/** Throws NOT_FOUND. */
export async function searchOf(tools: LedgerTools, id: string): Promise<Stored<SubjectSearch>> {
  const found = await findSearch(tools.store, id)
  if (!found) throw new ZhengshuError('NOT_FOUND', { what: 'This search', whatZh: '查询申请' })
  return found
}

/** Four eyes: the second auditor is another client AND another person. */
export async function approveSubjectSearch(
  tools: LedgerTools,
  actor: Actor,
  input: { readonly requestId: string; readonly id: string },
): Promise<void> {
  authorize(actor, 'approveSubjectAccesses')
  const scope = scopeOf(actor, input.requestId, 'approveSubjectAccesses', input)
  if ((await findRequest(tools.store, scope)) !== undefined) return
  const { document: search, version } = await searchOf(tools, input.id)
  const approver = personOf(actor, 'approveSubjectAccesses')
  if (isOwnSearch(actor, search))
    throw fourEyes('approveSubjectAccesses', 'the auditor who asked cannot approve', '申请人不得自行批准')
  if (search.state !== 'REQUESTED')
    throw new ZhengshuError('INVALID_TRANSITION', {
      what: 'This search',
      whatZh: '查询申请',
      state: search.state,
      operation: 'approveSubjectAccesses',
    })
  const now = instantNow(tools.clock)
  const { writes } = tools.prepare([
    {
      kind: 'SUBJECT_ACCESSES_APPROVED',
      at: now,
      actor: { clientId: actor.clientId, agency: actor.agency },
      subjects: [search.subject],
      requestId: input.requestId,
      data: { searchId: search.id, requestedBy: search.requestedBy.clientId },
    },
  ])
  const approved: SubjectSearch = { ...search, state: 'APPROVED', approvedBy: approver, approvedAt: now }
  await commitRequest(tools, scope, search.id, [replaceSearch(approved, version), ...writes])
}

/** Asked for by this client, or by the same person as another client. */
export const isOwnSearch = ({ clientId, personId }: Actor, { requestedBy }: SubjectSearch): boolean =>
  clientId === requestedBy.clientId || personId === requestedBy.personId

/** Whether the time in which an approved search may be used has passed. */
export const isExpired = ({ approvedAt }: SubjectSearch, clock: Clock): boolean =>
  approvedAt !== undefined && clock.now() > toMilliseconds(approvedAt) + APPROVAL_MS

/** The approved search that lets this auditor ask about this subject. Throws FOUR_EYES. */
export async function checkSearch(
  tools: LedgerTools,
  actor: Actor,
  subject: string,
  searchId: string | undefined,
): Promise<SubjectSearch> {
  const search = searchId === undefined ? undefined : (await findSearch(tools.store, searchId))?.document
  const isMine = search?.requestedBy.clientId === actor.clientId && search.subject === subject
  if (!search || !isMine || search.state !== 'APPROVED')
    throw fourEyes(
      'findAccesses',
      'a search by subject must first be approved by a second auditor',
      '按主体查询须先经另一名审计员批准',
    )
  if (isExpired(search, tools.clock))
    throw fourEyes('findAccesses', 'the approval is older than seven days', '批准已超过七日')
  return search
}

function personOf(actor: Actor, operation: Operation): SubjectSearch['requestedBy'] {
  // Without the person behind it, a second client proves nothing.
  if (actor.personId === undefined)
    throw fourEyes(operation, 'this client stands for no person', '该客户端未对应自然人')
  return { clientId: actor.clientId, personId: actor.personId }
}

const fourEyes = (operation: Operation, reason: string, reasonZh: string) =>
  new ZhengshuError('FOUR_EYES', { operation, reason, reasonZh })

export const scopeOf = (actor: Actor, requestId: string, operation: string, body: unknown): RequestScope => ({
  clientId: actor.clientId,
  requestId,
  operation,
  body,
})

/** One commit with the requestId. When the same request came twice at once, both answer what the first one saved. */
export async function commitRequest(
  { store, clock }: LedgerTools,
  scope: RequestScope,
  result: string,
  writes: readonly Write[],
): Promise<string> {
  try {
    await store.commit([...writes, saveRequest(store, scope, result, instantNow(clock))])
    return result
  } catch (error) {
    const twin = error instanceof CommitConflict ? await findRequest(store, scope) : undefined
    if (typeof twin === 'string') return twin
    throw error
  }
}
