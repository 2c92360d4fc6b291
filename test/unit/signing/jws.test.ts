import { compactVerify, CompactSign, importX509 } from 'jose'
import { createHmac, createPublicKey, generateKeyPairSync } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import {
  certificateToPem,
  parseJws,
  publicJwkOf,
  signerFromKey,
  signJws,
  verifyJwsSignature,
  type ParsedJws,
} from '../../../src/signing/index.ts'
import { makeCertificate, sealUsage, type TestCertificate } from '../../support/certificates.ts'

const PAYLOAD = Buffer.from('{"name":"张伟"}')
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
const ed = generateKeyPairSync('ed25519')

let certificate: TestCertificate
let document: string

beforeAll(async () => {
  certificate = await makeCertificate({ name: 'Seal', key: ec.privateKey, extensions: sealUsage() })
  document = await signJws(signerFromKey(ec.privateKey, [certificate.der]), { typ: 'test+jws' }, PAYLOAD)
})

function parsed(text: string): ParsedJws {
  const result = parseJws(text)
  if (!result.ok) throw new Error(result.code)
  return result.value
}
const codeOf = (text: string) => {
  const result = parseJws(text)
  return result.ok ? 'PASSED' : result.code
}
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
const withHeader = (header: unknown) => [encode(header), ...document.split('.').slice(1)].join('.')

describe('a JWS of ours', () => {
  it('is verified by jose with the certificate of its x5c', async () => {
    const { payload, protectedHeader } = await compactVerify(
      document,
      await importX509(certificateToPem(certificate.der), 'ES256'),
    )
    expect(Buffer.from(payload)).toEqual(PAYLOAD)
    expect(protectedHeader).toMatchObject({ alg: 'ES256', typ: 'test+jws', x5c: [certificate.der.toString('base64')] })
  })

  it.each([
    ['ES256', ec],
    ['RS256', rsa],
    ['Ed25519', ed],
  ])('of %s is verified by jose and by us, and jose’s by us', async (alg, pair) => {
    const ours = await signJws(signerFromKey(pair.privateKey), { typ: 'x' }, PAYLOAD)
    expect(Buffer.from((await compactVerify(ours, pair.publicKey)).payload)).toEqual(PAYLOAD)
    expect(verifyJwsSignature(parsed(ours), pair.publicKey).ok).toBe(true)
    const theirs = await new CompactSign(PAYLOAD).setProtectedHeader({ alg }).sign(pair.privateKey)
    expect(verifyJwsSignature(parsed(theirs), pair.publicKey).ok).toBe(true)
  })

  it('leaves its certificates out where its readers know the key', async () => {
    const signer = signerFromKey(ec.privateKey, [certificate.der])
    const token = await signJws(signer, { typ: 'test+jws', withCertificates: false }, PAYLOAD)
    expect(parsed(token).certificates).toEqual([])
    expect(parsed(document).certificates).toEqual([certificate.der])
  })

  it('fails when any one of its characters is another', () => {
    for (let at = 0; at < document.length; at += 3) {
      const other = document[at] === 'A' ? 'B' : 'A'
      const result = parseJws(document.slice(0, at) + other + document.slice(at + 1))
      const isAccepted = result.ok && verifyJwsSignature(result.value, ec.publicKey).ok
      expect(isAccepted, `character ${at}`).toBe(false)
    }
    expect(verifyJwsSignature(parsed(document), ec.publicKey).ok).toBe(true)
  })
})

describe('a JWS is refused', () => {
  it.each([
    ['none', 'ALGORITHM_REFUSED', { alg: 'none' }],
    ['an HMAC', 'ALGORITHM_REFUSED', { alg: 'HS256' }],
    ['no algorithm', 'ALGORITHM_REFUSED', {}],
    ['a key of its own', 'JWS_HEADER_FORBIDDEN', { alg: 'ES256', jwk: publicJwkOf(ec.publicKey) }],
    ['an address of a key set', 'JWS_HEADER_FORBIDDEN', { alg: 'ES256', jku: 'https://attacker.example/jwks' }],
    ['an address of a certificate', 'JWS_HEADER_FORBIDDEN', { alg: 'ES256', x5u: 'https://attacker.example/cert' }],
    ['an extension', 'JWS_HEADER_FORBIDDEN', { alg: 'ES256', crit: ['b64'], b64: false }],
    ['an empty x5c', 'JWS_HEADER_INVALID', { alg: 'ES256', x5c: [] }],
    ['an x5c that is no base64', 'JWS_HEADER_INVALID', { alg: 'ES256', x5c: ['a b'] }],
    ['a kid that is no text', 'JWS_HEADER_INVALID', { alg: 'ES256', kid: 7 }],
  ] as const)('with %s: %s', (_, code, header) => {
    expect(codeOf(withHeader(header))).toBe(code)
    // The same bytes under a plain header are taken apart: it is the header that is refused.
    expect(codeOf(withHeader({ alg: 'ES256' }))).toBe('PASSED')
  })

  it('when it is not canonical base64url', () => {
    const [header, payload, signature] = document.split('.') as [string, string, string]
    // 64 bytes leave four unused bits in the last character; another one decodes to the same bytes.
    const last = signature.at(-1)!
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
    const twin = signature.slice(0, -1) + alphabet[alphabet.indexOf(last) + 1]!
    expect(Buffer.from(twin, 'base64url')).toEqual(Buffer.from(signature, 'base64url'))
    expect(codeOf(`${header}.${payload}.${twin}`)).toBe('JWS_MALFORMED')
    expect(codeOf(`${header}.${payload}.${signature}=`)).toBe('JWS_MALFORMED')
    expect(codeOf(`${header}.${payload}\n.${signature}`)).toBe('JWS_MALFORMED')
  })

  it.each(['', '.', '..', 'a.b', 'a.b.c.d', 'e30.e30.e30'])('when it is %j', (text) => {
    expect(parseJws(text).ok).toBe(false)
  })

  it('when a header member occurs twice', () => {
    const header = Buffer.from('{"alg":"ES256","alg":"none"}').toString('base64url')
    expect(codeOf([header, ...document.split('.').slice(1)].join('.'))).toBe('JWS_HEADER_INVALID')
  })
})

describe('the key decides the algorithm', () => {
  it('so an HMAC over the public key is no signature', () => {
    const input = `${encode({ alg: 'HS256' })}.${PAYLOAD.toString('base64url')}`
    const pem = createPublicKey(rsa.publicKey.export({ type: 'spki', format: 'pem' })).export({
      type: 'spki',
      format: 'pem',
    })
    const signature = createHmac('sha256', pem).update(input).digest('base64url')
    expect(codeOf(`${input}.${signature}`)).toBe('ALGORITHM_REFUSED')
  })

  it('and a header that names another one is a mismatch', async () => {
    const signed = await signJws(signerFromKey(rsa.privateKey), { typ: 'x' }, PAYLOAD)
    expect(verifyJwsSignature(parsed(signed), ec.publicKey)).toMatchObject({ ok: false, code: 'ALGORITHM_MISMATCH' })
    expect(verifyJwsSignature(parsed(withHeader({ alg: 'RS256' })), ec.publicKey)).toMatchObject({
      code: 'ALGORITHM_MISMATCH',
    })
  })

  it('and keys of other curves and short RSA keys sign nothing', () => {
    const p384 = generateKeyPairSync('ec', { namedCurve: 'P-384' })
    const short = generateKeyPairSync('rsa', { modulusLength: 1024 })
    for (const { privateKey } of [p384, short])
      expect(() => signerFromKey(privateKey)).toThrowError(expect.objectContaining({ code: 'FILE_INVALID' }))
  })
})
