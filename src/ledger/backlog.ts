import { toMilliseconds, type Clock } from '../core/clock.ts'
import type { PendingRecord } from './tree-records.ts'

/** What is known to wait for a number: as last seen in the store, and what this process has prepared since. */
export interface Backlog {
  prepared(leaves: number): void
  /** Call before looking into the store; the result takes what was seen, or nothing when the look failed. */
  look(): (seen: readonly PendingRecord[] | undefined) => void
  readonly pending: number
  oldestSeconds(): number
}

export function createBacklog(clock: Clock): Backlog {
  let seen: { readonly leaves: number; readonly oldest: number | undefined } = { leaves: 0, oldest: undefined }
  let since: { leaves: number; oldest: number | undefined } = { leaves: 0, oldest: undefined }
  const earlier = (a: number | undefined, b: number | undefined) => (a === undefined || b === undefined ? (a ?? b) : Math.min(a, b)) // prettier-ignore

  return {
    prepared(leaves) {
      since = { leaves: since.leaves + leaves, oldest: since.oldest ?? clock.now() }
    },
    look() {
      // What is prepared before the look is either committed and will be seen, or not committed and never mattered
      // (or is committed after the look, and seen by the next).
      const before = since
      since = { leaves: 0, oldest: undefined }
      return (records) => {
        if (records === undefined) {
          since = { leaves: before.leaves + since.leaves, oldest: earlier(before.oldest, since.oldest) }
          return
        }
        seen = {
          leaves: records.reduce((sum, { leaves }) => sum + leaves.length, 0),
          oldest: records.map(({ at }) => toMilliseconds(at)).reduce<number | undefined>(earlier, undefined),
        }
      }
    },
    get pending() {
      return seen.leaves + since.leaves
    },
    oldestSeconds() {
      const oldest = earlier(seen.oldest, since.oldest)
      return oldest === undefined ? 0 : Math.max(0, (clock.now() - oldest) / 1_000)
    },
  }
}
