import type { CreditCode } from '../core/identifiers.ts'
import type { Actor } from '../access/index.ts'
import type { Listing } from '../core/listing.ts'
import type {
  FileDifference,
  Resource,
  ResourceBinding,
  ResourceImport,
  ResourceImportReport,
  ResourceMetadata,
  ResourceSearch,
  UpdateCycle,
} from './resource-metadata.ts'

/** A text in both languages of the service. */
export interface Bilingual {
  readonly zh: string
  readonly en: string
}

/** How sure a fact is: read in a source, or proposed and to be confirmed by the region (`note` says what). */
export interface Provenance {
  readonly isConfirmed: boolean
  readonly source?: string
  readonly note?: string
}

// ---- agencies (catalog/agencies.json) ----------------------------------------------------------------------------

/** A government body (部门): who provides, issues, asks. */
export interface Agency {
  readonly creditCode: CreditCode
  /** Two digits, the department number in resource codes. */
  readonly number: string
  readonly name: Bilingual
  readonly functions: Bilingual
  readonly division: string
  readonly level: 'PROVINCE' | 'CITY' | 'COUNTY'
  /** Invented for the demonstration province; production refuses it. */
  readonly synthetic: boolean
}

// ---- divisions (catalog/divisions/*.json) ------------------------------------------------------------------------

/** An administrative division (行政区划) of GB/T 2260. */
export interface Division {
  /** Six digits (GB/T 2260). */
  readonly code: string
  readonly name: string
  readonly nameEn?: string
  readonly level: 'PROVINCE' | 'CITY' | 'COUNTY'
  /** Code of the division that it belongs to; absent for a province. */
  readonly parent?: string
  /** Invented for the demonstration province; production refuses it. */
  readonly synthetic: boolean
}

// ---- licence types (catalog/licence-types/*.json) ----------------------------------------------------------------

/** A type of e-licence (GB/T 36902): data, never code. Never removed while a licence uses it. */
export interface LicenceType {
  /** `marriage-certificate`; the file's name. */
  readonly slug: string
  readonly name: Bilingual
  /** Definer's credit code and sequence, 21 characters; null where the national sequence is not known. */
  readonly nationalTypeCode: string | null
  /** 21 characters under which this region issues: the national code, or a local one of the region's own. */
  readonly typeCode: string
  readonly definer: { readonly name: Bilingual; readonly creditCode: string | null }
  /** Numbers of the agencies (agencies.json) that may issue this type. */
  readonly issuers: readonly string[]
  readonly holder: 'PERSON' | 'LEGAL_ENTITY' | 'BOTH'
  readonly maxHolders: number
  /** 1 public register … 4 sensitive personal (licence-type facts, "Priv"). */
  readonly privacy: 1 | 2 | 3 | 4
  readonly validity: Bilingual
  /** Pattern of the number printed on the licence; null when it follows no known rule. */
  readonly numberPattern: string | null
  readonly version: number
  /** JSON Schema (ajv, strict, draft 2020-12 subset) of the face data beyond the common fields. Titles in both languages: `title`, `x-title-zh`; class of each field: `x-class`. */
  readonly schema: Readonly<Record<string, unknown>>
  readonly provenance: Provenance
}

// ---- registers (catalog/registers/*.json) ------------------------------------------------------------------------

/** P public, I internal, D personal, S sensitive personal. */
export type FieldClass = 'P' | 'I' | 'D' | 'S'

/** One field of the records, with the class that decides how it is released. */
export interface RegisterField {
  readonly name: string
  readonly title: Bilingual
  readonly class: FieldClass
  /** JSON Schema of the value. */
  readonly schema: Readonly<Record<string, unknown>>
  readonly isRequired: boolean
}

