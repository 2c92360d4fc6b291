import { isExactNumber } from '../core/strict-json.ts'
import { isStorableString } from './documents.ts'
import type { Scalar } from './store.ts'

/*
 * What the engines hold in their indexes: always a string, so that one rule orders everything on both of them, the
 * order of UTF-8 bytes. The first character is the type: b < h < n < s.
 */

/** The string for a scalar; undefined when no storable document could hold it, so that nothing can match. */
export function encodeKey(value: Scalar): string | undefined {
  if (typeof value === 'string') return isStorableString(value) ? `s${value}` : undefined
  if (typeof value === 'number') return isExactNumber(value) ? `n${orderedHex(value)}` : undefined
  return value ? 'b1' : 'b0'
}

/** The keyed digest that stands for a personal value; `keyVersion`, of fixed length, tells which key made it. */
export const digestKey = (keyVersion: string, digest: string): string => `h${keyVersion}${digest}`

/** The end (exclusive) of all keys of the type of `key`. */
export const endOfType = (key: string): string => String.fromCharCode(key.charCodeAt(0) + 1)
export const startOfType = (key: string): string => key.slice(0, 1)

/**
 * The smallest string above every string that begins with `prefix`, by code points; undefined when there is none.
 * By code points and not by UTF-16 units: U+FFFF is below U+10000 in UTF-8, and a successor inside the surrogates
 * would not be a string at all.
 */
export function prefixSuccessor(prefix: string): string | undefined {
  const points = [...prefix]
  for (let last = points.pop(); last !== undefined; last = points.pop()) {
    const point = last.codePointAt(0)!
    if (point === 0x10ffff) continue
    return points.join('') + String.fromCodePoint(point === 0xd7ff ? 0xe000 : point + 1)
  }
  return undefined
}

/** The order of both engines: UTF-8 bytes, which JavaScript's `<` is not (it compares UTF-16 units). */
export function compareKeys(a: string, b: string): number {
  const length = Math.min(a.length, b.length)
  for (let i = 0; i < length; i++) {
    const x = a.charCodeAt(i)
    const y = b.charCodeAt(i)
    if (x !== y) return rank(x) - rank(y)
  }
  return a.length - b.length
}

// A surrogate stands for a code point above every other unit.
const rank = (unit: number): number => (unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit)

const view = new DataView(new ArrayBuffer(8))

/** Sixteen hex digits that order as the number does: the sign bit flipped, negative numbers inverted. */
function orderedHex(value: number): string {
  view.setFloat64(0, value)
  const high = view.getUint32(0)
  const low = view.getUint32(4)
  const isNegative = high >>> 31 === 1
  const orderedHigh = (isNegative ? ~high : high | 0x80000000) >>> 0
  const orderedLow = (isNegative ? ~low : low) >>> 0
  return orderedHigh.toString(16).padStart(8, '0') + orderedLow.toString(16).padStart(8, '0')
}
