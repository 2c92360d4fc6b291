import { dateAt, type LocalDate } from '../../core/clock.ts'
import {
  certificatesFromPem,
  createChainValidator,
  readCertificate,
  verifyJwsSignature,
  verifyJwsSignatureOnThread,
  type Certificate,
  type ChainValidator,
  type Checked,
  type Fault,
  type RevokedCertificate,
  type SignatureWork,
} from '../../signing/index.ts'
import { VERIFY_STEPS, type StateNow, type StepResult, type Verdict } from '../licence.ts'
import { periodOn } from '../licence-states.ts'
import { judgeInclusion, type InclusionSource } from './check-inclusion.ts'
import { judgeStatus, listedState } from './check-status.ts'
import { purposeOf, readDocument, type EvidenceContent, type ReadDocument } from './read-document.ts'
import { readStatusList, type StatusList } from './status-token.ts'
import { cannotTell, failed, PASSED, type StepOutcome } from './step-codes.ts'

export interface VerifierOptions {
  /** Trust anchors, PEM. Without one the chain cannot be judged. */
  readonly anchors: readonly string[]
  readonly revoked?: readonly RevokedCertificate[]
  /**
   * Credit codes of the agencies that may issue a type; undefined for an unknown type. Without this table the seal
   * certificate alone decides: a licence must name as issuer the agency to whose seal the authority gave a certificate.
   */
  readonly issuersOf?: (licenceType: string) => readonly string[] | undefined
  /** Where `checkOrigin` has signatures checked; the thread pool when absent. */
  readonly signatureWork?: SignatureWork | undefined
}

interface VerifyOptions {
  /** Milliseconds; the time of asking. */
  readonly now: number
  /** Today when absent. Evidence is always judged on its own date. */
  readonly validOn?: LocalDate
  /** Status List Tokens. */
  readonly statusLists?: readonly string[]
  readonly inclusion?: InclusionSource
  /** In place of the lists: the register itself, which knows the present and every past state. */
  readonly status?: (document: ReadDocument, date: LocalDate) => StepOutcome
}

export interface Verifier {
  verify(document: string, options: VerifyOptions): Verdict
  /**
   * Form, signature, chain and authority only: what an issuer checks before it registers. The document, or what failed.
   * The signature is checked off the event loop, because an issuer has many.
   */
  checkOrigin(document: string): Promise<ReadDocument | Exclude<StepOutcome, { result: 'PASSED' }>>
  /** The document, when its form is right. */
  read(document: string): ReadDocument | undefined
}

/** What a step may look at: the document as read, and what was asked. */
interface Walk {
  readonly document: ReadDocument
  readonly date: LocalDate
  readonly options: VerifyOptions
}
type Step = (walk: Walk) => StepOutcome

const CLOCK_SKEW_MS = 5 * 60_000
const MAX_CACHED = 200

