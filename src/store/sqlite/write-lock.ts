import { randomInt } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { DatabaseSync } from 'node:sqlite'
import { isBusy, toStoreError, unavailable } from './sqlite-errors.ts'
import type { Statements } from './statements.ts'

/**
 * Begins a transaction that holds the write lock, waiting for other processes outside SQLite, so that the event loop
 * goes on meanwhile. After it resolves, the caller MUST finish the transaction before it awaits anything.
 */
export async function beginWrite(database: DatabaseSync, statements: Statements, waitMs: number): Promise<void> {
  const begun = performance.now()
  for (let attempt = 0; ; attempt++) {
    try {
      statements('BEGIN IMMEDIATE').run()
      return
    } catch (error) {
      if (!isBusy(error)) throw toStoreError(error)
      if (performance.now() - begun > waitMs || !database.isOpen)
        throw unavailable('another process kept the write lock', '其他进程长时间占用写锁', error)
    }
    // Jitter, so that two waiting processes do not meet again and again.
    await sleep(1 + randomInt(Math.min(16, 2 + attempt)))
  }
}

/** Ends a transaction that went wrong; SQLite may have ended it itself (a full disk does). */
export function rollback(database: DatabaseSync, statements: Statements): void {
  if (database.isTransaction) statements('ROLLBACK').run()
}
