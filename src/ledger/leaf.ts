import { hash } from 'node:crypto'
import { canonicalJson } from '../core/canonical-json.ts'
import type { AuditEvent } from './audit-events.ts'

/**
 * What an entry stands for, outside the public tree: readable by right, sealed at rest, erasable. Its canonical JSON
 * (RFC 8785) and the salt open the entry.
 */
export interface LeafPayload extends Omit<AuditEvent, 'caseNumber'> {
  readonly id: string
  /** Keyed digest; the number itself is held nowhere. */
  readonly caseDigest?: string
}

export const SALT_BYTES = 32

export function payloadOf(id: string, event: AuditEvent, caseDigest: (caseNumber: string) => string): LeafPayload {
  const { kind, at, actor, resources, subjects, requestId, caseNumber, data } = event
  // In the order of canonical JSON: what stands in it already is written without being copied first.
  return {
    ...(actor ? { actor: { agency: actor.agency, clientId: actor.clientId } } : {}),
    at,
    ...(caseNumber === undefined ? {} : { caseDigest: caseDigest(caseNumber) }),
    data,
    id,
    kind,
    ...(requestId === undefined ? {} : { requestId }),
    ...(resources?.length ? { resources: [...resources] } : {}),
    ...(subjects?.length ? { subjects: [...subjects] } : {}),
  }
}

export const payloadText = (payload: LeafPayload): string => canonicalJson(payload)

/**
 * The public entry: kind, hour and a salted digest, nothing else, because agency × resource × time would tell who
 * investigates what. Canonical JSON by construction. The 256-bit salt keeps anybody from guessing the payload.
 */
export function publicEntry(kind: string, at: string, salt: Uint8Array, payload: string): string {
  const digest = hash('sha256', Buffer.concat([salt, Buffer.from(payload)]), 'base64')
  return `{"digest":"${digest}","hour":"${hourOf(at)}","kind":"${kind}","v":1}`
}

const ENTRY = /^\{"digest":"[A-Za-z0-9+/]{43}=","hour":"(\d{4}-\d{2}-\d{2}T\d{2}Z)","kind":"([A-Z_]{1,60})","v":1\}$/

/** What a public entry shows; undefined for other bytes. */
export function readPublicEntry(entry: string): { readonly kind: string; readonly hour: string } | undefined {
  const match = ENTRY.exec(entry)
  return match ? { kind: match[2]!, hour: match[1]! } : undefined
}

/** `2026-11-24T02Z` */
const hourOf = (at: string): string => `${at.slice(0, 13)}Z`

/** What the extra line of a tlog-proof carries: canonical JSON of payload and salt. */
export const encodeOpening = (payload: string, salt: Uint8Array): Buffer =>
  Buffer.from(`{"payload":${payload},"salt":"${Buffer.from(salt).toString('base64')}"}`)
