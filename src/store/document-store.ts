import { decodeDocument, encodeDocument, isStorableId, textOfBytes, type DocumentBytes } from './documents.ts'
import type { KeyedDigests } from './keyed-digests.ts'
import { bodyText, type OpenCollection } from './open-collections.ts'
import type { Cursors } from './cursor.ts'
import type { BulkRowWrite, Engine, NewRow, Row, RowWrite } from './engine.ts'
import { unpackInserts, type PackedInserts } from './packed-texts.ts'
import { checkLimit, planQuery } from './query-plan.ts'
import { resealDocuments } from './reseal-documents.ts'
import type { CollectionSeal } from './seal-documents.ts'
import type { BulkRow, Collection, Document, Store, Stored, Write } from './store.ts'
import { keysOf, type Table } from './table.ts'

const MAX_IDS = 1_000
const COUNT_CEILING = 10_000

/** The store above an adapter: documents in, rows out. Everything that both engines share is here or below. */
export function createDocumentStore(
  engine: Engine,
  open: ReadonlyMap<string, OpenCollection>,
  cursors: Cursors,
  digests: KeyedDigests,
): Store {
  const openOf = (collection: { readonly name: string }): OpenCollection => {
    const found = open.get(collection.name)
    if (!found) throw new TypeError(`collection ${collection.name} was not declared when the store was opened`)
    return found
  }

  const inClear = (collection: { readonly name: string }): Target => ({
    table: openOf(collection).table,
    seal: undefined,
    isSealedBelow: true,
  })

  return {
    engine: engine.name,

    async get<T extends Document>(collection: Collection<T>, id: string) {
      const { table, seal } = openOf(collection)
      if (!isStorableId(id)) return undefined
      const row = await engine.get(table, id)
      return row && storedOf<T>(seal, row)
    },

    async getMany<T extends Document>(collection: Collection<T>, ids: readonly string[]) {
      const { table, seal } = openOf(collection)
      if (ids.length > MAX_IDS) throw new TypeError(`getMany takes at most ${MAX_IDS} ids`)
      const storable = [...new Set(ids.filter(isStorableId))]
      if (storable.length === 0) return ids.map(() => undefined)
      const rows = await engine.getMany(table, storable)
      const byId = new Map(rows.map((row) => [row.id, storedOf<T>(seal, row)]))
      return ids.map((id) => byId.get(id))
    },

    async find<T extends Document>(collection: Collection<T>, query: Parameters<Store['find']>[1]) {
      const { table, seal, encoder } = openOf(collection)
      checkLimit(table, query)
      const plan = planQuery(table, query, encoder)
      if (plan === 'nothing') return { items: [] }
      const reader = query.reader ?? ''
      const after = query.after === undefined ? undefined : cursors.open(plan, reader, query.after)
      // One more than asked tells whether there is a next page.
      const rows = await engine.find(plan, query.limit + 1, after)
      const items = rows.slice(0, query.limit).map((row) => storedOf<T>(seal, row))
      const last = rows[query.limit - 1]
      return rows.length > query.limit && last ? { items, next: cursors.make(plan, reader, last) } : { items }
    },

    async count(collection, query) {
      const { table, encoder } = openOf(collection)
      const plan = planQuery(table, query, encoder)
      return plan === 'nothing' ? { count: 0, isLowerBound: false } : engine.count(plan, COUNT_CEILING)
    },

    async commit(writes) {
      if (writes.length === 0) return
      const ready = engine.sealsRows ? inClear : openOf
      await engine.commit(writes.map((write) => rowWriteOf(ready(write.collection), write)))
    },

    async bulkLoad<T extends Document>(collection: Collection<T>, rows: readonly BulkRow<T>[]) {
      const target = engine.sealsRows ? inClear(collection) : openOf(collection)
      return engine.bulkLoad(target.table, bulkRows(target, collection.sealed !== undefined, rows))
    },

    ...digests,
    async insertPacked<T extends Document>(collection: Collection<T>, inserts: PackedInserts) {
      const target = openOf(collection)
      if (inserts.ids === '') return { inserted: 0, replaced: 0, skipped: 0 }
      if (target.seal && engine.insertPacked) return engine.insertPacked(target.table, inserts)
      return engine.bulkLoad(target.table, insertsOf(target, inserts))
    },

    reseal: (onProgress) => resealDocuments(engine, open.values(), onProgress),
    changeCounter: async () => engine.changeCounter(),
    backup: (file) => engine.backup(file),
    close: () => engine.close(),
  }
}

