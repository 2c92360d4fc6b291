import type { Register } from '../catalog/index.ts'
import { rowCheckerFor } from './check-row.ts'
import { createChunker, type Chunker, type RowsDone } from './chunk-rows.ts'
import { createRecordNaming } from './name-rows.ts'
import type { RowFormat } from './read-rows.ts'

/** Everything that turns one file into chunks: plain data, so that another thread can do it. */
export interface RowJob {
  readonly register: Register
  readonly sourceAgency: string
  readonly batchId: string
  readonly format: RowFormat
  readonly refuseSynthetic: boolean
  /** Keys the digests in record ids. */
  readonly secret: Uint8Array
  readonly done: RowsDone
}

/** On whichever thread it is called. */
export const openJob = (job: RowJob): Chunker =>
  createChunker({ ...job, checker: rowCheckerFor(job.register), naming: createRecordNaming(job, job.secret) })
