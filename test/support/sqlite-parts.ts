import { join } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { onTestFinished } from 'vitest'
import { createCursors } from '../../src/store/cursor.ts'
import { createDocumentStore } from '../../src/store/document-store.ts'
import { createKeyedDigests } from '../../src/store/keyed-digests.ts'
import { openCollections } from '../../src/store/open-collections.ts'
import type { Collection, Document, Store } from '../../src/store/index.ts'
import { createTables } from '../../src/store/sqlite/create-tables.ts'
import { createMetaTable } from '../../src/store/sqlite/format-files.ts'
import { openDatabase, stopWaitingInside } from '../../src/store/sqlite/open-database.ts'
import { createSqliteEngine } from '../../src/store/sqlite/sqlite-engine.ts'
import { fixedSecrets } from './store.ts'
import { temporaryDirectory } from './temporary.ts'

/** The SQLite store from its parts, so that a test may reach the connection and break it. */
export function storeFromParts(
  collections: readonly Collection<Document>[],
  onFatal: (error: unknown) => void = () => {},
): { readonly store: Store; readonly database: DatabaseSync } {
  const database = openDatabase(join(temporaryDirectory(), 'store.sqlite'))
  const open = openCollections(collections, fixedSecrets)
  const tables = [...open.values()].map(({ table }) => table)
  createTables(database, createMetaTable(database), tables, () => [])
  stopWaitingInside(database)
  const engine = createSqliteEngine({ database, tables, lockWaitMs: 200, onFatal })
  const store = createDocumentStore(engine, open, createCursors(fixedSecrets.cursor), createKeyedDigests(fixedSecrets))
  onTestFinished(() => store.close())
  return { store, database }
}
