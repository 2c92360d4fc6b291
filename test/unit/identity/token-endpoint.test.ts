import { createLocalJWKSet, jwtVerify, SignJWT, UnsecuredJWT } from 'jose'
import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto'
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { rememberAssertion } from '../../../src/identity/client-records.ts'
import { identityCollections, type Client } from '../../../src/identity/index.ts'
import { publicJwkOf } from '../../../src/signing/index.ts'
import {
  assertionBy,
  ASSERTION_TYPE,
  DATA_BUREAU,
  newEcPair,
  openIdentityWorld,
  PUBLIC_URL,
  TOKEN_ENDPOINT,
  type IdentityWorld,
} from '../../support/identity.ts'

const GRANT = { grant_type: 'client_credentials' }
let counter = 0
const requestId = () => `request-${String(++counter).padStart(6, '0')}`

async function registerKeyClient(world: IdentityWorld, publicKey: KeyObject): Promise<Client> {
  const { client } = await world.identity.registerClient(world.administrator, {
    requestId: requestId(),
    name: '公积金业务系统',
    role: 'SYSTEM',
    agency: DATA_BUREAU,
    authMethod: 'private_key_jwt',
    publicJwk: publicJwkOf(publicKey),
  })
  return client
}

async function registerSecretClient(world: IdentityWorld): Promise<{ client: Client; secret: string }> {
  const { client, clientSecret } = await world.identity.registerClient(world.administrator, {
    requestId: requestId(),
    name: '旧业务系统',
    role: 'SYSTEM',
    agency: DATA_BUREAU,
    authMethod: 'client_secret_basic',
  })
  return { client, secret: clientSecret! }
}

const basic = (clientId: string, secret: string) => `Basic ${Buffer.from(`${clientId}:${secret}`).toString('base64')}`
const withAssertion = (assertion: string, form = {}) => ({
  form: { ...GRANT, client_assertion_type: ASSERTION_TYPE, client_assertion: assertion, ...form },
})
const answered = (answer: Awaited<ReturnType<IdentityWorld['identity']['issueToken']>>) =>
  answer.ok ? 'token' : `${answer.status} ${answer.body.error}`
const tokenOf = (answer: Awaited<ReturnType<IdentityWorld['identity']['issueToken']>>) => {
  if (!answer.ok) throw new Error(answer.body.error_description)
  return answer.body.access_token
}

/** Rightly signed, but no claims: libraries answer these with bare SyntaxErrors. */
const malformed = (key: KeyObject) =>
  ['not json', '[]', '"text"', '{"sub":"a","sub":"b"}', ''].map((payload) => {
    const input = [JSON.stringify({ alg: 'ES256', typ: 'JWT' }), payload]
      .map((part) => Buffer.from(part).toString('base64url'))
      .join('.')
    const signature = sign('sha256', Buffer.from(input), { key, dsaEncoding: 'ieee-p1363' })
    return `${input}.${signature.toString('base64url')}`
  })

