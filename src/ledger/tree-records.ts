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

/** Some of the pending set, by id; the order means nothing. */
export async function readPending(store: Store, limit: number): Promise<readonly PendingRecord[]> {
  const page = await store.find(pending, { index: 'id', limit })
  return page.items.map(({ document }) => document)
}

/** All pending ids at this moment. */
export async function readPendingIds(store: Store): Promise<ReadonlySet<string>> {
  const ids = new Set<string>()
  let after: string | undefined
  do {
    const page = await store.find(pending, { index: 'id', limit: 1_000, ...(after === undefined ? {} : { after }) })
    for (const { document } of page.items) ids.add(document.id)
    after = page.next
  } while (after !== undefined)
  return ids
}

export async function areAnyPending(store: Store, ids: readonly string[]): Promise<boolean> {
  for (let i = 0; i < ids.length; i += 1_000) {
    const found = await store.getMany(pending, ids.slice(i, i + 1_000))
    if (found.some((stored) => stored !== undefined)) return true
  }
  return false
}

// ---- head and checkpoint ------------------------------------------------------------------------------------------------

export interface LogState {
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
