import { randomInt } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { DatabaseSync } from 'node:sqlite'
import { isBusy, toStoreError, unavailable } from './sqlite-errors.ts'
import type { Statements } from './statements.ts'
import type { TurnSnapshot } from './turn-snapshot.ts'

export interface WriteLock {
  /**
   * Begins a transaction that holds the write lock, waiting for other processes outside SQLite, so that the event loop
   * goes on meanwhile. After it resolves, the caller MUST finish the transaction before it awaits anything.
   */
  begin(): Promise<void>
  /** Ends a transaction that went wrong; SQLite may have ended it itself (a full disk does). */
  rollback(): void
}

interface WriteLockOptions {
  readonly database: DatabaseSync
  readonly statements: Statements
  /** Of the same connection: a transaction that reads must have ended before one that writes begins. */
  readonly snapshot: Pick<TurnSnapshot, 'end'>
  readonly lockWaitMs: number
  /** Shared with the side thread: 1 while somebody here waits. */
  readonly mainWaits: Int32Array
}

export function createWriteLock(options: WriteLockOptions): WriteLock {
  const { database, statements, snapshot, lockWaitMs, mainWaits } = options
  let waiting = 0
  const announce = (change: number) => {
    waiting += change
    Atomics.store(mainWaits, 0, waiting > 0 ? 1 : 0)
    if (waiting === 0) Atomics.notify(mainWaits, 0)
  }

  function tryBegin(): unknown {
    try {
      snapshot.end()
      statements('BEGIN IMMEDIATE').run()
      return undefined
    } catch (error) {
      if (!isBusy(error)) throw toStoreError(error)
      return error
    }
  }

  async function waitToBegin(busy: unknown): Promise<void> {
    const deadline = performance.now() + lockWaitMs
    for (let attempt = 0; ; attempt++) {
      // Jitter, so that two waiting processes do not meet again and again.
      await sleep(1 + randomInt(Math.min(16, 2 + attempt)))
      const error = tryBegin()
      if (error === undefined) return
      if (performance.now() > deadline)
        throw unavailable('another process kept the write lock', '其他进程长时间占用写锁', busy)
    }
  }

  return {
    async begin() {
      const busy = tryBegin()
      if (busy === undefined) return
      announce(1)
      try {
        await waitToBegin(busy)
      } finally {
        announce(-1)
      }
    },
    rollback: () => rollback(database, statements),
  }
}

/** Ends a transaction that went wrong; SQLite may have ended it itself (a full disk does). */
export function rollback(database: DatabaseSync, statements: Statements): void {
  if (database.isTransaction) statements('ROLLBACK').run()
}
