import type { Actor, Purpose } from '../access/index.ts'
import { ZhengshuError } from '../core/errors.ts'
import { keyedDigest } from '../core/hash.ts'
import { RecentNames } from '../core/recent-names.ts'
import { insert, type Store } from '../store/index.ts'
import type { Sharing } from './sharing.ts'
import { collections, type CaseDocument } from './sharing-records.ts'

/** Cases of which this process knows that they may be bound. Forgetting one costs a second attempt, nothing else. */
const MET_CASES = 20_000

interface CaseBinderDeps {
  readonly store: Store
  readonly caseSecret: Uint8Array
}

/**
 * Binds (system, case number) to its parties on first use, so that a case number opens one applicant's facts and no
 * other's (rules: the subject is bound on the server). A case that this process meets for the first time is taken for
 * new without looking: where it was bound before, by another process or before a restart, its insert fails (`exists`)
 * as it does for two first uses at once, and the caller decides again; now it is looked for.
 */
export function createCaseBinder({ store, caseSecret }: CaseBinderDeps): Pick<Sharing, 'bindCase' | 'assertCase'> {
  const met = new RecentNames(MET_CASES)

  const caseOf = (actor: Actor, purpose: Purpose, subjects: readonly string[]): CaseDocument => ({
    id: keyedDigest(caseSecret, `case ${actor.clientId} ${purpose.caseNumber}`),
    subjects: [...new Set(subjects.map((subject) => keyedDigest(caseSecret, `party ${subject}`)))],
  })

  const isBound = async ({ id, subjects }: CaseDocument, { caseNumber }: Purpose): Promise<boolean> => {
    const bound = await store.get(collections.cases, id)
    if (bound && !subjects.every((digest) => bound.document.subjects.includes(digest)))
      throw new ZhengshuError('CASE_SUBJECT_MISMATCH', { caseNumber })
    return bound !== undefined
  }

  return {
    async bindCase(actor, purpose, subjects) {
      const wanted = caseOf(actor, purpose, subjects)
      if (met.has(wanted.id)) return (await isBound(wanted, purpose)) ? [] : [insert(collections.cases, wanted)]
      met.add(wanted.id)
      return [insert(collections.cases, wanted)]
    },
    async assertCase(actor, purpose, subjects) {
      await isBound(caseOf(actor, purpose, subjects), purpose)
    },
  }
}
