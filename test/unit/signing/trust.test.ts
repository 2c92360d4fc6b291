import { beforeAll, describe, expect, it } from 'vitest'
import { createChainValidator, PURPOSE_OIDS, readCertificate, type FaultCode } from '../../../src/signing/index.ts'
import {
  authority,
  basicConstraints,
  digitalSignature,
  keyCertSign,
  keyEncipherment,
  makeCertificate,
  nameConstraints,
  newKey,
  noKeyUsageFor,
  purposes,
  sealUsage,
  unknownExtension,
  type CertificateRecipe,
  type TestCertificate,
} from '../../support/certificates.ts'

const AT = Date.parse('2026-11-24T02:00:00Z')

let root: TestCertificate
let issuing: TestCertificate
let seal: TestCertificate

beforeAll(async () => {
  root = await makeCertificate({ name: 'Root', extensions: authority(1) })
  issuing = await makeCertificate({ name: 'Issuing', issuer: root, extensions: authority(0) })
  seal = await makeCertificate({ name: 'Seal', issuer: issuing, extensions: sealUsage() })
})

const validate = (chain: readonly TestCertificate[], anchors = [root], at = AT) =>
  createChainValidator({ anchors: anchors.map(({ der }) => der) }).validate({
    certificates: chain.map(({ der }) => der),
    purpose: 'seal',
    at,
  })

const codeOf = (result: ReturnType<typeof validate>): FaultCode | 'PASSED' => (result.ok ? 'PASSED' : result.code)

describe('a chain of our profile', () => {
  it('is accepted, with the whole path to the pinned root', () => {
    const result = validate([seal, issuing])
    expect(codeOf(result)).toBe('PASSED')
    if (result.ok)
      expect(result.value.chain.map(({ subject }) => subject.commonName)).toEqual(['Seal', 'Issuing', 'Root'])
  })

  it('is accepted however the issuers are ordered, and with the root and strangers among them', async () => {
    const stranger = await makeCertificate({ name: 'Stranger', extensions: authority() })
    expect(codeOf(validate([seal, stranger, root, issuing]))).toBe('PASSED')
  })

  it('is accepted when another authority of the same name comes first', async () => {
    const namesake = await makeCertificate({ name: 'Issuing', extensions: authority(0) })
    expect(codeOf(validate([seal, namesake, issuing]))).toBe('PASSED')
  })
})