describe('private_key_jwt', () => {
  it('gives a token that jose verifies with our JWKS', async () => {
    const world = await openIdentityWorld()
    const pair = newEcPair()
    const { clientId } = await registerKeyClient(world, pair.publicKey)
    const answer = await world.identity.issueToken(
      withAssertion(await assertionBy(pair.privateKey, clientId, world.clock)),
    )
    expect(answer).toMatchObject({ ok: true, body: { token_type: 'Bearer', expires_in: 600 } })
    const keys = createLocalJWKSet(world.identity.jwks() as unknown as Parameters<typeof createLocalJWKSet>[0])
    const { payload, protectedHeader } = await jwtVerify(tokenOf(answer), keys, {
      issuer: PUBLIC_URL,
      audience: PUBLIC_URL,
      subject: clientId,
      typ: 'at+jwt',
      algorithms: ['ES256'],
      currentDate: new Date(world.clock.now()),
    })
    expect(payload.exp! - payload.iat!).toBe(600)
    expect(payload).toMatchObject({ client_id: clientId, jti: expect.any(String) as string })
    expect(protectedHeader['x5c']).toBeUndefined()
    expect(await world.identity.authenticate(tokenOf(answer))).toEqual({
      clientId,
      role: 'SYSTEM',
      agency: DATA_BUREAU,
    })
  })

  it('takes RS256, the issuer as audience, and an audience among others', async () => {
    const world = await openIdentityWorld()
    const pair = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const { clientId } = await registerKeyClient(world, pair.publicKey)
    for (const aud of [PUBLIC_URL, TOKEN_ENDPOINT, ['https://other.example', TOKEN_ENDPOINT]])
      expect(
        answered(
          await world.identity.issueToken(
            withAssertion(await assertionBy(pair.privateKey, clientId, world.clock, { aud })),
          ),
        ),
      ).toBe('token')
  })

  it('refuses the same assertion a second time, also in another process', async () => {
    const world = await openIdentityWorld()
    const other = await world.another()
    const pair = newEcPair()
    const { clientId } = await registerKeyClient(world, pair.publicKey)
    const assertion = await assertionBy(pair.privateKey, clientId, world.clock)
    expect(answered(await world.identity.issueToken(withAssertion(assertion)))).toBe('token')
    expect(answered(await world.identity.issueToken(withAssertion(assertion)))).toBe('401 invalid_client')
    expect(answered(await other.issueToken(withAssertion(assertion)))).toBe('401 invalid_client')
    const fresh = await assertionBy(pair.privateKey, clientId, world.clock)
    const both = await Promise.all([world.identity, other].map((identity) => identity.issueToken(withAssertion(fresh))))
    expect(both.map(answered).sort()).toEqual(['401 invalid_client', 'token'])
  })

  it('forgets as many assertions as come to an end, however many tokens are asked for', async () => {
    const world = await openIdentityWorld()
    const pair = newEcPair()
    const { clientId } = await registerKeyClient(world, pair.publicKey)
    const ask = async () =>
      world.identity.issueToken(withAssertion(await assertionBy(pair.privateKey, clientId, world.clock)))
    await ask()
    const now = world.clock.now()
    for (let i = 0; i < 450; i++) await rememberAssertion(world.store, `used-${i}`, now + 90_000)
    world.clock.advance(90_001)
    for (let i = 0; i < 3; i++) expect(answered(await ask())).toBe('token')
    // Those of the last three tokens are what is left.
    const left = await world.store.count(identityCollections[1]!, { index: 'by_age' })
    expect(left).toEqual({ count: 3, isLowerBound: false })
  })

  it('forgets assertions only when their age refuses them anyway', async () => {
    const world = await openIdentityWorld()
    const pair = newEcPair()
    const { clientId } = await registerKeyClient(world, pair.publicKey)
    const old = await assertionBy(pair.privateKey, clientId, world.clock)
    await world.identity.issueToken(withAssertion(old))
    world.clock.advance(10 * 60_000)
    await world.identity.issueToken(withAssertion(await assertionBy(pair.privateKey, clientId, world.clock)))
    expect(answered(await world.identity.issueToken(withAssertion(old)))).toBe('401 invalid_client')
  })

  it.each([
    ['for another audience', { aud: 'https://other.example/oauth2/token' }],
    ['without an audience', { aud: undefined }],
    ['that has expired', { exp: Date.parse('2026-11-24T01:59:59Z') / 1000 }],
    ['without an end', { exp: undefined }],
    ['that lives longer than an hour', { exp: Date.parse('2026-11-24T03:00:31Z') / 1000 }],
    ['from the future', { iat: Date.parse('2026-11-24T02:00:31Z') / 1000 }],
    ['not valid yet', { nbf: Date.parse('2026-11-24T02:00:31Z') / 1000 }],
    ['with a text as iat', { iat: 'yesterday' }],
    ['without a jti', { jti: undefined }],
    ['with an empty jti', { jti: '' }],
    ['with an endless jti', { jti: 'x'.repeat(201) }],
    ['with a number as jti', { jti: 7 }],
    ['by another issuer', { iss: 'somebody' }],
    ['about another subject', { sub: 'somebody' }],
  ])('refuses an assertion %s', async (_, changes) => {
    const world = await openIdentityWorld()
    const pair = newEcPair()
    const { clientId } = await registerKeyClient(world, pair.publicKey)
    const ask = async (claims: Record<string, unknown>) =>
      answered(
        await world.identity.issueToken(
          withAssertion(await assertionBy(pair.privateKey, clientId, world.clock, claims)),
        ),
      )
    expect(await ask(changes)).toBe('401 invalid_client')
    expect(await ask({})).toBe('token')
  })

  it('refuses forged signatures, none, HMAC with the public key, and keys in the header', async () => {
    const world = await openIdentityWorld()
    const pair = newEcPair()
    const stranger = newEcPair()
    const { clientId } = await registerKeyClient(world, pair.publicKey)
    const now = Math.floor(world.clock.now() / 1000)
    const claims = { iss: clientId, sub: clientId, aud: TOKEN_ENDPOINT, exp: now + 60, jti: 'once-1' }
    const publicPem = pair.publicKey.export({ type: 'spki', format: 'pem' })
    const forged = [
      await assertionBy(stranger.privateKey, clientId, world.clock),
      await assertionBy(stranger.privateKey, clientId, world.clock, {}, { jwk: publicJwkOf(stranger.publicKey) }),
      await assertionBy(pair.privateKey, clientId, world.clock, {}, { jku: 'https://attacker.example' }),
      await assertionBy(pair.privateKey, clientId, world.clock, {}, { typ: 'at+jwt' }),
      new UnsecuredJWT(claims).encode(),
      await new SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).sign(Buffer.from(publicPem)),
      'not a token',
      ...malformed(pair.privateKey),
    ]
    for (const assertion of forged)
      expect(answered(await world.identity.issueToken(withAssertion(assertion))), assertion.slice(0, 60)).toBe(
        '401 invalid_client',
      )
    expect(
      answered(
        await world.identity.issueToken(withAssertion(await assertionBy(pair.privateKey, clientId, world.clock))),
      ),
    ).toBe('token')
  })
})

