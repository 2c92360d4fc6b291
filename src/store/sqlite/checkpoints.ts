import type { SideThread } from './side-thread.ts'
import type { Statements } from './statements.ts'

/** 4 KiB each. From here the side thread writes the log back into the database. */
const CHECKPOINT_PAGES = 1_000
/** The side thread did not keep up, or is not there: the main thread helps, at the price of a stall. */
const TOO_MANY_PAGES = 60_000

/** Looks at the length of the write-ahead log after each group and has it written back beside the event loop. */
export function createCheckpoints(
  statements: Statements,
  sideThread: SideThread,
  isLoading: () => boolean,
): () => void {
  let isRunning = false
  return () => {
    try {
      const { log, checkpointed } = statements('PRAGMA wal_checkpoint(NOOP)').get() as Record<string, number>
      if (log! > TOO_MANY_PAGES && checkpointed! < log!) statements('PRAGMA wal_checkpoint(PASSIVE)').get()
      // A load writes the same index pages again and again: each checkpoint of it would write them once more.
      if (isRunning || isLoading() || log! - Math.max(0, checkpointed!) < CHECKPOINT_PAGES) return
    } catch {
      // A checkpoint that is not possible now loses nothing: the log keeps everything, and the next group tries again.
      return
    }
    isRunning = true
    sideThread.checkpoint().then(
      () => (isRunning = false),
      () => (isRunning = false),
    )
  }
}
