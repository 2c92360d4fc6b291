/** Algorithms of keys and signatures; everything about each stands in its row in algorithms.ts. */
export type AlgorithmName = 'ES256' | 'RS256' | 'Ed25519'

/**
 * Makes signatures with one key. The key may live in a file or in hardware; nothing of it is visible here.
 *
 * `sign` MUST sign exactly the bytes given, with `algorithm`, and MUST NOT fall back to another key. It throws when
 * the key cannot be used; the caller does not retry.
 */
export interface Signer {
  readonly keyId: string
  readonly algorithm: AlgorithmName
  /** DER certificates, the signer's first, the root left out; empty for keys without a certificate. */
  readonly certificates: readonly Uint8Array[]
  /** The raw signature as JWS wants it (ES256: r‖s, 64 bytes). */
  sign(data: Uint8Array): Promise<Uint8Array>
}
