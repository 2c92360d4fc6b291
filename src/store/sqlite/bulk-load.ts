import type { BulkRowWrite } from '../engine.ts'
import type { BulkLoadResult } from '../store.ts'
import type { Table } from '../table.ts'
import { loadRow } from './load-batch.ts'
import { packRows } from './row-batch.ts'
import type { SealThread } from './seal-thread.ts'
import type { SideThread } from './side-thread.ts'
import { isUndone, toStoreError } from './sqlite-errors.ts'
import type { Statements } from './statements.ts'
import type { WriteLock } from './write-lock.ts'

/** What preparing rows (JSON, sealing) may take before the event loop goes on. */
const PREPARE_MS = 5
const BATCH_ROWS = 2_000
/** Fewer are written here: for them the way to the side thread is the longer one. */
const FEW_ROWS = 100

interface BulkLoadDeps {
  readonly statements: Statements
  readonly sideThread: SideThread
  readonly lock: WriteLock
  /** Given where rows come in clear. */
  readonly sealThread: SealThread | undefined
  /** Called when a COMMIT met an I/O error (commit-queue.ts). */
  readonly onFatal: (error: unknown) => void
}

/** Rows are prepared here and written by the side thread, one batch behind: both at once, neither holding up the loop. */
export async function bulkLoadRows(
  deps: BulkLoadDeps,
  table: Table,
  rows: Iterator<BulkRowWrite>,
): Promise<BulkLoadResult> {
  const total = { inserted: 0, replaced: 0, skipped: 0 }
  const count = ({ inserted, replaced, skipped }: BulkLoadResult) => {
    total.inserted += inserted
    total.replaced += replaced
    total.skipped += skipped
  }
  let batch = await prepare(rows, BATCH_ROWS)
  if (batch.length < FEW_ROWS && !deps.sealThread) {
    if (batch.length > 0) count(await writeFew(deps, batch))
    return total
  }
  while (batch.length > 0) {
    // Settled and not raced: a failure of the write must not leave an unheard promise behind.
    const [written, next] = await Promise.allSettled([write(deps, table, batch), prepare(rows, BATCH_ROWS)])
    if (written.status === 'rejected') throw written.reason
    count(written.value)
    if (next.status === 'rejected') throw next.reason
    batch = next.value
  }
  return total
}

async function write(
  { sealThread, sideThread }: BulkLoadDeps,
  table: Table,
  rows: readonly BulkRowWrite[],
): Promise<BulkLoadResult> {
  const batch = packRows(table, rows)
  return sideThread.load(sealThread ? await sealThread.seal(batch) : batch)
}

let lastPrepared: Promise<unknown> = Promise.resolve()

/** Several loads are prepared one after another: a step of each within one turn would be one long step. */
function prepare(rows: Iterator<BulkRowWrite>, size: number): Promise<readonly BulkRowWrite[]> {
  const prepared = lastPrepared.then(() => prepareInSteps(rows, size))
  lastPrepared = prepared.catch(() => {}) // heard by its own load
  return prepared
}

const nextTurn = () => new Promise<void>((resolve) => setImmediate(resolve))

async function prepareInSteps(rows: Iterator<BulkRowWrite>, size: number): Promise<readonly BulkRowWrite[]> {
  await nextTurn()
  const batch: BulkRowWrite[] = []
  let begun = performance.now()
  while (batch.length < size) {
    const { value, done } = rows.next()
    if (done) break
    batch.push(value)
    if (batch.length % 16 === 0 && performance.now() - begun > PREPARE_MS) {
      await nextTurn()
      begun = performance.now()
    }
  }
  return batch
}

async function writeFew(
  { statements, lock, onFatal }: BulkLoadDeps,
  rows: readonly BulkRowWrite[],
): Promise<BulkLoadResult> {
  const done = { inserted: 0, replaced: 0, skipped: 0 }
  await lock.begin()
  try {
    for (const row of rows) loadRow(statements, row, done)
  } catch (error) {
    lock.rollback()
    throw toStoreError(error)
  }
  try {
    statements('COMMIT').run()
    return done
  } catch (error) {
    if (isUndone(error)) lock.rollback()
    else onFatal(error)
    throw toStoreError(error)
  }
}
