import type { PackedInserts } from './packed-texts.ts'
import type { Table, TableIndex } from './table.ts'
import type { BulkLoadResult, Count, Document } from './store.ts'

/*
 * The port of an adapter: rows instead of documents. Sealing, cursors, the check of queries and of JSON stand above it
 * (document-store.ts), once for both engines.
 */

/** A document's text, or its sealed bytes. */
export type Body = string | Uint8Array

export interface Row {
  readonly id: string
  readonly version: number
  readonly body: Body
}

export interface FoundRow extends Row {
  /** Keys of the index fields after the equalities: where a next page goes on. */
  readonly order: readonly string[]
}

/** A query whose index was found and whose values are keys. Nothing in it comes from a client unchecked. */
export interface Plan {
  readonly table: Table
  readonly index: TableIndex
  /** Keys for the leading fields of the index. */
  readonly equals: readonly string[]
  /** Different keys for the field after those, in byte order. */
  readonly anyOf?: readonly string[]
  /** For the field after those; `from` inclusive, `to` exclusive. */
  readonly range?: { readonly from: string; readonly to?: string }
  readonly descending: boolean
}

export interface Position {
  readonly order: readonly string[]
  readonly id: string
}

export type RowWrite =
  | ({ readonly kind: 'insert' } & NewRow)
  | ({ readonly kind: 'replace'; readonly expectedVersion: number } & NewRow)
  | { readonly kind: 'remove'; readonly table: Table; readonly id: string; readonly expectedVersion: number }
  | { readonly kind: 'check'; readonly table: Table; readonly id: string; readonly version: number }
  | {
      readonly kind: 'add'
      readonly table: Table
      readonly id: string
      readonly field: string
      readonly by: number
      readonly max: number
    }

export interface NewRow {
  readonly table: Table
  readonly id: string
  readonly body: Body
  readonly keys: readonly (string | null)[]
  /** The document in clear; undefined for a sealed one. */
  readonly document: Document | undefined
}

/** Where the engine seals, the body of a row of a sealed collection is in clear, as text or as its UTF-8. */
export type BulkRowWrite = Extract<RowWrite, { kind: 'insert' | 'replace' }>

type Maybe<T> = T | Promise<T>

/** MUST keep every promise of `Store` (store.ts); reads MAY answer without a promise, which is the fast path. */
export interface Engine {
  readonly name: 'sqlite' | 'mongodb'
  /**
   * True when `commit` and `bulkLoad` take a row of a sealed collection as text with keys in clear, and seal both before
   * anything is written: on threads of its own that costs the event loop nothing.
   */
  readonly sealsRows: boolean
  get(table: Table, id: string): Maybe<Row | undefined>
  /** In any order; absent ones are left out. */
  getMany(table: Table, ids: readonly string[]): Maybe<readonly Row[]>
  /** In the order of the index, ties by id; only rows behind `after`. */
  find(plan: Plan, limit: number, after: Position | undefined): Maybe<readonly FoundRow[]>
  count(plan: Plan, ceiling: number): Maybe<Count>
  commit(writes: readonly RowWrite[]): Promise<void>
  bulkLoad(table: Table, rows: Iterator<BulkRowWrite>): Promise<BulkLoadResult>
  /** The same of new rows of a sealed collection in clear, where the engine takes them packed. */
  readonly insertPacked?: ((table: Table, inserts: PackedInserts) => Promise<BulkLoadResult>) | undefined
  changeCounter(): Maybe<string>
  backup(file: string): Promise<void>
  close(): Promise<void>
}
