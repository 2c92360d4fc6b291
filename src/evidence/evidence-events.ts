import type { Actor } from '../access/index.ts'
import type { Instant } from '../core/clock.ts'
import { digestOf } from '../core/hash.ts'
import type { JsonObject } from '../core/strict-json.ts'
import type { AuditEvent } from '../ledger/index.ts'
import type { AccessDecision, AccessNeed, RefusalRule, Sharing } from '../sharing/index.ts'
import type { Write } from '../store/index.ts'
import type { CaseQuestion } from './case-question.ts'
import type { DocumentMaterial, EvidenceContent } from './evidence-document.ts'
import type { Match } from './match-material.ts'
import type { SourcePlan } from './plan-sources.ts'

type Permitted = Extract<AccessDecision, { permitted: true }>

/** What an answer disclosed, and about whom: per grant the persons whose data were looked at. */
interface Disclosures {
  /** One for each grant. */
  readonly decisions: readonly Permitted[]
  /** Everything that was asked of them. */
  readonly needs: readonly AccessNeed[]
  readonly refused: readonly AccessDecision[]
  readonly personsByGrant: ReadonlyMap<string, ReadonlySet<string>>
}

/** Every source that was consulted counts, also one that said "none": that too tells something about a person. */
export function disclosuresOf(plan: SourcePlan, matches: readonly Match[]): Disclosures {
  const decisions = new Map<string, Permitted>()
  const needs = new Map<string, AccessNeed>()
  const personsByGrant = new Map<string, Set<string>>()
  const consult = (decision: AccessDecision, subjects: readonly string[]): void => {
    if (!decision.permitted) return
    decisions.set(decision.grantId, decision)
    needs.set(JSON.stringify(decision.need), decision.need)
    const persons = personsByGrant.get(decision.grantId) ?? new Set()
    personsByGrant.set(decision.grantId, persons)
    for (const subject of subjects) persons.add(subject)
  }
  for (const { consulted, asked } of matches)
    for (const { decision, others } of consulted) consult(decision, [asked.party!.id, ...others])
  if (plan.creditCheck && matches.some(({ asked, state }) => asked.material.mayCommit && state !== 'HELD'))
    consult(plan.creditCheck.decision, [plan.creditCheck.subject])
  const refused = matches.flatMap(({ consulted }) => consulted.map(({ decision }) => decision))
  return {
    decisions: [...decisions.values()],
    needs: [...needs.values()],
    refused: refused.filter((decision) => !decision.permitted),
    personsByGrant,
  }
}

/** Quotas count persons, and not every grant disclosed the same number of them. */
export async function quotaWrites(
  sharing: Pick<Sharing, 'accessWrites'>,
  { decisions, personsByGrant }: Disclosures,
): Promise<readonly Write[]> {
  const byCount = Map.groupBy(decisions, ({ grantId }) => personsByGrant.get(grantId)!.size)
  const writes = await Promise.all([...byCount].map(([persons, group]) => sharing.accessWrites(group, persons)))
  return writes.flat()
}

export function issuedEvent(
  actor: Actor,
  question: CaseQuestion,
  content: EvidenceContent,
  document: string,
  disclosures: Disclosures,
): AuditEvent {
  const { purpose, bundle, asOf, requestId } = question
  const { evidenceId, signedAt, materials, materialsAsked, materialsHeld } = content
  return {
    kind: 'EVIDENCE_ISSUED',
    at: signedAt,
    actor: { clientId: actor.clientId, agency: actor.agency },
    // By need: what an agency uses of its own has one decision for all its resources.
    resources: [...new Set(disclosures.needs.map(({ resource }) => resource))],
    subjects: subjectsOf(question),
    requestId,
    caseNumber: purpose.caseNumber,
    data: {
      evidenceId,
      documentDigest: digestOf(document),
      asOf,
      serviceItems: purpose.serviceItems,
      ...(bundle === undefined ? {} : { bundle }),
      basis: purpose.basis,
      disclosedDigests: digestsOf(materials),
      grants: disclosures.decisions.map(({ grantId, grantVersion }) => ({ grantId, grantVersion })),
      materials: materials.map(toEventMaterial),
      materialsAsked,
      materialsHeld,
    },
  }
}

/** A case that belongs to others is refused as a whole, also where no source would have been asked. */
export function caseRefusedEvent(actor: Actor, question: CaseQuestion, plan: SourcePlan, at: Instant): AuditEvent {
  const decisions = plan.materials.flatMap(({ candidates }) => candidates.map(({ decision }) => decision))
  const rule: RefusalRule = 'case-subject-mismatch'
  return {
    kind: 'ACCESS_REFUSED',
    at,
    actor: { clientId: actor.clientId, agency: actor.agency },
    resources: [...new Set(decisions.map(({ need }) => need.resource))],
    subjects: subjectsOf(question),
    requestId: question.requestId,
    caseNumber: question.purpose.caseNumber,
    data: {
      rule,
      serviceItems: question.purpose.serviceItems,
      fields: [...new Set(decisions.flatMap(({ need }) => need.fields))],
      grants: [...new Set(decisions.flatMap(({ grantId }) => grantId ?? []))],
    },
  }
}

/** Of every licence document and excerpt handed out: the entry is theirs too. */
const digestsOf = (materials: readonly DocumentMaterial[]): readonly string[] => [
  ...new Set(materials.flatMap(({ proof }) => (proof?.kind === 'LICENCE' ? [proof.digest] : []))),
]

const toEventMaterial = ({ code, party, state, reason, rule }: DocumentMaterial): JsonObject => ({
  code,
  party,
  state,
  ...(reason === undefined ? {} : { reason }),
  ...(rule === undefined ? {} : { rule }),
})

export const subjectsOf = ({ parties }: CaseQuestion): readonly string[] => [...new Set(parties.map(({ id }) => id))]
