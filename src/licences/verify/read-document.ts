import { readFileSync } from 'node:fs'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import { isRealDate, toMilliseconds, type Instant, type LocalDate } from '../../core/clock.ts'
import { hasLicenceCheck, LICENCE_ROOT, type CreditCode } from '../../core/identifiers.ts'
import type { JsonObject } from '../../core/strict-json.ts'
import { RECEIPT_TYPE, type Receipt } from '../../ledger/verify/index.ts'
import { parseJws, type CertificatePurpose, type ParsedJws } from '../../signing/index.ts'
import type { LicenceContent, Verdict } from '../licence.ts'
import type { ExcerptContent } from '../excerpt.ts'
import { DOCUMENT_TYPES } from '../sign-document.ts'
import { parseCanonicalObject } from './canonical-payload.ts'
import { failed, type StepOutcome } from './step-codes.ts'

type DocumentKind = Exclude<Verdict['documentKind'], 'unknown'>

/** A document whose form is right. Whether it is genuine is not known yet. */
export type ReadDocument = {
  /** As received. */
  readonly text: string
  readonly jws: ParsedJws
  /** Milliseconds; what it says of itself. */
  readonly signedAt: number
  readonly identifier: string | undefined
} & (
  | { readonly kind: 'licence'; readonly content: LicenceContent }
  | { readonly kind: 'excerpt'; readonly content: ExcerptContent }
  | { readonly kind: 'evidence'; readonly content: EvidenceContent }
  | { readonly kind: 'receipt'; readonly content: Receipt }
)

/** What verifying looks at in an evidence document (schema/documents/evidence.schema.json). */
export interface EvidenceContent {
  readonly asOf: LocalDate
  readonly requester: { readonly agency: CreditCode }
  readonly materials: readonly {
    readonly proof?:
      | { readonly kind: 'LICENCE'; readonly identifier: string; readonly status?: LicenceContent['status'] }
      | { readonly kind: 'RECORD' | 'PREDICATE' }
  }[]
}

/** One row holds what tells a kind of document apart: its typ, who may sign it, where its time and name stand. */
interface KindRow {
  readonly kind: DocumentKind
  readonly purpose: CertificatePurpose
  readonly isWellFormed: (content: JsonObject) => boolean
  readonly time: string
  readonly name: string
}

const ajv = new Ajv2020({ strict: true, $data: false, allErrors: false, validateFormats: false })
const schemaFor = (name: string): ValidateFunction =>
  ajv.compile(JSON.parse(readFileSync(new URL(`../../../schema/documents/${name}.schema.json`, import.meta.url), 'utf8')) as object) // prettier-ignore

const KINDS: ReadonlyMap<string, KindRow> = new Map<string, KindRow>(
  Object.entries({
    [DOCUMENT_TYPES.licence]: {
      kind: 'licence',
      purpose: 'seal',
      isWellFormed: fits(schemaFor('licence'), ['issuedOn', 'validFrom', 'validTo']),
      time: 'signedAt',
      name: 'identifier',
    },
    [DOCUMENT_TYPES.excerpt]: {
      kind: 'excerpt',
      purpose: 'exchange',
      isWellFormed: fits(schemaFor('excerpt'), ['issuedOn', 'validFrom', 'validTo', 'expiresOn']),
      time: 'signedAt',
      name: 'identifier',
    },
    'zhengshu-evidence+jwt': {
      kind: 'evidence',
      purpose: 'exchange',
      isWellFormed: fits(schemaFor('evidence'), ['asOf']),
      time: 'signedAt',
      name: 'evidenceId',
    },
    [RECEIPT_TYPE]: {
      kind: 'receipt',
      purpose: 'exchange',
      isWellFormed: fits(schemaFor('receipt'), []),
      time: 'at',
      name: 'leafId',
    },
  }),
)

export const purposeOf = (kind: DocumentKind): CertificatePurpose => (kind === 'licence' ? 'seal' : 'exchange')

/** Step 1, form. Never throws for a bad document. */
export function readDocument(text: string): ReadDocument | Exclude<StepOutcome, { result: 'PASSED' }> {
  const parsed = parseJws(text)
  if (!parsed.ok) return { result: 'FAILED', code: parsed.code, en: parsed.en, zh: parsed.zh }
  const jws = parsed.value
  if (jws.certificates.length === 0) return failure('CERTIFICATE_ABSENT')
  const row = KINDS.get(jws.type ?? '')
  if (!row) return failure('KIND_UNKNOWN')
  const content = parseCanonicalObject(jws.payload)
  if (!content) return failure('PAYLOAD_NOT_CANONICAL')
  const signedAt = row.isWellFormed(content) ? instantIn(content[row.time]) : undefined
  if (signedAt === undefined) return failure('CONTENT_INVALID')
  if (row.kind === 'licence' && !isOwnIdentifier(content as unknown as LicenceContent))
    return failure('IDENTIFIER_WRONG')
  const identifier = content[row.name]
  return {
    text,
    jws,
    kind: row.kind,
    content,
    signedAt,
    identifier: typeof identifier === 'string' ? identifier : undefined,
  } as unknown as ReadDocument
}

const failure = (code: Parameters<typeof failed>[0]) => failed(code) as Exclude<StepOutcome, { result: 'PASSED' }>

/** Schema, and every date a real one. */
function fits(validate: ValidateFunction, dateFields: readonly string[]): (content: JsonObject) => boolean {
  return (content) =>
    validate(content) &&
    dateFields.every((field) => content[field] === undefined || isRealDate(content[field] as LocalDate))
}

/** Milliseconds of an instant that has the form of its schema; undefined where there is no such time. */
function instantIn(value: unknown): number | undefined {
  const text = value as Instant
  // What Date.parse lets pass beyond the form: 30 February and the hour 24.
  if (!isRealDate(text.slice(0, 10)) || text.startsWith('24', 11)) return undefined
  const milliseconds = toMilliseconds(text)
  return Number.isNaN(milliseconds) ? undefined : milliseconds
}

/** The check character is right and the parts are those of the type and the issuer; the schema has seen to the form. */
const isOwnIdentifier = ({ identifier, typeCode, issuer }: LicenceContent): boolean =>
  identifier.startsWith(`${LICENCE_ROOT}.${typeCode}.${issuer.code}.`) && hasLicenceCheck(identifier)
