import { createHash } from 'node:crypto'
import { authorize, type Actor } from '../access/index.ts'
import { isZhengshuError, ZhengshuError } from '../core/errors.ts'
import { CommitConflict, type Stored } from '../store/index.ts'
import { beginBatch, endBatch, showBatch } from './import-batch.ts'
import { ImportRun } from './import-run.ts'
import { importRefused } from './read-rows.ts'
import type { StoredBatch } from './register-records.ts'
import type { ImportDeps, RegistersDeps } from './registers-deps.ts'
import type { ImportBatch, ImportInput } from './registers.ts'
import { requireSource } from './require-source.ts'

/** Takes a file of a register into the store (README, "Life of a row"). */
export async function importRecords(deps: ImportDeps, actor: Actor, input: ImportInput): Promise<ImportBatch> {
  authorize(actor, 'importRecords')
  const register = deps.catalog.register(input.register)
  if (!register) throw unknownRegister(deps)
  await requireSource(deps, actor, register, input.batchId)
  // 1. A batch with its leaf, new or the one that was interrupted.
  const begun = await beginBatch(deps, actor, register, input.batchId)
  if (begun.document.state === 'FINISHED') return sameFileAgain(begun.document, input)
  const run = new ImportRun(deps, register, begun, input)
  try {
    // 2. Chunk by chunk: skip what an earlier run did, check, load, keep the progress.
    const ending = await run.takeAll()
    // 3. The end with counts and file digest, and its leaf.
    return showBatch(await endBatch(deps, actor, run.stored, { ...ending, state: 'FINISHED' }))
  } catch (error) {
    throw await failed(deps, actor, run.stored, error)
  }
}

export const unknownRegister = (deps: Pick<RegistersDeps, 'catalog'>): ZhengshuError => {
  const known = deps.catalog.registers.map((register) => register.slug)
  return new ZhengshuError('INVALID_INPUT', {
    field: 'register',
    reason: `no such register; there are ${known.join(', ')}`,
    reasonZh: `没有该基础库，现有：${known.join('、')}`,
  })
}

/** A finished batch answers again for the same file; another file under its id is a mistake. */
async function sameFileAgain(batch: StoredBatch, input: ImportInput): Promise<ImportBatch> {
  const hash = createHash('sha256')
  for await (const piece of input.body) hash.update(piece as Buffer)
  if (hash.digest('hex') !== batch.fileDigest)
    throw new ZhengshuError('REQUEST_ID_CONFLICT', { field: 'batchId', requestId: batch.id })
  return showBatch(batch)
}

/** Records the failure where that is still possible; the import can be resumed either way. */
async function failed(
  deps: RegistersDeps,
  actor: Actor,
  stored: Stored<StoredBatch>,
  error: unknown,
): Promise<unknown> {
  const isTwin = error instanceof CommitConflict
  if (isTwin)
    return new ZhengshuError('CONFLICT', { what: `Batch ${stored.document.id}`, whatZh: `批次 ${stored.document.id}` })
  try {
    await endBatch(deps, actor, stored, { state: 'FAILED' })
  } catch (second) {
    deps.log.error('the end of a failed import could not be recorded', { batchId: stored.document.id }, second)
  }
  return isZhengshuError(error) ? error : asImportError(error)
}

/** A stream that broke (upload cut off, file unreadable) is the caller's, a bug is ours. */
const asImportError = (error: unknown): unknown =>
  error instanceof Error && 'code' in error && typeof error.code === 'string'
    ? importRefused('the file could not be read to its end', '文件读取中断', error)
    : error
