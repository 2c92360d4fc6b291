import { createCipheriv, createDecipheriv, createSecretKey, hkdfSync, randomBytes } from 'node:crypto'
import { ZhengshuError } from '../core/errors.ts'
import type { Plan, Position } from './engine.ts'

/** Makes and opens cursors. */
export interface Cursors {
  make(plan: Plan, reader: string, position: Position): string
  /** Throws INVALID_CURSOR for a forged one, another query's or another reader's. */
  open(plan: Plan, reader: string, cursor: string): Position
}

const NONCE_BYTES = 12
const TAG_BYTES = 16

/**
 * A cursor is a position encrypted with AES-256-GCM: authentic, and opaque because the order keys in it may be values
 * that the reader sees only masked. The query (without its limit) and the reader are the associated data.
 */
export function createCursors(secret: Uint8Array): Cursors {
  const key = createSecretKey(Buffer.from(hkdfSync('sha256', secret, '', 'zhengshu cursor', 32)))
  return {
    make(plan, reader, { order, id }) {
      const nonce = randomBytes(NONCE_BYTES)
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(binding(plan, reader))
      const text = Buffer.concat([cipher.update(JSON.stringify([...order, id]), 'utf8'), cipher.final()])
      return Buffer.concat([nonce, text, cipher.getAuthTag()]).toString('base64url')
    },
    open(plan, reader, cursor) {
      const bytes = Buffer.from(cursor, 'base64url')
      if (bytes.length < NONCE_BYTES + TAG_BYTES || bytes.toString('base64url') !== cursor)
        throw new ZhengshuError('INVALID_CURSOR')
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE_BYTES), {
        authTagLength: TAG_BYTES,
      })
      decipher.setAAD(binding(plan, reader)).setAuthTag(bytes.subarray(-TAG_BYTES))
      try {
        const text =
          decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES), undefined, 'utf8') + decipher.final('utf8')
        const values = JSON.parse(text) as string[]
        return { order: values.slice(0, -1), id: values.at(-1)! }
      } catch (cause) {
        throw new ZhengshuError('INVALID_CURSOR', {}, { cause })
      }
    },
  }
}

const binding = ({ table, index, equals, anyOf, range, descending }: Plan, reader: string): Buffer =>
  Buffer.from(
    JSON.stringify([
      table.name,
      index.name,
      index.fields,
      equals,
      anyOf ?? null,
      range?.from ?? null,
      range?.to ?? null,
      descending,
      reader,
    ]),
  )
