import { createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { addMonths, startOfDate, today, type Clock } from '../core/clock.ts'
import type { Ids } from '../core/ids.ts'
import {
  buildCertificate,
  certificateToPem,
  encryptPrivateKey,
  type CertificatePurpose,
  type CertificateSubject,
} from '../signing/index.ts'

/** A key with its certificates, its own first and the root left out. */
export interface CertifiedKey {
  readonly privateKey: KeyObject
  readonly certificates: readonly Buffer[]
  readonly subject: CertificateSubject
}

export interface CeremonyDeps {
  readonly clock: Clock
  readonly ids: Ids
}

const YEARS = { root: 20, issuing: 15, signer: 5 } as const

const newEcKey = (): KeyObject => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey
export const newLedgerKey = (): KeyObject => generateKeyPairSync('ed25519').privateKey

/** A self-signed root: one authority may stand below it. */
export async function makeRoot(deps: CeremonyDeps, subject: CertificateSubject): Promise<CertifiedKey> {
  const privateKey = newEcKey()
  const certificate = await buildCertificate({
    subject,
    issuer: subject,
    publicKey: createPublicKey(privateKey),
    issuerPrivateKey: privateKey,
    ...validity(deps.clock, YEARS.root),
    serialNumber: serialNumber(deps.ids),
    role: { maxPathLength: 1 },
  })
  return { privateKey, certificates: [certificate], subject }
}

/** The issuing authority: only signers may stand below it. */
export async function makeIssuing(
  deps: CeremonyDeps,
  root: CertifiedKey,
  subject: CertificateSubject,
): Promise<CertifiedKey> {
  const privateKey = newEcKey()
  const certificate = await buildCertificate({
    subject,
    issuer: root.subject,
    publicKey: createPublicKey(privateKey),
    issuerPrivateKey: root.privateKey,
    ...validity(deps.clock, YEARS.issuing),
    serialNumber: serialNumber(deps.ids),
    role: { maxPathLength: 0 },
  })
  return { privateKey, certificates: [certificate], subject }
}

/** A signer for one purpose, certified by the issuing authority. */
export async function certify(
  deps: CeremonyDeps,
  issuing: CertifiedKey,
  subject: CertificateSubject,
  purpose: CertificatePurpose,
  privateKey: KeyObject = newEcKey(),
): Promise<CertifiedKey> {
  const certificate = await buildCertificate({
    subject,
    issuer: issuing.subject,
    publicKey: createPublicKey(privateKey),
    issuerPrivateKey: issuing.privateKey,
    ...validity(deps.clock, YEARS.signer),
    serialNumber: serialNumber(deps.ids),
    role: { purpose },
  })
  return { privateKey, certificates: [certificate, ...issuing.certificates], subject }
}

/** From the first second of today to the last of the day before, so many years on. */
function validity(clock: Clock, years: number): { notBefore: Date; notAfter: Date } {
  const from = today(clock)
  const until = addMonths(from, years * 12)
  return { notBefore: new Date(startOfDate(from)), notAfter: new Date(startOfDate(until) - 1000) }
}

// RFC 5280 §4.1.2.2: positive, and hard to foresee.
function serialNumber(ids: Ids): Buffer {
  const serial = Buffer.from(ids.random(16))
  serial[0] = (serial[0]! & 0x3f) | 0x40
  return serial
}

/** One file per key: its certificates in clear, then the encrypted private key. */
export const formatKeyFile = ({ privateKey, certificates }: CertifiedKey, password: string): string =>
  certificates.map(certificateToPem).join('') + encryptPrivateKey(privateKey, password)
