import { Worker } from 'node:worker_threads'
import { askWorker } from './ask-worker.ts'
import type { SealedCollections } from './commit-messages.ts'
import { buffersOf, type RowBatch } from './row-batch.ts'
import type { SealAnswer, SealRequest } from './side-messages.ts'

/**
 * The main thread's end of the thread that seals the rows of loads; it starts with the first. Sealing takes as long as
 * writing, and where it was done by the thread that writes, that waited for the disk and for it in turns.
 */
export interface SealThread {
  /** Rows in clear, and the same sealed. What was packed for others too is copied: `keep`. */
  seal(batch: RowBatch, keep?: 'keep'): Promise<RowBatch>
  close(): Promise<void>
}

export function createSealThread(data: SealedCollections): SealThread {
  // The build keeps the file's place and changes its ending.
  const entry = new URL(import.meta.url.endsWith('.ts') ? './seal-worker.ts' : './seal-worker.js', import.meta.url)
  const worker = askWorker<SealRequest, SealAnswer>(() => new Worker(entry, { workerData: data, execArgv: [] }))
  return {
    async seal(batch, keep) {
      const answer = await worker.ask({ kind: 'seal', batch }, keep ? [] : buffersOf(batch))
      if (answer.kind === 'sealed') return answer.batch
      throw new Error(answer.kind === 'failed' ? answer.message : 'the store is closed')
    },
    close: () => worker.end({ kind: 'close' }),
  }
}
