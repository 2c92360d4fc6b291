import type { BulkRowWrite } from '../engine.ts'
import type { BulkLoadResult } from '../store.ts'
import type { GroupConnection } from './commit-group.ts'
import { unpackRows, type RowBatch } from './row-batch.ts'
import type { Statements } from './statements.ts'
import { isUndone } from './sqlite-errors.ts'
import { rollback } from './write-lock.ts'
import { insertRowUnlessThere, replaceRow } from './write-rows.ts'

/** What one transaction may take up to the end of its COMMIT: a server beside it waits for the lock that long. */
const TRANSACTION_MS = 40
/** How long the lock stays free after it, so that another process comes in. */
const PAUSE_MS = 2
/** At most so long it is left to the main thread of this process when that waits for it. */
const STAND_BACK_MS = 20
/** 4 KiB each. Fewer would save disk, and write the index pages that every transaction touches again more often. */
const CHECKPOINT_PAGES = 32_000

/** Of the transaction before: what COMMIT takes grows with the rows, and with the index pages that they touched. */
let commitMsPerRow = 0.02

interface LoadConnection extends GroupConnection {
  /** Shared; 1 while the main thread waits for the write lock. */
  readonly mainWaits: Int32Array
}

/** Inserts and replaces in transactions bounded by measured time. Blocks its thread: for the side thread. */
export function loadBatch({ database, statements, mainWaits }: LoadConnection, batch: RowBatch): BulkLoadResult {
  const total = { inserted: 0, replaced: 0, skipped: 0 }
  const rows = unpackRows(batch)
  let row = rows.next()
  while (!row.done) {
    statements('BEGIN IMMEDIATE').run()
    const begun = performance.now()
    const done = { inserted: 0, replaced: 0, skipped: 0 }
    let size = 0
    try {
      do {
        loadRow(statements, row.value, done)
        row = rows.next()
        size++
      } while (!row.done && performance.now() - begun + size * commitMsPerRow < TRANSACTION_MS)
      commitMsPerRow = commit(statements) / size
    } catch (error) {
      // After an I/O error at COMMIT nothing is touched any more: what is on the disk is unknown.
      if (!isAtCommit(error) || isUndone(error)) rollback(database, statements)
      throw error
    }
    total.inserted += done.inserted
    total.replaced += done.replaced
    total.skipped += done.skipped
    letOthersIn(statements, mainWaits)
  }
  return total
}

/** One row inside the open transaction. */
export function loadRow(
  statements: Statements,
  row: BulkRowWrite,
  done: { inserted: number; replaced: number; skipped: number },
): void {
  if (row.kind === 'replace') {
    replaceRow(statements, row)
    done.replaced++
  } else if (insertRowUnlessThere(statements, row)) done.inserted++
  else done.skipped++
}

export const isAtCommit = (error: unknown): boolean => (error as { wasAtCommit?: true }).wasAtCommit === true

/** Milliseconds that it took. */
function commit(statements: Statements): number {
  const begun = performance.now()
  try {
    statements('COMMIT').run()
  } catch (error) {
    throw Object.assign(error as Error, { wasAtCommit: true })
  }
  return performance.now() - begun
}

function letOthersIn(statements: Statements, mainWaits: Int32Array): void {
  const { log } = statements('PRAGMA wal_checkpoint(NOOP)').get() as { log: number }
  if (log > CHECKPOINT_PAGES) statements('PRAGMA wal_checkpoint(PASSIVE)').get()
  Atomics.wait(mainWaits, 0, 1, STAND_BACK_MS)
  Atomics.wait(NEVER, 0, 0, PAUSE_MS)
}

const NEVER = new Int32Array(new SharedArrayBuffer(4))
