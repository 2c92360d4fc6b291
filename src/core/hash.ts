import { createHash, createHmac, createSecretKey, hash, type KeyObject } from 'node:crypto'

export const sha256 = (data: Uint8Array | string): Buffer => createHash('sha256').update(data).digest()
export const sha256Hex = (data: Uint8Array | string): string => createHash('sha256').update(data).digest('hex')
/** SHA-256, base64url: what names a document by its bytes. */
export const digestOf = (data: Uint8Array | string): string => hash('sha256', data, 'base64url')
/** Keyed digest, base64url: what stands for a personal number wherever one must be found again but not read. */
export const keyedDigest = (key: Uint8Array, text: string): string =>
  createHmac('sha256', keyObjectOf(key)).update(text).digest('base64url')

// Node makes a key object of raw bytes for every HMAC, which costs five times the digest itself.
const keyObjects = new WeakMap<Uint8Array, KeyObject>()

function keyObjectOf(key: Uint8Array): KeyObject {
  let object = keyObjects.get(key)
  if (!object) {
    object = createSecretKey(key)
    keyObjects.set(key, object)
  }
  return object
}
