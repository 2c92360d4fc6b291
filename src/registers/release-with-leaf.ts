import type { Actor, Purpose } from '../access/index.ts'
import type { Resource, ResourceBinding } from '../catalog/index.ts'
import { instantNow, today } from '../core/clock.ts'
import { isZhengshuError, ZhengshuError } from '../core/errors.ts'
import type { AuditEvent } from '../ledger/index.ts'
import { REFUSAL_RULES, type AccessDecision, type AccessNeed, type RefusalRule } from '../sharing/index.ts'
import {
  assertRequestId,
  CommitConflict,
  findRequest,
  saveRequest,
  type RequestScope,
  type Write,
} from '../store/index.ts'
import type { RegistersContext } from './registers-deps.ts'

type Permitted = Extract<AccessDecision, { permitted: true }>

/** What is asked of one resource about some subjects, whatever is then read. */
interface ReleaseRequest {
  readonly actor: Actor
  readonly purpose: Purpose
  readonly scope: RequestScope
  readonly need: AccessNeed
  readonly subjects: readonly string[]
}

interface Release<T> {
  readonly result: T
  readonly event: Pick<AuditEvent, 'kind' | 'data'>
}

/** What is kept of an answer under its requestId: never what it said. */
interface Answered {
  /** Absent in what older versions kept. */
  readonly countedOn?: string
}

const MAX_ATTEMPTS = 3

/**
 * The one order in which data leaves: decide → bind the case → read → one commit with leaf, quota, case and request key,
 * while the receipt is signed → answer. Nothing is answered before both; a refusal is durable before it is told.
 */
export async function releaseWithLeaf<T>(
  context: RegistersContext,
  request: ReleaseRequest,
  read: (decision: Permitted) => Promise<Release<T>>,
): Promise<{ readonly result: T; readonly receipt: string; readonly leafId: string }> {
  assertRequestId(request.scope)
  for (let attempt = 1; ; attempt++) {
    // Asked again under its requestId: released anew, as it is now, under a leaf of its own. The quota is one of persons
    // a day, so on the day of the first answer they are counted already, and on no other. Nearly every request is new,
    // and one that is not fails to insert its key: only then it is looked for.
    const earlier =
      attempt > 1 ? ((await findRequest(context.store, request.scope)) as Answered | undefined) : undefined
    const isRepeated = earlier !== undefined
    const date = today(context.clock)
    const persons = earlier?.countedOn === date ? 0 : request.subjects.length
    const decision = await decide(context, request)
    const binding = await bindCase(context, request, decision)
    const { result, event } = await read(decision)
    const audit = context.ledger.prepare([toEvent(request, decision, event, isRepeated, context)])
    const [leaf] = audit.leaves
    const accessWrites = await context.sharing.accessWrites([decision], persons)
    try {
      const [receipt] = await Promise.all([
        context.ledger.signReceipt(leaf!),
        context.store.commit([
          // First, so that a repetition is noticed before the quota, which it may not touch.
          ...(isRepeated
            ? []
            : [saveRequest(context.store, request.scope, { leafId: leaf!.leafId, countedOn: date }, leaf!.at)]),
          ...binding,
          ...accessWrites,
          ...audit.writes,
        ]),
      ])
      return { result, receipt, leafId: leaf!.leafId }
    } catch (error) {
      if (!(error instanceof CommitConflict)) throw error
      if (error.reason === 'bound') throw await refuse(context, request, decision, 'quota-exceeded')
      // A twin of this request, a first use of the same case or a changed grant came first: decide again.
      if (attempt === MAX_ATTEMPTS) throw new ZhengshuError('OVERLOADED', {}, { cause: error })
      await context.sharing.confirmGrants()
    }
  }
}

async function decide(context: RegistersContext, request: ReleaseRequest): Promise<Permitted> {
  const [decision] = context.sharing.decideAccess(request.actor, request.purpose, [request.need])
  if (decision!.permitted) return decision!
  throw await refuse(context, request, decision!, decision!.rule)
}

async function bindCase(
  context: RegistersContext,
  request: ReleaseRequest,
  decision: Permitted,
): Promise<readonly Write[]> {
  try {
    return await context.sharing.bindCase(request.actor, request.purpose, request.subjects)
  } catch (error) {
    if (!isZhengshuError(error, 'CASE_SUBJECT_MISMATCH')) throw error
    await refuse(context, request, decision, 'case-subject-mismatch')
    throw error
  }
}

/** Records the refusal durably and answers the error that tells it. */
async function refuse(
  context: RegistersContext,
  { actor, purpose, subjects, scope }: ReleaseRequest,
  decision: AccessDecision,
  rule: RefusalRule,
): Promise<ZhengshuError> {
  const { need, grantId } = decision
  const refused: AccessDecision = { permitted: false, need, rule, ...(grantId === undefined ? {} : { grantId }) }
  await context.sharing.recordRefusals(actor, purpose, [refused], subjects, scope.requestId)
  const { en, zh } = REFUSAL_RULES[rule]
  return new ZhengshuError('ACCESS_REFUSED', { rule, reason: en, reasonZh: zh })
}

const toEvent = (
  { actor, purpose, scope, subjects }: ReleaseRequest,
  decision: Permitted,
  event: Release<unknown>['event'],
  isRepeated: boolean,
  { clock }: RegistersContext,
): AuditEvent => ({
  kind: event.kind,
  at: instantNow(clock),
  actor: { clientId: actor.clientId, agency: actor.agency },
  resources: [decision.need.resource],
  subjects,
  requestId: scope.requestId,
  caseNumber: purpose.caseNumber,
  data: {
    ...event.data,
    grantId: decision.grantId,
    grantVersion: decision.grantVersion,
    serviceItems: purpose.serviceItems,
    basis: purpose.basis,
    ...(isRepeated ? { repeated: true } : {}),
  },
})

/** The published resource behind a register or predicate. */
export function resourceOf(context: RegistersContext, binding: ResourceBinding, what: string): Resource {
  const resource = context.catalog.resourceFor(binding)
  if (!resource)
    throw new ZhengshuError('NOT_FOUND', {
      what: `A published resource for ${what}`,
      whatZh: `${what} 对应的已发布信息资源`,
    })
  return resource
}
