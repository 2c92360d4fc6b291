import type { DatabaseSync, StatementSync } from 'node:sqlite'

/** Prepared statements by their text. The texts are built from declared names only, so there are few of them. */
export interface Statements {
  (sql: string): StatementSync
}

export function createStatements(database: DatabaseSync): Statements {
  const prepared = new Map<string, StatementSync>()
  return (sql) => {
    let statement = prepared.get(sql)
    if (!statement) prepared.set(sql, (statement = database.prepare(sql)))
    return statement
  }
}

/** Names come from declarations and were checked against a pattern (table.ts). */
export const tableName = (table: { readonly name: string }): string => `"c_${table.name}"`
export const columnName = (field: string): string => (field === 'id' ? 'id' : `"k_${field}"`)
export const indexName = (table: { readonly name: string }, index: { readonly name: string }): string =>
  `"i_${table.name}_${index.name}"`

/** A text made once for each key: making it anew, and finding its statement by it, costs as much as a small row. */
export function once<K extends WeakKey>(make: (key: K) => string): (key: K) => string {
  const made = new WeakMap<K, string>()
  return (key) => {
    let text = made.get(key)
    if (text === undefined) made.set(key, (text = make(key)))
    return text
  }
}
