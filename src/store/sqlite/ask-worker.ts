import { once } from 'node:events'
import type { Transferable, Worker } from 'node:worker_threads'
import { unavailable } from './sqlite-errors.ts'

/** Numbered requests to a worker that starts with the first one. */
interface AskedWorker<Request, Answer> {
  /** Rejects with STORE_UNAVAILABLE when the worker ends before it answers. */
  ask(request: Unnumbered<Request>, transfer?: readonly Transferable[]): Promise<Answer>
  /** Asks the last request, after which the worker ends by itself. */
  end(request: Unnumbered<Request>): Promise<void>
}

type Unnumbered<T> = T extends unknown ? Omit<T, 'id'> : never

export function askWorker<Request extends { readonly id: number }, Answer extends { readonly id: number }>(
  start: () => Worker,
): AskedWorker<Request, Answer> {
  const asked = new Map<number, { resolve: (answer: Answer) => void; reject: (error: unknown) => void }>()
  let worker: Worker | undefined
  let lastId = 0

  function started(): Worker {
    const fresh = start()
    fresh.unref()
    fresh.on('message', hear)
    fresh.on('error', (error) => lose(fresh, error))
    fresh.on('exit', () => lose(fresh, new Error('the thread ended')))
    return fresh
  }

  function ask(request: Unnumbered<Request>, transfer: readonly Transferable[] = []) {
    worker ??= started()
    const id = ++lastId
    return new Promise<Answer>((resolve, reject) => {
      asked.set(id, { resolve, reject })
      // While something is asked, the thread keeps the process alive; in between it does not.
      worker!.ref()
      worker!.postMessage({ ...request, id }, transfer)
    })
  }

  function hear(answer: Answer): void {
    const { resolve } = asked.get(answer.id)!
    asked.delete(answer.id)
    if (asked.size === 0) worker?.unref()
    resolve(answer)
  }

  function lose(lost: Worker, error: unknown): void {
    if (worker === lost) worker = undefined
    for (const { reject } of asked.values()) reject(unavailable('a thread of the store ended', '存储线程已结束', error))
    asked.clear()
  }

  return {
    ask,
    async end(request) {
      if (!worker) return
      const ending = worker
      const ended = once(ending, 'exit')
      await ask(request)
      ending.ref()
      await ended
    },
  }
}
