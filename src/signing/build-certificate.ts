import type * as X509Library from '@peculiar/x509'
import { createPublicKey, type KeyObject } from 'node:crypto'
import { algorithmOfKey, webCryptoAlgorithm } from './algorithms.ts'
import { CREDIT_CODE_OID, DEVELOPMENT_UNIT, PURPOSE_OIDS, type CertificatePurpose } from './certificate-profile.ts'

/** Who a certificate is about. */
export interface CertificateSubject {
  readonly name: string
  readonly creditCode?: string
  readonly isDevelopment: boolean
}

interface CertificateRequest {
  readonly subject: CertificateSubject
  readonly issuer: CertificateSubject
  readonly publicKey: KeyObject
  readonly issuerPrivateKey: KeyObject
  readonly notBefore: Date
  readonly notAfter: Date
  /** Positive, at most 20 octets, unpredictable (RFC 5280 §4.1.2.2). */
  readonly serialNumber: Buffer
  /** An authority with so many intermediates below it, or a signer for one purpose. */
  readonly role: { readonly maxPathLength: number } | { readonly purpose: CertificatePurpose }
}

type X509 = typeof X509Library

// Loaded when a certificate is built: whoever only verifies must not wait for it. It needs reflect-metadata first.
async function loadX509(): Promise<X509> {
  await import('reflect-metadata')
  return import('@peculiar/x509')
}

/** Builds and signs a certificate of our profile; answers its DER. The only file that uses @peculiar/x509. */
export async function buildCertificate(request: CertificateRequest): Promise<Buffer> {
  const x509 = await loadX509()
  const signingAlgorithm = webCryptoAlgorithm(algorithmOfKey(request.issuerPrivateKey)!)
  const publicKey = toVerifyKey(request.publicKey)
  const certificate = await x509.X509CertificateGenerator.create({
    subject: new x509.Name(nameOf(request.subject)),
    issuer: new x509.Name(nameOf(request.issuer)),
    publicKey,
    signingKey: request.issuerPrivateKey.toCryptoKey(signingAlgorithm, false, ['sign']),
    signingAlgorithm,
    notBefore: request.notBefore,
    notAfter: request.notAfter,
    serialNumber: request.serialNumber.toString('hex'),
    extensions: [
      ...roleExtensions(x509, request.role),
      await x509.SubjectKeyIdentifierExtension.create(publicKey),
      await x509.AuthorityKeyIdentifierExtension.create(toVerifyKey(createPublicKey(request.issuerPrivateKey))),
    ],
  })
  return Buffer.from(certificate.rawData)
}

const toVerifyKey = (key: KeyObject) => key.toCryptoKey(webCryptoAlgorithm(algorithmOfKey(key)!), true, ['verify'])

// The usages are critical: a certificate that is for one thing must not be taken for anything else.
const roleExtensions = (x509: X509, role: CertificateRequest['role']): X509Library.Extension[] =>
  'purpose' in role
    ? [
        new x509.BasicConstraintsExtension(false, undefined, true),
        new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
        new x509.ExtendedKeyUsageExtension([PURPOSE_OIDS[role.purpose]], true),
      ]
    : [
        new x509.BasicConstraintsExtension(true, role.maxPathLength, true),
        new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      ]

const nameOf = ({ name, creditCode, isDevelopment }: CertificateSubject): X509Library.JsonNameParams => [
  { CN: [{ utf8String: name }] },
  ...(creditCode === undefined ? [] : [{ [CREDIT_CODE_OID]: [{ utf8String: creditCode }] }]),
  ...(isDevelopment ? [{ OU: [{ utf8String: DEVELOPMENT_UNIT }] }] : []),
]
