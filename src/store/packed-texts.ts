import type { DocumentBytes, DocumentParts, DocumentText } from './documents.ts'
import type { Collection, Document } from './store.ts'
import { keysOf, tableOf, type Table } from './table.ts'

/** Texts in UTF-8 in one buffer, which can be transferred whole. */
export interface PackedTexts {
  readonly bytes: Uint8Array<ArrayBuffer>
  /** Where each begins and ends. */
  readonly begins: Uint32Array<ArrayBuffer>
  readonly ends: Uint32Array<ArrayBuffer>
}

/** Takes texts as they are made: none of them is kept, and the collector of garbage has nothing to move. */
export interface TextPacker {
  /** Answers its number, from 0. */
  add(text: DocumentText | DocumentParts): number
  /** The texts of these numbers; nothing more is added. */
  pack(numbers: readonly number[]): PackedTexts
}

const FIRST_ROOM = 1 << 20

/** Texts thereby lose nothing: `unpackTexts` has each again. */
export function createTextPacker(): TextPacker {
  let room = Buffer.from(new ArrayBuffer(FIRST_ROOM))
  const limits = [0]
  return {
    add(text) {
      let end = limits.at(-1)!
      for (const part of typeof text === 'string' ? [text] : text) {
        // A unit of UTF-16 becomes at most three bytes: cheaper than to ask each text for its length.
        const needed = end + 3 * part.length
        if (needed > room.length) room = Buffer.from(room.buffer.transfer(Math.max(needed, 2 * room.length)))
        end += room.write(part, end)
      }
      return limits.push(end) - 2
    },
    pack(numbers) {
      return {
        bytes: new Uint8Array(room.buffer.transfer(limits.at(-1))),
        begins: Uint32Array.from(numbers, (number) => limits[number]!),
        ends: Uint32Array.from(numbers, (number) => limits[number + 1]!),
      }
    },
  }
}

/** The texts again, as views of the one buffer. */
export const unpackTexts = ({ bytes, begins, ends }: PackedTexts): readonly DocumentBytes[] =>
  Array.from(ends, (end, i) => bytes.subarray(begins[i], end) as Uint8Array as DocumentBytes)

/** New documents ready for their collection, packed where they were made: a store takes them over without a look at each. */
export interface PackedInserts {
  /** Joined by NUL, which is in no id. */
  readonly ids: string
  /** Of the indexed fields, in clear; joined alike, '' where a document has none. */
  readonly keys: string
  readonly texts: PackedTexts
}

/** Of `documents` only id and indexed fields count; `texts` are theirs, in their order. */
export function packInserts<T extends Document>(
  collection: Collection<T>,
  documents: readonly (Document & Partial<T>)[],
  texts: PackedTexts,
): PackedInserts {
  const table = tableOf(collection as Collection<Document>)
  return {
    ids: documents.map(({ id }) => id).join('\0'),
    keys: documents.map((document) => joinKeys(keysOf(table, document))).join('\0'),
    texts,
  }
}

/** A key is never empty, so '' stands for none. */
export const joinKeys = (keys: readonly (string | null)[]): string => keys.map((key) => key ?? '').join('\0')

interface UnpackedInsert {
  readonly id: string
  readonly keys: (string | null)[]
  readonly bytes: DocumentBytes
}

/** Of at least one. */
export function* unpackInserts(table: Table, { ids, keys, texts }: PackedInserts): Generator<UnpackedInsert, void> {
  const bytes = unpackTexts(texts)
  const width = table.keyFields.length
  const allKeys = keys.split('\0')
  for (const [i, id] of ids.split('\0').entries()) {
    const own = allKeys.slice(i * width, (i + 1) * width).map((key) => (key === '' ? null : key))
    yield { id, keys: own, bytes: bytes[i]! }
  }
}
