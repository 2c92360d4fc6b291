import type { Store } from '../store/index.ts'
import { entryOf, findNumbered } from './ledger-records.ts'
import type { AccessEntry } from './ledger.ts'

/** Numbered entries from a position on, in order and without a gap; of an erased one only what is public. */
export async function followLeaves(store: Store, fromIndex: number, limit: number): Promise<readonly AccessEntry[]> {
  const numbered = await findNumbered(store, fromIndex, limit)
  return numbered.map(({ position, payload }) => {
    if (payload?.state === 'held') return entryOf(payload.record, position)
    if (!payload) throw new Error(`the payload row of entry ${position} is gone`)
    return { leafId: payload.id, kind: payload.kind, at: payload.hour, resources: [], data: {}, index: position }
  })
}
