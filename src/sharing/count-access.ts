import { today, type Clock } from '../core/clock.ts'
import { add, check, CommitConflict, insert, type Store, type Write } from '../store/index.ts'
import { OWN_USE } from './decide-access.ts'
import type { GrantsInMemory } from './grants-in-memory.ts'
import { collections, quotaId } from './sharing-records.ts'
import type { AccessDecision } from './sharing.ts'

/**
 * The writes that an access commits with its leaf: persons counted against each grant's quota of today, bounded by the
 * quota in the store itself; and on SQLite a check that the grant is still the version that was decided on.
 */
export function createAccessCounter(deps: {
  readonly store: Store
  readonly clock: Clock
  readonly grants: GrantsInMemory
}) {
  const { store, clock, grants } = deps
  let knownDate = ''
  const known = new Set<string>()

  /** Counters of a day come into being on first use; afterwards they are only added to. */
  const ensureCounter = async (grantId: string, date: string): Promise<void> => {
    if (date !== knownDate) known.clear()
    knownDate = date
    const id = quotaId(grantId, date)
    if (known.has(id)) return
    if (!(await store.get(collections.quotas, id))) {
      try {
        await store.commit([insert(collections.quotas, { id, grantId, date, used: 0 })])
      } catch (error) {
        // Another request made it in between, which is all that was wanted.
        if (!(error instanceof CommitConflict)) throw error
      }
    }
    known.add(id)
  }

  return async (decisions: readonly AccessDecision[], persons: number): Promise<readonly Write[]> => {
    const date = today(clock)
    const writes: Write[] = []
    const seen = new Set<string>()
    for (const decision of decisions) {
      if (!decision.permitted || decision.grantId === OWN_USE.grantId || seen.has(decision.grantId)) continue
      seen.add(decision.grantId)
      await ensureCounter(decision.grantId, date)
      writes.push(
        add(collections.quotas, quotaId(decision.grantId, date), 'used', persons, grants.get(decision.grantId)!.quota),
      )
      // MongoDB would turn a check on a hot grant into a write conflict; there the epoch poll alone bounds the delay.
      if (store.engine === 'sqlite') writes.push(check(collections.grants, decision.grantId, decision.grantVersion))
    }
    return writes
  }
}
