import type { JsonValue } from '../core/strict-json.ts'
import type { DocumentBytes } from './documents.ts'
import type { PackedInserts } from './packed-texts.ts'

/**
 * What an index may hold. Indexes are sparse: a document that lacks one of an index's fields (or holds null there) is
 * not in that index at all, so no query over it finds the document.
 */
export type Scalar = string | number | boolean

/** A document as a feature sees it: strict JSON with an id. The envelope (version, schema) is the store's. */
export interface Document {
  readonly id: string
}

/** A document with the version that `replace`, `remove` and `check` refer to; the first is 1. */
export interface Stored<T extends Document> {
  readonly document: T
  readonly version: number
}

interface IndexDefinition {
  readonly name: string
  /** Top-level scalar fields, in order. */
  readonly fields: readonly string[]
  /** No two documents have the same values; documents that lack one of the fields are exempt. */
  readonly unique?: boolean
}

/** Declares a collection: its name in snake case, its document schema number and its indexes. */
export interface Collection<T extends Document> {
  readonly name: string
  readonly schema: number
  readonly indexes: readonly IndexDefinition[]
  /**
   * Personal data: the document is AES-256-GCM per document, and these fields are held in indexes only as keyed
   * digests. Equality and `in` work on them; ranges and prefixes do not. Other indexed fields stay in clear.
   */
  readonly sealed?: { readonly personalFields: readonly string[] }
  /** The document type; never present at run time. */
  readonly documentType?: T
}

/** Ties the name to the type of its documents; the engine creates it when the store is opened. */
export const defineCollection = <T extends Document>(definition: Collection<T>): Collection<T> => definition

/** What a declared index can serve; anything else is QUERY_UNSUPPORTED. */
export interface Query {
  /** A declared index, or `id`, which every collection has. Results come in its order (UTF-8 bytes, then id). */
  readonly index: string
  /** Values for leading fields of the index. */
  readonly equals?: Readonly<Record<string, Scalar>>
  /** At most one field, the one after the equalities; at most 1,000 values. */
  readonly in?: { readonly field: string; readonly values: readonly Scalar[] }
  /** The field after those: `from` inclusive, `to` exclusive. */
  readonly range?: { readonly field: string; readonly from?: Scalar; readonly to?: Scalar }
  readonly prefix?: { readonly field: string; readonly value: string }
  readonly descending?: boolean
  /** 1 to 1,000. */
  readonly limit: number
  /** A cursor of an earlier page of the same query by the same reader. */
  readonly after?: string
  /** Binds cursors to who asks; another reader's cursor is INVALID_CURSOR. */
  readonly reader?: string
}

/** Over all pages a document that exists throughout, its order fields unchanged, appears exactly once. */
export interface Page<T extends Document> {
  readonly items: readonly Stored<T>[]
  /** Present when there is more. */
  readonly next?: string
}

/** An exact count costs a scan, so it stops and says so. */
export interface Count {
  readonly count: number
  /** True when counting stopped at 10,000. */
  readonly isLowerBound: boolean
}

/** One part of a commit with its precondition; made by the functions below. */
export type Write =
  | { readonly kind: 'insert'; readonly collection: Collection<Document>; readonly document: Document }
  | {
      readonly kind: 'replace'
      readonly collection: Collection<Document>
      readonly document: Document
      readonly expectedVersion: number
    }
  | {
      readonly kind: 'remove'
      readonly collection: Collection<Document>
      readonly id: string
      readonly expectedVersion: number
    }
  | { readonly kind: 'check'; readonly collection: Collection<Document>; readonly id: string; readonly version: number }
  | {
      readonly kind: 'add'
      readonly collection: Collection<Document>
      readonly id: string
      readonly field: string
      readonly by: number
      readonly max?: number
    }

type Any<T extends Document> = Collection<T>
const widen = <T extends Document>(collection: Any<T>): Collection<Document> =>
  collection as unknown as Collection<Document>

/** Refused with a conflict of reason `exists` when the id or a unique index value is taken. */
export const insert = <T extends Document>(collection: Any<T>, document: T): Write => ({
  kind: 'insert',
  collection: widen(collection),
  document,
})
/** Refused with reason `version` when the stored version differs, `missing` when there is none. */
export const replace = <T extends Document>(collection: Any<T>, document: T, expectedVersion: number): Write => ({
  kind: 'replace',
  collection: widen(collection),
  document,
  expectedVersion,
})
/** Refused with a conflict unless the document has this version. */
export const remove = <T extends Document>(collection: Any<T>, id: string, expectedVersion: number): Write => ({
  kind: 'remove',
  collection: widen(collection),
  id,
  expectedVersion,
})
/** Writes nothing; the commit is refused unless the document has this version. Version 0: it must not exist. */
export const check = <T extends Document>(collection: Any<T>, id: string, version: number): Write => ({
  kind: 'check',
  collection: widen(collection),
  id,
  version,
})
/**
 * Adds to a safe-integer field of an existing document of an unsealed collection, without a version: concurrent adds do
 * not conflict. Refused with reason `bound` when the sum would exceed `max`, `missing` when there is no such document or
 * it has no such integer. Indexed fields cannot be added to (TypeError).
 */
