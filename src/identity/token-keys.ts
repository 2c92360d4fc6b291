import type { KeyObject } from 'node:crypto'
import type { Clock } from '../core/clock.ts'
import type { Keyring } from '../keys/index.ts'
import { algorithmOfKey, keyIdOf, publicJwkOf, readCertificate } from '../signing/index.ts'

/** Whoever sends tokens of invented keys makes us look no more often. */
const LOOK_AGAIN_AFTER_MS = 10_000

/** The public keys behind our access tokens: of the key in use, of the one before it, of one that another process made. */
export interface TokenKeys {
  /** The key of a token's header; the one in use when it names none. */
  find(keyId: string | undefined): Promise<KeyObject | undefined>
  all(): readonly { readonly keyId: string; readonly publicKey: KeyObject }[]
}

export function createTokenKeys(
  keyring: Pick<Keyring, 'signerFor' | 'tokenCertificates' | 'renewServiceKeys'>,
  clock: Clock,
): TokenKeys {
  let read: readonly Uint8Array[] = []
  let byId: ReadonlyMap<string, KeyObject> = new Map()
  let lookedAt = -Infinity

  const known = (): ReadonlyMap<string, KeyObject> => {
    const certificates = keyring.tokenCertificates()
    if (certificates === read) return byId
    read = certificates
    byId = new Map(certificates.map(publicKeyOf).map((publicKey) => [keyIdOf(publicKey), publicKey]))
    return byId
  }

  return {
    all: () => [...known()].map(([keyId, publicKey]) => ({ keyId, publicKey })),
    async find(keyId = keyring.signerFor('token').keyId) {
      const key = known().get(keyId)
      if (key || Math.abs(clock.now() - lookedAt) < LOOK_AGAIN_AFTER_MS) return key
      lookedAt = clock.now()
      await keyring.renewServiceKeys()
      return known().get(keyId)
    },
  }
}

/** RFC 7517. */
export const jwksOf = (keys: TokenKeys) => ({
  keys: keys.all().map(({ keyId, publicKey }) => ({
    ...publicJwkOf(publicKey),
    kid: keyId,
    alg: algorithmOfKey(publicKey)!,
    use: 'sig',
  })),
})

function publicKeyOf(der: Uint8Array): KeyObject {
  const certificate = readCertificate(der)
  if (!certificate.ok) throw new TypeError(`a token key's certificate: ${certificate.en}`)
  return certificate.value.publicKey
}
