import { Binary, type Collection, type Db } from 'mongodb'
import type { Body, NewRow, Row } from '../engine.ts'
import type { Table } from '../table.ts'

/** How a row stands in MongoDB. The document is text here too, so that both engines give it back alike. */
export interface StoredRow {
  readonly _id: string
  /** Version and schema. */
  readonly v: number
  readonly s: number
  /** The document's text, or its sealed bytes. */
  readonly d: string | Binary
  /** Keys of indexed fields; absent fields are absent. */
  readonly x: Readonly<Record<string, string>>
  /** Integers of a document in clear, for `add`; they win over the text once `a` is set. */
  readonly n?: Readonly<Record<string, number>>
  readonly a?: true
  /** The last commit that checked this row; written so that a rival transaction conflicts. */
  readonly c?: string
}

export const collectionOf = (db: Db, table: { readonly name: string }): Collection<StoredRow> =>
  db.collection<StoredRow>(`c_${table.name}`)

/** The path of an indexed field. */
export const pathOf = (field: string): string => (field === 'id' ? '_id' : `x.${field}`)

export function toStoredRow({ table, id, body, keys, document }: NewRow, version: number): StoredRow {
  return {
    _id: id,
    v: version,
    s: table.schema,
    d: typeof body === 'string' ? body : new Binary(body),
    x: keysObject(table, keys),
    ...(document ? { n: integersOf(document) } : {}),
  }
}

export function keysObject(table: Table, keys: readonly (string | null)[]): Record<string, string> {
  const present: Record<string, string> = {}
  table.keyFields.forEach((field, i) => {
    const key = keys[i]
    if (typeof key === 'string') present[field] = key
  })
  return present
}

const integersOf = (document: object): Record<string, number> =>
  Object.fromEntries(
    Object.entries(document).filter(
      ([field, value]) => Number.isSafeInteger(value) && /^[A-Za-z][A-Za-z0-9_]*$/.test(field),
    ),
  ) as Record<string, number>

export function toRow({ _id, v, d, n, a }: StoredRow): Row {
  return { id: _id, version: v, body: bodyOf(d, a ? n : undefined) }
}

export function bodyOf(d: string | Binary, added: Readonly<Record<string, number>> | undefined): Body {
  if (typeof d !== 'string') return d.value()
  return added ? JSON.stringify({ ...(JSON.parse(d) as object), ...added }) : d
}
