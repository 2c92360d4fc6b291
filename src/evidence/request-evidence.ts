import { authorize, type Actor } from '../access/index.ts'
import { instantNow, toInstant } from '../core/clock.ts'
import { isZhengshuError, ZhengshuError } from '../core/errors.ts'
import { subjectKey } from '../registers/index.ts'
import { CommitConflict, findRequest, saveRequest, type RequestScope, type Write } from '../store/index.ts'
import { toCaseQuestion, type CaseQuestion } from './case-question.ts'
import { discloseMatches } from './disclose-matches.ts'
import type { EvidenceContext, EvidenceDeps } from './evidence-deps.ts'
import { evidenceContent, signEvidence, statusListDigests } from './evidence-document.ts'
import { caseRefusedEvent, disclosuresOf, issuedEvent, quotaWrites, subjectsOf } from './evidence-events.ts'
import { KEPT_DAYS, saveAnswer } from './evidence-records.ts'
import type { Evidence, EvidenceRequest } from './evidence.ts'
import { fetchHeld, type Held } from './fetch-held.ts'
import { matchMaterials } from './match-material.ts'
import { CREDIT_CHECK, planSources, type SourcePlan } from './plan-sources.ts'
import { replayEvidence } from './replay-evidence.ts'
import { packAnswer } from './stored-answer.ts'

const MAX_ATTEMPTS = 5

/** Answers which materials of a case the government already holds (README, "Life of a request"). */
export async function requestEvidence(deps: EvidenceContext, actor: Actor, input: EvidenceRequest): Promise<Evidence> {
  authorize(actor, 'requestEvidence')
  const question = toCaseQuestion(deps, input)
  const scope = { clientId: actor.clientId, requestId: input.requestId, operation: 'requestEvidence', body: input }
  const overruled = new Set<string>()
  for (let attempt = 1; ; attempt++) {
    const earlier = await findRequest(deps.store, scope)
    if (earlier !== undefined) return replayEvidence(deps, actor, question, earlier)
    try {
      return await answer(deps, actor, question, scope, overruled)
    } catch (error) {
      if (!(error instanceof CommitConflict)) throw error
      // Nothing happened. A quota ran out: that grant refuses now. Otherwise a twin of this request, a first use of the
      // same case or a changed grant came first: decide again from fresh reads.
      const isQuota = error.reason === 'bound' && overruleGrant(overruled, error)
      if (!isQuota && attempt >= MAX_ATTEMPTS) throw new ZhengshuError('OVERLOADED', {}, { cause: error })
      await deps.sharing.confirmGrants()
    }
  }
}

async function answer(
  deps: EvidenceContext,
  actor: Actor,
  question: CaseQuestion,
  scope: RequestScope,
  overruled: ReadonlySet<string>,
): Promise<Evidence> {
  // 1. What do these items ask for, which sources could meet it, and which of them may this actor use for this purpose?
  const plan = planSources(deps, actor, question, overruled)
  // 2. A case belongs to its parties: another person under its number is refused as a whole.
  const binding = await bindCase(deps, actor, question, plan)
  // 3. Everything that those sources hold about the parties, in batched reads.
  const held = await fetchHeld(deps, plan)
  // 4. The heart, without I/O.
  const matches = matchMaterials(plan.materials, {
    parties: question.parties,
    held,
    asOf: question.asOf,
    isBarredFromCommitment: isBarred(deps, question, plan, held),
    answerPredicate: (asked, answers) => deps.registers.answerPredicate(asked, answers),
  })
  // 5. Sign first; then one commit with the exact bytes, the leaves and the key. No leaf, no data.
  const materials = await discloseMatches(deps, question, matches)
  const content = evidenceContent(deps, actor, question, {
    evidenceId: deps.ids.next('evd'),
    signedAt: instantNow(deps.clock),
    materials,
    statusLists: await statusListDigests(deps, matches),
  })
  const document = await signEvidence(deps, content)
  const disclosures = disclosuresOf(plan, matches)
  const audit = deps.ledger.prepare([
    issuedEvent(actor, question, content, document, disclosures),
    ...deps.sharing.refusalEvents(
      actor,
      question.purpose,
      disclosures.refused,
      subjectsOf(question),
      question.requestId,
    ),
  ])
  const leaf = audit.leaves[0]!
  const { evidenceId, signedAt, asOf, materialsAsked, materialsHeld } = content
  const given = {
    evidenceId,
    asOf,
    materials,
    materialsAsked,
    materialsHeld,
    document,
    receipt: await deps.ledger.signReceipt(leaf),
    leafId: leaf.leafId,
  }
  await deps.store.commit([
    ...binding,
    ...(await quotaWrites(deps.sharing, disclosures)),
    saveAnswer({
      id: evidenceId,
      ...(await packAnswer(given, content, deps.headers)),
      released: disclosures.needs,
      subjects: subjectsOf(question),
      expiresAt: toInstant(deps.clock.now() + KEPT_DAYS * 86_400_000),
    }),
    saveRequest(deps.store, scope, { evidenceId }, signedAt),
    ...audit.writes,
  ])
  // 6. Nothing was released before this line.
  return { ...given, isReplay: false }
}

async function bindCase(
  deps: EvidenceDeps,
  actor: Actor,
  question: CaseQuestion,
  plan: SourcePlan,
): Promise<readonly Write[]> {
  try {
    return await deps.sharing.bindCase(actor, question.purpose, subjectsOf(question))
  } catch (error) {
    if (!isZhengshuError(error, 'CASE_SUBJECT_MISMATCH')) throw error
    const audit = deps.ledger.prepare([caseRefusedEvent(actor, question, plan, instantNow(deps.clock))])
    await deps.store.commit(audit.writes)
    throw error
  }
}

/** Only a register that says so bars; where it was not asked or cannot tell, the law's rule stands. */
function isBarred(deps: EvidenceDeps, { asOf }: CaseQuestion, plan: SourcePlan, held: Held): boolean {
  if (!plan.creditCheck?.decision.permitted) return false
  const { subject } = plan.creditCheck
  if (!held.records.has(subjectKey(CREDIT_CHECK.register, subject))) return false
  const question = { ...CREDIT_CHECK, subject, others: [], arguments: {}, asOf }
  return deps.registers.answerPredicate(question, held.records).answer === 'FALSE'
}

/** The counter's id begins with the grant; false when it was overruled before, so that nothing loops. */
function overruleGrant(overruled: Set<string>, conflict: CommitConflict): boolean {
  const [grantId] = conflict.id.split(' ')
  if (grantId === undefined || overruled.has(grantId)) return false
  overruled.add(grantId)
  return true
}
