import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createSecretKey,
  hkdfSync,
  randomFillSync,
  type KeyObject,
} from 'node:crypto'
import { createDigester, type Digester } from '../core/hash.ts'
import { encodeKey, digestKey } from './index-keys.ts'
import type { KeyEncoder } from './query-plan.ts'
import type { Collection, Document, Scalar } from './store.ts'

/** 32 bytes each. Retired keys still open documents and find rows; nothing new is made with them. */
export interface SealSecrets {
  readonly seal: Uint8Array
  readonly index: Uint8Array
  readonly retiredSeal?: readonly Uint8Array[]
  readonly retiredIndex?: readonly Uint8Array[]
}

/** What keeps one sealed collection unreadable at rest. */
export interface CollectionSeal extends KeyEncoder {
  /** Of a text or its UTF-8. */
  seal(id: string, text: string | Uint8Array): Uint8Array
  /** The same into `room`, which is longer by SEAL_BYTES. */
  sealInto(room: Uint8Array, id: string, text: Uint8Array): void
  /** Throws when the bytes were changed or moved to another id or collection, or the key is not there. */
  open(id: string, sealed: Uint8Array): string
  /** The key under which a value is indexed from now on. */
  readonly key: (field: string, value: Scalar) => string | undefined
  /** The same for a key as it is in clear (index-keys.ts). */
  sealKey(field: string, key: string): string
  /** True for a document sealed with the present key. */
  isPresent(sealed: Uint8Array): boolean
}

// Envelope: form (1 byte), key id (4), nonce (12), ciphertext, tag (16).
const FORM = 1
const KEY_ID_BYTES = 4
const NONCE_BYTES = 12
const TAG_BYTES = 16
const HEAD_BYTES = 1 + KEY_ID_BYTES + NONCE_BYTES
/** What a sealed document is longer. */
export const SEAL_BYTES = HEAD_BYTES + TAG_BYTES
const DIGEST_CHARACTERS = 22 // 132 bits: no collisions, a third less to store than all of SHA-256

/**
 * AES-256-GCM per document with a key per collection, so that random nonces stay far below their limit of 2^32 a key.
 * The associated data bind a document to its collection and id.
 */
export function sealFor(collection: Collection<Document>, secrets: SealSecrets): CollectionSeal {
  const personal = new Set(collection.sealed?.personalFields ?? [])
  const present = sealKey(collection.name, secrets.seal)
  const sealKeys = [present, ...(secrets.retiredSeal ?? []).map((secret) => sealKey(collection.name, secret))]
  const indexKey = indexKeyOf(collection.name, secrets.index)
  const retiredIndexKeys = (secrets.retiredIndex ?? []).map((secret) => indexKeyOf(collection.name, secret))
  const associated = (id: string) => Buffer.from(`${collection.name}\0${id}`)

  function sealInto(room: Uint8Array, id: string, text: Uint8Array): void {
    const nonce = nextNonce()
    const cipher = createCipheriv('aes-256-gcm', present.key, nonce).setAAD(associated(id))
    room.set(present.head)
    room.set(nonce, present.head.length)
    room.set(cipher.update(text), HEAD_BYTES)
    cipher.final()
    room.set(cipher.getAuthTag(), room.length - TAG_BYTES)
  }

  return {
    seal(id, text) {
      const bytes = typeof text === 'string' ? Buffer.from(text) : text
      const room = new Uint8Array(bytes.byteLength + SEAL_BYTES)
      sealInto(room, id, bytes)
      return room
    },
    sealInto,
    open(id, sealed) {
      const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength)
      const found = sealKeys.find(({ head }) => bytes.subarray(0, head.length).equals(head))
      if (!found) throw new Error(`collection ${collection.name}: a document is sealed with a key that is not here`)
      const decipher = createDecipheriv('aes-256-gcm', found.key, bytes.subarray(1 + KEY_ID_BYTES, HEAD_BYTES), {
        authTagLength: TAG_BYTES,
      })
      decipher.setAAD(associated(id)).setAuthTag(bytes.subarray(-TAG_BYTES))
      return decipher.update(bytes.subarray(HEAD_BYTES, -TAG_BYTES), undefined, 'utf8') + decipher.final('utf8')
    },
    isPresent: (sealed) => present.head.equals(sealed.subarray(0, present.head.length)),
    isPersonal: (field) => personal.has(field),
    key: (field, value) => (personal.has(field) ? digest(indexKey, field, value) : encodeKey(value)),
    sealKey: (field, key) => (personal.has(field) ? digestOfKey(indexKey, field, key) : key),
    candidates(field, value) {
      if (!personal.has(field)) return orNone(encodeKey(value))
      return [indexKey, ...retiredIndexKeys].flatMap((key) => orNone(digest(key, field, value)))
    },
  }
}

const orNone = (key: string | undefined): readonly string[] => (key === undefined ? [] : [key])

interface VersionedKey {
  readonly bytes: Buffer
  readonly id: Buffer
}

function keyOf(collection: string, use: 'seal' | 'index', secret: Uint8Array): VersionedKey {
  if (secret.byteLength !== 32) throw new TypeError(`the ${use} secret must have 32 bytes`)
  const bytes = Buffer.from(hkdfSync('sha256', secret, '', `zhengshu ${use} ${collection}`, 32))
  // The id tells keys apart and tells nothing about them.
  const id = createHash('sha256').update(`zhengshu ${use} key id`).update(secret).digest().subarray(0, KEY_ID_BYTES)
  return { bytes, id }
}

function sealKey(collection: string, secret: Uint8Array): { readonly key: KeyObject; readonly head: Buffer } {
  const { bytes, id } = keyOf(collection, 'seal', secret)
  return { key: createSecretKey(bytes), head: Buffer.concat([Buffer.from([FORM]), id]) }
}

interface IndexKey {
  readonly digester: Digester
  readonly version: string
}

const VERSION_CHARACTERS = 3

function indexKeyOf(collection: string, secret: Uint8Array): IndexKey {
  const { bytes, id } = keyOf(collection, 'index', secret)
  return { digester: createDigester(bytes), version: id.toString('base64url').slice(0, VERSION_CHARACTERS) }
}

function digest(indexKey: IndexKey, field: string, value: Scalar): string | undefined {
  const key = encodeKey(value)
  return key === undefined ? undefined : digestOfKey(indexKey, field, key)
}

const digestOfKey = ({ digester, version }: IndexKey, field: string, key: string): string =>
  digestKey(version, digester(`${field}\0${key}`).slice(0, DIGEST_CHARACTERS))

// One call to the generator for a thousand nonces: the call costs more than the bytes.
const pool = Buffer.alloc(NONCE_BYTES * 1_000)
let used = pool.length
function nextNonce(): Buffer {
  if (used === pool.length) {
    randomFillSync(pool)
    used = 0
  }
  used += NONCE_BYTES
  return pool.subarray(used - NONCE_BYTES, used)
}
