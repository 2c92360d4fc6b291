import { ageAt, type LocalDate } from '../../core/clock.ts'
import { createCodeMaker, employ, foundCompanies, isEmployer, type Company } from './economy.ts'
import { foundFamily, foundStranger, type Family } from './family.ts'
import { createPeopleMaker, populate, type County, type Household, type Person } from './people.ts'
import { createRandom, type Random } from './random.ts'
import {
  creditRows,
  dwellingOf,
  fundRow,
  householdRow,
  insuranceRow,
  legalEntityRow,
  marriageRows,
  populationRow,
  realEstateRow,
  type Dwelling,
  type FundAccount,
  type InsuredPerson,
  type Row,
} from './records.ts'

interface ProvinceOptions {
  readonly seed: number
  /** At least so many, and at least the four of the story; households are not torn apart. */
  readonly persons: number
  /** At least one, the employer of the family. */
  readonly companies: number
  readonly counties: readonly County[]
  readonly asOf: LocalDate
}

/** A synthetic population and economy: invented people whose numbers are valid in form and belong to nobody. */
export interface Province {
  readonly asOf: LocalDate
  readonly persons: readonly Person[]
  readonly households: readonly Household[]
  readonly companies: readonly Company[]
  readonly dwellings: readonly Dwelling[]
  readonly insured: readonly InsuredPerson[]
  readonly fundAccounts: readonly FundAccount[]
  readonly family: Family
  /** What is true of the family, for checking answers. */
  readonly familyFacts: { readonly employer: Company; readonly fundMonths: number }
  readonly stranger: Person
  /** Rows of a register's import file, in a fixed order. */
  rows(register: string): Iterable<Row>
}

export const PROVINCE_REGISTERS = [
  'population',
  'household',
  'marriage',
  'legal-entity',
  'social-insurance',
  'housing-fund',
  'real-estate',
  'social-credit',
] as const

const FAMILY_FUND_MONTHS = 41

export function generateProvince(options: ProvinceOptions): Province {
  const { asOf, counties } = options
  const random = createRandom(options.seed)
  const maker = createPeopleMaker(random)
  const family = foundFamily(maker, counties[0]!, asOf)
  const stranger = foundStranger(maker, counties.at(-1)!)
  const others = populate(random, maker, counties, options.persons - 4, asOf)
  const households = [family.household, stranger.household, ...others]
  const persons = households.flatMap((household) => household.members)
  const adults = others.flatMap((household) =>
    household.members.filter((person) => ageAt(person.birthDate, asOf) >= 19),
  )
  const founders = adults.length > 0 ? adults : [stranger]
  const companies = foundCompanies(random, createCodeMaker(), founders, Math.max(1, options.companies), asOf)
  const employers = employ(random, companies, adults, asOf)
  const familyEmployer = companies.find(isEmployer)!
  employers.set(family.husband, familyEmployer)
  employers.set(family.wife, familyEmployer)

  const dwellings = others
    .filter(() => random.chance(0.72))
    .map((household, i) => dwellingOf(random, household, i + 1, asOf))
  const insured = insure(random, persons, employers, asOf)
  const fundAccounts = openAccounts(random, employers, family)
  return {
    asOf,
    persons,
    households,
    companies,
    dwellings,
    insured,
    fundAccounts,
    family,
    familyFacts: { employer: familyEmployer, fundMonths: FAMILY_FUND_MONTHS },
    stranger,
    rows: (register) => rowsOf(register, { options, persons, adults, companies, dwellings, insured, fundAccounts }),
  }
}

function insure(
  random: Random,
  persons: readonly Person[],
  employers: ReadonlyMap<Person, Company>,
  asOf: LocalDate,
): InsuredPerson[] {
  return persons.flatMap((person): InsuredPerson[] => {
    const age = ageAt(person.birthDate, asOf)
    const employer = employers.get(person)
    if (employer)
      return [
        { person, employer, months: random.between(15, Math.max(16, (age - 21) * 12)), type: '110', isRetired: false },
      ]
    if (age >= (person.sex === '1' ? 60 : 55))
      return random.chance(0.6) ? [{ person, months: random.between(180, 420), type: '110', isRetired: true }] : []
    return age >= 24 && random.chance(0.3)
      ? [{ person, months: random.between(12, 60), type: '170', isRetired: false }]
      : []
  })
}

/** A third of the employees has a housing-fund account; so has the family, without a loan. */
function openAccounts(random: Random, employers: ReadonlyMap<Person, Company>, family: Family): FundAccount[] {
  const accounts: FundAccount[] = []
  for (const [person, employer] of employers) {
    const base = random.between(4, 22) * 100_000
    if (person === family.husband || person === family.wife)
      accounts.push({ person, employer, months: FAMILY_FUND_MONTHS, base, hasOpenLoan: false })
    else if (random.chance(0.33))
      accounts.push({ person, employer, months: random.between(3, 160), base, hasOpenLoan: random.chance(0.2) })
  }
  return accounts
}

interface Contents extends Pick<Province, 'persons' | 'companies' | 'dwellings' | 'insured' | 'fundAccounts'> {
  readonly options: ProvinceOptions
  readonly adults: readonly Person[]
}

function* rowsOf(register: string, contents: Contents): Generator<Row> {
  const { asOf, seed } = contents.options
  switch (register) {
    case 'population':
      return yield* contents.persons.values().map(populationRow)
    case 'household':
      return yield* contents.persons.values().map(householdRow)
    case 'marriage':
      return yield* marriageRows(contents.persons)
    case 'legal-entity':
      return yield* contents.companies.values().map((company) => legalEntityRow(company, asOf))
    case 'social-insurance':
      return yield* contents.insured.values().map((insured) => insuranceRow(insured, asOf))
    case 'housing-fund':
      return yield* contents.fundAccounts.values().map((account, i) => fundRow(account, i + 1, asOf))
    case 'real-estate':
      return yield* contents.dwellings.values().map(realEstateRow)
    case 'social-credit':
      // Its own sequence of choices, so that asking twice gives the same rows.
      return yield* creditRows(createRandom(seed + 1), contents.adults, contents.companies, asOf)
    default:
      throw new RangeError(`the province has no register ${register}`)
  }
}
