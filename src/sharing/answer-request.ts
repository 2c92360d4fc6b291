import { authorize, type Actor, type Operation } from '../access/index.ts'
import { dateAt, instantNow } from '../core/clock.ts'
import { ZhengshuError } from '../core/errors.ts'
import { checkText, LONGEST_BASIS, LONGEST_REASON } from '../core/texts.ts'
import {
  add,
  CommitConflict,
  findRequest,
  insert,
  replace,
  saveRequest,
  type RequestScope,
  type Store,
  type Stored,
  type Write,
} from '../store/index.ts'
import type { AuditEvent } from '../ledger/index.ts'
import { refuseForeign } from './refuse-foreign.ts'
import { collections, EPOCH_ID, readGrant, readRequest, type AccessRequestDocument } from './sharing-records.ts'
import type { SharingContext } from './sharing-deps.ts'
import type { AccessRequest, Grant } from './sharing.ts'
import { toAccessRequest } from './show-request.ts'

/** Legal clock for conditional data: ten working days from receipt (Order 809 art. 21). */
const ANSWER_WITHIN_WORKING_DAYS = 10

interface Answered {
  readonly request: AccessRequest
  readonly grant?: Grant
}

/** The requester's head approves. Unconditional data is granted with it; conditional data waits for the provider. */
export async function approveRequest(
  context: SharingContext,
  actor: Actor,
  input: { requestId: string; id: string },
): Promise<AccessRequest> {
  authorize(actor, 'approveAccessRequest')
  const scope = {
    clientId: actor.clientId,
    requestId: input.requestId,
    operation: 'approveAccessRequest',
    body: input,
  } as const
  if ((await findRequest(context.store, scope)) !== undefined) return (await answered(context.store, input.id)).request
  const stored = await requestOf(context, actor, scope, input.id, (request) => request.agency === actor.agency)
  expectState(stored.document, 'AWAITING_APPROVAL', 'approveAccessRequest')
  refuseSamePerson(actor, stored.document.requestedByPerson, 'approveAccessRequest')

  const isUnconditional = context.catalog.resource(stored.document.resource)?.metadata.sharingType === 'UNCONDITIONAL'
  const grant = isUnconditional ? grantFrom(context, stored.document) : undefined
  const next: AccessRequestDocument = {
    ...stored.document,
    state: grant ? 'GRANTED' : 'AWAITING_ANSWER',
    approvedBy: actor.clientId,
    ...(actor.personId ? { approvedByPerson: actor.personId } : {}),
    ...(grant
      ? { grantId: grant.id }
      : { answerDueOn: context.workingDays.dueDate(dateAt(context.clock.now()), ANSWER_WITHIN_WORKING_DAYS) }),
  }
  const event = eventOf(context, actor, 'ACCESS_REQUEST_APPROVED', next, input.requestId, {
    id: next.id,
    state: next.state,
  })
  return (await commitAnswer(context, { stored, next, grant, event, scope, actor })).request
}

/** The provider's head answers. A refusal cites a clause; no condition of the provider's own making (Order 809 art. 15, 21). */
export async function answerRequest(
  context: SharingContext,
  actor: Actor,
  input: { requestId: string; id: string; answer: 'AGREE' | 'REFUSE'; clause?: string; reason?: string },
): Promise<Answered> {
  authorize(actor, 'answerAccessRequest')
  const scope = {
    clientId: actor.clientId,
    requestId: input.requestId,
    operation: 'answerAccessRequest',
    body: input,
  } as const
  if ((await findRequest(context.store, scope)) !== undefined) return answered(context.store, input.id)
  const stored = await requestOf(context, actor, scope, input.id, (request) => request.provider === actor.agency)
  expectState(stored.document, 'AWAITING_ANSWER', 'answerAccessRequest')
  refuseSamePerson(actor, stored.document.approvedByPerson, 'answerAccessRequest')
  refuseSamePerson(actor, stored.document.requestedByPerson, 'answerAccessRequest')
  if (input.answer === 'REFUSE' && !input.clause?.trim())
    throw new ZhengshuError('INVALID_INPUT', {
      field: 'clause',
      reason: 'a refusal cites the law, regulation or State Council decision (Order 809 art. 14, 21)',
      reasonZh: '拒绝须注明法律、行政法规或国务院决定依据（第 809 号令第十四、二十一条）',
    })
  if (input.clause?.trim()) checkText('clause', input.clause, LONGEST_BASIS)
  if (input.reason?.trim()) checkText('reason', input.reason, LONGEST_REASON)

  const grant = input.answer === 'AGREE' ? grantFrom(context, stored.document) : undefined
  const next: AccessRequestDocument = {
    ...stored.document,
    state: grant ? 'GRANTED' : 'REFUSED',
    answeredBy: actor.clientId,
    ...(input.reason?.trim() ? { answerReason: input.reason.trim() } : {}),
    ...(grant ? { grantId: grant.id } : { refusalClause: input.clause! }),
  }
  const late = stored.document.answerDueOn !== undefined && dateAt(context.clock.now()) > stored.document.answerDueOn
  const event = eventOf(context, actor, 'ACCESS_REQUEST_ANSWERED', next, input.requestId, {
    id: next.id,
    state: next.state,
    late,
  })
  return commitAnswer(context, { stored, next, grant, event, scope, actor })
}

