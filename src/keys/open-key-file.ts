import { certificatesFromPem, openPrivateKey, readCertificate, type SignatureWork } from '../signing/index.ts'
import { firstCertificate } from './describe-keys.ts'
import { listDirectory, readRequired } from './key-files.ts'
import type { CeremonyDeps, CertifiedKey } from './make-key.ts'

/** What the files of an opened key directory have in common. */
export interface OpenDirectory extends CeremonyDeps {
  readonly directory: string
  readonly password: string
  readonly isDevelopment: boolean
  readonly issuing: CertifiedKey
  /** Where signatures are made; the thread pool when absent. */
  readonly signatureWork?: SignatureWork | undefined
}

// A key is followed by the next this long before its certificate ends.
const RENEWAL_MS = 30 * 24 * 3_600_000

/** Until when (milliseconds) a key signs new things. */
export function freshUntil(key: CertifiedKey): number {
  const certificate = readCertificate(key.certificates[0]!)
  return certificate.ok ? certificate.value.notAfter - RENEWAL_MS : 0
}

export function openKeyFile(file: string, password: string): CertifiedKey {
  const text = readRequired(file)
  const { subject } = firstCertificate(file, text)
  return {
    privateKey: openPrivateKey(text, password, file),
    certificates: certificatesFromPem(text),
    subject: {
      name: subject.commonName ?? '',
      ...(subject.creditCode === undefined ? {} : { creditCode: subject.creditCode }),
      isDevelopment: subject.unit !== undefined,
    },
  }
}

/** `exchange-1.pem`, `exchange-2.pem` …: the highest number is the key in use, 0 when there is none. */
export function latestNumber(directory: string, name: string): number {
  const numbers = listDirectory(directory).map((file) => new RegExp(`^${name}-(\\d+)\\.pem$`).exec(file)?.[1])
  return Math.max(0, ...numbers.map(Number).filter(Number.isInteger))
}
