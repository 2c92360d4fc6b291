import type { Actor, Purpose } from '../access/index.ts'
import type { PartyRole } from '../catalog/index.ts'
import type { Instant, LocalDate } from '../core/clock.ts'
import type { Listing } from '../core/listing.ts'
import type { AuditEvent } from '../ledger/index.ts'
import type { Write } from '../store/index.ts'

/** Every reason to refuse has a name: it stands in the answer, in the ledger and in docs. */
export const REFUSAL_RULES = {
  'no-grant': { en: 'no grant covers this resource for your agency', zh: '贵部门没有该资源的授权' },
  'field-not-granted': { en: 'a field goes beyond the grant', zh: '所请求的字段超出授权范围' },
  'purpose-not-granted': { en: 'the service item is outside the grant', zh: '该事项不在授权范围内' },
  'grant-not-started': { en: 'the grant has not begun', zh: '授权尚未生效' },
  'grant-expired': { en: 'the grant has expired', zh: '授权已到期' },
  'grant-suspended': { en: 'the grant is suspended', zh: '授权已暂停' },
  'grant-revoked': { en: 'the grant was revoked', zh: '授权已撤销' },
  'quota-exceeded': { en: 'the daily quota of persons is used up', zh: '当日人次配额已用完' },
  'document-not-granted': { en: 'the grant does not cover the whole document', zh: '授权不包含证照原件' },
  'not-shared': { en: 'the resource is not shared by law', zh: '该资源依法不予共享' },
  'case-subject-mismatch': { en: 'another person under the same case', zh: '同一办件下出现其他当事人' },
} as const satisfies Record<string, { en: string; zh: string }>
export type RefusalRule = keyof typeof REFUSAL_RULES

/** REVOKED is the end. Expiry is no state: it follows from `validTo`. */
export type GrantState = 'ACTIVE' | 'SUSPENDED' | 'REVOKED'

/** What an agency may use (授权): born from an answered request, afterwards only suspended, resumed or revoked. */
export interface Grant {
  readonly id: string
  readonly version: number
  readonly requestId: string
  /** Credit code of the agency that may use it. */
  readonly agency: string
  readonly provider: string
  readonly resource: string
  /** Names of the fields; for a licence type also `document` for the whole JWS; for a predicate `answer`. */
  readonly fields: readonly string[]
  /** Personal numbers that may be released unmasked; a subset of `fields`. */
  readonly rawFields: readonly string[]
  readonly serviceItems: readonly string[]
  readonly basis: string
  readonly validFrom: LocalDate
  readonly validTo: LocalDate
  /** Persons a day. */
  readonly quota: number
  readonly state: GrantState
  readonly reason?: string
}

type AccessRequestState = 'INCOMPLETE' | 'AWAITING_APPROVAL' | 'AWAITING_ANSWER' | 'GRANTED' | 'REFUSED'

/** A request for a grant on its way through both heads (Order 809 art. 20, 21). */
export interface AccessRequest {
  readonly id: string
  readonly agency: string
  readonly provider: string
  readonly resource: string
  readonly basis?: string
  readonly scene?: string
  readonly serviceItems: readonly string[]
  readonly fields: readonly string[]
  readonly rawFields: readonly string[]
  readonly method?: string
  readonly validFrom?: LocalDate
  readonly validTo?: LocalDate
  readonly quota?: number
  readonly state: AccessRequestState
  /** Everything that is still missing, in one list (Order 809 art. 21). */
  readonly missing: readonly string[]
  readonly requestedBy: string
  readonly approvedBy?: string
  readonly answeredBy?: string
  /** The clause that a refusal cites. */
  readonly refusalClause?: string
  /** What the provider said with its answer; not in the ledger, where free text has no place. */
  readonly answerReason?: string
  readonly receivedAt: Instant
  /** By when the provider must answer: working days of the region's calendar (Order 809 art. 21). */
  readonly answerDueOn?: LocalDate
  readonly grantId?: string
}

/** What a use case wants to read of one resource, about a party in that role. */
export interface AccessNeed {
  readonly resource: string
  readonly fields: readonly string[]
  /** The service items that need it; every item of the purpose when absent. A grant must cover all of them. */
  readonly serviceItems?: readonly string[]
  readonly subjectRole: PartyRole
}

