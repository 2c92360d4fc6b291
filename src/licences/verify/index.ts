import type { LocalDate } from '../../core/clock.ts'
import type { Verdict } from '../licence.ts'
import { cannotTell } from './step-codes.ts'
import { createVerifier, unknownDocument, type VerifierOptions } from './verifier.ts'

export * from './check-inclusion.ts'
export * from './check-status.ts'
export { purposeOf, readDocument, type ReadDocument } from './read-document.ts'
export * from './status-token.ts'
export * from './step-codes.ts'
export * from './verifier.ts'

export interface VerifyDocumentOptions extends VerifierOptions {
  readonly now: number
  readonly validOn?: LocalDate
  /** Status List Tokens, as many as are at hand. */
  readonly statusLists?: readonly string[]
  /** C2SP tlog-proof@v1. */
  readonly proof?: string
  /** C2SP signed-note vkey of the ledger. */
  readonly logKey?: string
}

/**
 * Verifies one licence, excerpt, evidence or receipt offline. What was not given makes its step CANNOT_TELL and the
 * whole verdict with it: a document without its status list may have been revoked.
 */
export function verifyDocument(document: string, options: VerifyDocumentOptions): Verdict {
  const { now, validOn, statusLists, proof, logKey } = options
  return createVerifier(options).verify(document, {
    now,
    ...(validOn === undefined ? {} : { validOn }),
    ...(statusLists === undefined ? {} : { statusLists }),
    inclusion: { ...(proof === undefined ? {} : { proof }), ...(logKey === undefined ? {} : { logKey }) },
  })
}

/** Of a file that could not be read nothing can be told; it is not "not valid". */
export const verdictOfUnreadable = (options: VerifyDocumentOptions): Verdict =>
  unknownDocument(cannotTell('FILE_UNREADABLE'), options)
