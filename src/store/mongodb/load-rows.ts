import type { AnyBulkWriteOperation, Db } from 'mongodb'
import type { BulkRowWrite } from '../engine.ts'
import { CommitConflict, type BulkLoadResult } from '../store.ts'
import type { Table } from '../table.ts'
import { takenPlaces } from './mongodb-errors.ts'
import { collectionOf, toStoredRow, type StoredRow } from './rows.ts'
import { conflictOf, KeyTaken } from './write-rows.ts'

const CHUNK_ROWS = 500

/** Rows in unordered messages, each row atomic by itself; a repeated load meets its own rows and skips them. */
export async function bulkLoadRows(db: Db, table: Table, rows: Iterator<BulkRowWrite>): Promise<BulkLoadResult> {
  const total = { inserted: 0, replaced: 0, skipped: 0 }
  for (;;) {
    const chunk: BulkRowWrite[] = []
    for (let row = rows.next(); !row.done; row = rows.next()) {
      chunk.push(row.value)
      if (chunk.length === CHUNK_ROWS) break
    }
    if (chunk.length === 0) return total
    const skipped = await insertChunk(
      db,
      table,
      chunk.filter((row) => row.kind === 'insert'),
    )
    const replaced = await replaceChunk(
      db,
      table,
      chunk.filter((row) => row.kind === 'replace'),
    )
    total.inserted += chunk.length - skipped - replaced
    total.replaced += replaced
    total.skipped += skipped
  }
}

async function insertChunk(db: Db, table: Table, rows: readonly BulkRowWrite[]): Promise<number> {
  if (rows.length === 0) return 0
  const collection = collectionOf(db, table)
  try {
    await collection.insertMany(
      rows.map((row) => toStoredRow(row, 1)),
      { ordered: false },
    )
    return 0
  } catch (error) {
    const places = takenPlaces(error)
    if (!places) throw error
    const ids = places.map((place) => rows[place]!.id)
    const there = await collection.find({ _id: { $in: ids } }, { projection: { _id: 1 } }).toArray()
    const known = new Set(there.map(({ _id }) => _id))
    const stranger = places.find((place) => !known.has(rows[place]!.id))
    if (stranger === undefined) return places.length
    throw (await conflictOf(db, new KeyTaken(rows[stranger]!, true))) ?? error
  }
}

type Replace = Extract<BulkRowWrite, { kind: 'replace' }>

async function replaceChunk(db: Db, table: Table, rows: readonly Replace[]): Promise<number> {
  if (rows.length === 0) return 0
  const collection = collectionOf(db, table)
  const operations = rows.map((row): AnyBulkWriteOperation<StoredRow> => {
    const { _id, ...replacement } = toStoredRow(row, row.expectedVersion + 1)
    return { replaceOne: { filter: { _id, v: row.expectedVersion }, replacement } }
  })
  try {
    const { matchedCount } = await collection.bulkWrite(operations, { ordered: false })
    if (matchedCount === rows.length) return matchedCount
  } catch (error) {
    const [first] = takenPlaces(error) ?? []
    if (first === undefined) throw error
    throw (await conflictOf(db, new KeyTaken(rows[first]!, false))) ?? error
  }
  throw await staleOne(db, table, rows)
}

async function staleOne(db: Db, table: Table, rows: readonly Replace[]): Promise<CommitConflict> {
  const ids = rows.map(({ id }) => id)
  const found = await collectionOf(db, table)
    .find({ _id: { $in: ids } }, { projection: { v: 1 } })
    .toArray()
  const versions = new Map(found.map(({ _id, v }) => [_id, v]))
  const missing = rows.find(({ id }) => !versions.has(id))
  if (missing) return new CommitConflict('missing', table.name, missing.id)
  const stale = rows.find(({ id, expectedVersion }) => versions.get(id) !== expectedVersion + 1) ?? rows[0]!
  return new CommitConflict('version', table.name, stale.id)
}
