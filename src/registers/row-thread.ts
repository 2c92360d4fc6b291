import { Worker } from 'node:worker_threads'
import { ZhengshuError } from '../core/errors.ts'
import type { Chunker, LastRows, RowChunk } from './chunk-rows.ts'
import type { RowJob } from './row-job.ts'
import type { RowAnswer, RowRequest } from './row-messages.ts'

/** The main thread's end of the row thread. It starts with the first large file and ends when there was none for long. */
export interface RowThread {
  open(job: RowJob): Chunker
}

const IDLE_MS = 60_000
/** Left to itself the heap of a thread grows to several times what it holds. */
const HEAP = { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 64 }

interface Asked {
  readonly resolve: (result: readonly RowChunk[] | LastRows) => void
  readonly reject: (error: unknown) => void
}

/** One for the whole feature: files of several imports take turns on it. */
export function createRowThread(): RowThread {
  /** What is asked of each open file, in order. */
  const files = new Map<number, Asked[]>()
  let worker: Worker | undefined
  let idle: NodeJS.Timeout | undefined
  let lastFile = 0

  function start(): Worker {
    // The build keeps the file's place and changes its ending.
    const entry = import.meta.url.endsWith('.ts') ? './row-worker.ts' : './row-worker.js'
    const started = new Worker(new URL(entry, import.meta.url), { execArgv: [], resourceLimits: HEAP })
    started.on('message', hear)
    started.on('error', (error) => lose(started, error))
    started.on('exit', () => lose(started, new Error('the row thread ended')))
    return started
  }

  function hear(answer: RowAnswer): void {
    const asked = files.get(answer.file)?.shift()
    switch (answer.kind) {
      case 'done':
        return asked?.resolve(answer.result)
      case 'refused':
        return asked?.reject(new ZhengshuError(answer.code, answer.params))
      case 'failed':
        return asked?.reject(new Error(answer.message))
    }
  }

  function lose(lost: Worker, error: unknown): void {
    if (worker !== lost) return
    worker = undefined
    for (const asked of files.values()) for (const { reject } of asked.splice(0)) reject(error)
  }

  function post(request: RowRequest, transfer: readonly ArrayBuffer[] = []): void {
    worker?.postMessage(request, transfer)
  }

  function ask<T extends readonly RowChunk[] | LastRows>(request: RowRequest, transfer?: readonly ArrayBuffer[]) {
    return new Promise<T>((resolve, reject) => {
      if (!worker) return reject(new Error('the row thread ended'))
      files.get(request.file)!.push({ resolve: resolve as Asked['resolve'], reject })
      post(request, transfer)
    })
  }

  function close(file: number): void {
    files.delete(file)
    post({ file, kind: 'close' })
    if (files.size > 0) return
    // An idle thread neither keeps the process alive nor its memory for long.
    worker?.unref()
    idle = setTimeout(endIdle, IDLE_MS).unref()
  }

  /** Forgotten before it has ended: a file that comes meanwhile gets a thread that lives. */
  function endIdle(): void {
    const ending = worker
    worker = undefined
    void ending?.terminate()
  }

  return {
    open(job) {
      clearTimeout(idle)
      worker ??= start()
      worker.ref()
      const file = ++lastFile
      files.set(file, [])
      post({ file, kind: 'open', job })
      return {
        take: (bytes, now) => ask({ file, kind: 'take', bytes, now }, [bytes.buffer as ArrayBuffer]),
        end: (now) => ask({ file, kind: 'end', now }),
        close: () => close(file),
      }
    },
  }
}