async function answered(store: Store, id: string): Promise<Answered> {
  const request = (await readRequest(store, id))!.document
  const grant = request.grantId ? (await readGrant(store, request.grantId))?.document : undefined
  return { request: toAccessRequest(request), ...(grant ? { grant } : {}) }
}

async function requestOf(
  context: SharingContext,
  actor: Actor,
  { operation, requestId }: { readonly operation: Operation; readonly requestId: string },
  id: string,
  isMine: (request: AccessRequestDocument) => boolean,
): Promise<Stored<AccessRequestDocument>> {
  const stored = await readRequest(context.store, id)
  if (!stored || !isMine(stored.document))
    return refuseForeign(context, actor, { what: 'request', id, operation, requestId })
  return stored
}

function expectState(request: AccessRequest, state: AccessRequest['state'], operation: string): void {
  if (request.state !== state)
    throw new ZhengshuError('INVALID_TRANSITION', {
      what: `access request ${request.id}`,
      whatZh: `共享申请 ${request.id}`,
      state: request.state,
      operation,
    })
}

function refuseSamePerson(actor: Actor, other: string | undefined, operation: string): void {
  if (actor.personId !== undefined && actor.personId === other)
    throw new ZhengshuError('FOUR_EYES', {
      operation,
      reason: 'the same person has already acted on this request (Order 809 art. 20)',
      reasonZh: '同一人已办理过该申请（第 809 号令第二十条）',
    })
}

function grantFrom(context: SharingContext, request: AccessRequest): Grant {
  return {
    id: context.ids.next('grant'),
    version: 1,
    requestId: request.id,
    agency: request.agency,
    provider: request.provider,
    resource: request.resource,
    fields: request.fields,
    rawFields: request.rawFields,
    serviceItems: request.serviceItems,
    basis: request.basis!,
    validFrom: request.validFrom!,
    validTo: request.validTo!,
    quota: request.quota!,
    state: 'ACTIVE',
  }
}

function eventOf(
  context: SharingContext,
  actor: Actor,
  kind: AuditEvent['kind'],
  about: Pick<Grant, 'resource'>,
  requestId: string,
  data: AuditEvent['data'],
): AuditEvent {
  return {
    kind,
    at: instantNow(context.clock),
    actor: { clientId: actor.clientId, agency: actor.agency },
    resources: [about.resource],
    requestId,
    data,
  }
}

interface AnswerCommit {
  readonly stored: Stored<AccessRequestDocument>
  readonly next: AccessRequestDocument
  readonly grant: Grant | undefined
  readonly event: AuditEvent
  readonly scope: RequestScope
  readonly actor: Actor
}

/** The answer, the grant, the epoch and the leaves: one commit. */
async function commitAnswer(context: SharingContext, change: AnswerCommit): Promise<Answered> {
  const { grant, next, stored, event, scope, actor } = change
  const created = grant
    ? [
        eventOf(context, actor, 'GRANT_CREATED', grant, next.id, {
          grantId: grant.id,
          version: 1,
          validTo: grant.validTo,
          quota: grant.quota,
        }),
      ]
    : []
  const { writes } = context.ledger.prepare([event, ...created])
  const grantWrites = grant ? [insert(collections.grants, grant), await raiseEpoch(context.store)] : []
  try {
    await context.store.commit([
      replace(collections.requests, next, stored.version),
      ...grantWrites,
      saveRequest(context.store, scope, next.id, event.at),
      ...writes,
    ])
  } catch (error) {
    // The same request came twice at once, and the other one did it.
    if (error instanceof CommitConflict && (await findRequest(context.store, scope)) !== undefined)
      return answered(context.store, next.id)
    if (error instanceof CommitConflict)
      throw new ZhengshuError(
        'CONFLICT',
        { what: `access request ${next.id}`, whatZh: `共享申请 ${next.id}` },
        { cause: error },
      )
    throw error
  }
  if (grant) context.grants.put(grant)
  return { request: toAccessRequest(next), ...(grant ? { grant } : {}) }
}

/** The epoch row comes into being once; from then on it is only added to, so changes never conflict over it. */
export async function raiseEpoch(store: Store): Promise<Write> {
  if (!(await store.get(collections.epochs, EPOCH_ID))) {
    try {
      await store.commit([insert(collections.epochs, { id: EPOCH_ID, value: 0 })])
    } catch (error) {
      if (!(error instanceof CommitConflict)) throw error
    }
  }
  return add(collections.epochs, EPOCH_ID, 'value', 1)
}
