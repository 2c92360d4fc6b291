import { releaseFields, type Purpose, type ReleaseClass } from '../access/index.ts'
import { canonicalJson } from '../core/canonical-json.ts'
import { addDays, instantNow, today, type LocalDate } from '../core/clock.ts'
import { digestOf } from '../core/hash.ts'
import { birthDateOf, parseCitizenId } from '../core/identifiers.ts'
import { isZhengshuError } from '../core/errors.ts'
import type { JsonObject, JsonValue } from '../core/strict-json.ts'
import { classOfCommonField, type CommonLicenceField, type LicenceType } from '../catalog/index.ts'
import { signJws } from '../signing/index.ts'
import { EXCERPT_DAYS, type ExcerptContent } from './excerpt.ts'
import type { DisclosedLicence, Licence, LicenceContent } from './licence.ts'
import type { LicencesContext } from './licences-deps.ts'
import { DOCUMENT_TYPES } from './sign-document.ts'

type DiscloseDeps = Pick<LicencesContext, 'catalog' | 'keyring' | 'ledger' | 'clock' | 'ids'>

/** Where the common fields of a face stand in the content; their classes are the catalog's. */
const COMMON_VALUES: Readonly<Record<CommonLicenceField, (content: LicenceContent) => JsonValue | undefined>> = {
  number: ({ number }) => number,
  name: ({ name }) => name,
  issuer: ({ issuer }) => ({ ...issuer }),
  issuedOn: ({ issuedOn }) => issuedOn,
  validFrom: ({ validFrom }) => validFrom,
  validTo: ({ validTo }) => validTo,
  holders: ({ holders }) => holders.map((holder) => ({ ...holder })),
  holderNames: ({ holders }) => holders.map(({ name }) => name),
  holderCodes: ({ holders }) => holders.map(({ code }) => code),
}

/** The granted form of a licence: the document itself, or an excerpt that the exchange signs. Commits nothing. */
export async function discloseLicence(
  deps: DiscloseDeps,
  licence: Licence,
  fields: readonly string[],
  rawFields: readonly string[],
  document: boolean,
  purpose: Purpose,
): Promise<DisclosedLicence> {
  const { content, state, identifier } = licence
  const common = {
    identifier,
    licenceType: content.licenceType,
    state,
    status: content.status,
    issuedOn: content.issuedOn,
    ...(content.validTo === undefined ? {} : { validTo: content.validTo }),
  }
  if (document) return { ...common, form: 'DOCUMENT', jws: licence.document }
  const excerpt = buildExcerpt(deps, licence, fields, rawFields, purpose)
  const jws = await signJws(
    deps.keyring.signerFor('exchange'),
    { typ: DOCUMENT_TYPES.excerpt },
    Buffer.from(canonicalJson(excerpt)),
  )
  return { ...common, form: 'EXCERPT', jws }
}

function buildExcerpt(
  deps: DiscloseDeps,
  { content, document, state }: Licence,
  fields: readonly string[],
  rawFields: readonly string[],
  purpose: Purpose,
): ExcerptContent {
  const on = today(deps.clock)
  return {
    excerptId: deps.ids.next('exc'),
    identifier: content.identifier,
    licenceType: content.licenceType,
    typeCode: content.typeCode,
    issuer: content.issuer.code,
    documentDigest: digestOf(document),
    state,
    status: content.status,
    issuedOn: content.issuedOn,
    ...(content.validFrom === undefined ? {} : { validFrom: content.validFrom }),
    ...(content.validTo === undefined ? {} : { validTo: content.validTo }),
    fields: grantedFields(deps.catalog.licenceType(content.licenceType), content, fields, rawFields, on),
    purpose: {
      serviceItems: purpose.serviceItems,
      caseDigest: deps.ledger.caseDigest(purpose.caseNumber),
      basis: purpose.basis,
    },
    signedAt: instantNow(deps.clock),
    expiresOn: addDays(on, EXCERPT_DAYS),
  }
}

/** The type's own fields win over common ones of the same name; a field without a class is not released. */
function grantedFields(
  type: LicenceType | undefined,
  content: LicenceContent,
  fields: readonly string[],
  rawFields: readonly string[],
  on: LocalDate,
): JsonObject {
  const properties = (type?.schema['properties'] ?? {}) as Record<string, { readonly 'x-class'?: ReleaseClass }>
  const isOwn = (field: string) => Object.hasOwn(content.data, field)
  const face: Record<string, JsonValue> = {}
  for (const field of fields) {
    const value = isOwn(field) ? content.data[field] : commonValue(field, content)
    if (value !== undefined) face[field] = value
  }
  return releaseFields(face, {
    classOf: (field) => (isOwn(field) ? properties[field]?.['x-class'] : classOfCommonField(field)),
    granted: fields,
    rawFields,
    birthDate: youngestBirthDate(content),
    on,
  })
}

const commonValue = (field: string, content: LicenceContent): JsonValue | undefined =>
  Object.hasOwn(COMMON_VALUES, field) ? COMMON_VALUES[field as CommonLicenceField](content) : undefined

/** Of several holders the youngest decides whether a child's data are in it. */
function youngestBirthDate({ holders }: LicenceContent): LocalDate | undefined {
  const dates = holders.flatMap(({ code, codeType }) => (codeType === '111' ? (birthDate(code) ?? []) : []))
  return dates.sort().at(-1)
}

function birthDate(code: string): LocalDate | undefined {
  try {
    return birthDateOf(parseCitizenId(code))
  } catch (error) {
    if (isZhengshuError(error)) return undefined // old stock may carry numbers of an older form
    throw error
  }
}
