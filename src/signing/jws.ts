import type { KeyObject } from 'node:crypto'
import { isZhengshuError } from '../core/errors.ts'
import { parseStrictJson, type JsonObject, type JsonValue } from '../core/strict-json.ts'
import { algorithmOfKey, isAlgorithmName, verifyBytes } from './algorithms.ts'
import { decodeBase64, decodeBase64Url } from './base64url.ts'
import { fault, passed, type Checked } from './faults.ts'
import { poolWork } from './signature-work.ts'
import type { AlgorithmName, Signer } from './signer.ts'

/** A compact JWS (RFC 7515) as received. Its signature has NOT been checked. */
export interface ParsedJws {
  readonly header: JsonObject
  /** What the header claims; the key decides. */
  readonly algorithm: AlgorithmName
  readonly type: string | undefined
  readonly keyId: string | undefined
  /** `x5c`: a hint, until its chain has been validated to a pinned root. */
  readonly certificates: readonly Buffer[]
  readonly payload: Buffer
  /** The exact bytes that were signed. */
  readonly signingInput: Buffer
  readonly signature: Buffer
}

const MAX_JWS_CHARACTERS = 2_000_000
const MAX_CERTIFICATES = 6
// They let a document bring its own key (RFC 8725 §3.10); `crit` names extensions and none is understood here.
const FORBIDDEN_MEMBERS = ['jwk', 'jku', 'x5u', 'crit', 'b64', 'zip']

interface JwsOptions {
  readonly typ: string
  /** False for short-lived tokens, whose readers know our keys by `kid`. */
  readonly withCertificates?: boolean
}

/** Signs exactly these bytes; the header carries alg, typ, kid and, where the signer has them, its certificates. */
export async function signJws(signer: Signer, options: JwsOptions, payload: Uint8Array): Promise<string> {
  const signingInput = `${encodedHeader(signer, options)}.${toBuffer(payload).toString('base64url')}`
  const signature = await signer.sign(Buffer.from(signingInput, 'latin1'))
  return `${signingInput}.${toBuffer(signature).toString('base64url')}`
}

const toBuffer = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)

// The header of a signer and type never changes; encoding its certificates anew would cost as much as hashing.
const headersOf = new WeakMap<Signer, Map<string, string>>()

function encodedHeader(signer: Signer, { typ, withCertificates = true }: JwsOptions): string {
  const key = `${typ} ${withCertificates}`
  const known = headersOf.get(signer) ?? new Map<string, string>()
  headersOf.set(signer, known)
  const found = known.get(key)
  if (found !== undefined) return found
  const x5c = (withCertificates ? signer.certificates : []).map((der) => toBuffer(der).toString('base64'))
  const header = { alg: signer.algorithm, typ, kid: signer.keyId, ...(x5c.length > 0 ? { x5c } : {}) }
  const encoded = Buffer.from(JSON.stringify(header)).toString('base64url')
  known.set(key, encoded)
  return encoded
}

/** Takes a compact JWS apart, strictly: canonical base64url, strict JSON header, no key or extension of its own. */
export function parseJws(text: string): Checked<ParsedJws> {
  if (text.length > MAX_JWS_CHARACTERS) return fault('JWS_MALFORMED')
  const first = text.indexOf('.')
  const second = text.indexOf('.', first + 1)
  if (first < 1 || second < 0) return fault('JWS_MALFORMED')
  const header = readHeader(text.slice(0, first))
  if (!header.ok) return header
  // A further dot is no base64url, so neither part takes it.
  const payload = decodeBase64Url(text.slice(first + 1, second))
  const signature = decodeBase64Url(text.slice(second + 1))
  if (!payload || !signature) return fault('JWS_MALFORMED')
  const signingInput = Buffer.from(text.slice(0, second), 'latin1')
  return passed({ ...header.value, payload, signingInput, signature })
}

