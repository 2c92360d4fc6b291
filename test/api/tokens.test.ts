import { generateKeyPairSync, randomUUID, type KeyObject } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import jsonwebtoken from 'jsonwebtoken'
import { SignJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { errorOf, send, type Reply } from '../support/http.ts'
import { PUBLIC_URL, startServerFor, type RunningServer } from '../support/server.ts'

const HOUSING = '11390000XN0001146F'
const directory = mkdtempSync(join(tmpdir(), 'zhengshu-'))
let running: RunningServer
let system: { readonly clientId: string; readonly key: KeyObject }
let desk: { readonly clientId: string; readonly secret: string }

const REGISTER =
  'mutation R($input: RegisterClientInput!) { registerClient(input: $input) { client { clientId } clientSecret } }'
type Registered = { registerClient: { client: { clientId: string }; clientSecret: string | null } }

beforeAll(async () => {
  running = await startServerFor(directory)
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const shared = { name: 'x', agency: HOUSING }
  const byKey = await running.administrator.must<Registered>(REGISTER, {
    input: {
      ...shared,
      requestId: randomUUID(),
      role: 'SYSTEM',
      authMethod: 'PRIVATE_KEY_JWT',
      publicJwk: publicKey.export({ format: 'jwk' }),
    },
  })
  system = { clientId: byKey.registerClient.client.clientId, key: privateKey }
  const bySecret = await running.administrator.must<Registered>(REGISTER, {
    input: { ...shared, requestId: randomUUID(), role: 'HEAD', personId: 'p-9', authMethod: 'CLIENT_SECRET_BASIC' },
  })
  desk = { clientId: bySecret.registerClient.client.clientId, secret: bySecret.registerClient.clientSecret! }
})
afterAll(async () => {
  await running.server.close()
  rmSync(directory, { recursive: true, force: true })
})

const token = (fields: Record<string, string>, headers: Record<string, string> = {}): Promise<Reply> =>
  send(`${running.url}/oauth2/token`, {
    method: 'POST',
    headers,
    body: new URLSearchParams({ grant_type: 'client_credentials', ...fields }),
  })

async function assertion(changes: Record<string, unknown> = {}, key = system.key): Promise<Record<string, string>> {
  const now = Math.floor(Date.now() / 1000)
  const claims = {
    iss: system.clientId,
    sub: system.clientId,
    aud: `${PUBLIC_URL}/oauth2/token`,
    iat: now,
    exp: now + 60,
    jti: randomUUID(),
  }
  return {
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: await new SignJWT({ ...claims, ...changes }).setProtectedHeader({ alg: 'ES256' }).sign(key),
  }
}
const basic = (id: string, secret: string) => ({
  authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`,
})
const errorCode = (reply: Reply) => (JSON.parse(reply.text) as { error: string }).error

describe('the token endpoint', () => {
  it('answers a key and a secret with a token that opens the API', async () => {
    for (const reply of [await token(await assertion()), await token({}, basic(desk.clientId, desk.secret))]) {
      expect(reply.status).toBe(200)
      const body = JSON.parse(reply.text) as { access_token: string; token_type: string; expires_in: number }
      expect(body).toMatchObject({ token_type: 'Bearer', expires_in: 600 })
      const asked = await ask(body.access_token)
      expect(asked.status).toBe(200)
      expect(JSON.parse(asked.text)).toMatchObject({ data: { serviceItems: {} } })
    }
  })

  it('refuses an assertion a second time', async () => {
    const once = await assertion()
    expect((await token(once)).status).toBe(200)
    const again = await token(once)
    expect(again.status).toBe(401)
    expect(errorCode(again)).toBe('invalid_client')
  })

  it('names by RFC 6749 what is wrong', async () => {
    const now = Math.floor(Date.now() / 1000)
    const { privateKey: strange } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const wrong: readonly [string, Reply, string][] = [
      ['no grant type', await token({ grant_type: '' }), 'invalid_request'],
      ['another grant type', await token({ ...(await assertion()), grant_type: 'password' }), 'unsupported_grant_type'],
      ['no client', await token({}), 'invalid_client'],
      ['a strange key', await token(await assertion({}, strange)), 'invalid_client'],
      ['an expired assertion', await token(await assertion({ iat: now - 900, exp: now - 600 })), 'invalid_client'],
      ['another audience', await token(await assertion({ aud: 'https://other.example/token' })), 'invalid_client'],
      ['a wrong secret', await token({}, basic(desk.clientId, 'wrong')), 'invalid_client'],
      ['a secret that is not base64', await token({}, { authorization: 'Basic !!!' }), 'invalid_client'],
      ['an unknown client', await token({}, basic('cli_nobody', 'x')), 'invalid_client'],
    ]
    for (const [title, reply, code] of wrong) {
      expect([400, 401], title).toContain(reply.status)
      expect(errorCode(reply), title).toBe(code)
      expect(reply.headers.get('cache-control'), title).toBe('no-store')
    }
  })
})

const ask = (bearer: string): Promise<Reply> =>
  send(`${running.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${bearer}` },
    body: JSON.stringify({ query: '{ serviceItems(first: 1) { pageInfo { hasNextPage } } }' }),
  })

describe('a token that is not ours', () => {
  it('is refused, however it is forged', async () => {
    const good = (JSON.parse((await token(await assertion())).text) as { access_token: string }).access_token
    const [header = '', payload = '', signature = ''] = good.split('.')
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>
    const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
    const jwks = await send(`${running.url}/.well-known/jwks.json`)
    const { privateKey: strange } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const forged = [
      `${encode({ alg: 'none', typ: 'at+jwt' })}.${payload}.`,
      `${header}.${encode({ ...claims, role: 'ADMINISTRATOR' })}.${signature}`,
      `${header}.${payload}.${signature.slice(0, -2)}AA`,
      `${header}.${payload}`,
      jsonwebtoken.sign(claims, strange, { algorithm: 'ES256' }),
      jsonwebtoken.sign(claims, jwks.text, { algorithm: 'HS256' }),
      (await assertion())['client_assertion']!,
    ]
    for (const each of forged) {
      const reply = await ask(each)
      expect(reply.status).toBe(401)
      expect(errorOf(reply).code).toBe('UNAUTHENTICATED')
    }
    expect((await ask(good)).status).toBe(200)
  })
})
