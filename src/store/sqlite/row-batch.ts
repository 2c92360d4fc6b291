import type { Body, BulkRowWrite } from '../engine.ts'
import type { CollectionSeal } from '../seal-documents.ts'
import type { Table } from '../table.ts'

/**
 * Rows packed for another thread: few long strings and one transferred buffer cost a fraction of thousands of small
 * objects. Strings are joined by NUL, which no storable string has; a key is never empty, so '' stands for none.
 */
export interface RowBatch {
  readonly table: Table
  readonly ids: string
  readonly keys: string
  /** 0: insert. */
  readonly expectedVersions: Float64Array
  readonly bodies: string | { readonly bytes: Uint8Array; readonly ends: Uint32Array }
}

export function packRows(table: Table, rows: readonly BulkRowWrite[]): RowBatch {
  const texts = rows.map(({ body }) => body).filter((body) => typeof body === 'string')
  return {
    table,
    ids: rows.map(({ id }) => id).join('\0'),
    keys: rows.map(({ keys }) => keys.map((key) => key ?? '').join('\0')).join('\0'),
    expectedVersions: Float64Array.from(rows, (row) => (row.kind === 'replace' ? row.expectedVersion : 0)),
    bodies: texts.length === rows.length ? texts.join('\0') : packBytes(rows.map(({ body }) => toBytes(body))),
  }
}

/** Where rows come in clear some may be bytes already; sealed ones all are. */
const toBytes = (body: Body): Uint8Array => (typeof body === 'string' ? Buffer.from(body) : body)

function packBytes(bodies: readonly Uint8Array[]): { bytes: Uint8Array; ends: Uint32Array } {
  const ends = new Uint32Array(bodies.length)
  let end = 0
  bodies.forEach((body, i) => (ends[i] = end += body.byteLength))
  const bytes = new Uint8Array(end)
  bodies.forEach((body, i) => bytes.set(body, ends[i]! - body.byteLength))
  return { bytes, ends }
}

/** What may be moved to another thread instead of being copied. */
export const buffersOf = ({ bodies }: RowBatch): readonly ArrayBuffer[] =>
  typeof bodies === 'string' ? [] : [bodies.bytes.buffer as ArrayBuffer]

/** The batch again, sealed; every row of it came in clear. */
export function sealBatch(seal: CollectionSeal | undefined, batch: RowBatch): RowBatch {
  if (!seal) return batch
  const { keyFields } = batch.table
  const keys = batch.keys.split('\0')
  return {
    ...batch,
    keys: keys.map((key, i) => (key === '' ? '' : seal.sealKey(keyFields[i % keyFields.length]!, key))).join('\0'),
    bodies: packBytes(Array.from(unpackRows(batch), ({ id, body }) => seal.seal(id, body))),
  }
}

export function* unpackRows({ table, ids, keys, expectedVersions, bodies }: RowBatch): Generator<BulkRowWrite, void> {
  const width = table.keyFields.length
  const allKeys = keys.split('\0')
  const texts = typeof bodies === 'string' ? bodies.split('\0') : undefined
  let begin = 0
  for (const [i, id] of ids.split('\0').entries()) {
    const end = typeof bodies === 'string' ? 0 : bodies.ends[i]!
    const row = {
      table,
      id,
      body: texts ? texts[i]! : (bodies as { bytes: Uint8Array }).bytes.subarray(begin, end),
      keys: allKeys.slice(i * width, (i + 1) * width).map((key) => (key === '' ? null : key)),
      document: undefined,
    }
    begin = end
    const expectedVersion = expectedVersions[i]!
    yield expectedVersion === 0 ? { kind: 'insert', ...row } : { kind: 'replace', ...row, expectedVersion }
  }
}
