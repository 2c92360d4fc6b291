import { instantNow } from '../core/clock.ts'
import type { Register } from '../catalog/index.ts'
import type { Stored } from '../store/index.ts'
import type { RowChunk } from './chunk-rows.ts'
import { saveProgress, showBatch } from './import-batch.ts'
import { loadRows, type RowCounts } from './load-rows.ts'
import { readChunks } from './read-chunks.ts'
import type { StoredBatch } from './register-records.ts'
import type { ImportDeps } from './registers-deps.ts'
import type { ImportInput } from './registers.ts'
import { openJob, type RowJob } from './row-job.ts'
import { MAX_REFUSALS_KEPT } from './row-refusals.ts'

interface Loading {
  readonly chunk: RowChunk
  readonly recordIds: ReadonlySet<string>
  readonly counts: Promise<RowCounts>
}

/**
 * One run over a file: it skips what an earlier run of the batch did and keeps its progress after each chunk. While one
 * chunk is written, the next is looked up and sealed.
 */
export class ImportRun {
  private readonly deps: ImportDeps
  private readonly input: ImportInput
  private readonly job: RowJob
  private batch: Stored<StoredBatch>
  private loading: Loading | undefined

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
      await this.finishLoading()
    }
  }

  private async take(chunk: RowChunk): Promise<void> {
    const recordIds = new Set(chunk.named.map(({ recordId }) => recordId))
    // A record of the chunk before is changed by this one: it must be there first, with its progress.
    if (this.loading && !recordIds.isDisjointFrom(this.loading.recordIds)) await this.finishLoading()
    const counts = loadRows(this.deps, this.job, chunk.named)
    const before = this.loading
    this.loading = { chunk, recordIds, counts }
    // What becomes of it is heard in its turn.
    counts.catch(() => {})
    if (!before) return
    try {
      await this.finish(before)
    } catch (error) {
      this.loading = undefined
      await Promise.allSettled([counts])
      throw error
    }
  }

  private async finishLoading(): Promise<void> {
    const { loading } = this
    this.loading = undefined
    if (loading) await this.finish(loading)
  }

  private async finish({ chunk, counts: loaded }: Loading): Promise<void> {
    const { rows, refused, refusals, named, rowsRead, rowsDigest } = chunk
    const counts = await loaded
    const before = this.batch.document
    const repeatedRows = rows - refused - named.length
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
