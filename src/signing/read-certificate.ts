import { X509Certificate, type KeyObject } from 'node:crypto'
import { sha256Hex } from '../core/hash.ts'
import { algorithmOfKey, isCertificateAlgorithm } from './algorithms.ts'
import { COMMON_NAME_OID, CREDIT_CODE_OID, ORGANIZATIONAL_UNIT_OID } from './certificate-profile.ts'
import {
  children,
  DerError,
  expectTag,
  readBits,
  readBoolean,
  readDer,
  readOid,
  readSmallInteger,
  readTime,
  TAG,
  type DerElement,
} from './der.ts'
import { fault, passed, type Checked } from './faults.ts'
import type { AlgorithmName } from './signer.ts'

interface CertificateName {
  /** The raw DER of the name in hexadecimal: names are equal when their bytes are. */
  readonly raw: string
  readonly commonName: string | undefined
  readonly creditCode: string | undefined
  readonly unit: string | undefined
}

/** A certificate as it says of itself (RFC 5280 §4); nothing of it is trusted yet. */
export interface Certificate {
  readonly der: Buffer
  /** SHA-256 of the DER, hexadecimal. */
  readonly fingerprint: string
  readonly subject: CertificateName
  readonly issuer: CertificateName
  /** Milliseconds, both inclusive. */
  readonly notBefore: number
  readonly notAfter: number
  readonly publicKey: KeyObject
  readonly algorithm: AlgorithmName
  readonly isAuthority: boolean
  readonly maxPathLength: number | undefined
  /** Undefined: the certificate does not restrict it. */
  readonly keyUsage: { readonly digitalSignature: boolean; readonly certificateSigning: boolean } | undefined
  readonly extendedKeyUsage: readonly string[] | undefined
  readonly subjectKeyId: string | undefined
  readonly authorityKeyId: string | undefined
  readonly hasNameConstraints: boolean
  /** Critical extensions that are not understood here. */
  readonly unknownCritical: readonly string[]
  /** Whether the key signed this certificate. */
  isSignedBy(issuerKey: KeyObject): boolean
}

const MAX_CERTIFICATE_BYTES = 16_384

const EXTENSION = {
  subjectKeyId: '2.5.29.14',
  keyUsage: '2.5.29.15',
  basicConstraints: '2.5.29.19',
  nameConstraints: '2.5.29.30',
  authorityKeyId: '2.5.29.35',
  extendedKeyUsage: '2.5.29.37',
} as const
const UNDERSTOOD: ReadonlySet<string> = new Set([
  EXTENSION.keyUsage,
  EXTENSION.basicConstraints,
  EXTENSION.extendedKeyUsage,
])

/** Reads one certificate, strictly. */
export function readCertificate(der: Uint8Array): Checked<Certificate> {
  if (der.length > MAX_CERTIFICATE_BYTES) return fault('CERTIFICATE_MALFORMED')
  try {
    return readStructure(Buffer.from(der))
  } catch (error) {
    // node:crypto reports a certificate or key that OpenSSL cannot read as an Error with a code.
    if (error instanceof DerError || (error instanceof Error && 'code' in error)) return fault('CERTIFICATE_MALFORMED')
    throw error
  }
}

function readStructure(der: Buffer): Checked<Certificate> {
  // Certificate ::= SEQUENCE { tbsCertificate, signatureAlgorithm, signature }
  const [tbs, outerAlgorithm, , ...beyond] = children(readDer(der))
  if (!tbs || !outerAlgorithm || beyond.length > 0) throw new DerError('certificate')
  const fields = children(tbs)
  // Unique identifiers of version 2 would stand before the extensions; the profile has none (§4.1.2.8).
  if (fields.length > 8) throw new DerError('certificate')
  // Version 3 (§4.1.2.1): extensions are how we know what a certificate may do.
  const [version, , innerAlgorithm, issuer, validity, subject] = fields as [
    DerElement | undefined,
    unknown,
    ...(DerElement | undefined)[],
  ]
  if (readSmallInteger(children(expectTag(version, TAG.context(0)), TAG.context(0))[0]) !== 2)
    throw new DerError('version')
  if (!innerAlgorithm?.whole.equals(outerAlgorithm.whole)) throw new DerError('two signature algorithms')
  const x509 = new X509Certificate(der)
  const { publicKey } = x509
  const algorithm = algorithmOfKey(publicKey)
  if (!algorithm || !isCertificateAlgorithm(readOid(children(outerAlgorithm)[0])))
    return fault('CERTIFICATE_KEY_REFUSED')
  const [notBefore, notAfter] = children(expectTag(validity, TAG.sequence))
  return passed({
    der,
    fingerprint: sha256Hex(der),
    subject: readName(expectTag(subject, TAG.sequence)),
    issuer: readName(expectTag(issuer, TAG.sequence)),
    notBefore: readTime(notBefore),
    notAfter: readTime(notAfter) + 999,
    publicKey,
    algorithm,
    ...readExtensions(fields[7] as DerElement | undefined),
    isSignedBy: (issuerKey: KeyObject) => algorithmOfKey(issuerKey) !== undefined && x509.verify(issuerKey),
  })
}

