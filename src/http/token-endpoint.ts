import type { IncomingMessage, ServerResponse } from 'node:http'
import { isZhengshuError, ZhengshuError } from '../core/errors.ts'
import type { Identity } from '../identity/index.ts'
import { sendJson } from './answer.ts'
import type { Deadlines } from '../core/deadlines.ts'
import { mediaTypeOf, readBody } from './read-body.ts'

const FORM_BYTES = 16_384
const utf8 = new TextDecoder('utf-8', { fatal: true })
// RFC 6749 §5.1
const NO_STORE = { 'cache-control': 'no-store', pragma: 'no-cache' }

interface TokenEndpointDeps {
  readonly identity: Pick<Identity, 'issueToken'>
  readonly trustedProxies: number
  readonly bodyArrives: Deadlines
}

/** `POST /oauth2/token` (RFC 6749 §3.2): a form in, JSON out; refusals as RFC 6749 §5.2 says. */
export async function answerToken(
  { identity, trustedProxies, bodyArrives }: TokenEndpointDeps,
  req: IncomingMessage,
  res: ServerResponse,
): Promise<void> {
  const form = await readForm(req, res, bodyArrives)
  if (!form) return
  const { authorization } = req.headers
  const answer = await identity.issueToken({
    ...(authorization === undefined ? {} : { authorization }),
    form,
    address: addressOf(req, trustedProxies),
  })
  if (answer.ok) return sendJson(res, 200, answer.body, NO_STORE)
  if (answer.status === 429) {
    const wait = { 'retry-after': String(answer.retryAfterSeconds) }
    return sendJson(res, 429, answer.body, { ...NO_STORE, ...wait })
  }
  // RFC 6749 §5.2: a client that tried the Authorization header is told the scheme.
  const challenge: Record<string, string> =
    answer.status === 401 && authorization !== undefined ? { 'www-authenticate': 'Basic realm="zhengshu"' } : {}
  sendJson(res, answer.status, answer.body, { ...NO_STORE, ...challenge })
}

/**
 * The client's address. Each proxy adds whom it heard at the end of X-Forwarded-For; what stands before the entries of
 * our own proxies is what the client chose to send.
 */
function addressOf(req: IncomingMessage, trustedProxies: number): string {
  const peer = req.socket.remoteAddress ?? ''
  if (trustedProxies === 0) return peer
  const hops = String(req.headers['x-forwarded-for'] ?? '').split(',')
  return hops.at(-trustedProxies)?.trim() || peer
}

async function readForm(
  req: IncomingMessage,
  res: ServerResponse,
  bodyArrives: Deadlines,
): Promise<Record<string, string> | undefined> {
  const refuse = (status: number, description: string): undefined => {
    if (!req.complete) res.shouldKeepAlive = false
    sendJson(res, status, { error: 'invalid_request', error_description: description }, NO_STORE)
  }
  try {
    mediaTypeOf(req, ['application/x-www-form-urlencoded'])
    const form = new Map<string, string>()
    for (const [name, value] of new URLSearchParams(decode(await readBody(req, FORM_BYTES, bodyArrives)))) {
      if (form.has(name)) return refuse(400, 'a parameter is included more than once')
      form.set(name, value)
    }
    return Object.fromEntries(form)
  } catch (error) {
    if (isZhengshuError(error, 'UNSUPPORTED_MEDIA_TYPE')) return refuse(400, 'send application/x-www-form-urlencoded')
    if (isZhengshuError(error, 'PAYLOAD_TOO_LARGE')) return refuse(413, `send at most ${FORM_BYTES} bytes`)
    if (isZhengshuError(error, 'INVALID_INPUT')) return refuse(400, `the body: ${String(error.params['reason'])}`)
    throw error
  }
}

function decode(bytes: Uint8Array): string {
  try {
    const text = utf8.decode(bytes)
    // A malformed escape would silently become U+FFFD.
    decodeURIComponent(text.replaceAll('+', ' '))
    return text
  } catch (cause) {
    throw new ZhengshuError(
      'INVALID_INPUT',
      { field: 'body', reason: 'it is not a form in UTF-8', reasonZh: '不是 UTF-8 编码的表单' },
      { cause },
    )
  }
}
