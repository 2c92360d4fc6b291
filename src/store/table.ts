import { isScalar } from './documents.ts'
import { encodeKey } from './index-keys.ts'
import type { Collection, Document, Scalar } from './store.ts'

/** A collection as an adapter sees it. */
export interface Table {
  readonly name: string
  readonly schema: number
  /** Every indexed field except `id`, each held once beside the document. */
  readonly keyFields: readonly string[]
  readonly indexes: readonly TableIndex[]
  /** Which fields are held as digests; a change of it means that stored keys are no longer right. */
  readonly keyForm: string
}

export interface TableIndex {
  readonly name: string
  readonly fields: readonly string[]
  readonly isUnique: boolean
}

/** Every collection has this index: all documents by id. */
export const ID_INDEX: TableIndex = { name: 'id', fields: ['id'], isUnique: true }

/** True when the fields alone order the documents; otherwise the id decides between equals. */
export const isTotal = (index: TableIndex): boolean => index.isUnique || index.fields.includes('id')

const COLLECTION_NAME = /^[a-z][a-z0-9_]{0,39}$/
const FIELD_NAME = /^[A-Za-z][A-Za-z0-9_]{0,39}$/
const INDEX_NAME = /^[A-Za-z][A-Za-z0-9_]{0,39}$/

/** Checks a declaration; a mistake in it is a TypeError at start, not a surprise at the first query. */
export function tableOf(collection: Collection<Document>): Table {
  const fail = (why: string) => new TypeError(`collection ${collection.name}: ${why}`)
  if (!COLLECTION_NAME.test(collection.name)) throw fail('the name must be snake case')
  if (!Number.isSafeInteger(collection.schema) || collection.schema < 1) throw fail('the schema must be 1 or more')
  const names = new Set<string>()
  for (const index of collection.indexes) {
    if (!INDEX_NAME.test(index.name) || index.name === ID_INDEX.name) throw fail(`index name ${index.name}`)
    if (names.has(index.name.toLowerCase())) throw fail(`two indexes are called ${index.name}`)
    names.add(index.name.toLowerCase())
    if (index.fields.length === 0 || new Set(index.fields).size !== index.fields.length)
      throw fail(`index ${index.name} needs different fields`)
    for (const field of index.fields) if (!FIELD_NAME.test(field)) throw fail(`field ${field} cannot be indexed`)
  }
  const keyFields = [...new Set(collection.indexes.flatMap((index) => index.fields))].filter((field) => field !== 'id')
  if (new Set(keyFields.map((field) => field.toLowerCase())).size !== keyFields.length)
    throw fail('two indexed fields differ only in case')
  for (const field of collection.sealed?.personalFields ?? [])
    if (!FIELD_NAME.test(field) || field === 'id') throw fail(`personal field ${field}`)
  return {
    name: collection.name,
    schema: collection.schema,
    keyFields,
    indexes: collection.indexes.map(({ name, fields, unique }) => ({ name, fields, isUnique: unique === true })),
    keyForm: [...(collection.sealed?.personalFields ?? [])].sort().join(' '),
  }
}

/** The key of each of `keyFields`; null where the document lacks the field or holds null there. */
export function keysOf(
  table: Table,
  document: Document,
  encode: ((field: string, value: Scalar) => string | undefined) | undefined = (_field, value) => encodeKey(value),
): (string | null)[] {
  return table.keyFields.map((field) => {
    const value = (document as unknown as Record<string, unknown>)[field]
    if (value === undefined || value === null) return null
    if (!isScalar(value)) throw new TypeError(`collection ${table.name}: indexed field ${field} must be a scalar`)
    return encode(field, value)!
  })
}
