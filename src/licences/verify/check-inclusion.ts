import { sha256 } from '../../core/hash.ts'
import type { JsonObject } from '../../core/strict-json.ts'
import { parseVerifierKey, verifyTlogProof, type Receipt } from '../../ledger/verify/index.ts'
import type { ReadDocument } from './read-document.ts'
import { cannotTell, failed, PASSED, type StepOutcome } from './step-codes.ts'

/** What is at hand to show the ledger entry of a document. */
export interface InclusionSource {
  /** C2SP tlog-proof@v1. */
  readonly proof?: string
  /** C2SP signed-note vkey of the ledger that is trusted. */
  readonly logKey?: string
  /** In place of a proof: why none could be had. */
  readonly absent?: 'PROOF_PENDING' | 'LEDGER_UNAVAILABLE' | 'STATUS_UNKNOWN'
}

/** Kinds of entries that record a document of each kind. */
const RECORDED_BY: Readonly<Record<Exclude<ReadDocument['kind'], 'receipt'>, readonly string[]>> = {
  licence: ['LICENCE_ISSUED'],
  excerpt: ['LICENCE_EXCERPTED', 'EVIDENCE_ISSUED'],
  evidence: ['EVIDENCE_ISSUED'],
}

/** The step itself: an entry of that ledger records this very document. */
export function judgeInclusion(document: ReadDocument, source: InclusionSource = {}): StepOutcome {
  if (source.absent) return cannotTell(source.absent)
  if (source.proof === undefined) return cannotTell('PROOF_MISSING')
  if (source.logKey === undefined || !parseVerifierKey(source.logKey)) return cannotTell('LOG_KEY_MISSING')
  return document.kind === 'receipt'
    ? judgePromise(document.content, source.proof, source.logKey)
    : judgeRecord(document, source.proof, source.logKey)
}

function judgeRecord(document: Exclude<ReadDocument, { kind: 'receipt' }>, proof: string, logKey: string): StepOutcome {
  const shown = verifyTlogProof(proof, logKey)
  if (shown.verdict !== 'VALID' || !shown.leaf) return failed('PROOF_INVALID')
  const { kind, payload } = shown.leaf
  if (!RECORDED_BY[document.kind].includes(kind)) return failed('PROOF_OF_ANOTHER')
  return names(payload['data'] as JsonObject, document) ? PASSED : failed('PROOF_OF_ANOTHER')
}

/** An entry names a licence by its payload, so that a rewritten signature stays the same licence; the rest by the JWS. */
function names(data: JsonObject, document: ReadDocument): boolean {
  if (document.kind === 'licence') return data['payloadDigest'] === digestOf(document.jws.payload)
  const disclosed = data['disclosedDigests']
  const digest = digestOf(document.text)
  return data['documentDigest'] === digest || (Array.isArray(disclosed) && disclosed.includes(digest))
}

const digestOf = (bytes: Uint8Array | string): string => sha256(bytes).toString('base64url')

/** A receipt knows its leaf's hash, so its promise can be checked even when the entry's payload was erased. */
function judgePromise(receipt: Receipt, proof: string, logKey: string): StepOutcome {
  const log = parseVerifierKey(logKey)!
  if (receipt.origin !== log.name || receipt.logKey !== log.keyId.toString('hex')) return failed('LOG_OF_ANOTHER')
  const shown = verifyTlogProof(proof, logKey, { leafHash: receipt.leafHash })
  const wrong = shown.steps.find(({ step, result }) => result !== 'PASSED' && !(step === 'opening' && !shown.leaf && result === 'CANNOT_TELL')) // prettier-ignore
  if (!wrong) return PASSED
  return failed(wrong.code === 'PROOF_OF_ANOTHER' ? 'PROOF_OF_ANOTHER' : 'PROOF_INVALID')
}
