import { Worker } from 'node:worker_threads'
import { askWorker } from './ask-worker.ts'
import { CommitConflict, type BulkLoadResult } from '../store.ts'
import { buffersOf, type RowBatch } from './row-batch.ts'
import type { SideAnswer, SideRequest, SideThreadData } from './side-messages.ts'
import { toStoreError } from './sqlite-errors.ts'

/** The main thread's end of the side thread; it starts with the first request. */
export interface SideThread {
  load(batch: RowBatch): Promise<BulkLoadResult>
  checkpoint(): Promise<void>
  close(): Promise<void>
}

export function createSideThread(data: SideThreadData, onFatal: (error: unknown) => void): SideThread {
  // The build keeps the file's place and changes its ending.
  const entry = new URL(import.meta.url.endsWith('.ts') ? './side-worker.ts' : './side-worker.js', import.meta.url)
  const worker = askWorker<SideRequest, SideAnswer>(() => new Worker(entry, { workerData: data, execArgv: [] }))

  function resultOf(answer: SideAnswer): BulkLoadResult | undefined {
    switch (answer.kind) {
      case 'done':
        return answer.result
      case 'conflict':
        throw new CommitConflict(answer.reason, answer.collection, answer.row, answer.index)
      case 'failed': {
        const error = Object.assign(new Error(answer.message), { errcode: answer.errcode })
        if (answer.isFatal) onFatal(error)
        throw toStoreError(error)
      }
    }
  }

  return {
    load: async (batch) => resultOf(await worker.ask({ kind: 'load', batch }, buffersOf(batch)))!,
    checkpoint: async () => void resultOf(await worker.ask({ kind: 'checkpoint' })),
    close: () => worker.end({ kind: 'close' }),
  }
}
