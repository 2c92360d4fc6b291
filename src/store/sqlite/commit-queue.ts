import { ZhengshuError } from '../../core/errors.ts'
import type { RowWrite } from '../engine.ts'
import { causeOf, commitGroup, errorOf, type CommitOutcome, type GroupConnection } from './commit-group.ts'
import { toStoreError, unavailable } from './sqlite-errors.ts'
import type { WriteLock } from './write-lock.ts'

const MAX_WAITING = 50_000

/** Takes commits and tells each what became of it. */
export interface CommitQueue {
  commit(writes: readonly RowWrite[]): Promise<void>
  /** Resolves when nothing waits any more; nothing new is taken. */
  drain(): Promise<void>
}

/** Commits that wait for their outcome, in order of arrival. */
interface Waiting {
  /** Rejects at once when nothing may wait any more, or too much does. */
  add(writes: readonly RowWrite[]): Promise<void>
  readonly commits: readonly (readonly RowWrite[])[]
  /** Tells the first of them their outcomes and forgets them. */
  settle(outcomes: readonly CommitOutcome[]): void
  /** Every one of them fails with this, and so does whatever comes later, when `isFinal`. */
  fail(error: unknown, isFinal?: boolean): void
  refuseMore(error: Error): void
}

/** `onFatal` is called when a COMMIT met an I/O error: what is on the disk is unknown, and this process must not go on. */
export function createWaiting(onFatal: (error: unknown) => void): Waiting {
  const commits: (readonly RowWrite[])[] = []
  const callers: { readonly resolve: () => void; readonly reject: (error: unknown) => void }[] = []
  let refusal: Error | undefined

  return {
    commits,
    add(writes) {
      if (refusal) return Promise.reject(refusal)
      if (commits.length >= MAX_WAITING) return Promise.reject(new ZhengshuError('OVERLOADED'))
      return new Promise((resolve, reject) => {
        commits.push(writes)
        callers.push({ resolve, reject })
      })
    },
    settle(outcomes) {
      commits.splice(0, outcomes.length)
      const settled = callers.splice(0, outcomes.length)
      for (const [i, { resolve, reject }] of settled.entries()) {
        const error = errorOf(outcomes[i]!)
        if (error === undefined) resolve()
        else reject(error)
      }
      const unknown = outcomes.find((outcome) => outcome.kind === 'unknown')
      if (!unknown) return
      const cause = causeOf(unknown)
      this.fail(unavailable('a commit met an I/O error', '提交时发生 I/O 错误', cause), true)
      onFatal(cause)
    },
    fail(error, isFinal = false) {
      if (isFinal) refusal = error as Error
      commits.length = 0
      for (const { reject } of callers.splice(0)) reject(error)
    },
    refuseMore(error) {
      refusal ??= error
    },
  }
}

interface CommitQueueOptions extends GroupConnection {
  readonly lock: WriteLock
  readonly onFatal: (error: unknown) => void
  /** Called after each COMMIT; MUST NOT throw. */
  readonly afterGroup: () => void
}

/**
 * Commits on the calling thread: what one turn of the event loop commits becomes one group. For commands, which commit
 * little and would wait longer for a thread to start; a server uses a thread (commit-thread.ts).
 */
export function createCommitQueue({ lock, onFatal, afterGroup, ...connection }: CommitQueueOptions): CommitQueue {
  const waiting = createWaiting(onFatal)
  let running: Promise<void> | undefined

  async function run(): Promise<void> {
    while (waiting.commits.length > 0) {
      // Everything that this turn of the event loop still wants to commit comes into the same group.
      await new Promise((resolve) => setImmediate(resolve))
      try {
        await lock.begin()
        let outcomes = commitGroup(connection, waiting.commits)
        if (!outcomes) {
          await lock.begin()
          outcomes = commitGroup(connection, waiting.commits, 0, true)
        }
        waiting.settle(outcomes)
        afterGroup()
      } catch (error) {
        waiting.fail(toStoreError(error))
      }
    }
    // Here and not in a `finally`: a commit that arrives after the last look at the queue must start a new run.
    running = undefined
  }

  return {
    commit(writes) {
      const done = waiting.add(writes)
      if (waiting.commits.length > 0) running ??= run()
      return done
    },
    async drain() {
      waiting.refuseMore(unavailable('the store is closed', '存储已关闭'))
      await running
    },
  }
}
