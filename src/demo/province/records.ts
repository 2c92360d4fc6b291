import { addDays, addMonths, ageAt, type LocalDate } from '../../core/clock.ts'
import type { Company } from './economy.ts'
import type { Household, Person } from './people.ts'
import type { Random } from './random.ts'

/** A row of an import file: the fields of its register. */
export type Row = Readonly<Record<string, unknown>>

export interface Dwelling {
  readonly unitNo: string
  readonly titleNo: string
  readonly holders: readonly Person[]
  readonly household: Household
  readonly floorArea: number
  readonly registeredOn: LocalDate
  readonly isMortgaged: boolean
}

export interface InsuredPerson {
  readonly person: Person
  readonly employer?: Company
  readonly months: number
  readonly type: '110' | '170'
  readonly isRetired: boolean
}

export interface FundAccount {
  readonly person: Person
  readonly employer: Company
  readonly months: number
  /** In fen. */
  readonly base: number
  readonly hasOpenLoan: boolean
}

/** Payment lines are kept for the last so many months; older ones only count in the totals. */
const PAYMENT_LINES = 14

export const populationRow = (person: Person): Row => {
  const { household } = person
  const address = `${household.address}`
  return {
    idNumber: person.id,
    name: person.name,
    sex: person.sex,
    ethnicGroup: person.ethnicGroup,
    birthDate: person.birthDate,
    registeredDivision: household.county.code,
    registeredAddress: address,
    educationLevel: person.education,
    maritalStatus: person.spouse ? '21' : person.divorced ? '40' : '10',
    phone: person.phone,
    status: 'NORMAL',
  }
}

export const householdRow = (person: Person): Row => {
  const { household } = person
  const head = household.members[0]!
  return {
    householdNo: household.number,
    householdKind: 'FAMILY',
    headId: head.id,
    headName: head.name,
    memberId: person.id,
    memberName: person.name,
    relationToHead: person.relation,
    address: household.address,
    division: household.county.code,
    policeStation: `${household.county.name}公安局第${(Number(household.number.slice(-1)) % 5) + 1}派出所`,
    movedInOn: person.birthDate,
  }
}

/** Marriages and divorces, each once, numbered by county and year. */
export function* marriageRows(persons: Iterable<Person>): Generator<Row & { readonly certificateNo: string }> {
  const serials = new Map<string, number>()
  const number = (kind: 'J' | 'L', division: string, on: LocalDate): string => {
    const stem = `${kind}${division}-${on.slice(0, 4)}`
    const serial = (serials.get(stem) ?? 0) + 1
    serials.set(stem, serial)
    return `${stem}-${String(serial).padStart(6, '0')}`
  }
  for (const husband of persons) {
    if (husband.sex !== '1') continue
    const { county } = husband.household
    const common = (wife: Person, on: LocalDate) => ({
      husbandName: husband.name,
      husbandId: husband.id,
      wifeName: wife.name,
      wifeId: wife.id,
      registrationDate: on,
      registrationAuthority: `${county.name}民政局`,
      authorityDivision: county.code,
    })
    if (husband.spouse && husband.marriedOn) {
      const certificateNo = number('J', county.code, husband.marriedOn)
      yield {
        certificateNo,
        businessType: 'MARRIAGE',
        ...common(husband.spouse, husband.marriedOn),
        recordState: 'VALID',
      }
    }
    if (husband.divorced) {
      const { from, marriedOn, on } = husband.divorced
      yield {
        certificateNo: number('J', county.code, marriedOn),
        businessType: 'MARRIAGE',
        ...common(from, marriedOn),
        recordState: 'DISSOLVED',
        dissolvedOn: on,
      }
      yield {
        certificateNo: number('L', county.code, on),
        businessType: 'DIVORCE',
        ...common(from, on),
        divorceWay: 'AGREEMENT',
        recordState: 'VALID',
      }
    }
  }
}

export const legalEntityRow = (company: Company, asOf: LocalDate): Row => ({
  creditCode: company.code,
  name: company.name,
  entityType: company.entityType,
  legalRepresentative: company.representative.name,
  legalRepresentativeId: company.representative.id,
  registrationAuthority: `${company.county.name}市场监督管理局`,
  authorityDivision: company.county.code,
  establishedOn: company.establishedOn,
  approvedOn: company.establishedOn,
  registeredCapital: company.capital,
  currency: '156',
  domicile: company.domicile,
  domicileDivision: company.county.code,
  operatingFrom: company.establishedOn,
  industry: company.industry,
  businessScope: company.scope,
  status: company.status,
  ...(company.status === '4' ? { cancelledOn: company.endedOn } : {}),
  ...(company.status === '2' ? { revokedOn: company.endedOn } : {}),
  onAbnormalList: company.isAbnormal,
  onSeriousList: false,
  lastAnnualReportYear: Number(asOf.slice(0, 4)) - 1,
})

const month = (date: LocalDate): string => date.slice(0, 7)

/** The last `months` months before the one of `asOf`, the newest first. */
const pastMonths = (asOf: LocalDate, months: number): string[] => {
  const first = `${month(asOf)}-01` as LocalDate
  return Array.from({ length: months }, (_, i) => month(addMonths(first, -1 - i)))
}

