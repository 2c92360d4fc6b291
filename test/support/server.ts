import { createPrivateKey, generateKeyPairSync, randomUUID, type JsonWebKey, type KeyObject } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { SignJWT } from 'jose'
import { onTestFinished } from 'vitest'
import type { Role } from '../../src/access/index.ts'
import { buildApp, type App } from '../../src/app.ts'
import { loadConfig } from '../../src/config.ts'
import { createServer, type HttpServer } from '../../src/http/index.ts'
import { storeSettings } from './api-store.ts'
import { send, type Reply } from './http.ts'
import { temporaryDirectory } from './temporary.ts'

export const PUBLIC_URL = 'https://exchange.lingjiang.example'
const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'

export interface GraphqlError {
  readonly message: string
  readonly path?: readonly (string | number)[]
  readonly extensions: { readonly code: string; readonly messageZh: string; readonly [param: string]: unknown }
}

/** A client with its token, speaking HTTP as any client does. */
export interface ApiClient {
  readonly clientId: string
  readonly token: string
  ask(query: string, variables?: object): Promise<{ readonly data: unknown; readonly errors: readonly GraphqlError[] }>
  /** The data; fails the test for any error. */
  must<T>(query: string, variables?: object): Promise<T>
  /** The code of the one error; fails the test when there is none. */
  refusal(query: string, variables?: object): Promise<string>
  upload(register: string, type: string, body: string, search?: string): Promise<Reply>
}

export interface RunningServer {
  readonly url: string
  readonly port: number
  readonly app: App
  readonly server: HttpServer
  readonly log: readonly string[]
  readonly administrator: ApiClient
  /** Registers a client of a role, through the API, and gets its token. */
  client(role: Role, agency: string, personId?: string): Promise<ApiClient>
}

/** The whole service on a fresh store, as `zhengshu serve` runs it; stopped when the test ends. */
export async function startServer(settings: Readonly<Record<string, string>> = {}): Promise<RunningServer> {
  const running = await startServerFor(temporaryDirectory(), settings)
  onTestFinished(() => running.server.close())
  return running
}

/** The same in a directory that the caller keeps; the caller closes it. */
export async function startServerFor(
  directory: string,
  settings: Readonly<Record<string, string>> = {},
): Promise<RunningServer> {
  const log: string[] = []
  const line =
    (level: string) =>
    (message: string, fields?: object): void =>
      void log.push(JSON.stringify({ level, message, ...fields }))
  const config = loadConfig(
    {
      ZHENGSHU_DATA: join(directory, 'data'),
      ZHENGSHU_KEYS: join(directory, 'keys'),
      ZHENGSHU_PORT: '0',
      ZHENGSHU_PUBLIC_URL: PUBLIC_URL,
      ZHENGSHU_LEDGER_DELAY_MS: '100',
      ...(await storeSettings(directory)),
      ...settings,
    },
    {},
  )
  const app = await buildApp(config, { log: { info: line('info'), warn: line('warn'), error: line('error') } })
  const server = createServer(app)
  const { url, port } = await server.listen()
  const firstKey = JSON.parse(readFileSync(join(config.keyDirectory, 'administrator.jwk'), 'utf8')) as JsonWebKey & {
    clientId: string
  }
  const administrator = await clientWith(url, firstKey.clientId, createPrivateKey({ key: firstKey, format: 'jwk' }))

  async function client(role: Role, agency: string, personId?: string): Promise<ApiClient> {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const input = {
      requestId: randomUUID(),
      name: `${role} ${agency}`,
      role,
      agency,
      authMethod: 'PRIVATE_KEY_JWT',
      publicJwk: publicKey.export({ format: 'jwk' }),
      ...(role === 'SYSTEM' ? {} : { personId: personId ?? randomUUID() }),
    }
    const { registerClient } = await administrator.must<{ registerClient: { client: { clientId: string } } }>(
      'mutation R($input: RegisterClientInput!) { registerClient(input: $input) { client { clientId } } }',
      { input },
    )
    return clientWith(url, registerClient.client.clientId, privateKey)
  }
  return { url, port, app, server, log, administrator, client }
}

export async function tokenOf(url: string, clientId: string, key: KeyObject): Promise<string> {
  const now = Math.floor(Date.now() / 1000)
  const claims = { iss: clientId, sub: clientId, aud: `${PUBLIC_URL}/oauth2/token`, iat: now, exp: now + 60 }
  const assertion = await new SignJWT({ ...claims, jti: randomUUID() }).setProtectedHeader({ alg: 'ES256' }).sign(key)
  const reply = await send(`${url}/oauth2/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_assertion_type: ASSERTION_TYPE,
      client_assertion: assertion,
    }),
  })
  if (reply.status !== 200) throw new Error(`no token: ${reply.text}`)
  return (JSON.parse(reply.text) as { access_token: string }).access_token
}

async function clientWith(url: string, clientId: string, key: KeyObject): Promise<ApiClient> {
  const token = await tokenOf(url, clientId, key)
  const authorization = `Bearer ${token}`
  const ask: ApiClient['ask'] = async (query, variables = {}) => {
    const { text } = await send(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization },
      body: JSON.stringify({ query, variables }),
    })
    const { data, errors = [] } = JSON.parse(text) as { data?: unknown; errors?: GraphqlError[] }
    return { data, errors }
  }
  return {
    clientId,
    token,
    ask,
    async must<T>(query: string, variables?: object) {
      const { data, errors } = await ask(query, variables)
      if (errors.length > 0) throw new Error(JSON.stringify(errors[0]))
      return data as T
    },
    async refusal(query, variables) {
      const { data, errors } = await ask(query, variables)
      if (errors.length !== 1) throw new Error(`not refused: ${JSON.stringify({ data, errors })}`)
      return errors[0]!.extensions.code
    },
    upload: (register, type, body, search = '') =>
      send(`${url}/registers/${register}/batches${search}`, {
        method: 'POST',
        headers: { 'content-type': type, authorization },
        body,
      }),
  }
}
