import type { IncomingMessage } from 'node:http'
import type { Actor } from '../access/index.ts'
import { ZhengshuError } from '../core/errors.ts'
import type { Identity } from '../identity/index.ts'

// RFC 6750 §2.1
const BEARER = /^Bearer +([A-Za-z0-9._~+/-]+=*)$/i
const MAX_TOKEN_LENGTH = 4_096

/** Who is calling, by the bearer token of the Authorization header and by nothing else. Throws UNAUTHENTICATED. */
export async function authenticate(req: IncomingMessage, identity: Pick<Identity, 'authenticate'>): Promise<Actor> {
  const header = req.headers.authorization
  if (header === undefined)
    throw unauthenticated('send the header Authorization: Bearer <token>', '请发送 Authorization: Bearer <令牌> 请求头')
  const token = BEARER.exec(header)?.[1]
  if (token === undefined || token.length > MAX_TOKEN_LENGTH)
    throw unauthenticated('the Authorization header is not a bearer token', 'Authorization 请求头不是 Bearer 令牌')
  return identity.authenticate(token)
}

const unauthenticated = (reason: string, reasonZh: string): ZhengshuError =>
  new ZhengshuError('UNAUTHENTICATED', { reason, reasonZh })