/** Where rows go. */
interface Target {
  readonly table: Table
  readonly seal: CollectionSeal | undefined
  /** The engine seals, and takes nothing but text. */
  readonly isSealedBelow?: true
}

const storedOf = <T extends Document>(seal: CollectionSeal | undefined, { id, version, body }: Row): Stored<T> => ({
  document: decodeDocument<T>(bodyText(seal, id, body)),
  version,
})

function* bulkRows(
  target: Target,
  isSealed: boolean,
  rows: readonly BulkRow<Document>[],
): Generator<BulkRowWrite, void> {
  for (const { document, bytes, expectedVersion } of rows) {
    const row = bytes ? rowOfBytes(target, isSealed, document, bytes) : newRow(target, document)
    yield expectedVersion === undefined
      ? { kind: 'insert', ...row }
      : { kind: 'replace', ...row, expectedVersion: checkVersion(expectedVersion, 1) }
  }
}

function* insertsOf({ table, seal }: Target, inserts: PackedInserts): Generator<BulkRowWrite, void> {
  for (const { id, keys, bytes } of unpackInserts(table, inserts)) {
    const body = bodyOfBytes(seal, seal !== undefined, id, bytes)
    const sealed = keys.map((key, i) => (seal && key !== null ? seal.sealKey(table.keyFields[i]!, key) : key))
    yield { kind: 'insert', table, id, keys: sealed, ...body }
  }
}

function rowWriteOf(target: Target, write: Write): RowWrite {
  const { table } = target
  switch (write.kind) {
    case 'insert':
      return { kind: 'insert', ...newRow(target, write.document) }
    case 'replace':
      return {
        kind: 'replace',
        ...newRow(target, write.document),
        expectedVersion: checkVersion(write.expectedVersion, 1),
      }
    case 'remove':
      return {
        kind: 'remove',
        table,
        id: checkId(write.id),
        expectedVersion: checkVersion(write.expectedVersion, 1),
      }
    case 'check':
      return { kind: 'check', table, id: checkId(write.id), version: checkVersion(write.version, 0) }
    case 'add':
      return addOf(target.table, write)
  }
}

function newRow({ table, seal, isSealedBelow }: Target, document: Document): NewRow {
  const text = encodeDocument(document)
  return {
    table,
    id: document.id,
    body: seal ? seal.seal(document.id, text) : text,
    keys: keysOf(table, document, seal?.key),
    document: seal || isSealedBelow ? undefined : document,
  }
}

/** A row whose document is there as bytes; of `known` only id and indexed fields count. */
const rowOfBytes = ({ table, seal }: Target, isSealed: boolean, known: Document, bytes: DocumentBytes): NewRow => ({
  table,
  id: known.id,
  keys: keysOf(table, known, seal?.key),
  ...bodyOfBytes(seal, isSealed, known.id, bytes),
})

function bodyOfBytes(
  seal: CollectionSeal | undefined,
  isSealed: boolean,
  id: string,
  bytes: DocumentBytes,
): Pick<NewRow, 'body' | 'document'> {
  if (seal) return { body: seal.seal(id, bytes), document: undefined }
  if (isSealed) return { body: bytes, document: undefined }
  const text = textOfBytes(bytes)
  return { body: text, document: decodeDocument(text) }
}

function addOf(table: Table, { collection, id, field, by, max }: Extract<Write, { kind: 'add' }>): RowWrite {
  if (collection.sealed) throw new TypeError(`collection ${table.name} is sealed; its fields cannot be added to`)
  if (table.keyFields.includes(field)) throw new TypeError(`field ${field} is indexed and cannot be added to`)
  if (!/^[A-Za-z][A-Za-z0-9_]*$/.test(field) || field === 'id') throw new TypeError(`field ${field} cannot be added to`)
  if (!Number.isSafeInteger(by) || (max !== undefined && !Number.isSafeInteger(max)))
    throw new TypeError('add takes safe integers')
  return { kind: 'add', table, id: checkId(id), field, by, max: max ?? Number.MAX_SAFE_INTEGER }
}

function checkId(id: string): string {
  if (!isStorableId(id)) throw new TypeError('an id is a string of 1 to 500 bytes')
  return id
}

function checkVersion(version: number, least: number): number {
  if (!Number.isSafeInteger(version) || version < least) throw new TypeError(`a version is an integer from ${least}`)
  return version
}