/** Verifies signed documents offline: seven named steps, each with its own result. Keeps certificates it has read. */
export function createVerifier(options: VerifierOptions): Verifier {
  const anchors = options.anchors.flatMap(certificatesFromPem)
  const chains = createChainValidator({ anchors, ...(options.revoked ? { revoked: options.revoked } : {}) })
  const signers = new WeakMap<Buffer, Certificate>()
  const lists = new Map<string, StatusList | undefined>()
  const chainPeriods: ChainPeriods = new WeakMap()
  const mayRemember = (options.revoked ?? []).length === 0

  /** The signer's certificate as the document brings it; trusted only after the chain step. */
  const signerOf = (document: ReadDocument): Certificate | Fault => {
    const der = document.jws.certificates[0]!
    const known = signers.get(der)
    if (known) return known
    const read = readCertificate(der)
    if (!read.ok) return read
    signers.set(der, read.value)
    return read.value
  }
  const listOf = (token: string): StatusList | undefined => {
    if (!lists.has(token)) remember(lists, token, readStatusList(token, chains))
    return lists.get(token)
  }

  /** What the lists at hand say today of the licences that evidence rests on. */
  const listedNow = ({ materials }: EvidenceContent, { statusLists = [], now }: VerifyOptions): readonly StateNow[] =>
    materials.flatMap(({ proof }): StateNow[] => {
      if (proof?.kind !== 'LICENCE' || !proof.status) return []
      const list = statusLists.map(listOf).findLast((each) => each?.path === proof.status!.list)
      const listed = list && listedState(list, proof.status.index, dateAt(now), now)
      return listed && 'state' in listed ? [{ identifier: proof.identifier, ...listed }] : []
    })

  const checkSignature: Step = ({ document }) => {
    const signer = signerOf(document)
    return outcomeOf(isFault(signer) ? signer : verifyJwsSignature(document.jws, signer.publicKey))
  }
  const checkSignatureOnThread = async (document: ReadDocument): Promise<StepOutcome> => {
    const signer = signerOf(document)
    if (isFault(signer)) return outcomeOf(signer)
    return outcomeOf(await verifyJwsSignatureOnThread(document.jws, signer.publicKey, options.signatureWork))
  }

  const checkChain: Step = ({ document, options: { now } }) => {
    if (document.signedAt > now + CLOCK_SKEW_MS) return failed('SIGNED_IN_FUTURE')
    if (anchors.length === 0) return cannotTell('ANCHOR_MISSING')
    const period = chainPeriods.get(document.jws.certificates)
    if (period && document.signedAt >= period.from && document.signedAt <= period.to) return PASSED
    return checkSignerChain(chains, document, mayRemember ? chainPeriods : undefined)
  }

  const checkAuthority: Step = ({ document }) => {
    if (document.kind !== 'licence') return PASSED // the chain step asked for a certificate of the exchange
    const { issuer, licenceType } = document.content
    const signer = signerOf(document)
    if (isFault(signer) || signer.subject.creditCode !== issuer.code) return failed('SEAL_OF_ANOTHER')
    const permitted = options.issuersOf?.(licenceType)
    return permitted === undefined || permitted.includes(issuer.code) ? PASSED : failed('ISSUER_NOT_PERMITTED')
  }

  const checkPeriod: Step = ({ document, date }) => {
    if (document.kind !== 'licence' && document.kind !== 'excerpt') return PASSED // true of their own time, without end
    if (document.kind === 'excerpt' && date > document.content.expiresOn) return failed('EXPIRED')
    const period = periodOn(document.content, date)
    return period === 'WITHIN' ? PASSED : failed(period === 'NOT_YET' ? 'NOT_YET_VALID' : 'EXPIRED')
  }

  const checkStatus: Step = ({ document, date, options: asked }) => {
    // Evidence and receipts state what was true at their time; nothing that happens later takes that back.
    if (document.kind !== 'licence' && document.kind !== 'excerpt') return PASSED
    if (asked.status) return asked.status(document, date)
    return judgeStatus(document.content.status, (asked.statusLists ?? []).map(listOf), date, asked.now)
  }

  const checkInclusion: Step = ({ document, options: asked }) => judgeInclusion(document, asked.inclusion)

  /** Those after the form, in the order of VERIFY_STEPS. */
  const STEPS: readonly Step[] = [checkSignature, checkChain, checkAuthority, checkPeriod, checkStatus, checkInclusion]

  return {
    verify(text, asked) {
      const document = readDocument(text.trim())
      if ('result' in document) return unknownDocument(document, asked)
      const date = dateOf(document, asked)
      const walk: Walk = { document, date, options: asked }
      const outcomes: StepOutcome[] = [PASSED]
      for (const step of STEPS) {
        const outcome = step(walk)
        outcomes.push(outcome)
        // Past a forged signature or a stranger's chain the content is nobody's word: nothing in it is judged.
        if (outcome.result === 'FAILED' && (step === checkSignature || step === checkChain)) break
      }
      const verdict = toVerdict(outcomes, date, document)
      const stateNow = document.kind === 'evidence' && isGenuine(verdict) ? listedNow(document.content, asked) : []
      return stateNow.length > 0 ? { ...verdict, stateNow } : verdict
    },

    async checkOrigin(text) {
      const document = readDocument(text)
      if ('result' in document) return document
      const signature = await checkSignatureOnThread(document)
      if (signature.result !== 'PASSED') return signature
      const walk: Walk = { document, date: dateAt(document.signedAt), options: { now: document.signedAt } }
      for (const step of [checkChain, checkAuthority]) {
        const outcome = step(walk)
        if (outcome.result !== 'PASSED') return outcome
      }
      return document
    },

    read(text) {
      const document = readDocument(text.trim())
      return 'result' in document ? undefined : document
    },
  }
}

/**
 * When the chain of certificates that were read before is known to hold; one kind of document has one purpose. The
 * validator has its own memory, but must hash the certificates to ask it.
 */
type ChainPeriods = WeakMap<readonly Buffer[], { readonly from: number; readonly to: number }>

function checkSignerChain(chains: ChainValidator, document: ReadDocument, periods?: ChainPeriods): StepOutcome {
  const chain = chains.validate({
    certificates: document.jws.certificates,
    purpose: purposeOf(document.kind),
    at: document.signedAt,
  })
  if (!chain.ok) return failed(chain.code)
  periods?.set(document.jws.certificates, {
    from: Math.max(...chain.value.chain.map(({ notBefore }) => notBefore)),
    to: Math.min(...chain.value.chain.map(({ notAfter }) => notAfter)),
  })
  return PASSED
}

/** Evidence is judged on the date it speaks of. */
function dateOf(document: ReadDocument, asked: VerifyOptions): LocalDate {
  if (document.kind === 'evidence') return document.content.asOf
  return asked.validOn ?? dateAt(asked.now)
}

/** `outcomes` in the order of VERIFY_STEPS; a step without one was not reached. */
function toVerdict(outcomes: readonly StepOutcome[], validOn: LocalDate, document: ReadDocument | undefined): Verdict {
  const steps = VERIFY_STEPS.map((step, i): StepResult => {
    const outcome = outcomes[i]
    return outcome ? { step, ...outcome } : { step, result: 'NOT_REACHED' }
  })
  const has = (result: StepResult['result']) => steps.some((step) => step.result === result)
  return {
    verdict: has('FAILED') ? 'NOT_VALID' : has('CANNOT_TELL') ? 'CANNOT_TELL' : 'VALID',
    validOn,
    steps,
    documentKind: document?.kind ?? 'unknown',
    ...(document?.identifier === undefined ? {} : { identifier: document.identifier }),
  }
}

/** The verdict on what did not become a document. */
export const unknownDocument = (form: StepOutcome, asked: VerifyOptions): Verdict =>
  toVerdict([form], asked.validOn ?? dateAt(asked.now), undefined)

/** Somebody we trust stands behind its content. */
export const isGenuine = ({ steps }: Verdict): boolean =>
  steps.some(({ step, result }) => step === 'chain' && result === 'PASSED')

const outcomeOf = (checked: Checked<unknown>): StepOutcome => (checked.ok ? PASSED : failed(checked.code))

const isFault = (value: Certificate | Fault): value is Fault => 'ok' in value

function remember<K, V>(cache: Map<K, V>, key: K, value: V): void {
  if (cache.size >= MAX_CACHED) cache.delete(cache.keys().next().value!)
  cache.set(key, value)
}