export function insuranceRow({ person, employer, months, type, isRetired }: InsuredPerson, asOf: LocalDate): Row {
  const firstMonth = month(addMonths(`${month(asOf)}-01` as LocalDate, -months))
  const lines = isRetired ? [] : pastMonths(asOf, Math.min(months, PAYMENT_LINES))
  const retiredOn = addMonths(person.birthDate, 12 * (person.sex === '1' ? 60 : 55))
  return {
    idNumber: person.id,
    name: person.name,
    insuranceType: type,
    insuredDivision: person.household.county.code,
    agency: `${person.household.county.name}社会保险经办中心`,
    ...(employer ? { employerCode: employer.code, employerName: employer.name } : {}),
    insuranceState: 'INSURED',
    paymentState: isRetired ? '3' : '1',
    ...(isRetired ? {} : { firstMonth, currentFrom: firstMonth }),
    totalMonths: months,
    payments: lines.map((each) => ({ month: each, kind: 'NORMAL' })),
    isRetired,
    ...(isRetired ? { retiredOn, benefitFrom: month(retiredOn) } : {}),
  }
}

export function fundRow(
  { person, employer, months, base, hasOpenLoan }: FundAccount,
  serial: number,
  asOf: LocalDate,
): Row {
  const { county } = person.household
  const openedOn = addMonths(`${month(asOf)}-01` as LocalDate, -months)
  return {
    accountNo: String(serial).padStart(12, '0'),
    centre: `${county.city}住房公积金管理中心`,
    idNumber: person.id,
    name: person.name,
    employerName: employer.name,
    employerCode: employer.code,
    openedOn,
    accountState: '01',
    baseAmount: base,
    employerRate: 8,
    personRate: 8,
    monthlyAmount: Math.round(base * 0.16),
    paidTo: pastMonths(asOf, 1)[0],
    payments: pastMonths(asOf, Math.min(months, PAYMENT_LINES)).map((each) => ({ month: each, kind: 'NORMAL' })),
    balance: Math.round(base * 0.16) * months,
    loans: hasOpenLoan
      ? [
          {
            contractNo: `GJJ${serial}`,
            amount: 40_000_000,
            balance: 31_000_000,
            grantedOn: addMonths(asOf, -20),
            dueOn: addMonths(asOf, 340),
            state: 'OPEN',
          },
        ]
      : [],
  }
}

export function dwellingOf(random: Random, household: Household, serial: number, asOf: LocalDate): Dwelling {
  const head = household.members[0]!
  const { county } = household
  const registeredOn = addDays(asOf, -random.between(60, 6000))
  const year = registeredOn.slice(0, 4)
  return {
    unitNo: `${county.code}001001GB${String(Math.floor(serial / 500)).padStart(5, '0')}F${String(serial).padStart(8, '0')}`,
    titleNo: `岭(${year})${county.city}不动产权第${String(serial).padStart(7, '0')}号`,
    holders: head.spouse && random.chance(0.6) ? [head, head.spouse] : [head],
    household,
    floorArea: random.between(5_000, 14_000),
    registeredOn,
    isMortgaged: random.chance(0.22) && ageAt(head.birthDate, asOf) < 55,
  }
}

export function realEstateRow(dwelling: Dwelling): Row {
  const { holders, household } = dwelling
  return {
    unitNo: dwelling.unitNo,
    titleNo: dwelling.titleNo,
    holders: holders.map((holder) => ({ name: holder.name, idOrCode: holder.id, documentType: '111' })),
    coOwnership: holders.length > 1 ? 'JOINT' : 'SOLE',
    location: household.address,
    division: household.county.code,
    rightType: '4',
    rightNature: 'COMMODITY',
    usage: '10',
    floorArea: dwelling.floorArea,
    registeredOn: dwelling.registeredOn,
    state: '1',
    mortgages: dwelling.isMortgaged
      ? [{ mortgagee: '岭江禾川银行股份有限公司', amount: 60_000_000, from: dwelling.registeredOn, state: 'OPEN' }]
      : [],
  }
}

/** One in forty persons and one in twelve companies has an entry. */
export function* creditRows(
  random: Random,
  persons: readonly Person[],
  companies: readonly Company[],
  asOf: LocalDate,
): Generator<Row> {
  let serial = 0
  const entry = (subjectId: string, subjectName: string, kind: string, authority: string): Row => {
    serial++
    return {
      subjectId,
      subjectName,
      entryNo: `LX${String(serial).padStart(8, '0')}`,
      entryKind: kind,
      authority,
      documentNo: `岭信〔${asOf.slice(0, 4)}〕${serial}号`,
      decidedOn: addDays(asOf, -random.between(20, 1500)),
      ...(kind === 'SERIOUS_LIST' || kind === 'JUDGMENT_DEFAULTER' ? { repairState: 'NONE' } : {}),
    }
  }
  for (const person of persons)
    if (random.chance(0.025))
      yield entry(
        person.id,
        person.name,
        random.weighted([
          ['RED_LIST', 6],
          ['LICENCE', 3],
          ['JUDGMENT_DEFAULTER', 1],
        ]),
        '岭江省信用中心',
      )
  for (const company of companies)
    if (random.chance(0.08))
      yield entry(
        company.code,
        company.name,
        random.weighted([
          ['LICENCE', 6],
          ['PENALTY', 3],
          ['SERIOUS_LIST', 1],
        ]),
        `${company.county.name}市场监督管理局`,
      )
}
