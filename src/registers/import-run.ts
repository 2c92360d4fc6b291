import { instantNow } from '../core/clock.ts'
import type { Register } from '../catalog/index.ts'
import type { Stored } from '../store/index.ts'
import type { RowChunk } from './chunk-rows.ts'
import { saveProgress, showBatch } from './import-batch.ts'
import { loadRows, type RowCounts } from './load-rows.ts'
import { recordIdsOf } from './packed-rows.ts'
import { readChunks } from './read-chunks.ts'
import type { StoredBatch } from './register-records.ts'
import type { ImportDeps } from './registers-deps.ts'
import type { ImportInput } from './registers.ts'
import { openJob, type RowJob } from './row-job.ts'
import { MAX_REFUSALS_KEPT } from './row-refusals.ts'

/** So many chunks are prepared and written before the progress of the oldest is saved. */
const CHUNKS_AHEAD = 2

interface Loading {
  readonly recordIds: ReadonlySet<string>
  /** Settles when it was written and, after the chunks before it, its progress saved. */
  readonly saved: Promise<void>
}

/**
 * One run over a file: it skips what an earlier run of the batch did and keeps its progress after each chunk, in
 * their order. While one chunk is written, the next is looked up and prepared.
 */
export class ImportRun {
  private readonly deps: ImportDeps
  private readonly input: ImportInput
  private readonly job: RowJob
  private batch: Stored<StoredBatch>
  /** The oldest first. */
  private loading: Loading[] = []
  private lastSaved = Promise.resolve()
  /** The chunk that was loaded last had only new records: then those that come next are probably new too. */
  private expectNew = false

  constructor(deps: ImportDeps, register: Register, begun: Stored<StoredBatch>, input: ImportInput) {
    const { sourceAgency, id: batchId, rowsRead, rowsDigest } = begun.document
    this.deps = deps
    this.input = input
    this.batch = begun
    this.job = {
      register,
      sourceAgency,
      batchId,
      format: input.format,
      refuseSynthetic: deps.refuseSynthetic ?? false,
      secret: deps.keyring.secret('index'),
      done: { rowsRead, ...(rowsDigest === undefined ? {} : { rowsDigest }) },
    }
  }

  get stored(): Stored<StoredBatch> {
    return this.batch
  }

  /** Loads everything, and answers what the file was. */
  async takeAll(): Promise<{ readonly fileDigest: string; readonly rowsRead: number }> {
    const { deps, job } = this
    const chunks = readChunks({
      body: this.input.body,
      now: () => instantNow(deps.clock),
      openHere: () => openJob(job),
      openOnThread: () => deps.rowThread.open(job),
    })
    try {
      let next = await chunks.next()
      for (; !next.done; next = await chunks.next()) await this.take(next.value)
      const { fileDigest, rowsRead } = next.value
      return { fileDigest, rowsRead }
    } finally {
      await chunks.return(undefined as never)
      // Also when the file breaks off: what was read before counts.
      await this.settle()
    }
  }

  private async take(chunk: RowChunk): Promise<void> {
    const recordIds = new Set(recordIdsOf(chunk.named))
    // A record that is changed twice must be there first, with its progress.
    if (this.loading.some((earlier) => !recordIds.isDisjointFrom(earlier.recordIds))) await this.settle()
    const saved = this.save(chunk, loadRows(this.deps, this.job, chunk.named, this.expectNew), this.lastSaved)
    saved.catch(() => {}) // heard when it is the oldest, or at the end
    this.lastSaved = saved
    this.loading.push({ recordIds, saved })
    if (this.loading.length > CHUNKS_AHEAD) await this.loading.shift()!.saved
  }

  /** Waits until nothing is under way, also when something failed. */
  private async settle(): Promise<void> {
    const outcomes = await Promise.allSettled(this.loading.splice(0).map(({ saved }) => saved))
    for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason
  }

  private async save(chunk: RowChunk, loaded: Promise<RowCounts>, earlier: Promise<void>): Promise<void> {
    const { rows, refused, refusals, named, rowsRead, rowsDigest } = chunk
    const counts = await loaded
    const namedRows = named.numbers.length
    this.expectNew = counts.inserted === namedRows
    await earlier
    const before = this.batch.document
    const repeatedRows = rows - refused - namedRows
    this.batch = await saveProgress(this.deps, this.batch, {
      state: 'RUNNING',
      rowsRead,
      inserted: before.inserted + counts.inserted,
      changed: before.changed + counts.changed,
      unchanged: before.unchanged + counts.unchanged + repeatedRows,
      refused: before.refused + refused,
      refusals: [...before.refusals, ...refusals].slice(0, MAX_REFUSALS_KEPT),
      rowsDigest,
    })
    this.input.onProgress?.(showBatch(this.batch.document))
  }
}
