import { checkPurpose, type Purpose } from '../access/index.ts'
import { PARTY_ROLES, type CaseMaterial, type Catalog, type PartyRole } from '../catalog/index.ts'
import type { Clock, LocalDate } from '../core/clock.ts'
import { ZhengshuError } from '../core/errors.ts'
import { parseCitizenId, parseCreditCode, refuseSyntheticNumber } from '../core/identifiers.ts'
import { plainName } from '../core/texts.ts'
import { parseAsOf } from '../registers/index.ts'
import type { EvidenceRequest, Party } from './evidence.ts'

/** A request whose every part is known to be right. */
export interface CaseQuestion {
  readonly requestId: string
  /** With the items of the bundle. */
  readonly purpose: Purpose
  readonly bundle?: string
  readonly parties: readonly Party[]
  readonly situations: readonly string[]
  readonly asOf: LocalDate
  readonly materials: readonly CaseMaterial[]
}

/** Roles that one person cannot have both in one case. */
const TWO_PERSONS: readonly (readonly [PartyRole, PartyRole])[] = [
  ['APPLICANT', 'SPOUSE'],
  ['APPLICANT', 'DECEASED'],
  ['MOTHER', 'FATHER'],
  ['MOTHER', 'CHILD'],
  ['FATHER', 'CHILD'],
  ['SELLER', 'BUYER'],
]

const MAX_PARTIES = 20
const MAX_ITEMS = 20

/** Parses a request and looks up what its items ask for. Throws the error that names what to correct. */
export function toCaseQuestion(
  deps: { readonly catalog: Catalog; readonly clock: Clock; readonly refuseSynthetic?: boolean },
  input: EvidenceRequest,
): CaseQuestion {
  const { requestId, situations } = input
  const parties = input.parties.map(parseParty)
  if (deps.refuseSynthetic) parties.forEach(({ id }, i) => refuseSyntheticNumber(id, `parties[${i}].id`))
  const distinct = parties.filter(
    (party, i) => parties.findIndex((other) => other.role === party.role && other.id === party.id) === i,
  )
  if (distinct.length === 0 || distinct.length > MAX_PARTIES)
    throw invalid('parties', `name 1 to ${MAX_PARTIES} parties`, `当事人应为 1 至 ${MAX_PARTIES} 个`)
  checkApplicant(parties)
  checkPersons(parties)
  checkPurpose(input.purpose)
  const purpose = { ...input.purpose, serviceItems: itemsOf(deps.catalog, input) }
  const roles = [...new Set(distinct.map(({ role }) => role))]
  return {
    requestId,
    purpose,
    ...(input.bundle === undefined ? {} : { bundle: input.bundle }),
    parties: distinct,
    situations: [...new Set(situations)],
    asOf: parseAsOf(deps.clock, input.asOf),
    materials: deps.catalog.materialsOf(purpose.serviceItems, [...new Set(situations)], roles),
  }
}

function itemsOf(catalog: Catalog, { purpose, bundle }: EvidenceRequest): readonly string[] {
  const found = bundle === undefined ? undefined : catalog.bundle(bundle)
  if (bundle !== undefined && !found) {
    const known = catalog.bundles.map(({ slug }) => slug)
    const there = `no such bundle; there are ${known.join(', ')}`
    throw invalid('bundle', there, `没有该“一件事”，现有：${known.join('、')}`)
  }
  const outside = found && purpose.serviceItems.find((slug) => !found.items.includes(slug))
  if (outside !== undefined)
    throw invalid(
      'purpose.serviceItems',
      `${plainName(outside)} is no item of bundle ${bundle}`,
      `${plainName(outside)} 不属于“一件事” ${bundle}`,
    )
  const items = [...new Set(found?.items ?? purpose.serviceItems)]
  if (items.length === 0 || items.length > MAX_ITEMS)
    throw invalid('purpose.serviceItems', `name 1 to ${MAX_ITEMS} service items`, `事项应为 1 至 ${MAX_ITEMS} 个`)
  return items
}

function parseParty(party: Party, index: number): Party {
  const field = `parties[${index}]`
  if (!(PARTY_ROLES as readonly PartyRole[]).includes(party.role))
    throw invalid(`${field}.role`, `use one of ${PARTY_ROLES.join(', ')}`, `应为 ${PARTY_ROLES.join('、')} 之一`)
  if (party.idType === '111') return { ...party, id: parseCitizenId(party.id, `${field}.id`) }
  return { ...party, id: parseCreditCode(party.id, `${field}.id`) }
}

/** A case is handled for one applicant, a person or a company, whose word a commitment is. */
function checkApplicant(parties: readonly Party[]): void {
  const [first] = parties.filter(({ role }) => role === 'APPLICANT')
  if (!first && !parties.some(({ role }) => role === 'COMPANY'))
    throw invalid('parties', 'name the applicant, or the company that applies', '应包含申请人，或提出申请的企业')
  const second = parties.findIndex(({ role, id }) => role === 'APPLICANT' && id !== first?.id)
  if (second >= 0)
    throw invalid(
      `parties[${second}].role`,
      'a case has one APPLICANT; give others the role they have',
      '一个办件只有一名申请人（APPLICANT），其他当事人应填写各自角色',
    )
}

/** One's own certificate must not prove a bond with oneself. */
function checkPersons(parties: readonly Party[]): void {
  for (const [one, other] of TWO_PERSONS) {
    const ids = new Set(parties.filter(({ role }) => role === one).map(({ id }) => id))
    const index = parties.findIndex(({ role, id }) => role === other && ids.has(id))
    if (index >= 0)
      throw invalid(`parties[${index}].id`, `${one} and ${other} are two persons`, `${one} 与 ${other} 不能是同一人`)
  }
}

const invalid = (field: string, reason: string, reasonZh: string): ZhengshuError =>
  new ZhengshuError('INVALID_INPUT', { field, reason, reasonZh })
