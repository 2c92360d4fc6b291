import type { DatabaseSync } from 'node:sqlite'
import type { BulkRowWrite } from '../engine.ts'
import type { BulkLoadResult } from '../store.ts'
import { toStoreError } from './sqlite-errors.ts'
import type { Statements } from './statements.ts'
import { beginWrite, rollback } from './write-lock.ts'
import { insertRowUnlessThere, replaceRow } from './write-rows.ts'

/** What one transaction should take: under the 50 ms that a server beside it may have to wait for the lock. */
const TRANSACTION_MS = 30
/** What preparing rows (JSON, sealing) may take without letting the event loop go on. */
const PREPARE_MS = 20
const MIN_ROWS = 50
const MAX_ROWS = 10_000

export interface BulkLoadDeps {
  readonly database: DatabaseSync
  readonly statements: Statements
  readonly lockWaitMs: number
}

/** Rows in transactions sized by measured time; rows are prepared outside the lock, and that is its pause. */
export async function bulkLoadRows(deps: BulkLoadDeps, rows: Iterator<BulkRowWrite>): Promise<BulkLoadResult> {
  const total = { inserted: 0, replaced: 0, skipped: 0 }
  let size = 500
  for (;;) {
    const chunk = await prepare(rows, size)
    if (chunk.length === 0) return total
    await beginWrite(deps.database, deps.statements, deps.lockWaitMs)
    const begun = performance.now()
    const done = writeChunk(deps, chunk)
    const took = performance.now() - begun
    total.inserted += done.inserted
    total.replaced += done.replaced
    total.skipped += done.skipped
    size = Math.round(Math.min(MAX_ROWS, Math.max(MIN_ROWS, size * Math.min(2, TRANSACTION_MS / took))))
    await nextTurn()
  }
}

async function prepare(rows: Iterator<BulkRowWrite>, size: number): Promise<readonly BulkRowWrite[]> {
  const chunk: BulkRowWrite[] = []
  let begun = performance.now()
  while (chunk.length < size) {
    const { value, done } = rows.next()
    if (done) break
    chunk.push(value)
    if (chunk.length % 32 === 0 && performance.now() - begun > PREPARE_MS) {
      await nextTurn()
      begun = performance.now()
    }
  }
  return chunk
}

function writeChunk({ database, statements }: BulkLoadDeps, chunk: readonly BulkRowWrite[]): BulkLoadResult {
  const result = { inserted: 0, replaced: 0, skipped: 0 }
  try {
    for (const row of chunk) {
      if (row.kind === 'replace') {
        replaceRow(statements, row)
        result.replaced++
      } else if (insertRowUnlessThere(statements, row)) result.inserted++
      else result.skipped++
    }
    statements('COMMIT').run()
    return result
  } catch (error) {
    rollback(database, statements)
    throw toStoreError(error)
  }
}

const nextTurn = () => new Promise<void>((resolve) => setImmediate(resolve))
