import type { DocumentBytes, DocumentText } from './documents.ts'

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
  add(text: DocumentText): number
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
      const begin = limits.at(-1)!
      // A unit of UTF-16 becomes at most three bytes: cheaper than to ask each text for its length.
      const needed = begin + 3 * text.length
      if (needed > room.length) room = Buffer.from(room.buffer.transfer(Math.max(needed, 2 * room.length)))
      return limits.push(begin + room.write(text, begin)) - 2
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
