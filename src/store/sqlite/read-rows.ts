import type { SQLInputValue } from 'node:sqlite'
import type { Body, FoundRow, Plan, Position, Row } from '../engine.ts'
import { compareKeys } from '../index-keys.ts'
import { ID_INDEX, isTotal, type Table } from '../table.ts'
import type { Count } from '../store.ts'
import { columnName, indexName, once, tableName, type Statements } from './statements.ts'

const getSql = once((table: Table) => `SELECT version, doc FROM ${tableName(table)} WHERE id = ?`)
const getManySql = once(
  (table: Table) =>
    `SELECT t.id, t.version, t.doc FROM json_each(?) AS wanted JOIN ${tableName(table)} AS t ON t.id = wanted.value`,
)

export function getRow(statements: Statements, table: Table, id: string): Row | undefined {
  const row = statements(getSql(table)).get(id)
  return row && { id, version: row['version'] as number, body: row['doc'] as Body }
}

/** One statement, hence one snapshot, however many ids. */
export function getRows(statements: Statements, table: Table, ids: readonly string[]): readonly Row[] {
  return statements(getManySql(table))
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
    const select = selectFrom(plan, equals, position)
    const sql = sqlFor(plan, shapeOf(plan, equals, position) * 1_024 + limit, () => {
      const keys = plan.index.fields.slice(equals.length).map((field, i) => `, ${columnName(field)} AS o${i}`)
      // A bound limit would make SQLite prepare the statement anew at each change of it.
      return `SELECT id, version, doc${keys.join('')} ${select.from()} LIMIT ${limit}`
    })
    for (const row of statements(sql).all(...select.values)) {
      if (found.length === limit) return found
      found.push(foundRow(plan, equals, row))
    }
  }
  return found
}

export function countRows(statements: Statements, plan: Plan, ceiling: number): Count {
  let count = 0
  for (const { equals } of walks(plan, undefined)) {
    const { from, values } = selectFrom(plan, equals, undefined)
    const sql = `SELECT count(*) AS n FROM (SELECT 1 ${from()} LIMIT ${ceiling + 1})`
    count += statements(sql).get(...values)!['n'] as number
    if (count > ceiling) return { count: ceiling, isLowerBound: true }
  }
  return { count, isLowerBound: false }
}

const sqlByPlan = new WeakMap<Table, Map<number, string>>()

/** The text of a query by its index and shape. */
function sqlFor({ table, index }: Plan, shape: number, make: () => string): string {
  const known = sqlByPlan.get(table) ?? new Map<number, string>()
  if (known.size === 0) sqlByPlan.set(table, known)
  const key = shape * 64 + table.indexes.indexOf(index) + 1
  let sql = known.get(key)
  if (sql === undefined) known.set(key, (sql = make()))
  return sql
}

/** Everything that decides the text besides the index: how many equalities, which bounds, the direction. */
function shapeOf({ range, descending }: Plan, equals: readonly string[], position: Position | undefined): number {
  const flags = [range, range?.to, position, descending || undefined]
  return flags.reduce((bits: number, flag) => bits * 2 + (flag === undefined ? 0 : 1), equals.length)
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

function selectFrom(plan: Plan, equals: readonly string[], position: Position | undefined) {
  const { index, range, descending } = plan
  const values: SQLInputValue[] = [...equals]
  // The bound that the position already implies is left out: SQLite might start the walk at it, not at the position.
  const from = range && (!position || descending) ? range.from : undefined
  const to = !position || !descending ? range?.to : undefined
  if (from !== undefined) values.push(from)
  if (to !== undefined) values.push(to)
  if (position) values.push(...position.order)
  if (position && !isTotal(index)) values.push(position.id)
  return { values, from: () => fromSql(plan, equals.length, { from, to }, position !== undefined) }
}

interface Bounds {
  readonly from: string | undefined
  readonly to: string | undefined
}

function fromSql({ table, index, descending }: Plan, equalities: number, { from, to }: Bounds, isFurther: boolean) {
  const rest = index.fields.slice(equalities)
  const order = rest.map(columnName)
  if (!isTotal(index)) order.push('id')
  const conditions = index.fields.slice(0, equalities).map((field) => `${columnName(field)} = ?`)
  if (from !== undefined) conditions.push(`${columnName(rest[0]!)} >= ?`)
  if (to !== undefined) conditions.push(`${columnName(rest[0]!)} < ?`)
  if (isFurther && order.length > 0)
    conditions.push(`(${order.join(', ')}) ${descending ? '<' : '>'} (${order.map(() => '?').join(', ')})`)
  // Needed for the partial index to serve the query, and true of every row in it.
  for (const field of rest) if (field !== 'id') conditions.push(`${columnName(field)} IS NOT NULL`)
  const by = index === ID_INDEX ? '' : ` INDEXED BY ${indexName(table, index)}`
  const where = conditions.length > 0 ? ` WHERE ${conditions.join(' AND ')}` : ''
  const direction = descending ? ' DESC' : ''
  const orderBy = order.length > 0 ? ` ORDER BY ${order.map((name) => name + direction).join(', ')}` : ''
  return `FROM ${tableName(table)}${by}${where}${orderBy}`
}

function foundRow(plan: Plan, equals: readonly string[], row: Record<string, unknown>): FoundRow {
  // A plan with `in` counts the `in` field among the ordered ones.
  const order = equals.slice(plan.equals.length)
  for (let i = equals.length; i < plan.index.fields.length; i++) order.push(row[`o${i - equals.length}`] as string)
  return { id: row['id'] as string, version: row['version'] as number, body: row['doc'] as Body, order }
}
