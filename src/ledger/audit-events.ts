import type { Instant } from '../core/clock.ts'
import type { JsonObject } from '../core/strict-json.ts'

/** The closed list of what enters the ledger: kind, and who appends it. A public leaf shows the kind and the hour only. */
export const AUDIT_EVENTS = {
  // accesses
  EVIDENCE_ISSUED: 'evidence: a signed answer to which materials the government holds',
  EVIDENCE_REPLAYED: 'evidence: the stored answer given again under the same requestId',
  RECORD_READ: 'registers: a record or some of its fields released',
  PREDICATE_ANSWERED: 'registers: a yes/no question about a subject answered',
  LICENCE_FETCHED: 'licences: a whole licence document released',
  LICENCE_EXCERPTED: 'licences: an excerpt of a licence released',
  ACCESS_REFUSED: 'every feature: an access or an operation refused, with the rule',
  ACCESSES_READ: 'ledger: an auditor read accesses or searches by subject',
  SUBJECT_ACCESSES_APPROVED: 'ledger: a second auditor approved a search by subject',
  // licences
  LICENCE_INTENDED: 'licences: identifier reserved and bytes to be signed recorded',
  LICENCE_ISSUED: 'licences: signed and registered',
  LICENCE_VOIDED: 'licences: an unfinished issue ended without a licence',
  LICENCE_STATE_CHANGED: 'licences: suspended, resumed, revoked, cancelled …',
  LICENCE_VERIFIED: 'licences: a verdict given',
  // sharing
  ACCESS_REQUESTED: 'sharing: an access request submitted',
  ACCESS_REQUEST_APPROVED: "sharing: approved by the requester's head",
  ACCESS_REQUEST_ANSWERED: "sharing: answered by the provider's head",
  GRANT_CREATED: 'sharing: a grant begins',
  GRANT_CHANGED: 'sharing: suspended, resumed or revoked',
  // registers
  IMPORT_STARTED: 'registers: a batch began',
  IMPORT_FINISHED: 'registers: a batch ended, with its counts and digest',
  SOURCE_CHANGED: 'registers: a source announced maintenance, or its end',
  // catalog
  RESOURCE_CHANGED: 'catalog: registered, edited, submitted, published, returned or withdrawn',
  CATALOG_SEEDED: 'catalog: entries of the catalog files taken over',
  // identity and keys
  CLIENT_CHANGED: 'identity: registered or suspended',
  KEY_CHANGED: 'keys: created, rotated or revoked',
  // the ledger itself
  PAYLOAD_ERASED: 'ledger: payload and salt of an entry erased',
  LOG_GAP_RECORDED: 'ledger: an operator recorded a gap after restoring an older copy',
} as const satisfies Record<string, string>

export type AuditEventKind = keyof typeof AUDIT_EVENTS

/** One event. Everything here is payload: outside the public leaf, readable by right, erasable. */
export interface AuditEvent {
  readonly kind: AuditEventKind
  readonly at: Instant
  /** The client and its agency; absent for what the service does by itself. */
  readonly actor?: { readonly clientId: string; readonly agency: string }
  /** Codes of the resources touched; each is a way to find the event. */
  readonly resources?: readonly string[]
  /** Numbers of the persons or legal entities concerned; held as keyed digests in indexes, sealed in the payload. */
  readonly subjects?: readonly string[]
  readonly requestId?: string
  /** Becomes a keyed digest before it is stored. */
  readonly caseNumber?: string
  /** What belongs to the kind: rule, grant version, counts, digests. No names, no numbers of persons. */
  readonly data: JsonObject
}
