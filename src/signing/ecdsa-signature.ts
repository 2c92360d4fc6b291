import { TAG } from './der.ts'

/*
 * The two encodings of an ECDSA signature on P-256: r‖s, 32 bytes each, as JWS wants it (RFC 7518 §3.4), and the DER of
 * SEQUENCE { INTEGER r, INTEGER s } (RFC 3279 §2.2.3), the only one that node:crypto reads and writes without an options
 * object. It tells such an object from a key by an exception of its own, which costs a sign more than the curve does.
 */

const NUMBER_BYTES = 32

/** Of a signature of 64 bytes; whether its numbers are in range is for the check of the signature to say. */
export function ecdsaToDer(raw: Uint8Array): Uint8Array {
  const r = firstOctet(raw, 0)
  const s = firstOctet(raw, NUMBER_BYTES)
  const lengthOfR = NUMBER_BYTES - r + signOctet(raw[r]!)
  const lengthOfS = 2 * NUMBER_BYTES - s + signOctet(raw[s]!)
  const der = Buffer.allocUnsafe(6 + lengthOfR + lengthOfS)
  der[0] = TAG.sequence
  der[1] = 4 + lengthOfR + lengthOfS // at most 70, so one octet holds it
  writeInteger(der, 2, lengthOfR, raw, r, NUMBER_BYTES)
  writeInteger(der, 4 + lengthOfR, lengthOfS, raw, s, 2 * NUMBER_BYTES)
  return der
}

/** Of a signature that node:crypto made just now. */
export function ecdsaFromDer(der: Uint8Array): Uint8Array {
  const raw = Buffer.alloc(2 * NUMBER_BYTES)
  const endOfR = 4 + der[3]!
  for (let from = endOfR, to = NUMBER_BYTES; to > 0 && from > 4;) raw[--to] = der[--from]!
  for (let from = der.length, to = 2 * NUMBER_BYTES; to > NUMBER_BYTES && from > endOfR + 2;) raw[--to] = der[--from]!
  return raw
}

/** X.690 §8.3.2: no more leading zeros than the sign needs, but zero itself has one octet. */
function firstOctet(raw: Uint8Array, from: number): number {
  let first = from
  while (first < from + NUMBER_BYTES - 1 && raw[first] === 0) first++
  return first
}

/** A zero keeps a set top bit from being read as a sign. */
const signOctet = (first: number): number => first >> 7

function writeInteger(der: Uint8Array, at: number, length: number, raw: Uint8Array, from: number, end: number): void {
  der[at] = TAG.integer
  der[at + 1] = length
  let to = at + 2
  if (length > end - from) der[to++] = 0
  for (let i = from; i < end; i++) der[to++] = raw[i]!
}
