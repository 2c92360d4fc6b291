import { createCipheriv, createDecipheriv, hash, randomFillSync, type KeyObject } from 'node:crypto'

/* What two threads of the floor do with keys, each in the fastest form that node:crypto has for it. */

const NONCE_BYTES = 12
const TAG_BYTES = 16
const PIECES_AHEAD = 1_000

/** Random pieces, each used once: one call to the generator costs more than many pieces. */
export function randomPieces(bytes: number): () => Buffer {
  const pool = Buffer.alloc(bytes * PIECES_AHEAD)
  let used = pool.length
  return () => {
    if (used === pool.length) {
      randomFillSync(pool)
      used = 0
    }
    return pool.subarray(used, (used += bytes))
  }
}

const nextNonce = randomPieces(NONCE_BYTES)

/** AES-256-GCM, bound to the row's id: nonce ‖ ciphertext ‖ tag. A key as bytes would cost an exception inside of node. */
export function seal(key: KeyObject, id: string, text: string, encoding: 'utf8' | 'latin1'): Uint8Array {
  const nonce = nextNonce()
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(id))
  const body = cipher.update(text, encoding)
  cipher.final()
  return Buffer.concat([nonce, body, cipher.getAuthTag()])
}

export function open(key: KeyObject, id: string, sealed: Uint8Array): string {
  const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength)
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES })
  decipher.setAAD(Buffer.from(id)).setAuthTag(bytes.subarray(-TAG_BYTES))
  return decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES), undefined, 'utf8') + decipher.final('utf8')
}

const BLOCK_BYTES = 64
const DIGEST_BYTES = 32
const MAX_TEXT_BYTES = 1_000

/** HMAC-SHA-256 by two one-shot hashes (RFC 2104 §2): an Hmac object costs twice as much. */
export function keyedDigest(key: Uint8Array): (text: string) => string {
  const padded = (pad: number, room: number): Buffer => {
    const block = Buffer.alloc(BLOCK_BYTES + room)
    block.set(key)
    for (let i = 0; i < BLOCK_BYTES; i++) block[i]! ^= pad
    return block
  }
  const inner = padded(0x36, MAX_TEXT_BYTES)
  const outer = padded(0x5c, DIGEST_BYTES)
  return (text) => {
    const length = inner.write(text, BLOCK_BYTES)
    outer.write(hash('sha256', inner.subarray(0, BLOCK_BYTES + length), 'binary'), BLOCK_BYTES, 'latin1')
    return hash('sha256', outer, 'base64url')
  }
}
