import fc from 'fast-check'
import { generateKeyPairSync, sign, verify } from 'node:crypto'
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
import { verifyBytes } from '../../src/signing/algorithms.ts'
import { ecdsaFromDer, ecdsaToDer } from '../../src/signing/ecdsa-signature.ts'
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

describe('an ECDSA signature', () => {
  const data = Buffer.from('the bytes that were signed')
  const asNodeTakesIt = { key: publicKey, dsaEncoding: 'ieee-p1363' } as const
  /** Numbers of every length, with and without the top bit. */
  const number = fc
    .uint8Array({ maxLength: 32 })
    .map((bytes) => Buffer.concat([Buffer.alloc(32 - bytes.length), bytes]))

  it('comes back from DER, whatever its numbers', () => {
    fc.assert(
      fc.property(number, number, (r, s) => {
        const raw = Buffer.concat([r, s])
        expect(Buffer.from(ecdsaFromDer(ecdsaToDer(raw)))).toEqual(raw)
      }),
    )
  })

  it('is the one that node:crypto makes and accepts as r‖s', async () => {
    // A number with a leading zero byte comes once in 128 signatures.
    for (let i = 0; i < 600; i++) {
      const der = sign('sha256', data, privateKey)
      expect(Buffer.from(ecdsaToDer(ecdsaFromDer(der)))).toEqual(der)
      expect(verify('sha256', data, asNodeTakesIt, ecdsaFromDer(der))).toBe(true)
    }
    const ours = await signerFromKey(privateKey).sign(data)
    expect(verify('sha256', data, asNodeTakesIt, ours)).toBe(true)
  })

  it('of any 64 bytes is judged as node:crypto judges r‖s, and one of another length is refused', () => {
    const genuine = sign('sha256', data, { key: privateKey, dsaEncoding: 'ieee-p1363' })
    expect(verifyBytes('ES256', publicKey, data, genuine)).toBe(true)
    const changed = fc
      .tuple(fc.nat(63), fc.integer({ min: 1, max: 255 }))
      .map(([at, by]) => Buffer.from(genuine.map((byte, i) => (i === at ? byte ^ by : byte))))
    const made = fc.tuple(number, number).map(([r, s]) => Buffer.concat([r, s]))
    fc.assert(
      fc.property(fc.oneof(changed, made), (raw) => {
        expect(verifyBytes('ES256', publicKey, data, raw)).toBe(verify('sha256', data, asNodeTakesIt, raw))
      }),
    )
    for (const length of [0, 63, 65]) expect(verifyBytes('ES256', publicKey, data, Buffer.alloc(length, 1))).toBe(false)
    expect(verifyBytes('ES256', publicKey, data, ecdsaToDer(genuine))).toBe(false)
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
