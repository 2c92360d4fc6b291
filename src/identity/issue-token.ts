import { describeError } from '../core/errors.ts'
import { signJws } from '../signing/index.ts'
import { authenticateClient, claimedClientId } from './authenticate-client.ts'
import { forgetOldAssertions } from './client-records.ts'
import type { IdentityContext } from './identity-deps.ts'
import type { Client, TokenAnswer, TokenRequest } from './identity.ts'
import { createFailureLimit, pairOf } from './limit-failures.ts'
import { TokenRefusal } from './token-refusal.ts'

/** `typ` of access tokens (RFC 9068 §2.1). */
export const ACCESS_TOKEN_TYPE = 'at+jwt'

const FORGET_EVERY_MS = 60_000

/** The token endpoint (RFC 6749 §4.4, client_credentials). */
export function createTokenIssuer(context: IdentityContext): (request: TokenRequest) => Promise<TokenAnswer> {
  let forgottenAt = Number.NEGATIVE_INFINITY
  const limit = createFailureLimit(context.clock)

  async function forgetNowAndThen(): Promise<void> {
    const now = context.clock.now()
    if (now - forgottenAt < FORGET_EVERY_MS) return
    forgottenAt = now
    try {
      // More of them than one look takes: the next token goes on, or they would only ever grow in number.
      if (await forgetOldAssertions(context.store, now)) forgottenAt = Number.NEGATIVE_INFINITY
    } catch (error) {
      // The token is good all the same; the next minute tries again.
      context.log.warn('old client assertions could not be removed', {
        detail: error instanceof Error ? error.name : 'unknown',
      })
    }
  }

  /** Whoever has failed too often is not looked at, so that guessing costs us next to nothing. */
  async function authenticate(request: TokenRequest, pair: string): Promise<Client> {
    try {
      const { client } = await authenticateClient(context, request)
      limit.succeeded(pair)
      return client
    } catch (error) {
      if (error instanceof TokenRefusal && error.error === 'invalid_client') limit.failed(pair)
      throw error
    }
  }

  return async (received) => {
    const request = { ...received, form: withoutEmpty(received.form) }
    try {
      checkGrant(request.form)
      const pair = pairOf(claimedClientId(request), request.address)
      const seconds = limit.secondsToWait(pair)
      if (seconds > 0) return tooMany(seconds)
      const client = await authenticate(request, pair)
      const token = await signAccessToken(context, client.clientId)
      await forgetNowAndThen()
      return { ok: true, body: { access_token: token, token_type: 'Bearer', expires_in: context.tokenSeconds } }
    } catch (error) {
      if (error instanceof TokenRefusal) return error.answer()
      throw error
    }
  }
}

const tooMany = (seconds: number): TokenAnswer => ({
  ok: false,
  status: 429,
  retryAfterSeconds: seconds,
  body: {
    error: 'temporarily_unavailable',
    error_description: describeError('TOO_MANY_REQUESTS', { seconds }, 'en'),
  },
})

// RFC 6749 §3.2: parameters sent without a value are treated as if they were omitted.
const withoutEmpty = (form: TokenRequest['form']): TokenRequest['form'] =>
  Object.fromEntries(Object.entries(form).filter(([, value]) => value !== ''))

function checkGrant(form: TokenRequest['form']): void {
  if (form['grant_type'] === undefined) throw new TokenRefusal('invalid_request', 'grant_type is missing')
  if (form['grant_type'] !== 'client_credentials')
    throw new TokenRefusal('unsupported_grant_type', 'only client_credentials is offered')
  if (form['scope'] !== undefined)
    throw new TokenRefusal('invalid_scope', 'there are no scopes; grants decide what a client may read')
}

/** Claims of RFC 9068 §2.2. Signed through the signer port, so the key may live in hardware. */
async function signAccessToken(context: IdentityContext, clientId: string): Promise<string> {
  const iat = Math.floor(context.clock.now() / 1000)
  const claims = {
    iss: context.issuer,
    aud: context.issuer,
    sub: clientId,
    client_id: clientId,
    iat,
    exp: iat + context.tokenSeconds,
    jti: context.ids.next('tok'),
  }
  const options = { typ: ACCESS_TOKEN_TYPE, withCertificates: false }
  return signJws(context.keyring.signerFor('token'), options, Buffer.from(JSON.stringify(claims)))
}
