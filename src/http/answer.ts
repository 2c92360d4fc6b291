import type { IncomingMessage, ServerResponse } from 'node:http'
import type { ZhengshuError } from '../core/errors.ts'
import type { Log } from '../core/log.ts'
import { statusOf, toPublicError, toZhengshuError, type PublicError } from '../graphql/index.ts'

type Headers = Readonly<Record<string, string>>

const JSON_TYPE = 'application/json; charset=utf-8'

export const REQUEST_ID_HEADER = 'x-request-id'

/** What every answer carries, on the fast lane and behind express alike. */
const COMMON: Headers = { 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' }

/** One string, one write. */
export function sendText(res: ServerResponse, status: number, text: string, type: string, headers: Headers = {}): void {
  if (res.headersSent || res.destroyed) return
  const bytes = utf8Bytes(text)
  res.writeHead(status, {
    'content-type': type,
    'content-length': bytes.length,
    'cache-control': 'no-store',
    ...COMMON,
    ...headers,
  })
  res.end(bytes, 'latin1')
}

/** A unit of UTF-16 becomes at most three bytes. */
const room = Buffer.allocUnsafeSlow(192 * 1024)

/**
 * The UTF-8 of a text, a character for each byte. Left to itself, node would go through a text with Chinese in it three
 * times: to count its bytes, to join it with the head, and to encode both.
 */
function utf8Bytes(text: string): string {
  if (3 * text.length > room.length) return Buffer.from(text).toString('latin1')
  return room.toString('latin1', 0, room.write(text))
}

export const sendJson = (res: ServerResponse, status: number, value: unknown, headers: Headers = {}): void =>
  sendText(res, status, JSON.stringify(value), JSON_TYPE, headers)

/** An error on any path: the same object as in a GraphQL response, with the status of its code. */
interface ErrorBody {
  readonly errors: readonly PublicError[]
}

interface ErrorScope {
  readonly requestId: string
  readonly log: Log
  /** The media type that the client accepts for errors. */
  readonly type?: string
}

export function sendError(req: IncomingMessage, res: ServerResponse, thrown: unknown, scope: ErrorScope): void {
  const error = toZhengshuError(thrown, scope.requestId, scope.log)
  const body: ErrorBody = { errors: [toPublicError(error, scope.requestId)] }
  // A body that was not read would be taken for the next request.
  if (!req.complete) res.shouldKeepAlive = false
  const headers = { [REQUEST_ID_HEADER]: scope.requestId, ...headersOf(error, req) }
  sendText(res, statusOf(error.code), JSON.stringify(body), scope.type ?? JSON_TYPE, headers)
}

function headersOf(error: ZhengshuError, req: IncomingMessage): Headers {
  switch (error.code) {
    case 'UNAUTHENTICATED': {
      const detail = req.headers.authorization === undefined ? '' : ', error="invalid_token"'
      return { 'www-authenticate': `Bearer realm="zhengshu"${detail}` }
    }
    case 'METHOD_NOT_ALLOWED':
      return { allow: String(error.params['allowed']) }
    case 'TOO_MANY_REQUESTS':
      return { 'retry-after': String(error.params['seconds']) }
    case 'OVERLOADED':
    case 'SHUTTING_DOWN':
    case 'AUDIT_UNAVAILABLE':
    case 'GRANTS_STALE':
      return { 'retry-after': '1' }
    default:
      return {}
  }
}
