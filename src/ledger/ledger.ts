import type { Actor } from '../access/index.ts'
import type { Instant } from '../core/clock.ts'
import type { Listing } from '../core/listing.ts'
import type { Write } from '../store/index.ts'
import type { AuditEvent, AuditEventKind } from './audit-events.ts'

/** A leaf that is ready to be committed with the change it records. */
export interface PreparedLeaf {
  readonly leafId: string
  readonly kind: AuditEventKind
  /** RFC 6962 leaf hash, base64. */
  readonly leafHash: string
  readonly at: Instant
}

/** Events made ready: what to commit, and what to promise in a receipt. */
export interface PreparedAudit {
  /** To be put into the SAME commit as what the events record. */
  readonly writes: readonly Write[]
  readonly leaves: readonly PreparedLeaf[]
}

/** An entry as its readers see it: the payload without subjects, case and salt. */
export interface AccessEntry {
  readonly leafId: string
  readonly kind: AuditEventKind
  readonly at: Instant
  readonly clientId?: string
  readonly agency?: string
  readonly resources: readonly string[]
  readonly requestId?: string
  readonly data: Readonly<Record<string, unknown>>
  /** Absent while the leaf waits for the sequencer. */
  readonly index?: number
}

/** A search by subject as auditors see it. */
export interface SubjectSearchView {
  readonly id: string
  /** A citizen number is masked. */
  readonly subject: string
  readonly reason: string
  /** EXPIRED: approved more than seven days ago. */
  readonly state: 'REQUESTED' | 'APPROVED' | 'EXPIRED'
  /** Clients. */
  readonly requestedBy: string
  readonly approvedBy?: string
  readonly requestedAt: Instant
  readonly approvedAt?: Instant
}

/** Which searches by subject; `first` at most 100. */
export interface SubjectSearchQuery {
  readonly state?: SubjectSearchView['state']
  /** Asked for by the caller (client or person), or by others; both when absent. */
  readonly isOwn?: boolean
  readonly first: number
  readonly after?: string
}

/** What to look for; `from` inclusive, `to` exclusive, `first` at most 100. */
export interface AccessQuery {
  readonly agency?: string
  readonly resource?: string
  /** Only with an approved search (four eyes). */
  readonly subject?: string
  readonly subjectSearchId?: string
  readonly from?: Instant
  readonly to?: Instant
  readonly first: number
  readonly after?: string
}

/** A page of entries, the newest first; a short page may still have a `next`. */
export interface AccessPage {
  readonly entries: readonly AccessEntry[]
  readonly next?: string
}

/** Whether data may be released, and why not. */
export interface LedgerHealth {
  /** False: data must not be released. */
  readonly isWritable: boolean
  readonly reason?: string
  readonly size: number
  readonly pending: number
  readonly oldestPendingSeconds: number
}

/** The append-only log (README of this folder: "Life of a leaf"). */
export interface Ledger {
  /**
   * Turns events into writes. MUST be committed together with what they record. Throws AUDIT_UNAVAILABLE when the log
   * cannot take entries (not writable, the oldest pending leaf over 60 s, a fork).
   */
  prepare(events: readonly AuditEvent[]): PreparedAudit
  /**
   * Signed promise that the leaf will be in the log within the maximum delay: a compact JWS. May be made beside the
   * commit of the leaf; MUST NOT leave before that has succeeded.
   */
  signReceipt(leaf: PreparedLeaf): Promise<string>
  /** Numbers everything pending and publishes a checkpoint; answers when nothing that was pending at the call is. */
  drain(): Promise<void>
  /** The keyed digest that stands for a case number in payloads. */
  caseDigest(caseNumber: string): string
  /** C2SP tlog-proof@v1 of an entry with payload and salt in its extra line; `pending` until it is in a checkpoint. */
  proofOf(
    actor: Actor,
    leafId: string,
  ): Promise<{ readonly state: 'included'; readonly proof: string } | { readonly state: 'pending' }>
  /**
   * The same without a reader, for a verdict, which tells no more than whether the entry records the document in hand.
   * The proof of an erased entry lacks what opens it. Throws NOT_FOUND.
   */
  proofForVerdict(
    leafId: string,
  ): Promise<{ readonly state: 'included' | 'erased'; readonly proof: string } | { readonly state: 'pending' }>
  findAccesses(actor: Actor, query: AccessQuery): Promise<AccessPage>
  /** An agency's own accesses. */
  findOwnAccesses(actor: Actor, query: AccessQuery): Promise<AccessPage>
  requestSubjectSearch(
    actor: Actor,
    input: { readonly requestId: string; readonly subject: string; readonly reason: string },
  ): Promise<{ readonly id: string }>
  /** What a second auditor has to weigh; the look is an entry, like every other of an auditor. Throws NOT_FOUND. */
  subjectSearch(actor: Actor, id: string): Promise<SubjectSearchView>
  /** What auditors asked for, the newest first, each as `subjectSearch` shows it; the look is one entry. */
  subjectSearches(actor: Actor, query: SubjectSearchQuery): Promise<Listing<SubjectSearchView>>
  approveSubjectSearch(actor: Actor, input: { readonly requestId: string; readonly id: string }): Promise<void>
  erase(
    actor: Actor,
    input: { readonly requestId: string; readonly leafId: string; readonly basis: string },
  ): Promise<void>
  /** The current signed checkpoint (C2SP tlog-checkpoint), or undefined before the first. */
  checkpoint(): Promise<string | undefined>
  /** The verifier key (C2SP signed-note vkey). */
  readonly verifierKey: string
  /** A resource of the public tree, by its path under `/ledger/`: `checkpoint`, `log.vkey`, `tile/…`. */
  publicFile(path: string): Promise<{ readonly bytes: Uint8Array; readonly isImmutable: boolean } | undefined>
  /** Writes the same tree to a directory, for offline verification. */
  exportTo(directory: string): Promise<{ readonly size: number }>
  /** Entries from a position on: the outbox for whatever follows the log. */
  follow(fromIndex: number, limit: number): Promise<readonly AccessEntry[]>
  health(): LedgerHealth
  /**
   * For an operator who restored an older copy of the data: appends LOG_GAP_RECORDED and lets the log be written again.
   * Refused with INVALID_INPUT when there is no gap.
   */
  recordGap(reason: string): Promise<void>
  /** Starts sequencing in the background; `stop` finishes the round under way. */
  start(): void
  stop(): Promise<void>
}