// All documents of one seal have the same header, certificates included.
const knownHeaders = new Map<string, ReadHeader>()
const MAX_KNOWN_HEADERS = 500
const MAX_KNOWN_CHARACTERS = 8_000

// Asked first: comparing costs a tenth of hashing the text for the map.
let lastHeader: { readonly encoded: string; readonly read: Checked<ReadHeader> } | undefined

type ReadHeader = Pick<ParsedJws, 'header' | 'algorithm' | 'type' | 'keyId' | 'certificates'>

function readHeader(encoded: string): Checked<ReadHeader> {
  if (lastHeader?.encoded === encoded) return lastHeader.read
  const known = knownHeaders.get(encoded)
  const read = known ? passed(known) : parseHeader(encoded)
  if (!read.ok || encoded.length > MAX_KNOWN_CHARACTERS) return read
  if (!known) {
    if (knownHeaders.size >= MAX_KNOWN_HEADERS) knownHeaders.delete(knownHeaders.keys().next().value!)
    knownHeaders.set(encoded, read.value)
  }
  lastHeader = { encoded, read }
  return read
}

function parseHeader(encoded: string): Checked<ReadHeader> {
  const bytes = decodeBase64Url(encoded)
  if (!bytes) return fault('JWS_MALFORMED')
  const header = parseObject(bytes)
  if (!header) return fault('JWS_HEADER_INVALID')
  if (FORBIDDEN_MEMBERS.some((name) => name in header)) return fault('JWS_HEADER_FORBIDDEN')
  const { alg, typ, kid } = header
  if (!isAlgorithmName(alg)) return fault('ALGORITHM_REFUSED')
  if (!isOptionalText(typ) || !isOptionalText(kid)) return fault('JWS_HEADER_INVALID')
  const certificates = readCertificates(header['x5c'])
  if (!certificates) return fault('JWS_HEADER_INVALID')
  return passed({ header, algorithm: alg, type: typ, keyId: kid, certificates })
}

function parseObject(bytes: Buffer): JsonObject | undefined {
  try {
    const value = parseStrictJson(bytes, { maxDepth: 4 })
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined
  } catch (error) {
    if (isZhengshuError(error)) return undefined
    throw error
  }
}

const isOptionalText = (value: JsonValue | undefined): value is string | undefined =>
  value === undefined || typeof value === 'string'

function readCertificates(x5c: JsonValue | undefined): readonly Buffer[] | undefined {
  if (x5c === undefined) return []
  if (!Array.isArray(x5c) || x5c.length === 0 || x5c.length > MAX_CERTIFICATES) return undefined
  const certificates = x5c.map((text: JsonValue) => (typeof text === 'string' ? decodeBase64(text) : undefined))
  return certificates.every((der) => der !== undefined) ? certificates : undefined
}

/** Checks the signature with the key's own algorithm; the header only has to agree with it (RFC 8725 §3.1). */
export function verifyJwsSignature(jws: ParsedJws, publicKey: KeyObject): Checked<AlgorithmName> {
  const algorithm = algorithmOfKey(publicKey)
  if (!algorithm || algorithm !== jws.algorithm) return fault('ALGORITHM_MISMATCH')
  return toChecked(algorithm, verifyBytes(algorithm, publicKey, jws.signingInput, jws.signature))
}

/** The same off the event loop, for many. */
export async function verifyJwsSignatureOnThread(
  jws: ParsedJws,
  publicKey: KeyObject,
  work = poolWork,
): Promise<Checked<AlgorithmName>> {
  const algorithm = algorithmOfKey(publicKey)
  if (!algorithm || algorithm !== jws.algorithm) return fault('ALGORITHM_MISMATCH')
  return toChecked(algorithm, await work.verify(algorithm, publicKey, jws.signingInput, jws.signature))
}

const toChecked = (algorithm: AlgorithmName, isRight: boolean): Checked<AlgorithmName> =>
  isRight ? passed(algorithm) : fault('SIGNATURE_WRONG')
