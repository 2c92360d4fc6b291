import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { ZhengshuError } from '../../core/errors.ts'
import type { CommitAnswer, CommitThreadData } from './commit-messages.ts'
import { createWaiting, type CommitQueue } from './commit-queue.ts'
import { packCommits } from './pack-writes.ts'
import type { Table } from '../table.ts'
import { unavailable } from './sqlite-errors.ts'

interface CommitThreadOptions extends CommitThreadData {
  /** Of the collections, in their order. */
  readonly tables: readonly Table[]
  readonly onFatal: (error: unknown) => void
  /** Called after each COMMIT; MUST NOT throw. */
  readonly afterGroup: () => void
  /** Another entry for fault tests. */
  readonly entry?: URL
}

const DONE = { kind: 'done' } as const

/**
 * Commits on a thread of their own: writing and waiting for the disk take longer than everything else that a request
 * does, and here the event loop goes on meanwhile. What arrives while one group is written becomes the next group.
 */
export function createCommitThread(options: CommitThreadOptions): CommitQueue {
  const { onFatal, afterGroup, entry = ownEntry(), tables, ...data } = options
  const waiting = createWaiting(onFatal)
  const numbers = new Map(tables.map((table, i) => [table, i]))
  const worker = new Worker(entry, { workerData: data, execArgv: [] })
  let posted = 0
  let isScheduled = false
  let isClosing = false
  let whenIdle: (() => void) | undefined
  worker.unref()
  worker.on('message', hear)
  worker.on('error', lose)
  worker.on('exit', () => lose(new Error('the commit thread ended')))

  /**
   * Once every promise that can go on has gone on, so that everything that they commit goes over together; and not before
   * the group under way is done, behind which it would only wait: a larger group costs one disk flush and one message
   * all the same.
   */
  function schedule(): void {
    if (isScheduled || posted > 0 || waiting.commits.length === 0) return
    isScheduled = true
    process.nextTick(post)
  }

  function post(): void {
    isScheduled = false
    if (waiting.commits.length === 0) return
    const commits = waiting.commits.slice()
    posted = commits.length
    const packed = packCommits(numbers, commits)
    worker.ref() // something is asked: the process stays
    worker.postMessage(packed, [packed.bytes.buffer as ArrayBuffer, packed.numbers.buffer as ArrayBuffer])
  }

  function hear({ count, others }: CommitAnswer): void {
    const outcomes = Array.from({ length: count }, () => DONE as (typeof others)[number]['outcome'])
    for (const { at, outcome } of others) outcomes[at] = outcome
    posted = Math.max(0, posted - count)
    waiting.settle(outcomes)
    afterGroup()
    schedule()
    if (waiting.commits.length > 0) return
    worker.unref()
    whenIdle?.()
  }

  /** What it had begun may be on the disk or not: as after an I/O error, only a new start can tell. */
  function lose(error: unknown): void {
    if (isClosing) return
    isClosing = true
    waiting.refuseMore(unavailable('the commit thread ended', '提交线程已结束', error))
    waiting.fail(new ZhengshuError('COMMIT_OUTCOME_UNKNOWN', {}, { cause: error }))
    whenIdle?.()
    onFatal(error)
  }

  return {
    commit(writes) {
      const done = waiting.add(writes)
      schedule()
      return done
    },
    async drain() {
      waiting.refuseMore(unavailable('the store is closed', '存储已关闭'))
      if (waiting.commits.length > 0) await new Promise<void>((resolve) => (whenIdle = resolve))
      if (isClosing) return
      isClosing = true
      const ended = once(worker, 'exit')
      worker.postMessage('close')
      worker.ref()
      await ended
    },
  }
}

// The build keeps the file's place and changes its ending.
const ownEntry = (): URL =>
  new URL(import.meta.url.endsWith('.ts') ? './commit-worker.ts' : './commit-worker.js', import.meta.url)
