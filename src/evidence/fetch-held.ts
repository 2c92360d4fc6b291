import { isZhengshuError } from '../core/errors.ts'
import { SOURCE_DEADLINE_MS, subjectKey, type SubjectAnswer, type SubjectQuery } from '../registers/index.ts'
import type { HolderQuery, Licence } from '../licences/index.ts'
import type { EvidenceDeps } from './evidence-deps.ts'
import { CREDIT_CHECK, type SourcePlan } from './plan-sources.ts'

/** What the sources said. A source that did not answer is `unavailable`, never empty. */
export interface Held {
  /** By {@link holderKey}; a missing key was not asked. */
  readonly licences: ReadonlyMap<string, readonly Licence[]> | 'unavailable'
  /** By `register subject`. */
  readonly records: ReadonlyMap<string, SubjectAnswer>
}

export const holderKey = (licenceType: string, holderCode: string): string => `${licenceType} ${holderCode}`

/**
 * Everything that permitted sources hold about the parties: one read of the registers and one round of the licences,
 * at once, however many materials there are.
 */
export async function fetchHeld(deps: EvidenceDeps, plan: SourcePlan): Promise<Held> {
  const [licences, records] = await Promise.all([
    fetchLicences(deps, holderQueries(plan)),
    fetchRecords(deps, subjectQueries(deps, plan)),
  ])
  return { licences, records }
}

function holderQueries(plan: SourcePlan): readonly HolderQuery[] {
  const queries = new Map<string, HolderQuery>()
  for (const { party, candidates } of plan.materials) {
    for (const { alternative, decision } of candidates) {
      if (!party || !decision.permitted || alternative.kind !== 'LICENCE') continue
      const query = { licenceType: alternative.licenceType, holderCode: party.id }
      queries.set(holderKey(query.licenceType, query.holderCode), query)
    }
  }
  return [...queries.values()]
}

function subjectQueries(deps: EvidenceDeps, plan: SourcePlan): readonly SubjectQuery[] {
  const queries = new Map<string, SubjectQuery>()
  const ask = (register: string, subject: string) => queries.set(subjectKey(register, subject), { register, subject })
  for (const { party, candidates } of plan.materials) {
    for (const { alternative, decision, others } of candidates) {
      if (!party || !decision.permitted) continue
      if (alternative.kind === 'RECORD') ask(alternative.register, party.id)
      if (alternative.kind !== 'PREDICATE') continue
      for (const register of deps.registers.registersOf(alternative.register, alternative.predicate))
        for (const subject of [party.id, ...others]) ask(register, subject)
    }
  }
  if (plan.creditCheck?.decision.permitted) ask(CREDIT_CHECK.register, plan.creditCheck.subject)
  return [...queries.values()]
}

async function fetchLicences(deps: EvidenceDeps, queries: readonly HolderQuery[]): Promise<Held['licences']> {
  if (queries.length === 0) return new Map()
  try {
    const found = await deps.licences.findByHolders(queries)
    return new Map(queries.map((query, i) => [holderKey(query.licenceType, query.holderCode), found[i]!]))
  } catch (error) {
    if (!isZhengshuError(error)) throw error
    deps.log.warn('the licences did not answer', { code: error.code, operation: 'requestEvidence' })
    return 'unavailable'
  }
}

async function fetchRecords(deps: EvidenceDeps, queries: readonly SubjectQuery[]): Promise<Held['records']> {
  const answers = await deps.registers.source.findBySubjects(queries, deps.clock.now() + SOURCE_DEADLINE_MS)
  return new Map(queries.map(({ register, subject }, i) => [subjectKey(register, subject), answers[i]!]))
}
