import { randomBytes } from 'node:crypto'
import type { Clock } from './clock.ts'

/** Where ids and randomness come from. Tests pass a fixed one. */
export interface Ids {
  /** A prefixed ULID, `lic_01J…`: sortable by time, never derived from a personal number. */
  next(prefix: string): string
  /** Cryptographically strong bytes: salts, nonces. */
  random(bytes: number): Buffer
}

// Crockford's base 32 (ULID specification): no I, L, O, U.
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** ULIDs of one process rise strictly, also within one millisecond. */
export function createIds(clock: Clock, random: (bytes: number) => Buffer = randomBytes): Ids {
  let lastTime = -1
  let tail = Buffer.alloc(10)
  return {
    random,
    next(prefix) {
      const now = clock.now()
      if (now > lastTime) {
        lastTime = now
        tail = Buffer.from(random(10))
        tail[0]! &= 0x7f // room to count upwards without overflow
      } else {
        increment(tail)
      }
      return `${prefix}_${encodeTime(lastTime)}${encodeBytes(tail)}`
    },
  }
}

function increment(bytes: Buffer): void {
  for (let i = bytes.length - 1; i >= 0; i--) {
    bytes[i] = (bytes[i]! + 1) & 0xff
    if (bytes[i] !== 0) return
  }
}

function encodeTime(milliseconds: number): string {
  let text = ''
  let rest = milliseconds
  for (let i = 0; i < 10; i++) {
    text = ALPHABET[rest % 32]! + text
    rest = Math.floor(rest / 32)
  }
  return text
}

function encodeBytes(bytes: Buffer): string {
  let text = ''
  let bits = 0
  let value = 0
  for (const byte of bytes) {
    value = (value << 8) | byte
    bits += 8
    while (bits >= 5) {
      bits -= 5
      text += ALPHABET[(value >> bits) & 31]!
    }
    value &= (1 << bits) - 1
  }
  return text
}
