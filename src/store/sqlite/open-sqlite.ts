import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Engine } from '../engine.ts'
import type { Table } from '../table.ts'
import { syncFile } from './backup-database.ts'
import { createTables } from './create-tables.ts'
import { openDatabase, stopWaitingInside } from './open-database.ts'
import { createSqliteEngine } from './sqlite-engine.ts'

export interface OpenSqliteOptions {
  readonly directory: string
  readonly tables: readonly Table[]
  readonly lockWaitMs: number
  readonly onFatal: (error: unknown) => void
}

export const DATABASE_FILE = 'store.sqlite'

export function openSqlite({ directory, tables, lockWaitMs, onFatal }: OpenSqliteOptions): Engine {
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  const database = openDatabase(join(directory, DATABASE_FILE))
  try {
    database.exec('BEGIN IMMEDIATE')
    createTables(database, tables)
    database.exec('COMMIT')
    syncFile(directory)
    stopWaitingInside(database)
  } catch (error) {
    database.close()
    throw error
  }
  return createSqliteEngine({ database, tables, lockWaitMs, onFatal })
}
