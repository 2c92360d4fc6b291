import type { Db, IndexDescriptionInfo } from 'mongodb'
import type { Body } from '../engine.ts'
import type { FormatRecord, FormatState } from '../formats.ts'
import { isTotal, type Table } from '../table.ts'
import { COMMITS } from './commit-loop.ts'
import { isDuplicateKey, isNamespaceExists } from './mongodb-errors.ts'
import { bodyOf, collectionOf, keysObject, pathOf } from './rows.ts'

export type KeysOfBody = (table: Table, id: string, body: Body) => readonly (string | null)[]

const COMMITS_KEPT_SECONDS = 7 * 86_400
const REINDEX_ROWS = 500

interface MetaRow {
  readonly _id: string
  readonly value: string
}
const metaOf = (db: Db) => db.collection<MetaRow>('_meta')

/** What the database says about its own format. */
export function formatRecordOf(db: Db): FormatRecord {
  return {
    read: async () => {
      const row = await metaOf(db).findOne({ _id: 'format' })
      return row ? (JSON.parse(row.value) as FormatState) : undefined
    },
    write: async (expected, next) => {
      const value = JSON.stringify(next)
      if (expected) {
        const filter = { _id: 'format', value: JSON.stringify(expected) }
        return (await metaOf(db).updateOne(filter, { $set: { value } })).matchedCount === 1
      }
      try {
        await metaOf(db).insertOne({ _id: 'format', value })
        return true
      } catch (error) {
        if (isDuplicateKey(error)) return false
        throw error
      }
    },
  }
}

/** Collections exist before the first transaction needs them; indexes follow the declarations. */
export async function createCollections(db: Db, tables: readonly Table[], keysOfBody: KeysOfBody): Promise<void> {
  await db.collection(COMMITS).createIndex({ at: 1 }, { name: 'ttl', expireAfterSeconds: COMMITS_KEPT_SECONDS })
  const declared = await metaOf(db).find({}).toArray()
  const known = new Map(declared.map(({ _id, value }) => [_id, value]))
  for (const table of tables) {
    const key = `table ${table.name}`
    const declaration = JSON.stringify({ keyFields: table.keyFields, indexes: table.indexes, keys: table.keyForm })
    if (known.get(key) === declaration) continue
    if (known.has(key)) await refillKeys(db, table, keysOfBody)
    await createCollection(db, table)
    await createIndexes(db, table)
    // Last, so that an interrupted change is done again.
    await metaOf(db).updateOne({ _id: key }, { $set: { value: declaration } }, { upsert: true })
  }
}

/** A transaction on a collection that does not exist would have to make it, which older servers refuse. */
async function createCollection(db: Db, table: Table): Promise<void> {
  try {
    await db.createCollection(collectionOf(db, table).collectionName)
  } catch (error) {
    if (!isNamespaceExists(error)) throw error
  }
}

async function createIndexes(db: Db, table: Table): Promise<void> {
  const collection = collectionOf(db, table)
  for (const index of table.indexes) {
    const paths = index.fields.map(pathOf)
    const present = paths.filter((path) => path !== '_id')
    if (!isTotal(index)) paths.push('_id')
    await collection.createIndex(Object.fromEntries(paths.map((path) => [path, 1])), {
      name: index.name,
      // Only uniqueness has to leave out rows without the fields; elsewhere a plain index serves every planner.
      ...(index.isUnique
        ? {
            unique: true,
            partialFilterExpression: Object.fromEntries(present.map((path) => [path, { $exists: true }])),
          }
        : {}),
    })
  }
}

/** The declaration changed: every row's keys are made anew, then the indexes built again. */
async function refillKeys(db: Db, table: Table, keysOfBody: KeysOfBody): Promise<void> {
  const collection = collectionOf(db, table)
  const existing = (await collection.indexes()) as IndexDescriptionInfo[]
  for (const { name } of existing) if (name !== undefined && name !== '_id_') await collection.dropIndex(name)
  for (let reached = ''; ;) {
    const rows = await collection
      .find({ _id: { $gt: reached } })
      .sort({ _id: 1 })
      .limit(REINDEX_ROWS)
      .toArray()
    if (rows.length === 0) return
    await collection.bulkWrite(
      rows.map(({ _id, v, d, n, a }) => ({
        updateOne: {
          filter: { _id, v },
          update: { $set: { x: keysObject(table, keysOfBody(table, _id, bodyOf(d, a ? n : undefined))) } },
        },
      })),
      { ordered: false },
    )
    reached = rows.at(-1)!._id
  }
}
