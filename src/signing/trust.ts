import { sha256 } from '../core/hash.ts'
import { MAX_INTERMEDIATES, PURPOSE_OIDS, type CertificatePurpose } from './certificate-profile.ts'
import { fault, passed, type Checked, type FaultCode } from './faults.ts'
import { readCertificate, type Certificate } from './read-certificate.ts'

/** A certificate that its issuer took back. */
export interface RevokedCertificate {
  /** SHA-256 of its DER, hexadecimal. */
  readonly fingerprint: string
  /** Milliseconds from which it no longer counts. */
  readonly revokedAt: number
  /** The key was in other hands: what it signed counts at no time, for a signing time is only a claim then. */
  readonly isKeyCompromised: boolean
}

interface ChainQuestion {
  /** DER, the signer's first; what a document brings along is only a hint. */
  readonly certificates: readonly Uint8Array[]
  readonly purpose: CertificatePurpose
  /** Milliseconds: the time of signing, never silently "now". */
  readonly at: number
}

/** A signer whose chain leads to a pinned root. */
interface TrustedSigner {
  readonly certificate: Certificate
  /** Signer first, root last. */
  readonly chain: readonly Certificate[]
}

/** Keeps what it found out about chains, so that the same signer costs one validation. */
export interface ChainValidator {
  validate(question: ChainQuestion): Checked<TrustedSigner>
}

const MAX_CACHED_CHAINS = 1_000
// Certificates that name the same issuer could make the search for a path long.
const MAX_SIGNATURE_CHECKS = 20

/**
 * Validates chains to these roots (RFC 5280 §6.1, for the profile of certificate-profile.ts). Chains found good are
 * remembered by digest with the period in which every certificate is valid; revocation is asked every time.
 */
export function createChainValidator(options: {
  readonly anchors: readonly Uint8Array[]
  readonly revoked?: readonly RevokedCertificate[]
}): ChainValidator {
  const anchors = options.anchors.map((der) => {
    const anchor = readCertificate(der)
    if (!anchor.ok) throw new TypeError(`a trust anchor cannot be used: ${anchor.en}`)
    return anchor.value
  })
  const revoked = new Map((options.revoked ?? []).map((entry) => [entry.fingerprint, entry]))
  const known = new Map<string, TrustedSigner>()

  return {
    validate(question) {
      const key = cacheKey(question)
      let signer = known.get(key)
      if (!signer) {
        const found = findTrustedSigner(question, anchors)
        if (!found.ok) return found
        signer = found.value
        if (known.size >= MAX_CACHED_CHAINS) known.delete(known.keys().next().value!)
        known.set(key, signer)
      }
      return checkTime(signer, question.at, revoked)
    },
  }
}

const cacheKey = ({ certificates, purpose }: ChainQuestion): string =>
  `${purpose} ${certificates.map((der) => sha256(der).toString('latin1')).join('')}`

/** Everything that does not depend on the time asked about. */
function findTrustedSigner(question: ChainQuestion, anchors: readonly Certificate[]): Checked<TrustedSigner> {
  if (question.certificates.length === 0) return fault('CERTIFICATE_ABSENT')
  const certificates: Certificate[] = []
  for (const der of question.certificates) {
    const read = readCertificate(der)
    if (!read.ok) return read
    certificates.push(read.value)
  }
  const [certificate, ...hints] = certificates as [Certificate, ...Certificate[]]
  const path = findPath(certificate, hints, anchors)
  if (!path) return fault('CHAIN_NOT_ANCHORED')
  for (const check of CHECKS) {
    const code = check(path, question.purpose)
    if (code) return fault(code)
  }
  return passed({ certificate, chain: path })
}

/** The first path from the signer over the hints to an anchor in which every name and signature fits. */
function findPath(
  signer: Certificate,
  hints: readonly Certificate[],
  anchors: readonly Certificate[],
): readonly Certificate[] | undefined {
  let checksLeft = MAX_SIGNATURE_CHECKS
  const isIssuedBy = (subject: Certificate, issuer: Certificate): boolean => {
    if (subject.issuer.raw !== issuer.subject.raw) return false
    if (subject.authorityKeyId && issuer.subjectKeyId && subject.authorityKeyId !== issuer.subjectKeyId) return false
    return checksLeft-- > 0 && subject.isSignedBy(issuer.publicKey)
  }
  const extend = (path: readonly Certificate[]): readonly Certificate[] | undefined => {
    const last = path.at(-1)!
    const anchor = anchors.find((candidate) => isIssuedBy(last, candidate))
    if (anchor) return [...path, anchor]
    for (const hint of hints) {
      if (path.includes(hint) || !isIssuedBy(last, hint)) continue
      const whole = extend([...path, hint])
      if (whole) return whole
    }
    return undefined
  }
  return extend([signer])
}

/** A rule over the whole path, signer first, anchor last. */
type PathCheck = (path: readonly Certificate[], purpose: CertificatePurpose) => FaultCode | undefined

const CHECKS: readonly PathCheck[] = [
  // §4.2: a critical extension that is not understood refuses the certificate.
  (path) =>
    path.some(({ unknownCritical }) => unknownCritical.length > 0) ? 'CERTIFICATE_EXTENSION_CRITICAL' : undefined,
  // §4.2.1.10: understood only by refusing; ignoring them would widen an authority.
  (path) => (path.some(({ hasNameConstraints }) => hasNameConstraints) ? 'CERTIFICATE_NAME_CONSTRAINED' : undefined),
  (path) => (path[0]!.isAuthority ? 'SIGNER_IS_AUTHORITY' : undefined),
  // §6.1.4 (k), (n): issuers are authorities that may sign certificates. The profile demands a key usage.
  (path) =>
    path.slice(1).every(({ isAuthority, keyUsage }) => isAuthority && keyUsage?.certificateSigning === true)
      ? undefined
      : 'CHAIN_ISSUER_NOT_AUTHORITY',
  checkPathLength,
  (path) => (path[0]!.keyUsage?.digitalSignature === true ? undefined : 'KEY_USAGE_WRONG'),
  // The signer must name the purpose; an authority that names purposes may only issue for those.
  ([signer, ...issuers], purpose) => {
    const isFor = ({ extendedKeyUsage }: Certificate) => extendedKeyUsage?.includes(PURPOSE_OIDS[purpose])
    return isFor(signer!) && issuers.every((issuer) => !issuer.extendedKeyUsage || isFor(issuer))
      ? undefined
      : 'PURPOSE_WRONG'
  },
]

/** §6.1.4 (l), (m): intermediates below an authority, self-issued ones not counted. */
function checkPathLength(path: readonly Certificate[]): FaultCode | undefined {
  let intermediatesBelow = 0
  for (const certificate of path.slice(1)) {
    if (intermediatesBelow > Math.min(certificate.maxPathLength ?? MAX_INTERMEDIATES, MAX_INTERMEDIATES))
      return 'CHAIN_TOO_LONG'
    if (certificate.subject.raw !== certificate.issuer.raw) intermediatesBelow++
  }
  return undefined
}

function checkTime(
  signer: TrustedSigner,
  at: number,
  revoked: ReadonlyMap<string, RevokedCertificate>,
): Checked<TrustedSigner> {
  for (const { notBefore, notAfter, fingerprint } of signer.chain) {
    if (!(at >= notBefore && at <= notAfter)) return fault('CHAIN_NOT_VALID_THEN')
    const entry = revoked.get(fingerprint)
    if (entry && (entry.isKeyCompromised || at >= entry.revokedAt)) return fault('CHAIN_REVOKED')
  }
  return passed(signer)
}
