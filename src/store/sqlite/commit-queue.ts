import type { DatabaseSync } from 'node:sqlite'
import { ZhengshuError } from '../../core/errors.ts'
import type { RowWrite } from '../engine.ts'
import { isBusy, isDiskFull, isMachineError, toStoreError, unavailable } from './sqlite-errors.ts'
import type { Statements } from './statements.ts'
import type { WriteLock } from './write-lock.ts'
import { applyWrite } from './write-rows.ts'

/** A group stops taking more after this, so that the lock and the event loop are free again soon. */
const GROUP_MS = 25
const MAX_WAITING = 50_000

export interface CommitQueueOptions {
  readonly database: DatabaseSync
  readonly statements: Statements
  readonly lock: WriteLock
  /** Called when a COMMIT met an I/O error: what is on the disk is unknown, and this process must not go on. */
  readonly onFatal: (error: unknown) => void
  /** Called after each COMMIT; MUST NOT throw. */
  readonly afterGroup: () => void
}

export interface CommitQueue {
  commit(writes: readonly RowWrite[]): Promise<void>
  /** Resolves when nothing waits any more; nothing new is taken. */
  drain(): Promise<void>
}

interface Waiting {
  readonly writes: readonly RowWrite[]
  readonly resolve: () => void
  readonly reject: (error: unknown) => void
}

/**
 * Group commit: the commits of one turn of the event loop become one transaction, each a savepoint of its own. A caller
 * hears of success or conflict only after COMMIT: until then its conflict may be with a neighbour that is lost again.
 */
export function createCommitQueue({
  database,
  statements,
  lock,
  onFatal,
  afterGroup,
}: CommitQueueOptions): CommitQueue {
  const waiting: Waiting[] = []
  let running: Promise<void> | undefined
  let refusal: Error | undefined

  async function run(): Promise<void> {
    while (waiting.length > 0) {
      // Everything that this turn of the event loop still wants to commit comes into the same group.
      await new Promise((resolve) => setImmediate(resolve))
      try {
        await lock.begin()
        commitGroup()
      } catch (error) {
        for (const one of waiting.splice(0)) one.reject(toStoreError(error))
      }
    }
    // Here and not in a `finally`: a commit that arrives after the last look at the queue must start a new run.
    running = undefined
  }

  /** Synchronous from here to COMMIT. */
  function commitGroup(): void {
    const begun = performance.now()
    const told: (() => void)[] = []
    try {
      for (const one of waiting) {
        if (told.length > 0 && performance.now() - begun > GROUP_MS) break
        told.push(applyOne(one))
      }
    } catch (error) {
      // A full disk or a broken file: whatever else the group did is gone with it.
      return failGroup(waiting.splice(0, told.length + 1), error)
    }
    const group = waiting.splice(0, told.length)
    try {
      statements('COMMIT').run()
    } catch (error) {
      return isDiskFull(error) || isBusy(error) ? failGroup(group, error) : dieOf(group, error)
    }
    for (const tell of told) tell()
    afterGroup()
  }

  function applyOne({ writes, resolve, reject }: Waiting): () => void {
    statements('SAVEPOINT one').run()
    try {
      for (const write of writes) applyWrite(statements, write)
    } catch (error) {
      if (!database.isTransaction || isMachineError(error)) throw error
      statements('ROLLBACK TO one').run()
      statements('RELEASE one').run()
      return () => reject(error)
    }
    statements('RELEASE one').run()
    return resolve
  }

  function failGroup(group: readonly Waiting[], error: unknown): void {
    lock.rollback()
    for (const one of group) one.reject(toStoreError(error))
  }

  /** fsync failed: whether the group is on the disk cannot be known (rules: an fsync error is fatal). */
  function dieOf(group: readonly Waiting[], error: unknown): void {
    refusal = unavailable('a commit met an I/O error', '提交时发生 I/O 错误', error)
    for (const one of group) one.reject(new ZhengshuError('COMMIT_OUTCOME_UNKNOWN', {}, { cause: error }))
    for (const one of waiting.splice(0)) one.reject(refusal)
    onFatal(error)
  }

  return {
    commit(writes) {
      if (refusal) return Promise.reject(refusal)
      if (waiting.length >= MAX_WAITING) return Promise.reject(new ZhengshuError('OVERLOADED'))
      return new Promise((resolve, reject) => {
        waiting.push({ writes, resolve, reject })
        running ??= run()
      })
    },
    async drain() {
      refusal ??= unavailable('the store is closed', '存储已关闭')
      await running
    },
  }
}