/** A register (基础库): records of one kind, keyed by subject. */
export interface Register {
  /** `population`, `legal-entity`, `household`, `marriage`, `social-insurance`, `housing-fund`, `real-estate`, `social-credit`. */
  readonly slug: string
  readonly name: Bilingual
  /** Number of the agency that is the source. */
  readonly sourceAgency: string
  /** Fields that together are the key of a record. */
  readonly key: readonly string[]
  /** Fields that hold a subject's number (both spouses, each owner); `[]` after a name means each member's `idOrCode`. */
  readonly subjectFields: readonly string[]
  readonly fields: readonly RegisterField[]
  /** Before this date the register is not complete, so "no record" is `NO_RECORD_SINCE`. */
  readonly coverageFrom: string
  readonly updateCycle: UpdateCycle
  readonly version: number
  readonly provenance: Provenance
  /** The yes/no questions this register answers; each is a resource of its own. */
  readonly predicates: readonly PredicateDeclaration[]
}

/** A yes/no question that a register answers without releasing a field. */
export interface PredicateDeclaration {
  /** `isMarried`, `ownsNoDwelling` …; implemented under the same name in src/registers/predicates. */
  readonly name: string
  readonly title: Bilingual
  /** JSON Schema of the arguments beyond subject(s) and date. */
  readonly arguments: Readonly<Record<string, unknown>>
}

// ---- service items (catalog/service-items/*.json) ----------------------------------------------------------------

/** Who takes part in a case; the schema has the same list. */
export const PARTY_ROLES = [
  'APPLICANT',
  'SPOUSE',
  'CHILD',
  'MOTHER',
  'FATHER',
  'SELLER',
  'BUYER',
  'DECEASED',
  'LANDLORD',
  'AGENT',
  'GUARDIAN',
  'COMPANY',
  'LEGAL_REPRESENTATIVE',
  'EMPLOYER',
  'OTHER',
] as const
export type PartyRole = (typeof PARTY_ROLES)[number]

/** One way in which something held by the government meets a material. */
export type Alternative =
  | {
      readonly kind: 'LICENCE'
      readonly licenceType: string
      /** Issued at most so many months ago. */ readonly maxAgeMonths?: number
    }
  | { readonly kind: 'RECORD'; readonly register: string; readonly fields: readonly string[] }
  | {
      readonly kind: 'PREDICATE'
      readonly register: string
      readonly predicate: string
      readonly arguments?: Readonly<Record<string, unknown>>
      /** The other party of a question about two, or further members of a family. */
      readonly with?: readonly PartyRole[]
    }

/** One thing that a service item requires (材料), and what may stand in for it. */
export interface Material {
  /** Unique within the item: `id`, `marriage`. Bundles deduplicate on code + party + alternatives. */
  readonly code: string
  readonly name: Bilingual
  readonly party: PartyRole
  readonly necessity:
    | { readonly kind: 'ALWAYS' }
    /** Necessary when one of the situations is chosen. */
    | { readonly kind: 'WHEN'; readonly situations: readonly string[] }
    /** Necessary only when that party takes part in the case. */
    | { readonly kind: 'WHEN_PARTY'; readonly party: PartyRole }
    | { readonly kind: 'NOT_NECESSARY' }
  readonly madeBy: 'APPLICANT' | 'GOVERNMENT' | 'THIRD_PARTY'
  /** In order of preference; empty: it can only be submitted. */
  readonly alternatives: readonly Alternative[]
  readonly mayCommit: boolean
  readonly mayDefer: boolean
  /** The paper original is still taken in. */
  readonly isPaperOriginal: boolean
  readonly note?: Bilingual
}

interface Situation {
  readonly code: string
  readonly question: Bilingual
}

/** What an applicant asks for (事项), with every material that it can require. */
export interface ServiceItem {
  readonly slug: string
  readonly name: Bilingual
  /** Number of the agency that handles it. */
  readonly agency: string
  readonly kind: 'PERMIT' | 'PAYMENT' | 'CONFIRMATION' | 'PUBLIC_SERVICE' | 'OTHER'
  readonly level: 'NATIONAL' | 'PROVINCE' | 'CITY' | 'COUNTY' | 'TOWNSHIP'
  readonly applicant: readonly ('PERSON' | 'HOUSEHOLD' | 'LEGAL_ENTITY')[]
  /** Basic code, 12 digits; null where not known. */
  readonly basicCode: string | null
  readonly basis: Bilingual
  readonly timeLimit: Bilingual
  readonly result: Bilingual
  readonly situations: readonly Situation[]
  readonly materials: readonly Material[]
  readonly version: number
  readonly provenance: Provenance
}

