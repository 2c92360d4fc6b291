import { timingSafeEqual, type KeyObject } from 'node:crypto'
import { keyedDigest, sha256 } from '../core/hash.ts'
import { decodeBase64 } from '../signing/index.ts'
import { rememberAssertion } from './client-records.ts'
import type { ReadyClient } from './clients-in-memory.ts'
import { tokenEndpoint, type IdentityContext } from './identity-deps.ts'
import type { TokenRequest } from './identity.ts'
import { TokenRefusal } from './token-refusal.ts'
import { parseJwt, verifyJwt, type ParsedJwt } from './verify-jwt.ts'

const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'
/** How long a client assertion may live (common clients make them for an hour), and how far a clock may be ahead. */
const MAX_ASSERTION_SECONDS = 3_600
const CLOCK_SKEW_SECONDS = 30
const MAX_JTI_CHARACTERS = 200
const MAX_ASSERTION_CHARACTERS = 8_000

/** Who asks for a token: client_secret_basic (RFC 6749 §2.3.1) or private_key_jwt (RFC 7523), never both. */
export async function authenticateClient(context: IdentityContext, request: TokenRequest): Promise<ReadyClient> {
  const { authorization, form } = request
  const hasAssertion = form['client_assertion'] !== undefined || form['client_assertion_type'] !== undefined
  const used = [authorization !== undefined, hasAssertion, form['client_secret'] !== undefined].filter(Boolean).length
  if (used > 1)
    throw new TokenRefusal('invalid_request', 'use one method of client authentication, not two (RFC 6749 section 2.3)')
  if (form['client_secret'] !== undefined)
    throw new TokenRefusal('invalid_client', 'client_secret in the body is not accepted; use client_secret_basic')
  if (used === 0) throw new TokenRefusal('invalid_client', 'the client must authenticate')
  const client = hasAssertion
    ? await authenticateByAssertion(context, form)
    : await authenticateBySecret(context, authorization!)
  if (form['client_id'] !== undefined && form['client_id'] !== client.client.clientId)
    throw new TokenRefusal('invalid_client', 'client_id is not the client that authenticated')
  // Only who has proved to be the client learns this.
  if (client.client.state === 'SUSPENDED') throw new TokenRefusal('invalid_client', 'the client is suspended')
  return client
}

/** Whose name is used, proved or not; empty when the request names nobody. */
export function claimedClientId({ authorization, form }: TokenRequest): string {
  if (authorization !== undefined) {
    const id = decodeBasic(authorization)?.id ?? ''
    return formDecode(id) ?? id // one client however its id is written, or each spelling would have failures of its own
  }
  const assertion = form['client_assertion'] ?? ''
  const parsed = assertion.length > MAX_ASSERTION_CHARACTERS ? undefined : parseJwt(assertion)
  const sub = parsed?.ok ? parsed.value.claims.sub : undefined
  return typeof sub === 'string' ? sub : (form['client_id'] ?? '')
}

// ---- client_secret_basic -----------------------------------------------------------------------------------------

/** What is stored of a secret. Secrets are 256 random bits, so a keyed digest is enough. */
export const secretDigest = (context: Pick<IdentityContext, 'keyring'>, clientId: string, secret: string): string =>
  keyedDigest(context.keyring.secret('index'), `client-secret ${clientId} ${secret}`)

async function authenticateBySecret(context: IdentityContext, authorization: string): Promise<ReadyClient> {
  const { clientId, secret } = readBasic(authorization)
  const client = await context.clients.get(clientId)
  // The digest is computed and compared for an unknown client too: both take the same time.
  const given = Buffer.from(secretDigest(context, clientId, secret))
  const expected = Buffer.from(client?.secretDigest ?? secretDigest(context, clientId, ''))
  const isRight = timingSafeEqual(given, expected)
  if (!client?.secretDigest || !isRight) throw new TokenRefusal('invalid_client', 'client or secret is wrong')
  return client
}

/** `id` is still form-encoded. */
function decodeBasic(authorization: string): { id: string; secret: string } | undefined {
  const encoded = /^Basic +([^ ]+) *$/i.exec(authorization)?.[1]
  const text = encoded && decodeBase64(encoded)?.toString('utf8')
  const colon = text?.indexOf(':') ?? -1
  return text && colon >= 1 ? { id: text.slice(0, colon), secret: text.slice(colon + 1) } : undefined
}

