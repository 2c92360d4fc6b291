import { isZhengshuError } from '../../core/errors.ts'
import { parseStrictJson, type JsonObject } from '../../core/strict-json.ts'
import { parseJws, readCertificate, verifyJwsSignature, type ChainValidator } from '../../signing/index.ts'
import { inflateStatuses, unpackChanges, type DatedState } from '../status-bits.ts'

/** A status list whose signature and chain hold. */
export interface StatusList {
  /** Path of its `sub`: what licences name. */
  readonly path: string
  /** Milliseconds. */
  readonly issuedAt: number
  readonly expiresAt: number
  readonly bits: number
  readonly bytes: Uint8Array
  /** Dated changes per entry; absent in lists of other makers. */
  readonly changes: ReadonlyMap<number, readonly DatedState[]> | undefined
}

const TYPE = 'statuslist+jwt'
const MAX_TOKEN_BYTES = 8_000_000

/** Reads and verifies a Status List Token (§5.1); undefined when it cannot be trusted. */
export function readStatusList(token: string, chains: ChainValidator): StatusList | undefined {
  if (token.length > MAX_TOKEN_BYTES) return undefined
  const jws = parseJws(token.trim())
  if (!jws.ok || jws.value.type !== TYPE || jws.value.certificates.length === 0) return undefined
  const certificate = readCertificate(jws.value.certificates[0]!)
  if (!certificate.ok || !verifyJwsSignature(jws.value, certificate.value.publicKey).ok) return undefined
  const list = readPayload(jws.value.payload)
  if (!list) return undefined
  const chain = chains.validate({ certificates: jws.value.certificates, purpose: 'status', at: list.issuedAt })
  return chain.ok ? list : undefined
}

function readPayload(payload: Uint8Array): StatusList | undefined {
  const object = parse(payload)
  const body = object?.['status_list'] as JsonObject | undefined
  const { sub, iat, exp, changes } = object ?? {}
  const { bits, lst } = body ?? {}
  if (typeof sub !== 'string' || typeof iat !== 'number' || typeof exp !== 'number' || typeof lst !== 'string')
    return undefined
  if (bits !== 1 && bits !== 2 && bits !== 4 && bits !== 8) return undefined
  const bytes = inflateStatuses(lst)
  const path = URL.parse(sub)?.pathname
  const dated = typeof changes === 'string' ? unpackChanges(changes) : undefined
  // A history that cannot be read makes the whole list unreadable: it must not be taken for "no changes".
  if (!bytes || path === undefined || (changes !== undefined && !dated)) return undefined
  return { path, issuedAt: iat * 1000, expiresAt: exp * 1000, bits, bytes, changes: dated }
}

function parse(payload: Uint8Array): JsonObject | undefined {
  try {
    const value = parseStrictJson(payload, { maxBytes: MAX_TOKEN_BYTES })
    return value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as JsonObject) : undefined
  } catch (error) {
    if (isZhengshuError(error)) return undefined // not JSON: the list cannot be trusted
    throw error
  }
}
