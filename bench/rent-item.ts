import { addMonths, type LocalDate } from '../src/core/clock.ts'
import { AGENCY, type Cast } from '../src/demo/cast.ts'
import { askEvidence } from '../src/demo/chapters/evidence.ts'
import { RENT_BASIS, RENT_ITEM } from '../src/demo/chapters/catalog.ts'
import { deliverRegisters, issueLicences } from '../src/demo/load-province.ts'
import { identityCard, marriageCertificate, type LicenceOrder } from '../src/demo/province/licences.ts'
import type { Person } from '../src/demo/province/people.ts'
import type { Province } from '../src/demo/province/province.ts'
import { obtainGrant, readResourceIndex } from '../src/demo/scene.ts'
import { catalogFiles, type Exchange } from './exchange.ts'

/** A married couple of whom the exchange holds everything that the rent item asks of the government. */
export interface Couple {
  readonly applicant: Person
  readonly spouse: Person
}

export const RECORD_FIELDS = ['name', 'sex', 'birthDate', 'registeredDivision', 'maritalStatus', 'status']

export const purpose = (caseNumber: string) => ({ serviceItems: [RENT_ITEM], caseNumber, basis: RENT_BASIS })

export const evidenceInput = ({ applicant, spouse }: Couple, number: string) => ({
  requestId: `evidence-${number}`,
  purpose: purpose(`ZF-${number}`),
  parties: [
    { role: 'APPLICANT', idType: 'CITIZEN_ID', id: applicant.id },
    { role: 'SPOUSE', idType: 'CITIZEN_ID', id: spouse.id },
  ],
  situations: ['fixed-rent'],
})

/** Two identity cards, the marriage certificate, no dwelling, three months paid. */
const MATERIALS_HELD = 5

/** Registers, licences and grants through the public API; answers the couples. */
export async function fillForRentItem(
  { cast }: Exchange,
  province: Province,
  wanted: number,
): Promise<readonly Couple[]> {
  const register = (slug: string) => catalogFiles.registers.find((each) => each.slug === slug)
  await deliverRegisters(cast, { register }, province)
  const couples = couplesOf(province).slice(0, wanted)
  await issueLicences(cast, licencesOf(province, couples))
  await obtainGrants(cast, province)
  for (const [i, couple] of couples.entries()) {
    const { materialsHeld } = await askEvidence(cast.fundSystem, evidenceInput(couple, `check-${1_000 + i}`))
    if (materialsHeld !== MATERIALS_HELD) throw new Error(`${materialsHeld} of ${MATERIALS_HELD} materials are held`)
  }
  return couples
}

/** Couples without a dwelling, one of whom pays into the housing fund. */
function couplesOf({ persons, dwellings, fundAccounts }: Province): readonly Couple[] {
  const owners = new Set(dwellings.flatMap(({ holders }) => holders))
  const payers = new Set(fundAccounts.filter(({ months }) => months >= 3).map(({ person }) => person))
  return persons.flatMap((husband): Couple[] => {
    const wife = husband.spouse
    if (husband.sex !== '1' || !wife || owners.has(husband) || owners.has(wife)) return []
    if (payers.has(husband)) return [{ applicant: husband, spouse: wife }]
    return payers.has(wife) ? [{ applicant: wife, spouse: husband }] : []
  })
}

function licencesOf(province: Province, couples: readonly Couple[]): readonly LicenceOrder[] {
  const certificates = new Map([...province.rows('marriage')].map((row) => [row['husbandId'], String(row['certificateNo'])])) // prettier-ignore
  return couples.flatMap(({ applicant, spouse }) => {
    const [husband, wife] = applicant.sex === '1' ? [applicant, spouse] : [spouse, applicant]
    return [
      identityCard(husband, province.asOf),
      identityCard(wife, province.asOf),
      marriageCertificate(certificates.get(husband.id)!, husband, wife, husband.marriedOn as LocalDate),
    ]
  })
}

const CARD_FIELDS = ['name', 'sex', 'birthDate', 'idNumber', 'issuingOffice']
/** The most that a grant may have, in persons a day. */
const QUOTA = 1_000_000

async function obtainGrants(cast: Cast, { asOf }: Province): Promise<void> {
  const resources = await readResourceIndex(cast.registrar)
  const grant = (resource: string, provider: string, fields: readonly string[]) =>
    obtainGrant(cast, cast.fundSystem, AGENCY.housingFund, {
      resource,
      provider,
      fields,
      serviceItems: [RENT_ITEM],
      basis: RENT_BASIS,
      scene: '租房提取住房公积金',
      quota: QUOTA,
      validFrom: asOf,
      validTo: addMonths(asOf, 12),
    })
  await grant(resources.register('population'), AGENCY.police, RECORD_FIELDS)
  await grant(resources.licenceType('resident-id-card'), AGENCY.police, CARD_FIELDS)
  await grant(resources.licenceType('marriage-certificate'), AGENCY.civilAffairs, ['document'])
  await grant(resources.predicate('real-estate', 'ownsNoDwelling'), AGENCY.realEstate, ['answer'])
}
