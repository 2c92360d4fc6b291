import { canonicalJson } from '../../core/canonical-json.ts'
import { isZhengshuError } from '../../core/errors.ts'
import { parseStrictJson } from '../../core/strict-json.ts'
import {
  certificatesFromPem,
  createChainValidator,
  parseJws,
  readCertificate,
  verifyJwsSignature,
  type ParsedJws,
} from '../../signing/index.ts'
import { fromBase64, parseVerifierKey } from '../checkpoint.ts'
import { RECEIPT_TYPE, type Receipt } from '../receipt.ts'
import { createSteps, type LedgerVerdict, type StepList } from './steps.ts'
import { verifyTlogProof } from './verify-proof.ts'

interface VerifyReceiptOptions {
  /** Trust anchors, PEM. Without one the chain cannot be judged. */
  readonly anchors: readonly string[]
  /** The log's vkey. */
  readonly logKey?: string
  /** C2SP tlog-proof@v1 of the same leaf: the kept promise. */
  readonly proof?: string
}

interface ReceiptVerdict extends LedgerVerdict {
  readonly receipt?: Receipt
}

/** Verifies a receipt, and with the proof that the promise was kept. Without a proof that step is CANNOT_TELL. */
export function verifyReceipt(text: string, options: VerifyReceiptOptions): ReceiptVerdict {
  const steps = createSteps()
  const jws = parseJws(text.trim())
  const receipt = jws.ok && jws.value.type === RECEIPT_TYPE ? readReceipt(jws.value.payload) : undefined
  if (!jws.ok || !receipt) {
    steps.failed('form', jws.ok ? 'RECEIPT_MALFORMED' : jws.code)
    return steps.verdict()
  }
  steps.passed('form')
  checkSignature(steps, jws.value)
  checkChain(steps, jws.value, receipt, options.anchors)
  checkLog(steps, receipt, options.logKey)
  checkInclusion(steps, receipt, options)
  return { ...steps.verdict(), receipt }
}

const TEXT_MEMBERS = ['at', 'kind', 'leafHash', 'leafId', 'logKey', 'origin', 'promisedBy'] as const

function readReceipt(payload: Uint8Array): Receipt | undefined {
  try {
    const value = parseStrictJson(payload, { maxDepth: 1 })
    if (value === null || typeof value !== 'object' || canonicalJson(value) !== Buffer.from(payload).toString('utf8'))
      return undefined
    const receipt = value as unknown as Receipt
    const isWhole = TEXT_MEMBERS.every((name) => typeof receipt[name] === 'string')
    const areInstants = [receipt.at, receipt.promisedBy].every((at) => !Number.isNaN(Date.parse(at)))
    return isWhole && areInstants && fromBase64(receipt.leafHash)?.length === 32 ? receipt : undefined
  } catch (error) {
    if (isZhengshuError(error)) return undefined
    throw error
  }
}

function checkSignature(steps: StepList, jws: ParsedJws): void {
  const der = jws.certificates[0]
  if (!der) return steps.failed('signature', 'CERTIFICATE_ABSENT')
  const certificate = readCertificate(der)
  if (!certificate.ok) return steps.failed('signature', certificate.code)
  const checked = verifyJwsSignature(jws, certificate.value.publicKey)
  return checked.ok ? steps.passed('signature') : steps.failed('signature', checked.code)
}

function checkChain(steps: StepList, jws: ParsedJws, receipt: Receipt, anchors: readonly string[]): void {
  if (anchors.length === 0) return steps.cannotTell('chain', 'ANCHOR_MISSING')
  const chains = createChainValidator({ anchors: anchors.flatMap(certificatesFromPem) })
  const at = Date.parse(receipt.at)
  const checked = chains.validate({ certificates: jws.certificates, purpose: 'exchange', at })
  return checked.ok ? steps.passed('chain') : steps.failed('chain', checked.code)
}

function checkLog(steps: StepList, receipt: Receipt, logKey: string | undefined): void {
  if (logKey === undefined) return steps.cannotTell('log', 'LOG_KEY_MISSING')
  const verifier = parseVerifierKey(logKey)
  if (!verifier) return steps.cannotTell('log', 'LOG_KEY_INVALID')
  const isSame = receipt.origin === verifier.name && receipt.logKey === verifier.keyId.toString('hex')
  return isSame ? steps.passed('log') : steps.failed('log', 'LOG_OF_ANOTHER')
}

function checkInclusion(steps: StepList, receipt: Receipt, { logKey, proof }: VerifyReceiptOptions): void {
  if (proof === undefined) return steps.cannotTell('inclusion', 'PROOF_MISSING')
  if (logKey === undefined) return steps.cannotTell('inclusion', 'LOG_KEY_MISSING')
  const shown = verifyTlogProof(proof, logKey, { leafHash: receipt.leafHash })
  // Of the proof of an erased entry only the opening is missing, and a receipt does not need it.
  const fault = shown.steps.find(({ step, result }) => result !== 'PASSED' && step !== 'opening')
  const opening = shown.steps.find(({ step, result }) => step === 'opening' && result === 'FAILED')
  const reason = opening ?? fault
  if (!reason) return steps.passed('inclusion')
  return reason.result === 'FAILED'
    ? steps.failed('inclusion', reason.code!)
    : steps.cannotTell('inclusion', reason.code!)
}
