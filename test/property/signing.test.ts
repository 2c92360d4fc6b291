import fc from 'fast-check'
import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import {
  createChainValidator,
  decodeBase64,
  decodeBase64Url,
  parseJws,
  readCertificate,
  signerFromKey,
  signJws,
  verifyJwsSignature,
} from '../../src/signing/index.ts'
import { authority, makeCertificate, sealUsage } from '../support/certificates.ts'

const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })

describe('base64', () => {
  it('of any bytes comes back, and any text that is accepted is the only one for its bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1 }), (bytes) => {
        expect(decodeBase64Url(Buffer.from(bytes).toString('base64url'))).toEqual(Buffer.from(bytes))
        expect(decodeBase64(Buffer.from(bytes).toString('base64'))).toEqual(Buffer.from(bytes))
      }),
    )
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'AZaz09-_+/= \n中') }), (text) => {
        const bytes = decodeBase64Url(text)
        if (bytes) expect(bytes.toString('base64url')).toBe(text)
        else
          expect(/^[A-Za-z0-9_-]+$/.test(text) && Buffer.from(text, 'base64url').toString('base64url') === text).toBe(
            false,
          )
      }),
    )
  })
})

describe('a JWS', () => {
  it('of any payload verifies and gives the same bytes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 5_000 }), async (payload) => {
        const parsed = parseJws(await signJws(signerFromKey(privateKey), { typ: 'x' }, payload))
        expect(parsed.ok && verifyJwsSignature(parsed.value, publicKey).ok).toBe(true)
        if (parsed.ok) expect(parsed.value.payload).toEqual(Buffer.from(payload))
      }),
      { numRuns: 50 },
    )
  })

  it('of any text is answered, never thrown at', () => {
    const part = fc.oneof(
      fc.string(),
      fc.json().map((text) => Buffer.from(text).toString('base64url')),
      fc
        .dictionary(
          fc.constantFrom('alg', 'typ', 'kid', 'x5c', 'crit'),
          fc.oneof(fc.constantFrom('ES256', 'none'), fc.jsonValue()),
        )
        .map((header) => Buffer.from(JSON.stringify(header)).toString('base64url')),
    )
    fc.assert(
      fc.property(fc.array(part, { maxLength: 4 }), (parts) => {
        const parsed = parseJws(parts.join('.'))
        if (parsed.ok) expect(verifyJwsSignature(parsed.value, publicKey).ok).toBe(false)
      }),
      { numRuns: 500 },
    )
  })
})

describe('a certificate', () => {
  it('with any bytes exchanged is answered, never thrown at, and never trusted', async () => {
    const root = await makeCertificate({ name: 'Root', extensions: authority(0) })
    const seal = await makeCertificate({ name: 'Seal', issuer: root, extensions: sealUsage() })
    const validator = createChainValidator({ anchors: [root.der] })
    const validate = (der: Uint8Array) =>
      validator.validate({ certificates: [der], purpose: 'seal', at: Date.parse('2026-11-24') }).ok
    expect(validate(seal.der)).toBe(true)
    const change = fc.record({ at: fc.nat(seal.der.length - 1), value: fc.nat(255) })
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), fc.nat(3), (changes, cut) => {
        const der = Buffer.from(seal.der)
        for (const { at, value } of changes) der[at] = value
        const bytes = der.subarray(0, der.length - cut)
        fc.pre(!bytes.equals(seal.der))
        readCertificate(bytes)
        expect(validate(bytes)).toBe(false)
      }),
      { numRuns: 2_000 },
    )
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(readCertificate(bytes).ok).toBe(false)
      }),
    )
  })
})
