import type { Actor, Purpose } from '../access/index.ts'
import type { Instant, LocalDate } from '../core/clock.ts'
import type { LicenceIdentifier } from '../core/identifiers.ts'
import type { JsonObject } from '../core/strict-json.ts'

/** States of a licence (GB/T 36903). Expiry is computed from the end date, never stored. */
export const LICENCE_STATES = [
  'VALID',
  'SUSPENDED',
  'SUPERSEDED',
  'CANCELLED',
  'RESCINDED',
  'REVOKED',
  'TRANSFERRED_OUT',
] as const
export type LicenceState = (typeof LICENCE_STATES)[number]

/** Holder code types (GB/T 36903 annex A): 001 credit code, 111 citizen number, 4xx passports … */
export interface Holder {
  readonly name: string
  readonly code: string
  readonly codeType: string
}

/** The signed content: GB/T 36903 metadata with the type's face data (schema/documents/licence.schema.json). */
export interface LicenceContent {
  readonly identifier: LicenceIdentifier
  readonly licenceType: string
  readonly typeCode: string
  readonly typeVersion: number
  readonly name: string
  /** The number printed on the licence. */
  readonly number: string
  readonly issuer: { readonly name: string; readonly code: string; readonly division: string }
  readonly issuedOn: LocalDate
  /** When the seal was put on (GB/T 36903 证照签章时间): the chain and the seal's authority are judged at this time. */
  readonly signedAt: Instant
  /** Absent: valid from the day of issue. */
  readonly validFrom?: LocalDate
  /** Absent: long-term. Inclusive. */
  readonly validTo?: LocalDate
  readonly holders: readonly Holder[]
  readonly data: JsonObject
  /** Where its status stands: list URI path and index (Token Status List). */
  readonly status: { readonly list: string; readonly index: number }
  readonly previous?: LicenceIdentifier
}

/** One change of state, with who changed it and why. */
export interface StateChange {
  readonly state: LicenceState
  readonly at: Instant
  /** The civil date of `at`; the state of a date is that of its last change. */
  readonly on: LocalDate
  readonly authority: string
  readonly reason: string
  readonly basis: string
}

/** A registered licence: the signed bytes, and where it stands now. */
export interface Licence {
  readonly identifier: LicenceIdentifier
  readonly content: LicenceContent
  /** Compact JWS, kept and verified as bytes. */
  readonly document: string
  readonly state: LicenceState
  readonly stateChangedAt: Instant
  /** Authority, reason and basis of the last change. */
  readonly stateReason?: {
    readonly authority: string
    readonly reason: string
    readonly basis: string
    readonly on: LocalDate
  }
  /** Every change since issue, oldest first; empty while it has been valid throughout. */
  readonly changes: readonly StateChange[]
  readonly leafId: string
}

// ---- verdicts ----------------------------------------------------------------------------------------------------

/** In this order; past a failed form, signature or chain the rest is not reached. */
export const VERIFY_STEPS = ['form', 'signature', 'chain', 'authority', 'period', 'status', 'inclusion'] as const
type VerifyStepName = (typeof VERIFY_STEPS)[number]

/** How one step of verifying ended, in both languages when it did not pass. */
export interface StepResult {
  readonly step: VerifyStepName
  readonly result: 'PASSED' | 'FAILED' | 'CANNOT_TELL' | 'NOT_REACHED'
  /** A closed code, for example SIGNATURE_WRONG, STATUS_LIST_STALE; absent when passed. */
  readonly code?: string
  readonly en?: string
  readonly zh?: string
}

/** The whole is only as good as its worst step; a fault of ours is CANNOT_TELL, never NOT_VALID. */
export interface Verdict {
  readonly verdict: 'VALID' | 'NOT_VALID' | 'CANNOT_TELL'
  /** The date asked about. */
  readonly validOn: LocalDate
  readonly steps: readonly StepResult[]
  /** Unknown where the form failed. */
  readonly documentKind: 'licence' | 'excerpt' | 'evidence' | 'receipt' | 'unknown'
  readonly identifier?: string
  /**
   * Of evidence: where the licences that it rests on stand today, as far as that can be told. Apart from the verdict,
   * which later changes never touch.
   */
  readonly stateNow?: readonly StateNow[]
}

/** Where a licence that evidence rests on stands today. */
export interface StateNow {
  readonly identifier: string
  /** ENDED: a status list of another maker does not say how. */
  readonly state: LicenceState | 'ENDED'
  readonly since?: LocalDate
}

/** What an issuer wants to certify; dates and numbers are checked by `check-issue.ts`. */
export interface IssueLicenceInput {
  readonly licenceType: string
  readonly holders: readonly Holder[]
  readonly number: string
  readonly issuedOn: string
  readonly validFrom?: string
  readonly validTo?: string
  readonly data: JsonObject
  readonly previous?: string
  /** Serial of the identifier; a new one when absent. */
  readonly serial?: string
}

/** Which licences of a type somebody holds, by the number on the document. */
export interface HolderQuery {
  readonly licenceType: string
  readonly holderCode: string
}

/** The register of e-licences (README of this folder, "Life of a licence"). */
export interface Licences {
  issue(actor: Actor, input: { readonly requestId: string; readonly licence: IssueLicenceInput }): Promise<Licence>
  /** At most 500; each succeeds or is refused by itself; all under one requestId. */
  issueMany(
    actor: Actor,
    input: { readonly requestId: string; readonly licences: readonly IssueLicenceInput[] },
  ): Promise<
    readonly (
      | { readonly ok: true; readonly identifier: LicenceIdentifier }
      | { readonly ok: false; readonly code: string; readonly params: JsonObject }
    )[]
  >
  changeState(
    actor: Actor,
    input: {
      readonly requestId: string
      readonly identifier: string
      readonly to: LicenceState
      readonly reason: string
      readonly basis: string
    },
  ): Promise<Licence>
  /** Without authorisation and leaf: for evidence, which has decided access and commits its own leaf. Two batched reads. */
  findByHolders(queries: readonly HolderQuery[]): Promise<readonly (readonly Licence[])[]>
  /** The granted form of a licence: the whole document where the decision says so, else the signed excerpt. */
  disclose(
    licence: Licence,
    fields: readonly string[],
    rawFields: readonly string[],
    document: boolean,
    purpose: Purpose,
  ): Promise<DisclosedLicence>
  fetch(
    actor: Actor,
    input: {
      readonly requestId: string
      readonly purpose: Purpose
      readonly identifier: string
      readonly fields: readonly string[]
    },
  ): Promise<{ readonly licence: DisclosedLicence; readonly receipt: string; readonly leafId: string }>
  /** With `proof` (C2SP tlog-proof@v1) the inclusion step judges that text and looks nowhere else. */
  verify(
    actor: Actor,
    input: { readonly document: string; readonly validOn?: string; readonly proof?: string },
  ): Promise<Verdict>
  /** The signed status list (Token Status List JWT) of a list id, renewed before it lapses. */
  statusList(id: string): Promise<string | undefined>
  /** Ends or finishes what a crash left between intent and commit; run at start. */
  recoverUnfinished(): Promise<{ readonly issued: number; readonly voided: number }>
}

/** A licence in the form that the grant allows, with the state at the time of disclosure. */
export interface DisclosedLicence {
  readonly identifier: LicenceIdentifier
  readonly licenceType: string
  readonly form: 'DOCUMENT' | 'EXCERPT'
  /** Compact JWS. */
  readonly jws: string
  readonly state: LicenceState
  /** Where its state stands from now on. */
  readonly status?: LicenceContent['status']
  readonly issuedOn: LocalDate
  readonly validTo?: LocalDate
}