export const add = <T extends Document>(
  collection: Any<T>,
  id: string,
  field: string,
  by: number,
  max?: number,
): Write => ({ kind: 'add', collection: widen(collection), id, field, by, ...(max === undefined ? {} : { max }) })

/** Nothing of the commit happened. `reason` says why, `collection` and `id` where; never thrown to a client as it is. */
export class CommitConflict extends Error {
  readonly reason: 'exists' | 'version' | 'missing' | 'bound'
  readonly collection: string
  readonly id: string
  /** The unique index that was hit, when it was not the id. */
  readonly index: string | undefined

  constructor(reason: CommitConflict['reason'], collection: string, id: string, index?: string) {
    super(`commit refused: ${reason} in ${collection}${index ? ` (${index})` : ''}`)
    this.name = 'CommitConflict'
    this.reason = reason
    this.collection = collection
    this.id = id
    this.index = index
  }
}

/** What became of the rows; a load that is repeated finds its earlier rows and counts them as skipped. */
export interface BulkLoadResult {
  readonly inserted: number
  readonly replaced: number
  /** Rows whose insert found the id taken: an earlier, interrupted load of the same rows. */
  readonly skipped: number
}

/**
 * The store. Two adapters, one contract suite (test/contract/store).
 *
 * A read MUST see every commit that this process was told of, and what other processes committed before the turn of the
 * event loop in which it is called or before an earlier `changeCounter()`; reads of one turn MAY see one snapshot.
 *
 * Every method MAY throw STORE_UNAVAILABLE or OVERLOADED; the caller does not retry. Documents MUST be strict JSON:
 * `undefined` members, unsafe integers, lone surrogates and NUL characters are refused with a TypeError, because the
 * engines differ on all of them.
 */
export interface Store {
  readonly engine: 'sqlite' | 'mongodb'

  get<T extends Document>(collection: Collection<T>, id: string): Promise<Stored<T> | undefined>
  /** In the order of `ids`; one read however many. At most 1,000. */
  getMany<T extends Document>(
    collection: Collection<T>,
    ids: readonly string[],
  ): Promise<readonly (Stored<T> | undefined)[]>
  /**
   * MUST refuse with QUERY_UNSUPPORTED what no declared index serves. A document that exists throughout a walk over
   * the pages, and whose ordered fields do not change, MUST appear exactly once.
   */
  find<T extends Document>(collection: Collection<T>, query: Query): Promise<Page<T>>
  count<T extends Document>(collection: Collection<T>, query: Omit<Query, 'limit' | 'after' | 'reader'>): Promise<Count>
  /**
   * All or nothing over all collections, durable when it resolves. Three outcomes: resolved; `CommitConflict` (nothing
   * happened); COMMIT_OUTCOME_UNKNOWN (past the deadline: the caller repeats its request under the same requestId).
   * DISK_FULL means nothing happened. A commit that a feature retries MUST be built anew from fresh reads.
   */
  commit(writes: readonly Write[]): Promise<void>
  /**
   * Loads many rows in bounded transactions that leave room for other writers; NOT all or nothing. A row whose insert
   * meets an existing id is skipped, so an interrupted load may simply be repeated.
   */
  bulkLoad<T extends Document>(collection: Collection<T>, rows: readonly BulkRow<T>[]): Promise<BulkLoadResult>
  /**
   * Keyed digest of a text, for what a document in clear must recognise again while nobody who copies the store may guess
   * it: the key is not in the store.
   */
  digest(text: string): string
  /** Whether it is the digest of this text, under the present key or a retired one. */
  isDigestOf(digest: string, text: string): boolean
  /** `bulkLoad` of new documents that were packed elsewhere (`packInserts`); they are left as they are. */
  insertPacked<T extends Document>(collection: Collection<T>, inserts: PackedInserts): Promise<BulkLoadResult>
  /** Changes whenever another process may have committed; cheap (SQLite: `data_version`). */
  changeCounter(): Promise<string>
  /**
   * Seals anew what still stands under a retired key, beside normal work; answers how many. It counts as a change: a
   * `replace` with the version from before is refused. May be interrupted and run again. `onProgress` hears the count.
   */
  reseal(onProgress?: (resealed: number) => void): Promise<number>
  /** A consistent copy of everything while others write; to a file that must not exist. SQLite only; MongoDB answers STORE_UNAVAILABLE naming mongodump. */
  backup(file: string): Promise<void>
  close(): Promise<void>
}

/** One row of a load: an insert, or a replace of the version that was read. */
export type BulkRow<T extends Document> = {
  /** Absent: insert. */
  readonly expectedVersion?: number
} & (
  | { readonly document: T; readonly bytes?: undefined }
  /** What `encodeDocument` made of it on another thread; beside it the id and the indexed fields are enough. */
  | { readonly document: Pick<T, 'id'> & Partial<T>; readonly bytes: DocumentBytes }
)

export type { JsonValue }
