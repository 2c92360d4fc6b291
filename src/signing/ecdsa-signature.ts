import { TAG } from './der.ts'

/*
 * The two encodings of an ECDSA signature on P-256: r‖s, 32 bytes each, as JWS wants it (RFC 7518 §3.4), and the DER of
 * SEQUENCE { INTEGER r, INTEGER s } (RFC 3279 §2.2.3), the only one that node:crypto reads and writes without an options
 * object. It tells such an object from a key by an exception of its own, which costs a sign more than the curve does.
 */

const NUMBER_BYTES = 32

/** Of a signature of 64 bytes; whether its numbers are in range is for the check of the signature to say. */
export function ecdsaToDer(raw: Uint8Array): Uint8Array {
  const r = numberAt(raw, 0)
  const s = numberAt(raw, NUMBER_BYTES)
  const der = new Uint8Array(6 + r.length + s.length)
  der[0] = TAG.sequence
  der[1] = der.length - 2 // at most 70, so one octet holds it
  writeInteger(der, 2, r)
  writeInteger(der, 4 + r.length, s)
  return der
}

/** Of a signature that node:crypto made just now. */
export function ecdsaFromDer(der: Uint8Array): Uint8Array {
  const raw = new Uint8Array(2 * NUMBER_BYTES)
  const endOfR = 4 + der[3]!
  rightAlign(raw, NUMBER_BYTES, der.subarray(4, endOfR))
  rightAlign(raw, 2 * NUMBER_BYTES, der.subarray(endOfR + 2))
  return raw
}

interface DerNumber {
  readonly bytes: Uint8Array
  /** With the zero that keeps a set top bit from being read as a sign. */
  readonly length: number
}

function numberAt(raw: Uint8Array, from: number): DerNumber {
  let start = from
  // X.690 §8.3.2: no more leading zeros than the sign needs, but zero itself has one octet.
  while (start < from + NUMBER_BYTES - 1 && raw[start] === 0) start++
  const bytes = raw.subarray(start, from + NUMBER_BYTES)
  return { bytes, length: bytes.length + (bytes[0]! >> 7) }
}

function writeInteger(der: Uint8Array, at: number, { bytes, length }: DerNumber): void {
  der[at] = TAG.integer
  der[at + 1] = length
  der.set(bytes, at + 2 + length - bytes.length)
}

function rightAlign(raw: Uint8Array, end: number, number: Uint8Array): void {
  const bytes = number.length > NUMBER_BYTES ? number.subarray(number.length - NUMBER_BYTES) : number
  raw.set(bytes, end - bytes.length)
}
