import { decodeDocument } from './documents.ts'
import type { Body } from './engine.ts'
import { plainKeys, type KeyEncoder } from './query-plan.ts'
import { sealFor, type CollectionSeal, type SealSecrets } from './seal-documents.ts'
import type { Collection, Document } from './store.ts'
import { keysOf, tableOf, type Table } from './table.ts'

/** A collection with everything that is decided about it once, at start. */
export interface OpenCollection {
  readonly table: Table
  readonly seal: CollectionSeal | undefined
  readonly encoder: KeyEncoder
}

/** The declared collections by name; a name declared twice is a TypeError. */
export function openCollections(
  collections: readonly Collection<Document>[],
  secrets: SealSecrets,
): ReadonlyMap<string, OpenCollection> {
  const open = new Map<string, OpenCollection>()
  for (const collection of collections) {
    if (open.has(collection.name)) throw new TypeError(`collection ${collection.name} is declared twice`)
    const seal = collection.sealed ? sealFor(collection, secrets) : undefined
    open.set(collection.name, { table: tableOf(collection), seal, encoder: seal ?? plainKeys })
  }
  return open
}

/** The keys of a stored row as they are declared now. */
export function keysOfStored({ table, seal }: OpenCollection, id: string, body: Body): (string | null)[] {
  return keysOf(table, decodeDocument(bodyText(seal, id, body)), seal?.key)
}

/** Body and keys of a row as they are written: sealed here where they came in clear. */
export function sealRow(
  { table, seal }: OpenCollection,
  id: string,
  body: Body,
  keys: readonly (string | null)[],
): { readonly body: Body; readonly keys: readonly (string | null)[] } {
  if (!seal || typeof body !== 'string') return { body, keys }
  return {
    body: seal.seal(id, body),
    keys: keys.map((key, i) => (key === null ? null : seal.sealKey(table.keyFields[i]!, key))),
  }
}

export function bodyText(seal: CollectionSeal | undefined, id: string, body: Body): string {
  if (typeof body === 'string') {
    if (seal) throw new Error('a document in clear stands in a sealed collection')
    return body
  }
  if (!seal) throw new Error('a sealed document stands in a collection that is not declared sealed')
  return seal.open(id, body)
}
