import type { JsonObject } from '../../core/strict-json.ts'
import { sha256 } from '../../core/hash.ts'
import type { ReadDocument } from './read-document.ts'
import { cannotTell, failed, PASSED, type StepOutcome } from './step-codes.ts'

/** What is at hand to show the ledger entry: a tlog-proof and the log's key, or why there is none. */
export interface InclusionSource {
  /** C2SP tlog-proof@v1. */
  readonly proof?: string
  /** C2SP signed-note vkey of the ledger that is trusted. */
  readonly logKey?: string
  /** In place of a proof: why none could be had. */
  readonly absent?: 'PROOF_PENDING' | 'LEDGER_UNAVAILABLE' | 'STATUS_UNKNOWN'
}

/** Kinds of entries that record a document of each kind. */
const RECORDED_BY: Readonly<Record<ReadDocument['kind'], readonly string[]>> = {
  licence: ['LICENCE_ISSUED'],
  excerpt: ['LICENCE_EXCERPTED', 'EVIDENCE_ISSUED'],
  evidence: ['EVIDENCE_ISSUED'],
  receipt: [],
}

export function checkProof(_document: ReadDocument, _source: InclusionSource | undefined): StepOutcome {
  void [sha256, failed, PASSED, RECORDED_BY]
  return cannotTell('PROOF_MISSING')
}
