import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { BulkRowWrite } from '../engine.ts'
import { CommitConflict, type BulkLoadResult } from '../store.ts'
import type { Table } from '../table.ts'
import { packRows } from './row-batch.ts'
import type { SideAnswer, SideRequest, SideThreadData } from './side-messages.ts'
import { toStoreError, unavailable } from './sqlite-errors.ts'

/** The main thread's end of the side thread; it starts with the first request. */
export interface SideThread {
  load(table: Table, rows: readonly BulkRowWrite[]): Promise<BulkLoadResult>
  /** Whether a load waits or runs; it looks after the length of the log itself. */
  isLoading(): boolean
  checkpoint(): Promise<void>
  close(): Promise<void>
}

type Unnumbered<T> = T extends unknown ? Omit<T, 'id'> : never

interface Asked {
  readonly resolve: (result: BulkLoadResult | undefined) => void
  readonly reject: (error: unknown) => void
}

export function createSideThread(data: SideThreadData, onFatal: (error: unknown) => void): SideThread {
  const asked = new Map<number, Asked>()
  let worker: Worker | undefined
  let lastId = 0
  let loads = 0

  function start(): Worker {
    // The build keeps the file's place and changes its ending.
    const entry = import.meta.url.endsWith('.ts') ? './side-worker.ts' : './side-worker.js'
    const started = new Worker(new URL(entry, import.meta.url), { workerData: data, execArgv: [] })
    started.unref()
    started.on('message', hear)
    started.on('error', (error) => lose(started, error))
    started.on('exit', () => lose(started, new Error('the side thread ended')))
    return started
  }

  function ask(request: Unnumbered<SideRequest>, transfer: readonly ArrayBuffer[] = []) {
    worker ??= start()
    const id = ++lastId
    return new Promise<BulkLoadResult | undefined>((resolve, reject) => {
      asked.set(id, { resolve, reject })
      // While something is asked, the thread keeps the process alive; in between it does not.
      worker!.ref()
      worker!.postMessage({ ...request, id }, transfer)
    })
  }

  function hear(answer: SideAnswer): void {
    const { resolve, reject } = asked.get(answer.id)!
    asked.delete(answer.id)
    if (asked.size === 0) worker?.unref()
    switch (answer.kind) {
      case 'done':
        return resolve(answer.result)
      case 'conflict':
        return reject(new CommitConflict(answer.reason, answer.collection, answer.row, answer.index))
      case 'failed': {
        const error = Object.assign(new Error(answer.message), { errcode: answer.errcode })
        reject(toStoreError(error))
        if (answer.isFatal) onFatal(error)
      }
    }
  }

  function lose(lost: Worker, error: unknown): void {
    if (worker === lost) worker = undefined
    for (const { reject } of asked.values()) reject(unavailable('the side thread ended', '后台线程已结束', error))
    asked.clear()
  }

  return {
    async load(table, rows) {
      const batch = packRows(table, rows)
      const bytes = typeof batch.bodies === 'string' ? [] : [batch.bodies.bytes.buffer as ArrayBuffer]
      loads++
      try {
        return (await ask({ kind: 'load', batch }, bytes))!
      } finally {
        loads--
      }
    },
    isLoading: () => loads > 0,
    async checkpoint() {
      await ask({ kind: 'checkpoint' })
    },
    async close() {
      if (!worker) return
      const closing = worker
      const ended = once(closing, 'exit')
      await ask({ kind: 'close' })
      closing.ref()
      await ended
    },
  }
}
