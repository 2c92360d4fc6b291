import { canonicalJson } from '../core/canonical-json.ts'
import { ZhengshuError } from '../core/errors.ts'
import { digestOf } from '../core/hash.ts'
import type { JsonValue } from '../core/strict-json.ts'
import type { Instant } from '../core/clock.ts'
import { defineCollection, insert, type Document, type Store, type Write } from './store.ts'

/** What was asked under a requestId, so that asking again gives the same result instead of a second one. */
interface RequestRecord extends Document {
  readonly operation: string
  /** Keyed: what was asked holds numbers of people, and this collection is not sealed. */
  readonly keyedBodyDigest?: string
  /** Without a key, in rows of version 0.1.0 alone: what was asked is not kept, so they cannot be made anew. */
  readonly bodyDigest?: string
  /** A small reference to the result, never personal data. */
  readonly result: JsonValue
  readonly at: Instant
}

const requests = defineCollection<RequestRecord>({ name: 'requests', schema: 1, indexes: [] })
/** What the store must hold for idempotency keys. */
export const requestLogCollections = [requests]

/** A requestId belongs to one client; two clients may use the same. */
export interface RequestScope {
  readonly clientId: string
  readonly requestId: string
  readonly operation: string
  /** The whole input; another input under the same requestId is a conflict. */
  readonly body: unknown
}

const REQUEST_ID = /^[A-Za-z0-9._:-]{8,100}$/

const keyOf = (scope: RequestScope): string => `${scope.clientId} ${scope.requestId}`
// An absent and an undefined member are the same request.
const textOf = ({ body }: RequestScope): string =>
  canonicalJson(hasUndefined(body) ? JSON.parse(JSON.stringify(body)) : body)

const hasUndefined = (value: unknown): boolean =>
  value === undefined || (typeof value === 'object' && value !== null && Object.values(value).some(hasUndefined))

/** Throws INVALID_INPUT for a requestId of another form; `findRequest` asks it too. */
export function assertRequestId({ requestId }: Pick<RequestScope, 'requestId'>): void {
  if (REQUEST_ID.test(requestId)) return
  throw new ZhengshuError('INVALID_INPUT', {
    field: 'requestId',
    reason: 'use 8 to 100 letters, digits, dots, colons, hyphens or underscores; a UUID is good',
    reasonZh: '应为 8 至 100 个字母、数字、点、冒号、连字符或下划线，建议使用 UUID',
  })
}

/** The reference saved by an earlier, equal request; undefined for a new one. Throws REQUEST_ID_CONFLICT for another body. */
export async function findRequest(store: Store, scope: RequestScope): Promise<JsonValue | undefined> {
  assertRequestId(scope)
  const found = await store.get(requests, keyOf(scope))
  if (!found) return undefined
  if (found.document.operation !== scope.operation || !isSameBody(store, found.document, textOf(scope)))
    throw new ZhengshuError('REQUEST_ID_CONFLICT', { field: 'requestId', requestId: scope.requestId })
  return found.document.result
}

const isSameBody = (store: Store, { keyedBodyDigest, bodyDigest }: RequestRecord, text: string): boolean =>
  keyedBodyDigest === undefined ? bodyDigest === digestOf(text) : store.isDigestOf(keyedBodyDigest, text)

/** Belongs into the same commit as the result. A concurrent twin makes that commit fail with `exists`: read again. */
export const saveRequest = (store: Store, scope: RequestScope, result: JsonValue, at: Instant): Write =>
  insert(requests, {
    id: keyOf(scope),
    operation: scope.operation,
    keyedBodyDigest: store.digest(textOf(scope)),
    result,
    at,
  })
