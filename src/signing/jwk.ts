import { createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto'
import { canonicalJson } from '../core/canonical-json.ts'
import { sha256 } from '../core/hash.ts'
import { algorithmOfKey } from './algorithms.ts'

// The required members of each key type (RFC 7638 §3.2, RFC 8037 §2).
const REQUIRED: Readonly<Record<string, readonly string[]>> = {
  EC: ['crv', 'kty', 'x', 'y'],
  RSA: ['e', 'kty', 'n'],
  OKP: ['crv', 'kty', 'x'],
}

/** A public key as a JWK with only its required members. */
export function publicJwkOf(key: KeyObject): Readonly<Record<string, string>> {
  const jwk = createPublicKeyJwk(key)
  return Object.fromEntries(REQUIRED[jwk.kty!]!.map((name) => [name, jwk[name] as string]))
}

const createPublicKeyJwk = (key: KeyObject): JsonWebKey =>
  (key.type === 'private' ? createPublicKey(key) : key).export({ format: 'jwk' })

/** JWK thumbprint (RFC 7638), the `kid` of every key of ours: the same key has the same id everywhere. */
export const keyIdOf = (key: KeyObject): string => sha256(canonicalJson(publicJwkOf(key))).toString('base64url')

/** The key of a public JWK; undefined when it is none, has private members, or its algorithm is not accepted. */
export function publicKeyFromJwk(jwk: Readonly<Record<string, unknown>>): KeyObject | undefined {
  const names = typeof jwk['kty'] === 'string' ? REQUIRED[jwk['kty']] : undefined
  if (!names || 'd' in jwk || names.some((name) => typeof jwk[name] !== 'string')) return undefined
  try {
    const members = Object.fromEntries(names.map((name) => [name, jwk[name]])) as JsonWebKey
    const key = createPublicKey({ key: members, format: 'jwk' })
    return algorithmOfKey(key) ? key : undefined
  } catch {
    // Not a point of the curve, or not base64url: the same as no key.
    return undefined
  }
}
