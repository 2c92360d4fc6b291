import type { DatabaseSync } from 'node:sqlite'

const MAPPED_BYTES = 1_073_741_824
/** Without a commit for so long, the mapping is worth making. */
const QUIET_MS = 1_000

/** Whether a connection reads through a mapping of the file. */
export interface FileMapping {
  /** This process has committed. */
  changed(): void
  /** Before the first read of a snapshot. */
  beforeRead(): void
}

/**
 * A large file is read quicker through a mapping. But for each snapshot after another connection's commit SQLite makes
 * the mapping anew, and every page that is read then has to be faulted in again: in a busy server a look-up cost three
 * times as much as by reading its pages. So there is a mapping only while this process commits nothing; commits of other
 * processes are not heard here, and cost what they do.
 */
export function createFileMapping(database: DatabaseSync, now: () => number = () => performance.now()): FileMapping {
  let isMapped = false
  let changedAt = -Infinity
  const map = (bytes: number): void => {
    isMapped = bytes > 0
    database.exec(`PRAGMA mmap_size = ${bytes}`)
  }
  return {
    changed() {
      changedAt = now()
      if (isMapped) map(0)
    },
    beforeRead() {
      if (!isMapped && now() - changedAt > QUIET_MS) map(MAPPED_BYTES)
    },
  }
}
