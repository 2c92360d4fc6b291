import type { Actor, Purpose } from '../access/index.ts'
import { ZhengshuError } from '../core/errors.ts'
import { keyedDigest } from '../core/hash.ts'
import { insert, type Store, type Write } from '../store/index.ts'
import { collections } from './sharing-records.ts'

/**
 * Binds (system, case number) to its parties on first use, so that a case number opens one applicant's facts and no
 * other's (rules: the subject is bound on the server). Two first uses at once: the later commit finds the case taken
 * (`exists`) and its caller decides again.
 */
export async function bindCase(
  deps: { readonly store: Store; readonly caseSecret: Uint8Array },
  actor: Actor,
  purpose: Purpose,
  subjects: readonly string[],
): Promise<readonly Write[]> {
  const id = keyedDigest(deps.caseSecret, `case ${actor.clientId} ${purpose.caseNumber}`)
  const digests = subjects.map((subject) => keyedDigest(deps.caseSecret, `party ${subject}`))
  const bound = await deps.store.get(collections.cases, id)
  if (!bound) return [insert(collections.cases, { id, subjects: [...new Set(digests)] })]
  if (!digests.every((digest) => bound.document.subjects.includes(digest)))
    throw new ZhengshuError('CASE_SUBJECT_MISMATCH', { caseNumber: purpose.caseNumber })
  return []
}
