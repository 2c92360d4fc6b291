import { sign, verify, type KeyObject } from 'node:crypto'
import { ecdsaFromDer, ecdsaToDer } from './ecdsa-signature.ts'
import type { AlgorithmName } from './signer.ts'

/** Everything about an algorithm stands in its row; nothing elsewhere lists names. */
interface Algorithm {
  /** The JWS `alg` (RFC 7518 §3.1, RFC 9864). */
  readonly name: AlgorithmName
  readonly isKeyFit: (key: KeyObject) => boolean
  readonly digest: 'sha256' | null
  /** Between a signature as JWS wants it and as node:crypto has it, where they differ. */
  readonly encoding: { readonly toNode: Recode; readonly fromNode: Recode } | undefined
  /** Undefined where the length is the modulus's. */
  readonly signatureBytes: number | undefined
  /** Made and checked in about the time that it takes to wake a thread. */
  readonly isQuick: boolean
  /** OID of the same algorithm as a certificate's signature. */
  readonly certificateOid: string
  readonly webCrypto: EcKeyImportParams | RsaHashedImportParams | { readonly name: 'Ed25519' }
}
type Recode = (signature: Uint8Array) => Uint8Array
interface EcKeyImportParams {
  readonly name: 'ECDSA'
  readonly namedCurve: 'P-256'
  readonly hash: 'SHA-256'
}
interface RsaHashedImportParams {
  readonly name: 'RSASSA-PKCS1-v1_5'
  readonly hash: 'SHA-256'
}

const MIN_RSA_BITS = 2048
const MAX_RSA_BITS = 8192

const ROWS: readonly Algorithm[] = [
  {
    name: 'ES256',
    isKeyFit: (key) => key.asymmetricKeyType === 'ec' && key.asymmetricKeyDetails?.namedCurve === 'prime256v1',
    digest: 'sha256',
    encoding: { toNode: ecdsaToDer, fromNode: ecdsaFromDer },
    signatureBytes: 64,
    isQuick: true,
    certificateOid: '1.2.840.10045.4.3.2',
    webCrypto: { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' },
  },
  {
    name: 'RS256',
    isKeyFit: (key) => {
      const bits = key.asymmetricKeyDetails?.modulusLength ?? 0
      return key.asymmetricKeyType === 'rsa' && bits >= MIN_RSA_BITS && bits <= MAX_RSA_BITS
    },
    digest: 'sha256',
    encoding: undefined, // a key of type rsa signs with PKCS #1 v1.5 unless told otherwise
    signatureBytes: undefined,
    isQuick: false,
    certificateOid: '1.2.840.113549.1.1.11',
    webCrypto: { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' },
  },
  {
    name: 'Ed25519',
    isKeyFit: (key) => key.asymmetricKeyType === 'ed25519',
    digest: null,
    encoding: undefined,
    signatureBytes: 64,
    isQuick: true,
    certificateOid: '1.3.101.112',
    webCrypto: { name: 'Ed25519' },
  },
]

/** Of the JWS names that have a row; `none` has none. */
export const isAlgorithmName = (text: unknown): text is AlgorithmName => ROWS.some(({ name }) => name === text)

const rowOf = (name: AlgorithmName): Algorithm => ROWS.find((row) => row.name === name)!

/** The one algorithm that a key is for; undefined for a key that is not accepted (another curve, a short RSA key). */
export function algorithmOfKey(key: KeyObject): AlgorithmName | undefined {
  const known = algorithms.get(key)
  if (known !== undefined) return known
  const found = ROWS.find((row) => row.isKeyFit(key))?.name
  if (found !== undefined) algorithms.set(key, found)
  return found
}

// A key never changes, and asking it for its curve anew would be felt in each of many verifications.
const algorithms = new WeakMap<KeyObject, AlgorithmName>()

/** Whether a certificate signed so can be judged at all. */
export const isCertificateAlgorithm = (oid: string): boolean => ROWS.some((row) => row.certificateOid === oid)

/** How Web Cryptography names the algorithm; only building certificates needs it. */
export const webCryptoAlgorithm = (name: AlgorithmName): Algorithm['webCrypto'] => rowOf(name).webCrypto

/** Whether it is worth its own job on the thread pool. */
export const isQuickAlgorithm = (name: AlgorithmName): boolean => rowOf(name).isQuick

/** Signs exactly these bytes, here and now; the event loop has others to serve. */
export function signBytesNow(name: AlgorithmName, key: KeyObject, data: Uint8Array): Uint8Array {
  const { digest, encoding } = rowOf(name)
  const signature = sign(digest, data, key)
  return encoding ? encoding.fromNode(signature) : signature
}

/** Signs exactly these bytes, on the thread pool: even ES256 would hold the event loop six times as long as asking. */
export function signBytes(name: AlgorithmName, key: KeyObject, data: Uint8Array): Promise<Uint8Array> {
  const { digest, encoding } = rowOf(name)
  return new Promise((resolve, reject) =>
    sign(digest, data, key, (error, signature) =>
      error ? reject(error) : resolve(encoding ? encoding.fromNode(signature) : signature),
    ),
  )
}

/** False also for a signature of a wrong length and for a key that is not for this algorithm; never throws for an input. */
export function verifyBytes(name: AlgorithmName, key: KeyObject, data: Uint8Array, signature: Uint8Array): boolean {
  const recoded = signatureFor(name, key, signature)
  return recoded !== undefined && verify(rowOf(name).digest, data, key, recoded)
}

/** The same on the thread pool: for many, as it takes longer for one and leaves the event loop to others. */
export async function verifyBytesOnThread(
  name: AlgorithmName,
  key: KeyObject,
  data: Uint8Array,
  signature: Uint8Array,
): Promise<boolean> {
  const recoded = signatureFor(name, key, signature)
  if (recoded === undefined) return false
  return new Promise((resolve, reject) =>
    verify(rowOf(name).digest, data, key, recoded, (error, isRight) => (error ? reject(error) : resolve(isRight))),
  )
}

/** The signature as node:crypto wants it; undefined where it cannot be one of this key and algorithm. */
function signatureFor(name: AlgorithmName, key: KeyObject, signature: Uint8Array): Uint8Array | undefined {
  const { encoding, signatureBytes } = rowOf(name)
  if (algorithmOfKey(key) !== name) return undefined
  if (signatureBytes !== undefined && signature.length !== signatureBytes) return undefined
  return encoding ? encoding.toNode(signature) : signature
}
