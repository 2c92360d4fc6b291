import { hash } from 'node:crypto'

export const sha256 = (data: Uint8Array | string): Buffer => hash('sha256', data, 'buffer')
export const sha256Hex = (data: Uint8Array | string): string => hash('sha256', data, 'hex')
/** SHA-256, base64url: what names a document by its bytes. */
export const digestOf = (data: Uint8Array | string): string => hash('sha256', data, 'base64url')

/** Keyed digest, base64url: what stands for a personal number wherever one must be found again but not read. */
export const keyedDigest = (key: Uint8Array, text: string): string => digesterOf(key)(text)

/** HMAC-SHA-256 (RFC 2104) of texts under one key, base64url. */
export type Digester = (text: string) => string

const BLOCK_BYTES = 64
const DIGEST_BYTES = 32

/**
 * RFC 2104 §2 by two one-shot hashes: an Hmac object of node costs twice as much to make, and the collector pays for
 * each of them once more. Keys of at most 64 bytes.
 */
export function createDigester(key: Uint8Array): Digester {
  if (key.byteLength > BLOCK_BYTES) throw new TypeError('a digest key has at most 64 bytes')
  const padded = (pad: number, room: number) => {
    const bytes = Buffer.alloc(BLOCK_BYTES + room)
    bytes.set(key)
    for (let i = 0; i < BLOCK_BYTES; i++) bytes[i]! ^= pad
    return bytes
  }
  let inner = padded(0x36, 512)
  const outer = padded(0x5c, DIGEST_BYTES)
  return (text) => {
    // A unit of UTF-16 becomes at most three bytes.
    if (inner.length < BLOCK_BYTES + 3 * text.length) inner = padded(0x36, 3 * text.length)
    const length = inner.write(text, BLOCK_BYTES)
    outer.write(hash('sha256', inner.subarray(0, BLOCK_BYTES + length), 'binary'), BLOCK_BYTES, 'latin1')
    return hash('sha256', outer, 'base64url')
  }
}

const digesters = new WeakMap<Uint8Array, Digester>()

function digesterOf(key: Uint8Array): Digester {
  let digester = digesters.get(key)
  if (!digester) digesters.set(key, (digester = createDigester(key)))
  return digester
}