/** Each row differs from the accepted chain in the one thing it names. */
interface BadChain {
  readonly because: string
  readonly code: FaultCode
  readonly issuing?: Partial<CertificateRecipe>
  readonly seal?: Partial<CertificateRecipe>
}
const BAD_CHAINS: readonly BadChain[] = [
  {
    because: 'the signer has no purpose',
    code: 'PURPOSE_WRONG',
    seal: { extensions: [noKeyUsageFor(digitalSignature)] },
  },
  { because: 'the signer is for status lists', code: 'PURPOSE_WRONG', seal: { extensions: sealUsage('status') } },
  {
    because: 'the signer is for any purpose',
    code: 'PURPOSE_WRONG',
    seal: { extensions: [noKeyUsageFor(digitalSignature), purposes('2.5.29.37.0')] },
  },
  {
    because: 'the signer has no key usage',
    code: 'KEY_USAGE_WRONG',
    seal: { extensions: [purposes(PURPOSE_OIDS.seal)] },
  },
  {
    because: 'the signer is for encryption',
    code: 'KEY_USAGE_WRONG',
    seal: { extensions: [noKeyUsageFor(keyEncipherment), purposes(PURPOSE_OIDS.seal)] },
  },
  {
    because: 'the signer is an authority',
    code: 'SIGNER_IS_AUTHORITY',
    seal: { extensions: [basicConstraints(true), ...sealUsage()] },
  },
  {
    because: 'the signer has an unknown critical extension',
    code: 'CERTIFICATE_EXTENSION_CRITICAL',
    seal: { extensions: [...sealUsage(), unknownExtension(true)] },
  },
  {
    because: 'the issuer has an unknown critical extension',
    code: 'CERTIFICATE_EXTENSION_CRITICAL',
    issuing: { extensions: [...authority(0), unknownExtension(true)] },
  },
  {
    because: 'the issuer has critical name constraints',
    code: 'CERTIFICATE_NAME_CONSTRAINED',
    issuing: { extensions: [...authority(0), nameConstraints(true)] },
  },
  {
    because: 'the issuer has name constraints that are not critical',
    code: 'CERTIFICATE_NAME_CONSTRAINED',
    issuing: { extensions: [...authority(0), nameConstraints(false)] },
  },
  {
    because: 'the issuer is no authority',
    code: 'CHAIN_ISSUER_NOT_AUTHORITY',
    issuing: { extensions: [basicConstraints(false), noKeyUsageFor(keyCertSign)] },
  },
  {
    because: 'the issuer has no basic constraints',
    code: 'CHAIN_ISSUER_NOT_AUTHORITY',
    issuing: { extensions: [noKeyUsageFor(keyCertSign)] },
  },
  {
    because: 'the issuer may not sign certificates',
    code: 'CHAIN_ISSUER_NOT_AUTHORITY',
    issuing: { extensions: [basicConstraints(true), noKeyUsageFor(digitalSignature)] },
  },
  {
    because: 'the issuer has no key usage',
    code: 'CHAIN_ISSUER_NOT_AUTHORITY',
    issuing: { extensions: [basicConstraints(true)] },
  },
  {
    because: 'the issuer may issue for status lists only',
    code: 'PURPOSE_WRONG',
    issuing: { extensions: [...authority(0), purposes(PURPOSE_OIDS.status)] },
  },
  { because: 'the signer has expired', code: 'CHAIN_NOT_VALID_THEN', seal: { until: '2026-11-24T01:59:59Z' } },
  { because: 'the signer is not valid yet', code: 'CHAIN_NOT_VALID_THEN', seal: { from: '2026-11-24T02:00:01Z' } },
  { because: 'the issuer has expired', code: 'CHAIN_NOT_VALID_THEN', issuing: { until: '2026-11-24T01:59:59Z' } },
]

describe('a chain is refused because', () => {
  it.each(BAD_CHAINS)('$because: $code', async ({ code, ...changes }) => {
    const build = async (withChanges: Pick<BadChain, 'issuing' | 'seal'>) => {
      const above = await makeCertificate({
        name: 'Issuing',
        issuer: root,
        extensions: authority(0),
        ...withChanges.issuing,
      })
      return [
        await makeCertificate({ name: 'Seal', issuer: above, extensions: sealUsage(), ...withChanges.seal }),
        above,
      ]
    }
    expect(codeOf(validate(await build(changes)))).toBe(code)
    // The same chain without the change is accepted: it is the change that is refused.
    expect(codeOf(validate(await build({})))).toBe('PASSED')
  })

  it('it leads to another root', async () => {
    const other = await makeCertificate({ name: 'Root', extensions: authority(1) })
    expect(codeOf(validate([seal, issuing], [other]))).toBe('CHAIN_NOT_ANCHORED')
  })

  it('the issuer is missing', () => {
    expect(codeOf(validate([seal]))).toBe('CHAIN_NOT_ANCHORED')
    expect(codeOf(validate([]))).toBe('CERTIFICATE_ABSENT')
  })

  it('the signer signed itself and says it is the root', async () => {
    const forged = await makeCertificate({ name: 'Root', extensions: sealUsage() })
    expect(codeOf(validate([forged, root]))).toBe('CHAIN_NOT_ANCHORED')
  })

  it('one more authority stands in it than the path length of the one above allows', async () => {
    const extra = await makeCertificate({ name: 'Extra', issuer: issuing, extensions: authority() })
    const signer = await makeCertificate({ name: 'Seal', issuer: extra, extensions: sealUsage() })
    expect(codeOf(validate([signer, extra, issuing]))).toBe('CHAIN_TOO_LONG')
    const roomy = await makeCertificate({ name: 'Roomy', extensions: authority(2) })
    const between = await makeCertificate({
      name: 'Issuing',
      issuer: roomy,
      key: issuing.key,
      extensions: authority(1),
    })
    expect(codeOf(validate([signer, extra, between], [roomy]))).toBe('PASSED')
  })

  it('the root allows no authority below it', async () => {
    const narrow = await makeCertificate({ name: 'Root', key: root.key, extensions: authority(0) })
    expect(codeOf(validate([seal, issuing], [narrow]))).toBe('CHAIN_TOO_LONG')
  })

  it('a certificate has bytes that strict DER forbids, and nothing throws', () => {
    const trailing = { ...seal, der: Buffer.concat([seal.der, Buffer.from([0])]) }
    const truncated = { ...seal, der: seal.der.subarray(0, -1) }
    const empty = { ...seal, der: Buffer.alloc(0) }
    for (const bad of [trailing, truncated, empty])
      expect(codeOf(validate([bad, issuing]))).toBe('CERTIFICATE_MALFORMED')
  })

  it('any one of its bytes was changed', () => {
    for (let at = 0; at < seal.der.length; at++) {
      const der = Buffer.from(seal.der)
      der[at]! ^= 0x01
      expect(validate([{ ...seal, der }, issuing]).ok, `byte ${at}`).toBe(false)
    }
  })

  it('many certificates of one name make no long search', async () => {
    const key = newKey()
    const loops = await Promise.all(
      Array.from({ length: 60 }, () =>
        makeCertificate({
          name: 'Loop',
          issuer: { der: Buffer.alloc(0), key, name: 'Loop' },
          key,
          extensions: authority(),
        }),
      ),
    )
    const signer = await makeCertificate({ name: 'Seal', issuer: loops[0]!, extensions: sealUsage() })
    const began = performance.now()
    expect(codeOf(validate([signer, ...loops]))).toBe('CHAIN_NOT_ANCHORED')
    expect(performance.now() - began).toBeLessThan(1_000)
  })
})

