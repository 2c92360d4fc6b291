import type { Body, BulkRowWrite } from '../engine.ts'
import { joinKeys, type PackedInserts, type PackedTexts } from '../packed-texts.ts'
import { SEAL_BYTES, type CollectionSeal } from '../seal-documents.ts'
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
  readonly bodies: string | PackedTexts
}

/** Rows that another thread packed already. */
export const batchOfInserts = (table: Table, { ids, keys, texts }: PackedInserts): RowBatch => ({
  table,
  ids,
  keys,
  expectedVersions: new Float64Array(texts.ends.length),
  bodies: texts,
})

export function packRows(table: Table, rows: readonly BulkRowWrite[]): RowBatch {
  const texts = rows.map(({ body }) => body).filter((body) => typeof body === 'string')
  return {
    table,
    ids: rows.map(({ id }) => id).join('\0'),
    keys: rows.map(({ keys }) => joinKeys(keys)).join('\0'),
    expectedVersions: Float64Array.from(rows, (row) => (row.kind === 'replace' ? row.expectedVersion : 0)),
    bodies: texts.length === rows.length ? texts.join('\0') : packBytes(rows.map(({ body }) => toBytes(body))),
  }
}

/** Where rows come in clear some may be bytes already; sealed ones all are. */
const toBytes = (body: Body): Uint8Array => (typeof body === 'string' ? Buffer.from(body) : body)

function packBytes(bodies: readonly Uint8Array[]): PackedTexts {
  const packed = roomFor(bodies.map(({ byteLength }) => byteLength))
  bodies.forEach((body, i) => packed.bytes.set(body, packed.begins[i]))
  return packed
}

function roomFor(lengths: readonly number[]): PackedTexts {
  const begins = new Uint32Array(lengths.length)
  const ends = new Uint32Array(lengths.length)
  let end = 0
  lengths.forEach((length, i) => {
    begins[i] = end
    ends[i] = end += length
  })
  return { bytes: new Uint8Array(end), begins, ends }
}

/** What may be moved to another thread instead of being copied. */
export const buffersOf = ({ bodies }: RowBatch): readonly ArrayBuffer[] =>
  typeof bodies === 'string' ? [] : [bodies.bytes.buffer]

/** The batch again, sealed; every row of it came in clear. */
export function sealBatch(seal: CollectionSeal | undefined, batch: RowBatch): RowBatch {
  if (!seal) return batch
  const { keyFields } = batch.table
  const keys = batch.keys.split('\0')
  return {
    ...batch,
    keys: keys.map((key, i) => (key === '' ? '' : seal.sealKey(keyFields[i % keyFields.length]!, key))).join('\0'),
    bodies: sealBodies(seal, batch),
  }
}

function sealBodies(seal: CollectionSeal, { ids, bodies }: RowBatch): PackedTexts {
  if (ids === '') return packBytes([])
  const { bytes, begins, ends } = typeof bodies === 'string' ? packBytes(bodies.split('\0').map(toBytes)) : bodies
  const sealed = roomFor(Array.from(ends, (end, i) => end - begins[i]! + SEAL_BYTES))
  for (const [i, id] of ids.split('\0').entries())
    seal.sealInto(sealed.bytes.subarray(sealed.begins[i], sealed.ends[i]), id, bytes.subarray(begins[i], ends[i]))
  return sealed
}

export function* unpackRows({ table, ids, keys, expectedVersions, bodies }: RowBatch): Generator<BulkRowWrite, void> {
  const width = table.keyFields.length
  const allKeys = keys.split('\0')
  const texts = typeof bodies === 'string' ? bodies.split('\0') : undefined
  for (const [i, id] of ids.split('\0').entries()) {
    const row = {
      table,
      id,
      body: typeof bodies === 'string' ? texts![i]! : bodies.bytes.subarray(bodies.begins[i], bodies.ends[i]),
      keys: allKeys.slice(i * width, (i + 1) * width).map((key) => (key === '' ? null : key)),
      document: undefined,
    }
    const expectedVersion = expectedVersions[i]!
    yield expectedVersion === 0 ? { kind: 'insert', ...row } : { kind: 'replace', ...row, expectedVersion }
  }
}
