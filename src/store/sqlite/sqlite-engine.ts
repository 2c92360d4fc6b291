import type { DatabaseSync } from 'node:sqlite'
import type { Engine } from '../engine.ts'
import { backupDatabase } from './backup-database.ts'
import { bulkLoadRows } from './bulk-load.ts'
import { createCheckpoints } from './checkpoints.ts'
import { createCommitQueue } from './commit-queue.ts'
import type { SealedCollections } from './commit-messages.ts'
import { createCommitThread } from './commit-thread.ts'
import { createFileMapping } from './file-mapping.ts'
import { countRows, findRows, getRow, getRows } from './read-rows.ts'
import { batchOfInserts } from './row-batch.ts'
import { createSealThread } from './seal-thread.ts'
import { createSideThread } from './side-thread.ts'
import { createStatements } from './statements.ts'
import { createTurnSnapshot } from './turn-snapshot.ts'
import { createWriteLock } from './write-lock.ts'
import type { Table } from '../table.ts'

/** Asking for the length of the log costs as much as a small commit. */
const LOOK_EVERY_MS = 50

interface SqliteEngineOptions {
  readonly database: DatabaseSync
  readonly tables: readonly Table[]
  /** Commits on a thread of their own, which seals too. */
  readonly commitThread?: SealedCollections | undefined
  readonly lockWaitMs: number
  readonly onFatal: (error: unknown) => void
}

/** The embedded engine: reads are synchronous, commits grouped. */
export function createSqliteEngine(options: SqliteEngineOptions): Engine {
  const { database, tables, lockWaitMs, onFatal, commitThread: sealing } = options
  const file = database.location()!
  const statements = createStatements(database)
  const mapping = createFileMapping(database)
  const snapshot = createTurnSnapshot(database, statements, mapping)
  const { read } = snapshot
  const mainWaits = new Int32Array(new SharedArrayBuffer(4))
  const lock = createWriteLock({ database, statements, snapshot, lockWaitMs, mainWaits })
  const sideThread = createSideThread({ file, lockWaitMs, mainWaits }, onFatal)
  const sealThread = sealing && createSealThread(sealing)
  let loads = 0
  const checkLog = createCheckpoints(statements, sideThread, () => loads > 0)
  let lookedAt = 0
  const afterGroup = () => {
    snapshot.end() // whoever hears that its commit was made reads it
    mapping.changed()
    if (performance.now() - lookedAt < LOOK_EVERY_MS) return
    checkLog()
    lookedAt = performance.now()
  }
  const commits = sealing
    ? createCommitThread({ ...sealing, file, lockWaitMs, mainWaits, tables, onFatal, afterGroup })
    : createCommitQueue({ database, statements, lock, onFatal, afterGroup })

  async function whileLoading<T>(load: () => Promise<T>): Promise<T> {
    loads++
    try {
      return await load()
    } finally {
      loads--
      snapshot.end()
    }
  }

  let closing: Promise<void> | undefined
  async function close(): Promise<void> {
    await commits.drain()
    await sealThread?.close()
    await sideThread.close()
    snapshot.end()
    if (database.isOpen) database.close()
  }

  return {
    name: 'sqlite',
    sealsRows: sealing !== undefined,
    get: (table, id) => read(() => getRow(statements, table, id)),
    getMany: (table, ids) => read(() => getRows(statements, table, ids)),
    find: (plan, limit, after) => read(() => findRows(statements, plan, limit, after)),
    count: (plan, ceiling) => read(() => countRows(statements, plan, ceiling)),
    commit: (writes) => commits.commit(writes),
    bulkLoad: (table, rows) =>
      whileLoading(() => bulkLoadRows({ statements, sealThread, sideThread, lock, onFatal }, table, rows)),
    insertPacked:
      sealThread &&
      ((table, inserts) =>
        whileLoading(async () => {
          return sideThread.load(await sealThread.seal(batchOfInserts(table, inserts), 'keep'))
        })),
    // `data_version` moves with other connections' commits, `total_changes` with our own.
    changeCounter() {
      snapshot.end()
      return read(() => {
        const others = statements('PRAGMA data_version').get()!['data_version'] as number
        const own = statements('SELECT total_changes() AS own').get()!['own'] as number
        return `${others}.${own}`
      })
    },
    backup: (file) => backupDatabase(database, file),
    close: () => (closing ??= close()),
  }
}