describe('a remembered chain', () => {
  it('is still asked about its time and about revocation', async () => {
    const short = await makeCertificate({
      name: 'Seal',
      issuer: issuing,
      extensions: sealUsage(),
      until: '2027-01-01T00:00:00Z',
    })
    const question = { certificates: [short.der, issuing.der], purpose: 'seal' as const, at: AT }
    const validator = createChainValidator({ anchors: [root.der] })
    expect(codeOf(validator.validate(question))).toBe('PASSED')
    expect(codeOf(validator.validate({ ...question, at: Date.parse('2027-06-01T00:00:00Z') }))).toBe(
      'CHAIN_NOT_VALID_THEN',
    )
    expect(codeOf(validator.validate({ ...question, at: Number.NaN }))).toBe('CHAIN_NOT_VALID_THEN')
    expect(codeOf(validator.validate(question))).toBe('PASSED')
  })

  it('of one purpose is not one of another', () => {
    const validator = createChainValidator({ anchors: [root.der] })
    const question = { certificates: [seal.der, issuing.der], at: AT }
    expect(codeOf(validator.validate({ ...question, purpose: 'seal' }))).toBe('PASSED')
    expect(codeOf(validator.validate({ ...question, purpose: 'exchange' }))).toBe('PURPOSE_WRONG')
  })
})

describe('a revoked certificate', () => {
  const ask = (revoked: { isKeyCompromised: boolean }, at: string, certificate = issuing) => {
    const fingerprint = readCertificate(certificate.der)
    if (!fingerprint.ok) throw new Error(fingerprint.en)
    return codeOf(
      createChainValidator({
        anchors: [root.der],
        revoked: [{ fingerprint: fingerprint.value.fingerprint, revokedAt: AT, ...revoked }],
      }).validate({ certificates: [seal.der, issuing.der], purpose: 'seal', at: Date.parse(at) }),
    )
  }

  it('does not count from then on, whether signer or issuer', () => {
    expect(ask({ isKeyCompromised: false }, '2026-11-24T02:00:00Z')).toBe('CHAIN_REVOKED')
    expect(ask({ isKeyCompromised: false }, '2026-11-24T02:00:00Z', seal)).toBe('CHAIN_REVOKED')
  })

  it('still counts for what was signed before', () => {
    expect(ask({ isKeyCompromised: false }, '2026-11-24T01:59:59Z')).toBe('PASSED')
  })

  it('counts at no time when its key was in other hands', () => {
    expect(ask({ isKeyCompromised: true }, '2026-11-24T01:59:59Z')).toBe('CHAIN_REVOKED')
  })
})
