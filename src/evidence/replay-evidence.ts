import type { Actor } from '../access/index.ts'
import { instantNow } from '../core/clock.ts'
import { isZhengshuError, ZhengshuError } from '../core/errors.ts'
import { digestOf } from '../core/hash.ts'
import type { JsonValue } from '../core/strict-json.ts'
import { REFUSAL_RULES, type AccessDecision, type RefusalRule } from '../sharing/index.ts'
import type { CaseQuestion } from './case-question.ts'
import type { EvidenceContext, EvidenceDeps } from './evidence-deps.ts'
import { subjectsOf } from './evidence-events.ts'
import { findAnswer } from './evidence-records.ts'
import type { Evidence } from './evidence.ts'

/**
 * The same request again. Access is decided anew, because a grant may have ended since; then the stored bytes are
 * answered, under a leaf of their own. Persons were counted the first time.
 */
export async function replayEvidence(
  deps: EvidenceContext,
  actor: Actor,
  question: CaseQuestion,
  result: JsonValue,
): Promise<Evidence> {
  const { evidenceId } = result as { readonly evidenceId: string }
  const now = instantNow(deps.clock)
  const stored = await findAnswer(deps, evidenceId, now)
  if (!stored) throw new ZhengshuError('ERASED', { what: `Evidence ${evidenceId}`, whatZh: `佐证 ${evidenceId}` })
  const { answer, released, subjects } = stored
  const decisions = deps.sharing.decideAccess(actor, question.purpose, released)
  const refused = decisions.filter((decision) => !decision.permitted)
  if (refused.length > 0) throw await refuse(deps, actor, question, refused, refused[0]!.rule)
  await assertSameCase(deps, actor, question, decisions)
  const audit = deps.ledger.prepare([
    {
      kind: 'EVIDENCE_REPLAYED',
      at: now,
      actor: { clientId: actor.clientId, agency: actor.agency },
      resources: [...new Set(released.map(({ resource }) => resource))],
      subjects,
      requestId: question.requestId,
      caseNumber: question.purpose.caseNumber,
      data: { evidenceId, leafId: answer.leafId, documentDigest: digestOf(answer.document) },
    },
  ])
  await deps.store.commit(audit.writes)
  return { ...answer, isReplay: true }
}

async function assertSameCase(
  deps: EvidenceDeps,
  actor: Actor,
  question: CaseQuestion,
  decisions: readonly AccessDecision[],
): Promise<void> {
  try {
    await deps.sharing.assertCase(actor, question.purpose, subjectsOf(question))
  } catch (error) {
    if (!isZhengshuError(error, 'CASE_SUBJECT_MISMATCH')) throw error
    await refuse(deps, actor, question, decisions, 'case-subject-mismatch')
    throw error
  }
}

async function refuse(
  deps: EvidenceDeps,
  actor: Actor,
  question: CaseQuestion,
  decisions: readonly AccessDecision[],
  rule: RefusalRule,
): Promise<ZhengshuError> {
  const refused = decisions.map(({ need, grantId }): AccessDecision => ({
    permitted: false,
    need,
    rule,
    ...(grantId === undefined ? {} : { grantId }),
  }))
  await deps.sharing.recordRefusals(actor, question.purpose, refused, subjectsOf(question), question.requestId)
  return new ZhengshuError('ACCESS_REFUSED', { rule, reason: REFUSAL_RULES[rule].en, reasonZh: REFUSAL_RULES[rule].zh })
}