describe('a suspended client', () => {
  it('gets no token, and learns why only when it proves to be that client', async () => {
    const world = await openIdentityWorld()
    const pair = newEcPair()
    const byKey = await registerKeyClient(world, pair.publicKey)
    const bySecret = await registerSecretClient(world)
    const ask = async (secret: string) => [
      await world.identity.issueToken(withAssertion(await assertionBy(pair.privateKey, byKey.clientId, world.clock))),
      await world.identity.issueToken({ authorization: basic(bySecret.client.clientId, secret), form: GRANT }),
    ]
    expect((await ask(bySecret.secret)).map(answered)).toEqual(['token', 'token'])
    for (const { clientId } of [byKey, bySecret.client])
      await world.identity.suspendClient(world.administrator, { requestId: requestId(), clientId, reason: 'x' })
    const told = (answers: Awaited<ReturnType<typeof ask>>) =>
      answers.map((answer) => (answer.ok ? 'token' : answer.body.error_description))
    expect(told(await ask(bySecret.secret))).toEqual(['the client is suspended', 'the client is suspended'])
    expect(told(await ask('wrong'))[1]).toBe('client or secret is wrong')
  })
})

describe('client_secret_basic', () => {
  it('gives a token; header names are case-insensitive, and both parts may be form-encoded', async () => {
    const world = await openIdentityWorld()
    const { client, secret } = await registerSecretClient(world)
    const encoded = [...client.clientId].map((char) => `%${char.charCodeAt(0).toString(16)}`).join('')
    for (const authorization of [
      basic(client.clientId, secret),
      basic(client.clientId, secret).replace('Basic', 'bAsIc'),
      basic(encoded, secret),
    ])
      expect(answered(await world.identity.issueToken({ authorization, form: GRANT }))).toBe('token')
  })

  it.each([
    ['a wrong secret', (id: string) => basic(id, 'wrong')],
    ['an empty secret', (id: string) => basic(id, '')],
    ['an unknown client', (_: string, secret: string) => basic('nobody', secret)],
    ['a Bearer header', (_: string, secret: string) => `Bearer ${secret}`],
    ['no colon', () => `Basic ${Buffer.from('abc').toString('base64')}`],
    ['broken base64', () => 'Basic ***'],
    ['broken percent-encoding', (id: string, secret: string) => basic(`${id}%`, secret)],
  ])('refuses %s', async (_, header) => {
    const world = await openIdentityWorld()
    const { client, secret } = await registerSecretClient(world)
    const answer = await world.identity.issueToken({ authorization: header(client.clientId, secret), form: GRANT })
    expect(answered(answer)).toBe('401 invalid_client')
  })

  it('keeps the secret nowhere: not in the store, its log or the ledger', async () => {
    const world = await openIdentityWorld()
    const { client, secret } = await registerSecretClient(world)
    const data = join(world.directory, 'data')
    const contents = readdirSync(data, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(join(entry.parentPath, entry.name)))
    const everything = Buffer.concat(contents)
    // The client is there, so these are the files that would hold its secret.
    expect(everything.includes(client.clientId)).toBe(true)
    expect(everything.includes(secret)).toBe(false)
    expect(everything.includes(Buffer.from(secret, 'base64url'))).toBe(false)
    expect(JSON.stringify(await world.leaves())).not.toContain(secret)
  })
})

