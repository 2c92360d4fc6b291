import { ZhengshuError } from '../core/errors.ts'
import type { Actor, Role } from './actor.ts'

/** The reviewed table: which role may call which operation. What is not here is refused. */
export const OPERATIONS = {
  // catalog
  registerResource: ['REGISTRAR'],
  editResource: ['REGISTRAR'],
  submitResource: ['REGISTRAR'],
  publishResource: ['REVIEWER'],
  returnResource: ['REVIEWER'],
  withdrawResource: ['REVIEWER'],
  findResources: ['SYSTEM', 'HEAD', 'REGISTRAR', 'REVIEWER', 'AUDITOR', 'ADMINISTRATOR'],
  // identity
  registerClient: ['ADMINISTRATOR'],
  suspendClient: ['ADMINISTRATOR'],
  findClients: ['ADMINISTRATOR', 'AUDITOR'],
  // sharing
  requestAccess: ['SYSTEM', 'HEAD', 'REGISTRAR'],
  approveAccessRequest: ['HEAD'],
  answerAccessRequest: ['HEAD'],
  suspendGrant: ['HEAD', 'REVIEWER'],
  resumeGrant: ['HEAD', 'REVIEWER'],
  revokeGrant: ['HEAD', 'REVIEWER'],
  findGrants: ['SYSTEM', 'HEAD', 'REGISTRAR', 'REVIEWER', 'AUDITOR', 'ADMINISTRATOR'],
  // registers
  importRecords: ['SYSTEM'],
  findImportBatches: ['SYSTEM', 'REGISTRAR', 'AUDITOR', 'ADMINISTRATOR'],
  setSourceState: ['SYSTEM'],
  findRecords: ['SYSTEM'],
  askPredicate: ['SYSTEM'],
  // licences
  issueLicence: ['SYSTEM'],
  changeLicenceState: ['SYSTEM'],
  fetchLicence: ['SYSTEM'],
  verifyLicence: ['SYSTEM', 'HEAD', 'REGISTRAR', 'REVIEWER', 'AUDITOR', 'ADMINISTRATOR'],
  // evidence
  requestEvidence: ['SYSTEM'],
  // ledger
  findAccesses: ['AUDITOR'],
  requestSubjectAccesses: ['AUDITOR'],
  findSubjectSearch: ['AUDITOR'],
  approveSubjectAccesses: ['AUDITOR'],
  findOwnAccesses: ['SYSTEM', 'HEAD'],
  fetchLedgerProof: ['SYSTEM', 'HEAD', 'AUDITOR', 'ADMINISTRATOR'],
  eraseLedgerPayload: ['ADMINISTRATOR'],
} as const satisfies Record<string, readonly Role[]>

export type Operation = keyof typeof OPERATIONS

/** What the table says; a use case calls `authorize`, which throws. */
export const isAuthorized = (actor: Actor, operation: Operation): boolean =>
  (OPERATIONS[operation] as readonly Role[]).includes(actor.role)

/** The first line of every use case. Throws FORBIDDEN. */
export function authorize(actor: Actor, operation: Operation): void {
  if (!isAuthorized(actor, operation)) throw new ZhengshuError('FORBIDDEN', { operation })
}
