import type { Instant } from '../core/clock.ts'
import {
  defineCollection,
  insert,
  remove,
  replace,
  type Document,
  type Store,
  type Stored,
  type Write,
} from '../store/index.ts'
import { decodeTile, encodeTile, type Tile, type TileRecord } from './tile.ts'

/** Leaves committed together with what they record, waiting for a number. */
export interface PendingRecord extends Document {
  readonly at: Instant
  readonly leaves: readonly { readonly id: string; readonly entry: string }[]
}

const pending = defineCollection<PendingRecord>({ name: 'ledger_pending', schema: 1, indexes: [] })

interface BundleRecord extends Document {
  readonly entries: readonly string[]
}

const bundles = defineCollection<BundleRecord>({ name: 'ledger_bundles', schema: 1, indexes: [] })
const tiles = defineCollection<TileRecord>({ name: 'ledger_tiles', schema: 1, indexes: [] })

/** The tree as committed, not necessarily signed yet; its version is what two sequencers compare and set. */
export interface HeadRecord extends Document {
  readonly id: 'head'
  readonly size: number
  /** Base64. */
  readonly root: string
  /** The checkpoint's text, to be signed as it stands here. */
  readonly body: string
}

/** The newest signed checkpoint. */
export interface PublishedRecord extends Document {
  readonly id: 'published'
  readonly size: number
  readonly note: string
}

const state = defineCollection<HeadRecord | PublishedRecord>({ name: 'ledger_state', schema: 1, indexes: [] })

export const treeCollections = [pending, bundles, tiles, state]

// ---- pending ----------------------------------------------------------------------------------------------------------

export const insertPending = (record: PendingRecord): Write => insert(pending, record)
export const removePending = (id: string): Write => remove(pending, id, 1)

const PENDING_AT_ONCE = 250

/** Of the pending set, by id, until more than `leaves` are read or all; the order means nothing. */
export async function readPending(store: Store, leaves: number): Promise<readonly PendingRecord[]> {
  const records: PendingRecord[] = []
  let count = 0
  let after: string | undefined
  do {
    const page = await store.find(pending, {
      index: 'id',
      limit: PENDING_AT_ONCE,
      ...(after === undefined ? {} : { after }),
    })
    for (const { document } of page.items) {
      records.push(document)
      count += document.leaves.length
    }
    after = page.next
  } while (after !== undefined && count <= leaves)
  return records
}

/** The greatest id that is pending now. */
export async function lastPendingId(store: Store): Promise<string | undefined> {
  return (await store.find(pending, { index: 'id', descending: true, limit: 1 })).items[0]?.document.id
}

export async function isPendingUpTo(store: Store, id: string): Promise<boolean> {
  const first = (await store.find(pending, { index: 'id', limit: 1 })).items[0]?.document.id
  return first !== undefined && first <= id
}

// ---- head and checkpoint ------------------------------------------------------------------------------------------------

interface LogState {
  readonly head: Stored<HeadRecord> | undefined
  readonly published: Stored<PublishedRecord> | undefined
}

export async function readState(store: Store): Promise<LogState> {
  const [head, published] = await store.getMany(state, ['head', 'published'])
  return { head: head as Stored<HeadRecord> | undefined, published: published as Stored<PublishedRecord> | undefined }
}

export async function readPublished(store: Store): Promise<PublishedRecord | undefined> {
  return (await store.get(state, 'published'))?.document as PublishedRecord | undefined
}

/** Inserts with version 0, else replaces exactly that version. */
export const writeHead = (head: HeadRecord, version: number): Write => put(head, version)
export const writePublished = (published: PublishedRecord, version: number): Write => put(published, version)

const put = (record: HeadRecord | PublishedRecord, version: number): Write =>
  version === 0 ? insert(state, record) : replace(state, record, version)

// ---- tiles and bundles ------------------------------------------------------------------------------------------------

export interface Versioned<T> {
  readonly value: T
  /** 0: not stored yet. */
  readonly version: number
}

export const writeTile = (tile: Tile, version: number): Write => {
  const record = encodeTile(tile)
  return version === 0 ? insert(tiles, record) : replace(tiles, record, version)
}

export async function readTiles(
  store: Store,
  places: readonly { readonly level: number; readonly index: number }[],
): Promise<readonly (Versioned<Tile> | undefined)[]> {
  const stored = await store.getMany(
    tiles,
    places.map(({ level, index }) => `${level}/${index}`),
  )
  return stored.map((one) => one && { value: decodeTile(one.document), version: one.version })
}

export const writeBundle = (index: number, entries: readonly string[], version: number): Write =>
  version === 0
    ? insert(bundles, { id: String(index), entries })
    : replace(bundles, { id: String(index), entries }, version)

export async function readBundles(
  store: Store,
  indexes: readonly number[],
): Promise<readonly (Versioned<readonly string[]> | undefined)[]> {
  const stored = await store.getMany(bundles, indexes.map(String))
  return stored.map((one) => one && { value: one.document.entries, version: one.version })
}