/** Per need: the grant version that permits, or the rule that refuses. The version stands in the leaf. */
export type AccessDecision =
  | {
      readonly permitted: true
      readonly need: AccessNeed
      readonly grantId: string
      readonly grantVersion: number
      /** Everything that the grant names, for a need that asked for no field by name. */
      readonly grantedFields: readonly string[]
      readonly rawFields: readonly string[]
      /** Whole document, not only fields. */
      readonly document: boolean
    }
  | { readonly permitted: false; readonly need: AccessNeed; readonly rule: RefusalRule; readonly grantId?: string }

/** How much of a grant is left today; quotas count persons. */
export interface OwnUse {
  readonly grant: Grant
  readonly usedToday: number
  readonly leftToday: number
  readonly daysToExpiry: number
}

/** What may be used, by whom, for what. Everything asks `decideAccess` before it reads. */
export interface Sharing {
  /**
   * Before any read: per need a grant version, or the rule that refused. Pure over the grants in memory; throws
   * GRANTS_STALE when they could not be confirmed within 2 s. Decisions are in the order of `needs`.
   */
  decideAccess(actor: Actor, purpose: Purpose, needs: readonly AccessNeed[]): readonly AccessDecision[]
  /**
   * The writes that an access must commit with its leaf: counts `persons` against each grant's quota of today and (on
   * SQLite) checks the grant version. A `bound` conflict of the commit means `quota-exceeded`.
   */
  accessWrites(decisions: readonly AccessDecision[], persons: number): Promise<readonly Write[]>
  /**
   * Binds (system, case number) to its subjects on first use; throws CASE_SUBJECT_MISMATCH for another one later. What it
   * answers MUST be committed with the access; an `exists` conflict of that commit means that the case was bound before:
   * call it again.
   */
  bindCase(actor: Actor, purpose: Purpose, subjects: readonly string[]): Promise<readonly Write[]>
  /** Throws CASE_SUBJECT_MISMATCH when the case is bound to others; binds nothing. */
  assertCase(actor: Actor, purpose: Purpose, subjects: readonly string[]): Promise<void>
  /** Appends ACCESS_REFUSED for each refused decision, durably. */
  recordRefusals(
    actor: Actor,
    purpose: Purpose,
    refused: readonly AccessDecision[],
    subjects: readonly string[],
    requestId?: string,
  ): Promise<void>
  /** The ACCESS_REFUSED events of refused decisions, for a caller that commits them with its own change. */
  refusalEvents(
    actor: Actor,
    purpose: Purpose,
    refused: readonly AccessDecision[],
    subjects: readonly string[],
    requestId?: string,
  ): readonly AuditEvent[]
  requestAccess(actor: Actor, input: AccessRequestInput): Promise<AccessRequest>
  approveRequest(actor: Actor, input: { readonly requestId: string; readonly id: string }): Promise<AccessRequest>
  answerRequest(
    actor: Actor,
    input: {
      readonly requestId: string
      readonly id: string
      readonly answer: 'AGREE' | 'REFUSE'
      readonly clause?: string
      readonly reason?: string
    },
  ): Promise<{ readonly request: AccessRequest; readonly grant?: Grant }>
  changeGrant(
    actor: Actor,
    input: {
      readonly requestId: string
      readonly grantId: string
      readonly change: 'SUSPEND' | 'RESUME' | 'REVOKE'
      readonly reason: string
    },
  ): Promise<{ readonly grant: Grant; /** From then on no process uses it. */ readonly effectiveEverywhereAt: Instant }>
  accessRequest(actor: Actor, id: string): Promise<AccessRequest>
  findRequests(
    actor: Actor,
    query: { readonly first: number; readonly after?: string },
  ): Promise<Listing<AccessRequest>>
  findGrants(actor: Actor, query: { readonly first: number; readonly after?: string }): Promise<Listing<Grant>>
  /** What is left of the caller agency's quotas, and the days to expiry. */
  ownUse(actor: Actor): Promise<readonly OwnUse[]>
  /** Looks for changes by other processes now; for a caller whose commit found a grant changed. */
  confirmGrants(): Promise<void>
  start(): void
  stop(): Promise<void>
}

/** As it is handed in; it may be incomplete, and then names everything missing in one list. */
export interface AccessRequestInput {
  readonly requestId: string
  readonly resource: string
  readonly basis?: string
  readonly scene?: string
  readonly serviceItems?: readonly string[]
  readonly fields?: readonly string[]
  readonly rawFields?: readonly string[]
  readonly method?: string
  readonly validFrom?: string
  readonly validTo?: string
  readonly quota?: number
}
