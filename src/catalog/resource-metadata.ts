import type { CreditCode } from '../core/identifiers.ts'
import type { Actor } from '../access/index.ts'
import type { Instant } from '../core/clock.ts'
import type { Bilingual, FieldClass } from './catalog.ts'

// Entries of the resource catalog: catalog/resources/*.json seed the store; afterwards the store wins.

/** How often a provider must bring its data up to date. */
export type UpdateCycle = 'REAL_TIME' | 'DAILY' | 'WEEKLY' | 'MONTHLY' | 'QUARTERLY' | 'HALF_YEARLY' | 'YEARLY'
type SharingType = 'UNCONDITIONAL' | 'CONDITIONAL' | 'NOT_SHARED'

/** What stands behind a resource: nothing of ours yet, or a register, a predicate, a licence type. */
export type ResourceBinding =
  | { readonly kind: 'NONE' }
  | { readonly kind: 'REGISTER'; readonly register: string }
  | { readonly kind: 'PREDICATE'; readonly register: string; readonly predicate: string }
  | { readonly kind: 'LICENCE_TYPE'; readonly licenceType: string }

/** One data element of a resource (信息项), with its type letter as catalogs write it. */
export interface ResourceItem {
  readonly name: string
  readonly title: Bilingual
  readonly dataType: 'C' | 'N' | 'Y' | 'D' | 'T' | 'L' | 'M' | 'G' | 'B' | 'I' | 'F'
  readonly length?: number
  readonly class: FieldClass
}

/** Core metadata of a catalog entry (2017 guide, elements 1-13) with Order 809 art. 13 and 15 additions. */
export interface ResourceMetadata {
  /** Front code "/" rear code: `101001/000001`. */
  readonly code: string
  readonly name: Bilingual
  /** Credit code of the provider. */
  readonly provider: CreditCode
  readonly summary: string
  readonly format: 'E_DOCUMENT' | 'SPREADSHEET' | 'DATABASE' | 'IMAGE' | 'STREAM' | 'SELF_DESCRIBING' | 'INTERFACE'
  readonly items: readonly ResourceItem[]
  readonly sharingType: SharingType
  /** Scope and purpose; required when CONDITIONAL (art. 15). */
  readonly condition?: string
  /** The law, regulation or State Council decision; required when NOT_SHARED (art. 14-15). */
  readonly clause?: string
  readonly sharingMethod: 'INTERFACE' | 'BATCH' | 'FILE'
  readonly isOpenToSociety: boolean
  readonly openCondition?: string
  readonly updateCycle: UpdateCycle
  readonly publishedOn?: string
  readonly relatedCodes: readonly string[]
  /** 分类分级, added by art. 13. */
  readonly dataClass: string
  readonly dataGrade: 1 | 2 | 3 | 4
  readonly binding: ResourceBinding
}

/** Drafted and submitted by the provider, returned or published by the reviewer (table in resource.ts). */
export type ResourceState = 'DRAFT' | 'SUBMITTED' | 'RETURNED' | 'PUBLISHED' | 'WITHDRAWN'

/** An entry of the catalog as it stands: its newest revision and where that is in its life. */
export interface Resource {
  readonly metadata: ResourceMetadata
  readonly state: ResourceState
  /** Counts every change, from 1. */
  readonly revision: number
  readonly changedAt: Instant
  readonly changedBy: string
  /** Why it was returned or withdrawn. */
  readonly reason?: string
}

/** Where a catalog file and the store say something different about an entry; the store wins. */
export interface FileDifference {
  readonly code: string
  readonly kind:
    | 'DRAFT_WAITING' // the file's text waits as a draft to be submitted and published
    | 'STORE_CHANGED' // the store was changed since the file was taken over
    | 'FILE_NOT_TAKEN' // the file changed while somebody works on the entry, or the entry was withdrawn
    | 'ONLY_IN_STORE' // registered here, in no file
  /** Elements of the metadata that differ. */
  readonly elements: readonly string[]
}

/** What became of one row of an import; rows are counted from 2, the line after the headings. */
export interface ResourceImportRow {
  readonly row: number
  readonly code: string
  readonly result: 'DRAFTED' | 'UPDATED' | 'UNCHANGED' | 'REFUSED'
  /** Of a refused row: the error code and its params, as everywhere. */
  readonly error?: { readonly code: string; readonly en: string; readonly zh: string }
}

/** Many entries at once, as drafts: CSV with one entry a row. */
export interface ResourceImport {
  readonly requestId: string
  readonly csv: string
  /** Who acts for the provider of a row, where one import serves several agencies; the actor itself when undefined. */
  readonly actorFor?: (provider: string) => Actor | undefined
}

/** What became of each row; a refused one does not hold up the others. */
export interface ResourceImportReport {
  readonly rows: readonly ResourceImportRow[]
  readonly drafted: number
  readonly updated: number
  readonly unchanged: number
  readonly refused: number
}

/** What to look for. Who may see drafts is decided by the actor, never by the query. */
export interface ResourceSearch {
  /** Words in Chinese or English; empty lists everything in order of code. */
  readonly text?: string
  readonly provider?: string
  readonly sharingType?: SharingType
  readonly state?: ResourceState
  readonly first: number
  readonly after?: string
}
