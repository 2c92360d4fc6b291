import { DatabaseSync } from 'node:sqlite'
import { ZhengshuError } from '../../core/errors.ts'

const OPEN_TIMEOUT_MS = 5_000

/** A connection with everything that durability and speed need, and the proof that durability is really on. */
export function openDatabase(file: string): DatabaseSync {
  const database = new DatabaseSync(file, { timeout: OPEN_TIMEOUT_MS })
  try {
    database.exec(`
      PRAGMA journal_mode = WAL;
      PRAGMA synchronous = FULL;
      PRAGMA cache_size = -262144;
      PRAGMA temp_store = MEMORY;
    `)
    assertDurable(database)
  } catch (error) {
    database.close()
    throw error
  }
  return database
}

/**
 * From now on waiting for another process's lock is ours, and checkpoints are the side thread's: inside SQLite, on the
 * main thread, both would stop the event loop.
 */
export const stopWaitingInside = (database: DatabaseSync): void =>
  database.exec('PRAGMA busy_timeout = 0; PRAGMA wal_autocheckpoint = 0')

/** Refuses a connection that could lose an acknowledged commit: asked back, not assumed. */
export function assertDurable(database: DatabaseSync): void {
  const journal = database.prepare('PRAGMA journal_mode').get()?.['journal_mode']
  const synchronous = database.prepare('PRAGMA synchronous').get()?.['synchronous']
  if (journal !== 'wal' || Number(synchronous) < 2)
    throw new ZhengshuError('CONFIG_INVALID', {
      setting: 'ZHENGSHU_DATA',
      reason: `the file system does not give durable commits (journal ${String(journal)}, synchronous ${String(synchronous)})`,
      reasonZh: `该文件系统不能保证提交持久（journal ${String(journal)}，synchronous ${String(synchronous)}）`,
    })
}
