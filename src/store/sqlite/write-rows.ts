import type { NewRow, RowWrite } from '../engine.ts'
import { CommitConflict } from '../store.ts'
import type { Table } from '../table.ts'
import { isUniqueViolation } from './sqlite-errors.ts'
import { columnName, once, tableName, type Statements } from './statements.ts'

/** Applies one write inside the open transaction; throws CommitConflict when its precondition does not hold. */
export function applyWrite(statements: Statements, write: RowWrite): void {
  switch (write.kind) {
    case 'insert':
      return insertRow(statements, write)
    case 'replace':
      return replaceRow(statements, write)
    case 'remove':
      return removeRow(statements, write)
    case 'check':
      return checkRow(statements, write)
    case 'add':
      return addToRow(statements, write)
  }
}

type InsertRow = Extract<RowWrite, { kind: 'insert' }>

const insertSql = once(
  (table: Table) =>
    `INSERT INTO ${tableName(table)} (id, version, schema, doc${table.keyFields.map((field) => `, ${columnName(field)}`).join('')})` +
    ` VALUES (?, 1, ${table.schema}, ?${', ?'.repeat(table.keyFields.length)})`,
)
const insertUnlessThereSql = once((table: Table) => `${insertSql(table)} ON CONFLICT (id) DO NOTHING`)
const replaceSql = once(
  (table: Table) =>
    `UPDATE ${tableName(table)} SET version = version + 1, schema = ${table.schema}, doc = ?` +
    table.keyFields.map((field) => `, ${columnName(field)} = ?`).join('') +
    ' WHERE id = ? AND version = ?',
)
const removeSql = once((table: Table) => `DELETE FROM ${tableName(table)} WHERE id = ? AND version = ?`)
const versionSql = once((table: Table) => `SELECT version FROM ${tableName(table)} WHERE id = ?`)

function insertRow(statements: Statements, row: InsertRow): void {
  try {
    statements(insertSql(row.table)).run(row.id, row.body, ...row.keys)
  } catch (error) {
    throw isUniqueViolation(error) ? takenBy(statements, row) : error
  }
}

/** False when the id is taken: an import that is repeated meets its own rows. */
export function insertRowUnlessThere(statements: Statements, row: InsertRow): boolean {
  try {
    return statements(insertUnlessThereSql(row.table)).run(row.id, row.body, ...row.keys).changes === 1
  } catch (error) {
    throw isUniqueViolation(error) ? takenBy(statements, row) : error
  }
}

export function replaceRow(statements: Statements, row: Extract<RowWrite, { kind: 'replace' }>): void {
  const { table } = row
  let changes
  try {
    changes = statements(replaceSql(table)).run(row.body, ...row.keys, row.id, row.expectedVersion).changes
  } catch (error) {
    throw isUniqueViolation(error) ? takenBy(statements, row) : error
  }
  if (changes !== 1) throw staleness(statements, table, row.id)
}

function removeRow(statements: Statements, write: Extract<RowWrite, { kind: 'remove' }>): void {
  if (statements(removeSql(write.table)).run(write.id, write.expectedVersion).changes !== 1)
    throw staleness(statements, write.table, write.id)
}

function checkRow(statements: Statements, { table, id, version }: Extract<RowWrite, { kind: 'check' }>): void {
  const stored = versionOf(statements, table, id)
  if (stored === version || (stored === undefined && version === 0)) return
  throw new CommitConflict(stored === undefined ? 'missing' : version === 0 ? 'exists' : 'version', table.name, id)
}

/** The sum is made by SQLite on the text, so that concurrent adds need no version. */
function addToRow(statements: Statements, { table, id, field, by, max }: Extract<RowWrite, { kind: 'add' }>): void {
  const path = `'$."${field}"'`
  const value = `json_extract(doc, ${path})`
  const sql =
    `UPDATE ${tableName(table)} SET version = version + 1, doc = json_set(doc, ${path}, ${value} + CAST(?1 AS INTEGER))` +
    ` WHERE id = ?2 AND json_type(doc, ${path}) = 'integer'` +
    ` AND ${value} + CAST(?1 AS INTEGER) BETWEEN CAST(?3 AS INTEGER) AND CAST(?4 AS INTEGER)`
  if (statements(sql).run(by, id, Number.MIN_SAFE_INTEGER, max).changes === 1) return
  const row = statements(`SELECT json_type(doc, ${path}) AS type FROM ${tableName(table)} WHERE id = ?`).get(id)
  throw new CommitConflict(row?.['type'] === 'integer' ? 'bound' : 'missing', table.name, id)
}

function versionOf(statements: Statements, table: Table, id: string): number | undefined {
  return statements(versionSql(table)).get(id)?.['version'] as number | undefined
}

const staleness = (statements: Statements, table: Table, id: string): CommitConflict =>
  new CommitConflict(versionOf(statements, table, id) === undefined ? 'missing' : 'version', table.name, id)

/** What was taken, the id or a value of a unique index; SQLite says it only in words. */
function takenBy(
  statements: Statements,
  { kind, table, id, keys }: NewRow & { readonly kind: string },
): CommitConflict {
  if (kind === 'insert' && versionOf(statements, table, id) !== undefined)
    return new CommitConflict('exists', table.name, id)
  for (const index of table.indexes.filter(({ isUnique }) => isUnique)) {
    const values = index.fields.map((field) => (field === 'id' ? id : keys[table.keyFields.indexOf(field)]!))
    if (values.includes(null as never)) continue
    const where = index.fields.map((field) => `${columnName(field)} = ?`).join(' AND ')
    const other = statements(`SELECT id FROM ${tableName(table)} WHERE ${where} AND id <> ?`).get(...values, id)
    if (other) return new CommitConflict('exists', table.name, id, index.name)
  }
  return new CommitConflict('exists', table.name, id)
}
