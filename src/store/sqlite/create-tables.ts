import type { DatabaseSync } from 'node:sqlite'
import type { Body } from '../engine.ts'
import { isTotal, type Table, type TableIndex } from '../table.ts'
import type { MetaTable } from './format-files.ts'
import { columnName, indexName, tableName } from './statements.ts'

/** How the keys of a stored row are made; needed when a declaration changed since. */
export type KeysOfBody = (table: Table, id: string, body: Body) => readonly (string | null)[]

const REINDEX_ROWS = 500

/**
 * One table a collection: a rowid table in order of arrival with the id in a unique index (measured: twice as fast to
 * fill as WITHOUT ROWID), the keys of indexed fields in columns of their own. A document that lacks a field of an
 * index is not in that index. Indexes that are not unique end with the id, so that their order is total.
 */
export function createTables(
  database: DatabaseSync,
  meta: MetaTable,
  tables: readonly Table[],
  keysOfBody: KeysOfBody,
): void {
  for (const table of tables) {
    const declaration = JSON.stringify({ keyFields: table.keyFields, indexes: table.indexes, keys: table.keyForm })
    const known = meta.get(`table ${table.name}`)
    if (known === declaration) continue
    if (known === undefined) inTransaction(database, () => createTable(database, table))
    else reindexTable(database, table, keysOfBody)
    meta.set(`table ${table.name}`, declaration)
  }
}

function createTable(database: DatabaseSync, table: Table): void {
  const columns = table.keyFields.map((field) => `, ${columnName(field)}`).join('')
  database.exec(
    `CREATE TABLE IF NOT EXISTS ${tableName(table)}` +
      ` (id TEXT NOT NULL UNIQUE, version INTEGER NOT NULL, schema INTEGER NOT NULL, doc NOT NULL${columns})`,
  )
  for (const index of table.indexes) database.exec(createIndexSql(table, index))
}

function createIndexSql(table: Table, index: TableIndex): string {
  const names = index.fields.map(columnName)
  const present = names.filter((name) => name !== 'id').map((name) => `${name} IS NOT NULL`)
  if (!isTotal(index)) names.push('id')
  return (
    `CREATE ${index.isUnique ? 'UNIQUE ' : ''}INDEX IF NOT EXISTS ${indexName(table, index)}` +
    ` ON ${tableName(table)} (${names.join(', ')})` +
    (present.length > 0 ? ` WHERE ${present.join(' AND ')}` : '')
  )
}

/**
 * The declaration changed: columns are added, every row's keys made anew, the indexes built again. In short
 * transactions; the new declaration is recorded last, so that an interrupted change is simply done again.
 */
function reindexTable(database: DatabaseSync, table: Table, keysOfBody: KeysOfBody): void {
  const names = (sql: string) =>
    database
      .prepare(sql)
      .all(`c_${table.name}`)
      .map((row) => row['name'] as string)
  inTransaction(database, () => {
    for (const name of names(
      `SELECT name FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL AND tbl_name = ?`,
    ))
      database.exec(`DROP INDEX "${name}"`)
    const columns = new Set(names('SELECT name FROM pragma_table_info(?)'))
    for (const field of table.keyFields)
      if (!columns.has(`k_${field}`)) database.exec(`ALTER TABLE ${tableName(table)} ADD COLUMN ${columnName(field)}`)
  })
  if (table.keyFields.length > 0) fillKeys(database, table, keysOfBody)
  inTransaction(database, () => createTable(database, table))
}

function fillKeys(database: DatabaseSync, table: Table, keysOfBody: KeysOfBody): void {
  const select = database.prepare(
    `SELECT rowid, id, doc FROM ${tableName(table)} WHERE rowid > ? ORDER BY rowid LIMIT ${REINDEX_ROWS}`,
  )
  const columns = table.keyFields.map((field) => `${columnName(field)} = ?`).join(', ')
  const update = database.prepare(`UPDATE ${tableName(table)} SET ${columns} WHERE rowid = ?`)
  for (let reached = 0; ;) {
    const done = inTransaction(database, () => {
      const rows = select.all(reached)
      for (const row of rows) {
        update.run(...keysOfBody(table, row['id'] as string, row['doc'] as Body), row['rowid'] as number)
        reached = row['rowid'] as number
      }
      return rows.length === 0
    })
    if (done) return
  }
}

function inTransaction<T>(database: DatabaseSync, work: () => T): T {
  database.exec('BEGIN IMMEDIATE')
  try {
    const result = work()
    database.exec('COMMIT')
    return result
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK')
    throw error
  }
}
