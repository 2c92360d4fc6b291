import { createHash, createPrivateKey, generateKeyPairSync, randomUUID, sign, type JsonWebKey } from 'node:crypto'
import { Readable } from 'node:stream'

/** How a client proves who it is; exactly what `clients.json` holds. */
export interface ClientCredentials {
  readonly clientId: string
  readonly role: string
  readonly tokenEndpointAuthMethod: 'private_key_jwt' | 'client_secret_basic'
  readonly privateKeyJwk?: JsonWebKey
  readonly clientSecret?: string
}

interface GraphqlError {
  readonly message: string
  readonly extensions: { readonly code: string; readonly messageZh?: string; readonly [param: string]: unknown }
}

export interface GraphqlAnswer<T> {
  readonly status: number
  readonly data?: T
  readonly errors?: readonly GraphqlError[]
}

/** One of the clients of the story: a system or a person at a desk, speaking HTTP like everyone else. */
export interface DemoClient {
  readonly credentials: ClientCredentials
  /** Sends a GraphQL request; answers data or errors as they came. */
  ask<T>(query: string, variables: object): Promise<GraphqlAnswer<T>>
  /** The data, or an exception with the code: for steps that must succeed. */
  must<T>(query: string, variables: object): Promise<T>
  /** Streams an import file to a register. */
  upload(
    register: string,
    rows: Iterable<object>,
  ): Promise<{ readonly inserted: number; readonly refused: number; readonly refusals: readonly object[] }>
}

export type Recorder = (clientId: string, query: string, variables: object) => void

/** A fresh ES256 key pair as JWKs. */
export function makeKeyPair(): { readonly privateKeyJwk: JsonWebKey; readonly publicJwk: JsonWebKey } {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  return { privateKeyJwk: privateKey.export({ format: 'jwk' }), publicJwk: publicKey.export({ format: 'jwk' }) }
}

export function createDemoClient(baseUrl: string, credentials: ClientCredentials, record?: Recorder): DemoClient {
  let token: { readonly value: string; readonly until: number } | undefined

  const bearer = async (): Promise<string> => {
    if (!token || Date.now() > token.until) token = await fetchToken(baseUrl, credentials)
    return `Bearer ${token.value}`
  }

  const ask = async <T>(query: string, variables: object): Promise<GraphqlAnswer<T>> => {
    record?.(credentials.clientId, query, variables)
    const response = await fetch(`${baseUrl}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/graphql-response+json',
        authorization: await bearer(),
      },
      body: JSON.stringify({ query, variables }),
    })
    return { status: response.status, ...((await response.json()) as object) }
  }

  return {
    credentials,
    ask,
    async must<T>(query: string, variables: object): Promise<T> {
      const answer = await ask<T>(query, variables)
      if (answer.errors || !answer.data)
        throw new Error(`${credentials.role}: ${answer.errors?.[0]?.message ?? `HTTP ${answer.status}`}`)
      return answer.data
    },
    async upload(register, rows) {
      const response = await fetch(`${baseUrl}/registers/${register}/batches`, {
        method: 'POST',
        headers: { 'content-type': 'application/x-ndjson', authorization: await bearer() },
        body: Readable.toWeb(Readable.from(linesOf(rows))) as ReadableStream,
        duplex: 'half',
      } as RequestInit)
      const body = (await response.json()) as {
        inserted: number
        refused: number
        refusals: object[]
        errors?: GraphqlError[]
      }
      if (!response.ok) throw new Error(`${register}: ${body.errors?.[0]?.message ?? `HTTP ${response.status}`}`)
      return body
    },
  }
}

/** NDJSON in pieces of about 64 kB, so that neither side holds the file. */
function* linesOf(rows: Iterable<object>): Generator<Buffer> {
  let piece: string[] = []
  let size = 0
  for (const row of rows) {
    const line = `${JSON.stringify(row)}\n`
    piece.push(line)
    size += line.length
    if (size < 32_000) continue
    yield Buffer.from(piece.join(''))
    piece = []
    size = 0
  }
  if (piece.length > 0) yield Buffer.from(piece.join(''))
}

async function fetchToken(baseUrl: string, credentials: ClientCredentials): Promise<{ value: string; until: number }> {
  const endpoint = `${baseUrl}/oauth2/token`
  const form = new URLSearchParams({ grant_type: 'client_credentials' })
  const headers: Record<string, string> = { 'content-type': 'application/x-www-form-urlencoded' }
  if (credentials.tokenEndpointAuthMethod === 'private_key_jwt') {
    form.set('client_assertion_type', 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer')
    form.set('client_assertion', makeAssertion(endpoint, credentials))
  } else {
    headers.authorization = `Basic ${Buffer.from(`${credentials.clientId}:${credentials.clientSecret}`).toString('base64')}`
  }
  const response = await fetch(endpoint, { method: 'POST', headers, body: form })
  const body = (await response.json()) as { access_token?: string; expires_in?: number; error_description?: string }
  if (!body.access_token)
    throw new Error(`token for ${credentials.role}: ${body.error_description ?? `HTTP ${response.status}`}`)
  return { value: body.access_token, until: Date.now() + (body.expires_in! - 30) * 1000 }
}

/** RFC 7523 §3: issuer and subject are the client, the audience is the token endpoint, used once within a minute. */
function makeAssertion(audience: string, { clientId, privateKeyJwk }: ClientCredentials): string {
  const now = Math.floor(Date.now() / 1000)
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const header = encode({ alg: 'ES256', typ: 'JWT' })
  const payload = encode({ iss: clientId, sub: clientId, aud: audience, iat: now, exp: now + 60, jti: randomUUID() })
  const key = createPrivateKey({ key: privateKeyJwk!, format: 'jwk' })
  const signature = sign('sha256', Buffer.from(`${header}.${payload}`), { key, dsaEncoding: 'ieee-p1363' })
  return `${header}.${payload}.${signature.toString('base64url')}`
}

/** A requestId that says what it was for and is fresh each time. */
export const freshRequestId = (name: string): string =>
  `${name}-${createHash('sha256').update(randomUUID()).digest('hex').slice(0, 16)}`
