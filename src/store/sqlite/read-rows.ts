import type { SQLInputValue } from 'node:sqlite'
import type { Body, FoundRow, Plan, Position, Row } from '../engine.ts'
import { compareKeys } from '../index-keys.ts'
import { ID_INDEX, isTotal, type Table } from '../table.ts'
import type { Count } from '../store.ts'
import { columnName, indexName, tableName, type Statements } from './statements.ts'

export function getRow(statements: Statements, table: Table, id: string): Row | undefined {
  const row = statements(`SELECT version, doc FROM ${tableName(table)} WHERE id = ?`).get(id)
  return row && { id, version: row['version'] as number, body: row['doc'] as Body }
}

/** One statement, hence one snapshot, however many ids. */
export function getRows(statements: Statements, table: Table, ids: readonly string[]): readonly Row[] {
  return statements(
    `SELECT t.id, t.version, t.doc FROM json_each(?) AS wanted JOIN ${tableName(table)} AS t ON t.id = wanted.value`,
  )
    .all(JSON.stringify(ids))
    .map((row) => ({ id: row['id'] as string, version: row['version'] as number, body: row['doc'] as Body }))
}

export function findRows(
  statements: Statements,
  plan: Plan,
  limit: number,
  after: Position | undefined,
): readonly FoundRow[] {
  const found: FoundRow[] = []
  for (const { equals, position } of walks(plan, after)) {
    const { sql, values } = selectRows(plan, equals, position)
    const rows = statements(sql).all(...values, limit - found.length)
    for (const row of rows) found.push(foundRow(plan, equals, row))
    if (found.length >= limit) break
  }
  return found
}

export function countRows(statements: Statements, plan: Plan, ceiling: number): Count {
  let count = 0
  for (const { equals } of walks(plan, undefined)) {
    const { from, values } = selectFrom(plan, equals, undefined)
    const row = statements(`SELECT count(*) AS n FROM (SELECT 1 ${from} LIMIT ?)`).get(...values, ceiling + 1 - count)
    count += row!['n'] as number
    if (count > ceiling) return { count: ceiling, isLowerBound: true }
  }
  return { count, isLowerBound: false }
}

interface Walk {
  readonly equals: readonly string[]
  readonly position: Position | undefined
}

/**
 * One walk along the index for each value of `in`, in their order: SQLite's own IN would sort everything that matches
 * before it answers the first page.
 */
function walks(plan: Plan, after: Position | undefined): readonly Walk[] {
  if (!plan.anyOf) return [{ equals: plan.equals, position: after }]
  const values = plan.descending ? plan.anyOf.toReversed() : plan.anyOf
  const reached = after?.order[0]
  // In a unique index whose last field is the `in` field, a value has one row, and the page before gave it.
  const isGiven = isTotal(plan.index) && plan.index.fields.length === plan.equals.length + 1
  const isAhead = (value: string) =>
    reached === undefined || compareKeys(value, reached) * (plan.descending ? -1 : 1) >= (isGiven ? 1 : 0)
  return values.filter(isAhead).map((value) => ({
    equals: [...plan.equals, value],
    position: after && value === reached ? { order: after.order.slice(1), id: after.id } : undefined,
  }))
}

function selectRows(plan: Plan, equals: readonly string[], position: Position | undefined) {
  const { from, values, order } = selectFrom(plan, equals, position)
  const keys = plan.index.fields.slice(equals.length).map((field, i) => `, ${columnName(field)} AS o${i}`)
  const direction = plan.descending ? ' DESC' : ''
  const orderBy = order.length > 0 ? ` ORDER BY ${order.map((name) => name + direction).join(', ')}` : ''
  return { sql: `SELECT id, version, doc${keys.join('')} ${from}${orderBy} LIMIT ?`, values }
}

function selectFrom(plan: Plan, equals: readonly string[], position: Position | undefined) {
  const { table, index, range, descending } = plan
  const rest = index.fields.slice(equals.length)
  const conditions: string[] = []
  const values: SQLInputValue[] = []
  const where = (condition: string, ...bound: readonly string[]) => {
    conditions.push(condition)
    values.push(...bound)
  }
  equals.forEach((key, i) => where(`${columnName(index.fields[i]!)} = ?`, key))
  // The bound that the position already implies is left out: SQLite might start the walk at it, not at the position.
  if (range && (!position || descending)) where(`${columnName(rest[0]!)} >= ?`, range.from)
  if (range?.to !== undefined && (!position || !descending)) where(`${columnName(rest[0]!)} < ?`, range.to)
  // Needed for the partial index to serve the query, and true of every row in it.
  for (const field of rest) if (field !== 'id') where(`${columnName(field)} IS NOT NULL`)

  const order = rest.map(columnName)
  if (!isTotal(index)) order.push('id')
  if (position && order.length > 0) {
    const bound = isTotal(index) ? position.order : [...position.order, position.id]
    where(`(${order.join(', ')}) ${descending ? '<' : '>'} (${order.map(() => '?').join(', ')})`, ...bound)
  }
  const by = index === ID_INDEX ? '' : ` INDEXED BY ${indexName(table, index)}`
  const clause = conditions.length > 0 ? ` WHERE ${conditions.join(' AND ')}` : ''
  return { from: `FROM ${tableName(table)}${by}${clause}`, values, order }
}

function foundRow(plan: Plan, equals: readonly string[], row: Record<string, unknown>): FoundRow {
  // A plan with `in` counts the `in` field among the ordered ones.
  const order = equals.slice(plan.equals.length)
  for (let i = equals.length; i < plan.index.fields.length; i++) order.push(row[`o${i - equals.length}`] as string)
  return { id: row['id'] as string, version: row['version'] as number, body: row['doc'] as Body, order }
}