describe('the token endpoint', () => {
  it.each([
    ['no grant type', '400 invalid_request', {}],
    ['an empty grant type', '400 invalid_request', { grant_type: '' }],
    ['another grant type', '400 unsupported_grant_type', { grant_type: 'password' }],
    ['a scope', '400 invalid_scope', { ...GRANT, scope: 'records' }],
    ['no authentication', '401 invalid_client', GRANT],
    ['the secret in the body', '401 invalid_client', { ...GRANT, client_id: 'x', client_secret: 'y' }],
    [
      'another assertion type',
      '401 invalid_client',
      { ...GRANT, client_assertion: 'x', client_assertion_type: 'saml' },
    ],
    ['an assertion without its type', '401 invalid_client', { ...GRANT, client_assertion: 'x' }],
  ])('answers %s with %s', async (_, expected, form) => {
    const world = await openIdentityWorld()
    const answer = await world.identity.issueToken({ form })
    expect(answered(answer)).toBe(expected)
    // RFC 6749 section 5.2
    if (!answer.ok) expect(answer.body.error_description).toMatch(/^[\x20\x21\x23-\x5b\x5d-\x7e]+$/)
  })

  it('refuses two methods of authentication at once', async () => {
    const world = await openIdentityWorld()
    const { client, secret } = await registerSecretClient(world)
    const pair = newEcPair()
    const keyClient = await registerKeyClient(world, pair.publicKey)
    const authorization = basic(client.clientId, secret)
    const assertion = await assertionBy(pair.privateKey, keyClient.clientId, world.clock)
    expect(answered(await world.identity.issueToken({ authorization, ...withAssertion(assertion) }))).toBe(
      '400 invalid_request',
    )
    expect(
      answered(await world.identity.issueToken({ authorization, form: { ...GRANT, client_secret: secret } })),
    ).toBe('400 invalid_request')
    expect(answered(await world.identity.issueToken({ authorization, form: GRANT }))).toBe('token')
  })

  it('lets a client use its registered method only, and no other client_id beside it', async () => {
    const world = await openIdentityWorld()
    const { client, secret } = await registerSecretClient(world)
    const pair = newEcPair()
    const keyClient = await registerKeyClient(world, pair.publicKey)
    const asSecret = basic(keyClient.clientId, secret)
    expect(answered(await world.identity.issueToken({ authorization: asSecret, form: GRANT }))).toBe(
      '401 invalid_client',
    )
    const asKey = await assertionBy(pair.privateKey, client.clientId, world.clock)
    expect(answered(await world.identity.issueToken(withAssertion(asKey)))).toBe('401 invalid_client')
    const authorization = basic(client.clientId, secret)
    const form = { ...GRANT, client_id: keyClient.clientId }
    expect(answered(await world.identity.issueToken({ authorization, form }))).toBe('401 invalid_client')
    expect(
      answered(await world.identity.issueToken({ authorization, form: { ...GRANT, client_id: client.clientId } })),
    ).toBe('token')
  })

  it('is described by metadata that names what it takes', async () => {
    const { identity } = await openIdentityWorld(`${PUBLIC_URL}/`)
    expect(identity.metadata()).toMatchObject({
      issuer: PUBLIC_URL,
      token_endpoint: TOKEN_ENDPOINT,
      jwks_uri: `${PUBLIC_URL}/.well-known/jwks.json`,
      grant_types_supported: ['client_credentials'],
      token_endpoint_auth_methods_supported: ['private_key_jwt', 'client_secret_basic'],
    })
    expect(JSON.stringify(identity.jwks())).not.toContain('"d"')
  })
})