function readBasic(authorization: string): { clientId: string; secret: string } {
  const basic = decodeBasic(authorization)
  if (!basic)
    throw new TokenRefusal('invalid_client', 'the Authorization header is not Basic with client_id:client_secret')
  const clientId = formDecode(basic.id)
  const secret = formDecode(basic.secret)
  if (clientId === undefined || secret === undefined)
    throw new TokenRefusal('invalid_client', 'client_id or client_secret is not form-encoded')
  return { clientId, secret }
}

/** RFC 6749 §2.3.1: both are form-encoded before they are joined. Undefined for a text that is not. */
function formDecode(text: string): string | undefined {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return undefined // the caller says what was wrong
  }
}

// ---- private_key_jwt ---------------------------------------------------------------------------------------------

async function authenticateByAssertion(context: IdentityContext, form: TokenRequest['form']): Promise<ReadyClient> {
  const assertion = form['client_assertion']
  if (form['client_assertion_type'] !== ASSERTION_TYPE)
    throw new TokenRefusal('invalid_client', `client_assertion_type must be ${ASSERTION_TYPE}`)
  if (!assertion || assertion.length > MAX_ASSERTION_CHARACTERS)
    throw new TokenRefusal('invalid_client', 'client_assertion is missing or too long')
  const parsed = parseJwt(assertion)
  if (!parsed.ok) throw new TokenRefusal('invalid_client', `client_assertion: ${parsed.en}`)
  const { type } = parsed.value.jws
  // RFC 8725 §3.11: a token of another kind is no assertion.
  if (type !== undefined && !['jwt', 'client-authentication+jwt'].includes(type.toLowerCase()))
    throw new TokenRefusal('invalid_client', 'client_assertion: its typ is another kind of token')
  // The claimed subject says only whose key to try.
  const { sub } = parsed.value.claims
  const client = typeof sub === 'string' ? await context.clients.get(sub) : undefined
  if (!client?.publicKey) throw new TokenRefusal('invalid_client', 'client_assertion: it does not verify')
  const { jti, exp } = checkAssertion(context, parsed.value, client, client.publicKey)
  const id = sha256(`${client.client.clientId} ${jti}`).toString('base64url')
  const forgetAt = (exp + CLOCK_SKEW_SECONDS) * 1000
  if (!(await rememberAssertion(context.store, id, forgetAt)))
    throw new TokenRefusal('invalid_client', 'client_assertion: its jti was used before; make a new one each time')
  return client
}

/** RFC 7523 §3, points 1 to 7. */
function checkAssertion(
  context: IdentityContext,
  assertion: ParsedJwt,
  { client }: ReadyClient,
  publicKey: KeyObject,
): { jti: string; exp: number } {
  const refuse = (reason: string) => new TokenRefusal('invalid_client', `client_assertion: ${reason}`)
  const now = Math.floor(context.clock.now() / 1000)
  const verified = verifyJwt(assertion, publicKey, {
    issuer: client.clientId,
    subject: client.clientId,
    audience: [tokenEndpoint(context), context.issuer],
    clockTimestamp: now,
    // Checked below, with some patience for a clock that is ahead.
    ignoreNotBefore: true,
  })
  if (!verified.ok) throw refuse(verified.en)
  const { exp, iat, nbf, jti } = verified.value
  if (exp === undefined) throw refuse('it has no exp')
  if (exp > now + MAX_ASSERTION_SECONDS + CLOCK_SKEW_SECONDS)
    throw refuse(`exp is more than ${MAX_ASSERTION_SECONDS} s ahead`)
  if (![iat, nbf].every((time) => time === undefined || Number.isFinite(time))) throw refuse('iat or nbf is no number')
  if (Math.max(iat ?? 0, nbf ?? 0) > now + CLOCK_SKEW_SECONDS) throw refuse('iat or nbf is in the future')
  if (typeof jti !== 'string' || jti === '' || jti.length > MAX_JTI_CHARACTERS)
    throw refuse(`it needs a jti of 1 to ${MAX_JTI_CHARACTERS} characters`)
  return { jti, exp }
}
