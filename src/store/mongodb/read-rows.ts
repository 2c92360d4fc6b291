import type { Db, Document as MongoDocument, Filter } from 'mongodb'
import type { FoundRow, Plan, Position, Row } from '../engine.ts'
import { isTotal, type Table } from '../table.ts'
import type { Count } from '../store.ts'
import { collectionOf, pathOf, toRow, type StoredRow } from './rows.ts'

const VISIBLE = { v: 1, d: 1, n: 1, a: 1, x: 1 } as const

export async function getRow(db: Db, table: Table, id: string): Promise<Row | undefined> {
  const row = await collectionOf(db, table).findOne({ _id: id }, { projection: VISIBLE })
  return row ? toRow(row) : undefined
}

export async function getRows(db: Db, table: Table, ids: readonly string[]): Promise<readonly Row[]> {
  const rows = await collectionOf(db, table)
    .find({ _id: { $in: [...ids] } }, { projection: VISIBLE })
    .toArray()
  return rows.map(toRow)
}

export async function findRows(
  db: Db,
  plan: Plan,
  limit: number,
  after: Position | undefined,
): Promise<readonly FoundRow[]> {
  const ordered = orderedFields(plan)
  const direction = plan.descending ? -1 : 1
  let cursor = collectionOf(db, plan.table).find(filterOf(plan, after), { projection: VISIBLE }).limit(limit)
  if (ordered.length > 0) cursor = cursor.sort(Object.fromEntries(ordered.map((field) => [pathOf(field), direction])))
  const rows = await cursor.toArray()
  const shown = plan.index.fields.slice(plan.equals.length)
  return rows.map((row) => ({
    ...toRow(row),
    order: shown.map((field) => (field === 'id' ? row._id : row.x[field]!)),
  }))
}

export async function countRows(db: Db, plan: Plan, ceiling: number): Promise<Count> {
  const count = await collectionOf(db, plan.table).countDocuments(filterOf(plan, undefined), { limit: ceiling + 1 })
  return count > ceiling ? { count: ceiling, isLowerBound: true } : { count, isLowerBound: false }
}

/** The fields behind the equalities, with the id where they leave ties. */
function orderedFields({ index, equals }: Plan): readonly string[] {
  const rest = index.fields.slice(equals.length)
  return isTotal(index) ? rest : [...rest, 'id']
}

/** Built from keys only: strings of our own making, never an object of a client's. */
function filterOf(plan: Plan, after: Position | undefined): Filter<StoredRow> {
  const { index, equals, anyOf, range } = plan
  const conditions: MongoDocument[] = equals.map((key, i) => ({ [pathOf(index.fields[i]!)]: { $eq: key } }))
  let next = equals.length
  if (anyOf) conditions.push({ [pathOf(index.fields[next++]!)]: { $in: [...anyOf] } })
  if (range) {
    const bounds = { $gte: range.from, ...(range.to === undefined ? {} : { $lt: range.to }) }
    conditions.push({ [pathOf(index.fields[next++]!)]: bounds })
  }
  // True of every row in the index, and needed for a partial index to serve the query.
  for (const field of index.fields.slice(next))
    if (field !== 'id') conditions.push({ [pathOf(field)]: { $exists: true } })
  if (after) conditions.push(...behind(plan, after))
  return mergeConditions(conditions) as Filter<StoredRow>
}

/** One object where it can be: planners look for index bounds there first, and not all of them inside `$and`. */
function mergeConditions(conditions: readonly MongoDocument[]): MongoDocument {
  const merged: MongoDocument = {}
  const rest: MongoDocument[] = []
  for (const condition of conditions) {
    const isClash = Object.keys(condition).some((path) => path in merged)
    if (isClash) rest.push(condition)
    else Object.assign(merged, condition)
  }
  return rest.length === 0 ? merged : { ...merged, $and: rest }
}

/** (a, b, id) > (x, y, z), written out; the bound on the first field alone lets the index begin there. */
function behind(plan: Plan, { order, id }: Position): readonly MongoDocument[] {
  const fields = orderedFields(plan)
  const values = isTotal(plan.index) ? order : [...order, id]
  const [beyond, from] = plan.descending ? ['$lt', '$lte'] : ['$gt', '$gte']
  const alternatives = fields.map((field, i) => ({
    ...Object.fromEntries(fields.slice(0, i).map((equal, k) => [pathOf(equal), { $eq: values[k] }])),
    [pathOf(field)]: { [beyond!]: values[i] },
  }))
  return [{ [pathOf(fields[0]!)]: { [from!]: values[0] } }, { $or: alternatives }]
}
