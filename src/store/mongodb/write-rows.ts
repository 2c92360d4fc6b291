import type { ClientSession, Db } from 'mongodb'
import type { NewRow, RowWrite } from '../engine.ts'
import { CommitConflict } from '../store.ts'
import type { Table } from '../table.ts'
import { failedAt, isDuplicateKey } from './mongodb-errors.ts'
import { collectionOf, pathOf, toStoredRow } from './rows.ts'

/** A unique key was taken inside the transaction; whose it was is looked up once the transaction is gone. */
export class KeyTaken extends Error {
  readonly row: NewRow
  readonly isInsert: boolean
  constructor(row: NewRow, isInsert: boolean) {
    super('a unique key is taken')
    this.row = row
    this.isInsert = isInsert
  }
}

type Insert = Extract<RowWrite, { kind: 'insert' }>

/** Applies the writes in their order; throws CommitConflict or KeyTaken when a precondition does not hold. */
export async function applyWrites(db: Db, session: ClientSession, commitId: string, writes: readonly RowWrite[]) {
  for (let i = 0; i < writes.length;) {
    const run = insertsFrom(writes, i)
    if (run.length > 0) await insertRows(db, session, run)
    else await applyWrite(db, session, commitId, writes[i]!)
    i += Math.max(1, run.length)
  }
}

/** Neighbouring inserts into one collection go in one message. */
function insertsFrom(writes: readonly RowWrite[], from: number): readonly Insert[] {
  const run: Insert[] = []
  for (let i = from; i < writes.length; i++) {
    const write = writes[i]!
    if (write.kind !== 'insert' || (run[0] && run[0].table !== write.table)) break
    run.push(write)
  }
  return run
}

async function insertRows(db: Db, session: ClientSession, rows: readonly Insert[]): Promise<void> {
  const stored = rows.map((row) => toStoredRow(row, 1))
  const collection = collectionOf(db, rows[0]!.table)
  try {
    if (stored.length === 1) await collection.insertOne(stored[0]!, { session })
    else await collection.insertMany(stored, { session, ordered: true })
  } catch (error) {
    throw isDuplicateKey(error) ? new KeyTaken(rows[failedAt(error)]!, true) : error
  }
}

async function applyWrite(db: Db, session: ClientSession, commitId: string, write: RowWrite): Promise<void> {
  const collection = collectionOf(db, write.table)
  switch (write.kind) {
    case 'insert':
      return insertRows(db, session, [write])
    case 'replace': {
      const { _id, ...replacement } = toStoredRow(write, write.expectedVersion + 1)
      try {
        const { matchedCount } = await collection.replaceOne({ _id, v: write.expectedVersion }, replacement, {
          session,
        })
        if (matchedCount === 0) throw await staleness(db, session, write.table, write.id)
      } catch (error) {
        throw isDuplicateKey(error) ? new KeyTaken(write, false) : error
      }
      return
    }
    case 'remove': {
      const { deletedCount } = await collection.deleteOne({ _id: write.id, v: write.expectedVersion }, { session })
      if (deletedCount === 0) throw await staleness(db, session, write.table, write.id)
      return
    }
    case 'check':
      return checkRow(db, session, commitId, write)
    case 'add':
      return addToRow(db, session, write)
  }
}

/**
 * A check writes: transactions see a snapshot, and only two writes to the same row conflict. Without it, two commits
 * that each check what the other changes would both pass.
 */
async function checkRow(
  db: Db,
  session: ClientSession,
  commitId: string,
  { table, id, version }: Extract<RowWrite, { kind: 'check' }>,
): Promise<void> {
  const collection = collectionOf(db, table)
  if (version > 0) {
    const { matchedCount } = await collection.updateOne({ _id: id, v: version }, { $set: { c: commitId } }, { session })
    if (matchedCount === 0) throw await staleness(db, session, table, id)
    return
  }
  try {
    // In and out again: whoever inserts this id at the same time conflicts with it.
    await collection.insertOne({ _id: id, v: 0, s: table.schema, d: '', x: {} }, { session })
  } catch (error) {
    throw isDuplicateKey(error) ? new CommitConflict('exists', table.name, id) : error
  }
  await collection.deleteOne({ _id: id }, { session })
}

async function addToRow(
  db: Db,
  session: ClientSession,
  { table, id, field, by, max }: Extract<RowWrite, { kind: 'add' }>,
): Promise<void> {
  const collection = collectionOf(db, table)
  const path = `n.${field}`
  const bounds = {
    $gte: Math.max(Number.MIN_SAFE_INTEGER - Math.min(by, 0), Number.MIN_SAFE_INTEGER),
    $lte: Math.min(max - by, Number.MAX_SAFE_INTEGER),
  }
  const { matchedCount } = await collection.updateOne(
    { _id: id, [path]: bounds },
    { $inc: { [path]: by, v: 1 }, $set: { a: true } },
    { session },
  )
  if (matchedCount > 0) return
  const row = await collection.findOne({ _id: id }, { session, projection: { n: 1 } })
  throw new CommitConflict(row?.n?.[field] === undefined ? 'missing' : 'bound', table.name, id)
}

async function staleness(db: Db, session: ClientSession, table: Table, id: string): Promise<CommitConflict> {
  const row = await collectionOf(db, table).findOne({ _id: id }, { session, projection: { v: 1 } })
  return new CommitConflict(row ? 'version' : 'missing', table.name, id)
}

/** What was taken; undefined when it is free again, so that the commit may be tried once more. */
export async function conflictOf(db: Db, { row, isInsert }: KeyTaken): Promise<CommitConflict | undefined> {
  const { table, id } = row
  const collection = collectionOf(db, table)
  if (isInsert && (await collection.findOne({ _id: id }, { projection: { _id: 1 } })))
    return new CommitConflict('exists', table.name, id)
  for (const { index, values } of uniqueValuesOf(row)) {
    const filter = Object.fromEntries(index.fields.map((field, i) => [pathOf(field), { $eq: values[i]! }]))
    const other = await collection.findOne({ $and: [filter, { _id: { $ne: id } }] }, { projection: { _id: 1 } })
    if (other) return new CommitConflict('exists', table.name, id, index.name)
  }
  return undefined
}

/** The same among the writes of the commit itself: two that want one key would meet again at every attempt. */
export function conflictWithin(writes: readonly RowWrite[], { row, isInsert }: KeyTaken): CommitConflict | undefined {
  const { table, id } = row
  const rivals = writes.filter(
    (write): write is Extract<RowWrite, NewRow> => 'body' in write && write.table === table && write !== row,
  )
  if (isInsert && rivals.some((rival) => rival.id === id)) return new CommitConflict('exists', table.name, id)
  const others = rivals.filter((rival) => rival.id !== id).flatMap(uniqueValuesOf)
  for (const { index, values } of uniqueValuesOf(row))
    if (others.some((other) => other.index === index && other.values.every((value, i) => value === values[i])))
      return new CommitConflict('exists', table.name, id, index.name)
  return undefined
}

/** The keys of a row in each unique index that holds it. */
function uniqueValuesOf({ table, id, keys }: NewRow) {
  return table.indexes
    .filter(({ isUnique }) => isUnique)
    .map((index) => ({
      index,
      values: index.fields.map((field) => (field === 'id' ? id : keys[table.keyFields.indexOf(field)])),
    }))
    .filter(({ values }) => !values.includes(null))
}