/** "One thing" 一件事: several items of several agencies for one applicant (catalog/bundles/*.json). */
export interface Bundle {
  readonly slug: string
  readonly name: Bilingual
  readonly items: readonly string[]
  readonly version: number
  readonly provenance: Provenance
}

/** A material of a case: of one item, or of several after deduplication over a bundle. */
export interface CaseMaterial {
  readonly material: Material
  readonly serviceItems: readonly string[]
}

export type * from './resource-metadata.ts'

/** The catalog, in memory in every process. Reads are synchronous. */
export interface Catalog {
  readonly agencies: readonly Agency[]
  readonly licenceTypes: readonly LicenceType[]
  readonly registers: readonly Register[]
  readonly serviceItems: readonly ServiceItem[]
  readonly bundles: readonly Bundle[]
  readonly divisions: readonly Division[]
  agency(creditCode: string): Agency | undefined
  agencyByNumber(number: string): Agency | undefined
  licenceType(slug: string): LicenceType | undefined
  register(slug: string): Register | undefined
  serviceItem(slug: string): ServiceItem | undefined
  bundle(slug: string): Bundle | undefined
  /** By its six digits (GB/T 2260). */
  division(code: string): Division | undefined
  /** Published entries only. */
  resource(code: string): Resource | undefined
  /** The published resource that stands for a licence type, register or predicate. */
  resourceFor(binding: ResourceBinding): Resource | undefined
  /** Throws LICENCE_DATA_INVALID naming the field, with messages in both languages. Compiled once per type and version. */
  checkLicenceData(type: LicenceType, data: unknown): void
  /**
   * The necessary materials of items in the chosen situations, deduplicated. Throws INVALID_INPUT for an unknown item
   * or situation, naming it and the ones that exist.
   */
  materialsOf(
    serviceItems: readonly string[],
    situations: readonly string[],
    parties: readonly PartyRole[],
  ): readonly CaseMaterial[]
  findResources(actor: Actor, query: ResourceSearch): Promise<Listing<Resource>>
  resourceHistory(actor: Actor, code: string): Promise<readonly Resource[]>
  registerResource(
    actor: Actor,
    input: { readonly requestId: string; readonly metadata: ResourceMetadata },
  ): Promise<Resource>
  editResource(
    actor: Actor,
    input: { readonly requestId: string; readonly metadata: ResourceMetadata; readonly expectedRevision: number },
  ): Promise<Resource>
  /** DRAFT or RETURNED → SUBMITTED; by a registrar. */
  submitResource(actor: Actor, input: { readonly requestId: string; readonly code: string }): Promise<Resource>
  /** SUBMITTED → PUBLISHED; by a reviewer, never by who registered it. */
  publishResource(actor: Actor, input: { readonly requestId: string; readonly code: string }): Promise<Resource>
  returnResource(
    actor: Actor,
    input: { readonly requestId: string; readonly code: string; readonly reason: string },
  ): Promise<Resource>
  withdrawResource(
    actor: Actor,
    input: { readonly requestId: string; readonly code: string; readonly reason: string },
  ): Promise<Resource>
  /** Drafts entries from CSV, one a row; refused rows are reported and do not stop the others. */
  importResources(actor: Actor, input: ResourceImport): Promise<ResourceImportReport>
  /** Where the catalog files and the store differ. */
  fileDifferences(): Promise<readonly FileDifference[]>
  /** Takes over what other processes changed, if they did; the background does the same within 2 s. */
  refresh(): Promise<void>
  start(): void
  stop(): Promise<void>
}
