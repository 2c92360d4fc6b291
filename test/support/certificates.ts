import 'reflect-metadata'
import * as x509 from '@peculiar/x509'
import { createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { PURPOSE_OIDS } from '../../src/signing/index.ts'

const EC = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const

export interface TestCertificate {
  readonly der: Buffer
  readonly key: KeyObject
  readonly name: string
}

export interface CertificateRecipe {
  readonly name: string
  readonly issuer?: TestCertificate
  readonly key?: KeyObject
  readonly from?: string
  readonly until?: string
  readonly extensions: readonly x509.Extension[]
}

export const newKey = (): KeyObject => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey

/** A certificate with exactly these extensions, right or wrong; self-signed without an issuer. */
export async function makeCertificate(recipe: CertificateRecipe): Promise<TestCertificate> {
  const key = recipe.key ?? newKey()
  const certificate = await x509.X509CertificateGenerator.create({
    subject: `CN=${recipe.name}`,
    issuer: `CN=${recipe.issuer?.name ?? recipe.name}`,
    publicKey: createPublicKey(key).toCryptoKey(EC, true, ['verify']),
    signingKey: (recipe.issuer?.key ?? key).toCryptoKey(EC, false, ['sign']),
    signingAlgorithm: EC,
    notBefore: new Date(recipe.from ?? '2026-01-01T00:00:00Z'),
    notAfter: new Date(recipe.until ?? '2030-12-31T23:59:59Z'),
    extensions: [...recipe.extensions],
  })
  return { der: Buffer.from(certificate.rawData), key, name: recipe.name }
}

export const authority = (pathLength?: number) => [
  new x509.BasicConstraintsExtension(true, pathLength, true),
  new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
]
export const sealUsage = (purpose: keyof typeof PURPOSE_OIDS = 'seal') => [
  new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
  new x509.ExtendedKeyUsageExtension([PURPOSE_OIDS[purpose]], true),
]
export const noKeyUsageFor = (flags: number) => new x509.KeyUsagesExtension(flags, true)
export const { digitalSignature, keyCertSign, keyEncipherment } = x509.KeyUsageFlags
export const basicConstraints = (isAuthority: boolean) =>
  new x509.BasicConstraintsExtension(isAuthority, undefined, true)
export const purposes = (...oids: string[]) => new x509.ExtendedKeyUsageExtension(oids, true)
/** NULL as value: nobody understands it. */
export const unknownExtension = (isCritical: boolean) =>
  new x509.Extension('1.2.3.4.5', isCritical, Buffer.from([5, 0]))
/** NameConstraints ::= SEQUENCE {} */
export const nameConstraints = (isCritical: boolean) =>
  new x509.Extension('2.5.29.30', isCritical, Buffer.from([0x30, 0]))