function readName(name: DerElement): CertificateName {
  const attributes = new Map<string, string>()
  for (const set of children(name))
    for (const attribute of children(set, TAG.set)) {
      const [type, value] = children(attribute)
      attributes.set(readOid(type), value?.content.toString('utf8') ?? '')
    }
  return {
    raw: name.whole.toString('hex'),
    commonName: attributes.get(COMMON_NAME_OID),
    creditCode: attributes.get(CREDIT_CODE_OID),
    unit: attributes.get(ORGANIZATIONAL_UNIT_OID),
  }
}

type Extensions = Pick<
  Certificate,
  | 'isAuthority'
  | 'maxPathLength'
  | 'keyUsage'
  | 'extendedKeyUsage'
  | 'subjectKeyId'
  | 'authorityKeyId'
  | 'hasNameConstraints'
  | 'unknownCritical'
>

function readExtensions(wrapper: DerElement | undefined): Extensions {
  const values = new Map<string, DerElement>()
  const unknownCritical: string[] = []
  const list = wrapper ? children(children(expectTag(wrapper, TAG.context(3)), TAG.context(3))[0]!) : []
  for (const extension of list) {
    const parts = children(extension)
    const oid = readOid(parts[0])
    const isCritical = parts.length === 3 && readBoolean(parts[1])
    // §4.2: not more than one instance of an extension.
    if (values.has(oid) || parts.length < 2 || parts.length > 3) throw new DerError('extension')
    values.set(oid, readDer(expectTag(parts.at(-1), TAG.octetString).content))
    if (isCritical && !UNDERSTOOD.has(oid)) unknownCritical.push(oid)
  }
  return {
    ...readBasicConstraints(values.get(EXTENSION.basicConstraints)),
    keyUsage: readKeyUsage(values.get(EXTENSION.keyUsage)),
    extendedKeyUsage: values.has(EXTENSION.extendedKeyUsage)
      ? children(values.get(EXTENSION.extendedKeyUsage)!).map(readOid)
      : undefined,
    subjectKeyId: values.get(EXTENSION.subjectKeyId)?.content.toString('hex'),
    authorityKeyId: readAuthorityKeyId(values.get(EXTENSION.authorityKeyId)),
    hasNameConstraints: values.has(EXTENSION.nameConstraints),
    unknownCritical: unknownCritical.filter((oid) => oid !== EXTENSION.nameConstraints),
  }
}

// BasicConstraints ::= SEQUENCE { cA BOOLEAN DEFAULT FALSE, pathLenConstraint INTEGER OPTIONAL }
function readBasicConstraints(value: DerElement | undefined): Pick<Extensions, 'isAuthority' | 'maxPathLength'> {
  const parts = value ? children(value) : []
  const isAuthority = parts[0]?.tag === TAG.boolean && readBoolean(parts[0])
  const length = parts.find(({ tag }) => tag === TAG.integer)
  if (length && !isAuthority) throw new DerError('path length without authority')
  return { isAuthority, maxPathLength: length ? readSmallInteger(length) : undefined }
}

function readKeyUsage(value: DerElement | undefined): Certificate['keyUsage'] {
  if (!value) return undefined
  const bits = readBits(value)
  return { digitalSignature: bits[0] === true || bits[1] === true, certificateSigning: bits[5] === true }
}

// AuthorityKeyIdentifier ::= SEQUENCE { keyIdentifier [0] IMPLICIT OCTET STRING OPTIONAL, … }
const readAuthorityKeyId = (value: DerElement | undefined): string | undefined =>
  value
    ? children(value)
        .find(({ tag }) => tag === 0x80)
        ?.content.toString('hex')
    : undefined
