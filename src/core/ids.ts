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
const CODES = Buffer.from(ALPHABET)
const TIME_DIGITS = 10
const DIGITS = 26
const RANDOM_BYTES = 10

/** ULIDs of one process rise strictly, also within one millisecond. */
export function createIds(clock: Clock, random: (bytes: number) => Buffer = randomBytes): Ids {
  const ulid = new Ulid()
  const nextRandom = inPieces(random, RANDOM_BYTES)
  let lastTime = -1
  return {
    random,
    next(prefix) {
      const now = clock.now()
      if (now > lastTime) {
        lastTime = now
        ulid.set(now, nextRandom())
      } else ulid.increment()
      return `${prefix}_${ulid.text()}`
    },
  }
}

const PIECES_AHEAD = 64

/** Pieces of a few random bytes, each used once: one call to the generator costs more than many pieces. */
export function inPieces(random: (bytes: number) => Buffer, bytes: number): () => Buffer {
  let pool: Buffer = Buffer.alloc(0)
  return () => {
    if (pool.length === 0) pool = random(PIECES_AHEAD * bytes)
    const piece = pool.subarray(0, bytes)
    pool = pool.subarray(bytes)
    return piece
  }
}

/** A ULID as its digits, so that the next one of a millisecond is a digit away. */
class Ulid {
  private readonly digits = new Uint8Array(DIGITS)
  private readonly codes = Buffer.alloc(DIGITS)

  text(): string {
    return this.codes.toString('latin1')
  }

  set(milliseconds: number, random: Uint8Array): void {
    let rest = milliseconds
    for (let i = TIME_DIGITS - 1; i >= 0; i--) {
      this.setDigit(i, rest % 32)
      rest = Math.floor(rest / 32)
    }
    let at = TIME_DIGITS
    let bits = 0
    let value = 0
    for (let i = 0; i < random.length; i++) {
      const byte = i === 0 ? random[i]! & 0x7f : random[i]! // room to count upwards without overflow
      value = (value << 8) | byte
      bits += 8
      while (bits >= 5) {
        bits -= 5
        this.setDigit(at++, (value >> bits) & 31)
      }
      value &= (1 << bits) - 1
    }
  }

  increment(): void {
    for (let i = DIGITS - 1; i >= TIME_DIGITS; i--) {
      const digit = (this.digits[i]! + 1) & 31
      this.setDigit(i, digit)
      if (digit !== 0) return
    }
  }

  private setDigit(at: number, digit: number): void {
    this.digits[at] = digit
    this.codes[at] = CODES[digit]!
  }
}
