import { createPublicKey } from 'node:crypto'
import { basename, join } from 'node:path'
import { dateAt } from '../core/clock.ts'
import { ZhengshuError } from '../core/errors.ts'
import { certificatesFromPem, keyIdOf, readCertificate, type Certificate } from '../signing/index.ts'
import { keyPaths, listDirectory, readRequired } from './key-files.ts'
import { parseManifest } from './key-vault.ts'
import type { KeyDescription, KeyUse } from './keyring.ts'

/** The public facts of every key in a directory, read from its certificates; needs no passphrase. */
export function describeKeys(directory: string): readonly KeyDescription[] {
  const paths = keyPaths(directory)
  const { isDevelopment } = parseManifest(readRequired(paths.manifest))
  const files = [
    ...listDirectory(paths.private).map((name) => join(paths.private, name)),
    ...listDirectory(paths.seals).map((name) => join(paths.seals, name)),
  ]
  return files
    .map((file) => describeKeyFile(file, readRequired(file), isDevelopment))
    .toSorted((a, b) => ORDER.indexOf(a.use) - ORDER.indexOf(b.use) || ((a.agency ?? '') < (b.agency ?? '') ? -1 : 1))
}

const ORDER: readonly KeyDescription['use'][] = ['root', 'issuing', 'exchange', 'status', 'token', 'ledger', 'seal']

/** `root.pem`, `exchange-1.pem`, `ledger-1.pem`; a seal's name is its agency's credit code: `11390000XN0000001A-1.pem`. */
function useOf(file: string): KeyDescription['use'] {
  const name = basename(file, '.pem').replace(/-\d+$/, '')
  return ORDER.find((use) => use === name) ?? 'seal'
}

function describeKeyFile(file: string, text: string, isDevelopment: boolean): KeyDescription {
  const use = useOf(file)
  if (use === 'ledger') return describeLedgerKey(text, isDevelopment)
  return describeCertificate(use, firstCertificate(file, text), isDevelopment)
}

export function describeCertificate(
  use: Exclude<KeyDescription['use'], 'ledger'>,
  certificate: Certificate,
  isDevelopment: boolean,
): KeyDescription {
  const { subject } = certificate
  return {
    keyId: keyIdOf(certificate.publicKey),
    use,
    algorithm: certificate.algorithm,
    subject: subject.commonName ?? '',
    ...(subject.creditCode === undefined ? {} : { agency: subject.creditCode }),
    notBefore: dateAt(certificate.notBefore),
    notAfter: dateAt(certificate.notAfter),
    isDevelopment,
  }
}

function describeLedgerKey(text: string, isDevelopment: boolean): KeyDescription {
  const use: KeyUse = 'ledger'
  const keyId = keyIdOf(createPublicKey(publicKeyPem(text)))
  return { keyId, use, algorithm: 'Ed25519', subject: '政枢存证日志 Zhengshu Ledger', isDevelopment }
}

/** A key without a certificate has its public key beside it. */
function publicKeyPem(text: string): string {
  const match = /-----BEGIN PUBLIC KEY-----[^-]+-----END PUBLIC KEY-----/.exec(text)
  if (!match) throw invalid('ledger', 'it has no public key', '其中没有公钥')
  return match[0]
}

export function firstCertificate(file: string, text: string): Certificate {
  const [der] = certificatesFromPem(text)
  const certificate = der && readCertificate(der)
  if (!certificate?.ok) throw invalid(basename(file), 'it has no certificate that can be read', '其中没有可读的证书')
  return certificate.value
}

const invalid = (file: string, reason: string, reasonZh: string) =>
  new ZhengshuError('FILE_INVALID', { file, reason, reasonZh })
