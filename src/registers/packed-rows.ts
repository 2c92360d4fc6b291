import { packInserts, unpackTexts, type PackedInserts, type TextPacker } from '../store/index.ts'
import type { KeptRow, NamedRow } from './name-rows.ts'
import { collections } from './register-records.ts'

/**
 * Named rows on their way to another thread: a few long strings and buffers cost a fraction of thousands of small
 * objects. Strings are joined by NUL, which is in no digest and no subject.
 */
export interface PackedRows {
  readonly numbers: Float64Array<ArrayBuffer>
  readonly recordIds: string
  readonly digests: string
  /** How many copies each row has. */
  readonly copies: Uint32Array<ArrayBuffer>
  /** Of the copies. */
  readonly subjects: string
  readonly inserts: PackedInserts
}

/** `packer` has the texts of the copies. */
export function packRows(rows: readonly KeptRow[], packer: TextPacker): PackedRows {
  const copies = rows.flatMap((row) => row.copies)
  const texts = packer.pack(copies.map(({ text }) => text))
  return {
    numbers: Float64Array.from(rows, ({ number }) => number),
    recordIds: joined(rows.map(({ recordId }) => recordId)),
    digests: joined(rows.map(({ digest }) => digest)),
    copies: Uint32Array.from(rows, (row) => row.copies.length),
    subjects: joined(copies.map(({ subject }) => subject)),
    inserts: packInserts(collections.records, copies, texts),
  }
}

export function unpackRows(packed: PackedRows): readonly NamedRow[] {
  const { numbers, digests, copies, subjects, inserts } = packed
  const subjectOf = split(subjects)
  const bytes = unpackTexts(inserts.texts)
  const all = split(inserts.ids).map((id, i) => ({ id, subject: subjectOf[i]!, text: bytes[i]! }))
  const digestOf = split(digests)
  let at = 0
  return recordIdsOf(packed).map((recordId, i) => ({
    number: numbers[i]!,
    recordId,
    digest: digestOf[i]!,
    copies: all.slice(at, (at += copies[i]!)),
  }))
}

export const recordIdsOf = ({ recordIds }: PackedRows): readonly string[] => split(recordIds)

/** What may be moved to another thread instead of being copied. */
export const buffersOf = ({ inserts }: PackedRows): readonly ArrayBuffer[] => [inserts.texts.bytes.buffer]

const joined = (parts: readonly string[]): string => parts.join('\0')
const split = (parts: string): readonly string[] => (parts === '' ? [] : parts.split('\0'))
