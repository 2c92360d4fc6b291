import { closeSync, existsSync, mkdirSync, openSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Clock } from '../../core/clock.ts'
import type { Engine } from '../engine.ts'
import { bringToFormat, FORMAT, type FormatStep } from '../formats.ts'
import type { Table } from '../table.ts'
import type { SealedCollections } from './commit-messages.ts'
import { createTables, type KeysOfBody } from './create-tables.ts'
import { checkFormatFile, createMetaTable, syncFile, writeFormatFile } from './format-files.ts'
import { openDatabase, stopWaitingInside } from './open-database.ts'
import { toStoreError } from './sqlite-errors.ts'
import { createSqliteEngine } from './sqlite-engine.ts'
import type { DatabaseSync } from 'node:sqlite'

interface OpenSqliteOptions {
  readonly directory: string
  readonly tables: readonly Table[]
  readonly keysOfBody: KeysOfBody
  readonly clock: Clock
  readonly holder: string
  readonly commitThread: SealedCollections | undefined
  readonly lockWaitMs: number
  readonly onFatal: (error: unknown) => void
}

export const DATABASE_FILE = 'store.sqlite'

/** From each released format to the next. Format 1 is the first. */
const STEPS: readonly FormatStep<DatabaseSync>[] = []

/** Opens or creates the data directory; every file in it is on the disk before this returns. */
export async function openSqlite(options: OpenSqliteOptions): Promise<Engine> {
  const { directory, tables, keysOfBody, clock, holder } = options
  createDirectory(directory)
  checkFormatFile(directory)
  let database
  try {
    const file = join(directory, DATABASE_FILE)
    // Readable by its owner alone, also in a directory that is not; the log beside it takes over its rights.
    closeSync(openSync(file, 'a', 0o600))
    database = openDatabase(file)
    const meta = createMetaTable(database)
    await bringToFormat({ record: meta, target: database, steps: STEPS, supported: FORMAT, holder, clock })
    createTables(database, meta, tables, keysOfBody)
    writeFormatFile(directory)
    stopWaitingInside(database)
  } catch (error) {
    database?.close()
    throw toStoreError(error)
  }
  return createSqliteEngine({ ...options, database })
}

function createDirectory(directory: string): void {
  if (existsSync(directory)) return
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  syncFile(dirname(directory))
}
