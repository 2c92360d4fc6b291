import type { ErrorCode, ErrorParams } from '../core/errors.ts'
import type { Instant } from '../core/clock.ts'
import type { LicenceIdentifier } from '../core/identifiers.ts'
import { defineCollection, type Document } from '../store/index.ts'
import { jwsHeaders } from './kept-headers.ts'
import type { DisclosedLicence, Licence, LicenceContent, LicenceState, StateChange } from './licence.ts'
import type { DatedState } from './status-bits.ts'

/** A licence. The document is kept as the bytes that were signed; its content is read from them. */
export interface LicenceRecord extends Document {
  readonly document: string
  readonly state: LicenceState
  readonly changes: readonly StateChange[]
  readonly leafId: string
}

/** Schema 2: the same, its document without the header that all documents of a seal share (licence-keeper.ts). */
export interface KeptLicence extends Omit<LicenceRecord, 'document'> {
  readonly header: string
  /** What stands behind the header and its dot: payload, dot, signature. */
  readonly signed: string
}
/** Schema 1 is the record as it is. */
export type LicenceRow = KeptLicence | LicenceRecord

/** One row per holder: how licences are found without reading any of them. */
interface HolderRecord extends Document {
  /** `licenceType holderCode`. */
  readonly lookup: string
  readonly licenceId: string
}

/** Keeps identifiers unique over all shards; stays when an issue is voided, so that nothing is signed twice under one. */
interface IdentifierRecord extends Document {
  readonly licenceId: string
}

/** What was about to be signed, and for whom: enough to finish or to void it by whoever finds it. */
export interface IntentRecord extends Document {
  readonly clientId: string
  readonly agency: string
  readonly requestId: string
  readonly operation: string
  /** Digest of the request's own input: what the idempotency key is made of. */
  readonly body: string
  readonly startedAt: Instant
  readonly keyId: string
  readonly algorithm: string
  /** Protected header of every document of this intent, base64url. */
  readonly header: string
  readonly items: readonly IntentItem[]
}

export type IntentItem =
  | {
      readonly ok: true
      readonly licenceId: string
      readonly identifier: LicenceIdentifier
      /** base64url; header, dot and payload are the bytes to be signed. */
      readonly payload: string
    }
  | { readonly ok: false; readonly code: ErrorCode; readonly params: ErrorParams }

/** An entry of a status list that ever changed; an entry without a row is VALID. */
interface StatusRecord extends Document {
  readonly list: string
  readonly index: number
  readonly changes: readonly DatedState[]
}

export interface StatusListRecord extends Document {
  readonly number: number
  /** The first index that is not yet reserved by any process. */
  readonly next: number
  /** Counts changes of entries: tells when a signed copy is out of date. */
  readonly changes: number
}

/** What was handed out under a requestId, so that a replay answers the same bytes. */
interface DisclosureRecord extends Document {
  /** SHA-256 of the JWS, base64url: by it an excerpt finds its entry again. */
  readonly digest: string
  /** To whom. */
  readonly agency: string
  readonly licence: DisclosedLicence
  readonly receipt: string
  readonly leafId: string
  readonly at: Instant
}

export const licences = defineCollection<LicenceRow>({
  name: 'licences',
  schema: 2,
  indexes: [],
  sealed: { personalFields: [] },
})
export const licenceHolders = defineCollection<HolderRecord>({
  name: 'licence_holders',
  schema: 1,
  indexes: [{ name: 'by_lookup', fields: ['lookup'] }],
  sealed: { personalFields: ['lookup'] },
})
export const licenceIdentifiers = defineCollection<IdentifierRecord>({
  name: 'licence_identifiers',
  schema: 1,
  indexes: [],
})
export const licenceIntents = defineCollection<IntentRecord>({
  name: 'licence_intents',
  schema: 1,
  indexes: [{ name: 'by_start', fields: ['startedAt'] }],
  sealed: { personalFields: [] },
})
export const licenceStatuses = defineCollection<StatusRecord>({
  name: 'licence_statuses',
  schema: 1,
  indexes: [{ name: 'by_entry', fields: ['list', 'index'] }],
})
export const licenceStatusLists = defineCollection<StatusListRecord>({
  name: 'licence_status_lists',
  schema: 1,
  indexes: [{ name: 'by_number', fields: ['number'], unique: true }],
})
export const licenceDisclosures = defineCollection<DisclosureRecord>({
  name: 'licence_disclosures',
  schema: 1,
  indexes: [{ name: 'by_digest', fields: ['digest'] }],
  sealed: { personalFields: [] },
})

/** What the store must hold for licences. */
export const licencesCollections = [
  licences,
  jwsHeaders,
  licenceHolders,
  licenceIdentifiers,
  licenceIntents,
  licenceStatuses,
  licenceStatusLists,
  licenceDisclosures,
]

export const lookupOf = (licenceType: string, holderCode: string): string => `${licenceType} ${holderCode}`
export const statusId = (status: LicenceContent['status']): string => `${status.list}/${status.index}`

/** The content of a document of our own; strangers' documents go through the verifier instead. */
export function contentOf(document: string): LicenceContent {
  const from = document.indexOf('.') + 1
  const payload = document.slice(from, document.indexOf('.', from))
  return JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as LicenceContent
}

export function toLicence(record: LicenceRecord): Licence {
  const content = contentOf(record.document)
  const last = record.changes.at(-1)
  return {
    identifier: content.identifier,
    content,
    document: record.document,
    state: record.state,
    stateChangedAt: last?.at ?? content.signedAt,
    ...(last === undefined
      ? {}
      : { stateReason: { authority: last.authority, reason: last.reason, basis: last.basis, on: last.on } }),
    changes: record.changes,
    leafId: record.leafId,
  }
}
