import type { DatabaseSync } from 'node:sqlite'
import { isTotal, type Table } from '../table.ts'
import { columnName, indexName, tableName } from './statements.ts'

/**
 * One table a collection: a rowid table in order of arrival with the id in a unique index (measured: twice as fast to
 * fill as WITHOUT ROWID), the keys of indexed fields in columns of their own. A document that lacks a field of an
 * index is not in that index. Indexes that are not unique end with the id, so that their order is total.
 */
export function createTables(database: DatabaseSync, tables: readonly Table[]): void {
  for (const table of tables) {
    const columns = table.keyFields.map((field) => `, ${columnName(field)}`).join('')
    database.exec(
      `CREATE TABLE IF NOT EXISTS ${tableName(table)}` +
        ` (id TEXT NOT NULL UNIQUE, version INTEGER NOT NULL, schema INTEGER NOT NULL, doc NOT NULL${columns})`,
    )
    for (const index of table.indexes) {
      const names = index.fields.map(columnName)
      const present = names.filter((name) => name !== 'id').map((name) => `${name} IS NOT NULL`)
      if (!isTotal(index)) names.push('id')
      database.exec(
        `CREATE ${index.isUnique ? 'UNIQUE ' : ''}INDEX IF NOT EXISTS ${indexName(table, index)}` +
          ` ON ${tableName(table)} (${names.join(', ')})` +
          (present.length > 0 ? ` WHERE ${present.join(' AND ')}` : ''),
      )
    }
  }
}
