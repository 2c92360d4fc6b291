import { addDays, addMonths, ageAt, type LocalDate } from '../../core/clock.ts'
import { creditCodeCheck, organisationCodeCheck, type CreditCode } from '../../core/identifiers.ts'
import { street, tradeName } from './names.ts'
import type { County, Person } from './people.ts'
import type { Random } from './random.ts'

export interface Company {
  readonly code: CreditCode
  readonly name: string
  readonly kind: 'ENTERPRISE' | 'INDIVIDUAL' | 'COOPERATIVE'
  readonly county: County
  readonly representative: Person
  readonly establishedOn: LocalDate
  readonly entityType: string
  /** In fen. */
  readonly capital: number
  readonly industry: string
  readonly scope: string
  readonly domicile: string
  /** Registration status: 1 active, 2 revoked, 4 cancelled. */
  readonly status: '1' | '2' | '4'
  readonly endedOn?: LocalDate
  readonly isAbnormal: boolean
  readonly employees: Person[]
}

/** [section and division of GB/T 4754, word in the name, scope, share of enterprises] */
const INDUSTRIES: readonly (readonly [code: string, word: string, scope: string, weight: number])[] = [
  ['F51', '贸易', '日用百货、建材批发', 20],
  ['F52', '商贸', '日用品零售', 13],
  ['L72', '企业服务', '商务信息咨询', 13],
  ['C39', '电子科技', '电子元器件制造', 6],
  ['C13', '食品', '农副食品加工', 5],
  ['E50', '建筑装饰', '建筑装饰工程', 9],
  ['M73', '科技', '技术开发、技术服务', 9],
  ['I65', '软件', '软件开发', 7],
  ['A01', '农业', '蔬菜、果树种植', 5],
  ['G54', '物流', '道路普通货物运输', 6],
  ['H62', '餐饮管理', '餐饮服务', 7],
]

/** Credit codes whose organisation part begins XN in division 39xxxx: right in form, issued to nobody. */
export function createCodeMaker() {
  let serial = 0x1000
  return (prefix: '91' | '92' | '93', division: string): CreditCode => {
    serial++
    const organisation = `XN${String(serial).padStart(6, '0')}`
    const stem = `${prefix}${division}${organisation}${organisationCodeCheck(organisation)}`
    return (stem + creditCodeCheck(stem)) as CreditCode
  }
}

export const isEmployer = ({ status, kind }: Company): boolean => status === '1' && kind === 'ENTERPRISE'

/** `count` companies, 1 or more, of which at least one employs people. */
export function foundCompanies(
  random: Random,
  makeCode: ReturnType<typeof createCodeMaker>,
  adults: readonly Person[],
  count: number,
  asOf: LocalDate,
): Company[] {
  const companies: Company[] = []
  const names = new Set<string>()
  while (companies.length < count) {
    const company = foundCompany(random, makeCode, random.pick(adults), asOf)
    const isLastChance = companies.length === count - 1 && !companies.some(isEmployer)
    if (names.has(company.name) || (isLastChance && !isEmployer(company))) continue
    names.add(company.name)
    companies.push(company)
  }
  return companies
}

function foundCompany(
  random: Random,
  makeCode: ReturnType<typeof createCodeMaker>,
  representative: Person,
  asOf: LocalDate,
): Company {
  const kind = random.weighted([
    ['ENTERPRISE', 40],
    ['INDIVIDUAL', 58],
    ['COOPERATIVE', 2],
  ] as const)
  const [industry, word, scope] = random.weighted(INDUSTRIES.map((row) => [row, row[3]] as const))
  const county = representative.household.county
  // Nobody founds a company before coming of age.
  const ofAge = addMonths(representative.birthDate, 18 * 12)
  const wished = addDays(
    asOf,
    -Math.floor(
      random.weighted([
        [random.between(5, 365), 16],
        [random.between(366, 1095), 29],
        [random.between(1096, 1825), 20],
        [random.between(1826, 3650), 24],
        [random.between(3651, 8000), 11],
      ]),
    ),
  )
  const establishedOn = wished > ofAge ? wished : ofAge < asOf ? ofAge : asOf
  const status = random.weighted(
    kind === 'INDIVIDUAL'
      ? ([
          ['1', 70],
          ['4', 30],
        ] as const)
      : ([
          ['1', 64],
          ['4', 27],
          ['2', 9],
        ] as const),
  )
  const endedOn = addDays(establishedOn, random.between(60, 900))
  const ended = status !== '1' && endedOn < asOf
  return {
    code: makeCode(kind === 'ENTERPRISE' ? '91' : kind === 'INDIVIDUAL' ? '92' : '93', county.code),
    name: nameOf(random, kind, county, word),
    kind,
    county,
    representative,
    establishedOn,
    entityType:
      kind === 'INDIVIDUAL'
        ? '9500'
        : kind === 'COOPERATIVE'
          ? '9100'
          : random.weighted([
              ['1130', 6],
              ['1151', 3],
              ['1190', 1],
            ]),
    capital:
      random.weighted([
        [100, 3],
        [200, 3],
        [500, 3],
        [1000, 2],
        [50, 2],
      ]) * 1_000_000,
    industry,
    scope,
    domicile: `${county.city}${county.name}${street(random)}`,
    status: ended ? status : '1',
    ...(ended ? { endedOn } : {}),
    isAbnormal: !ended && random.chance(0.08),
    employees: [],
  }
}

function nameOf(random: Random, kind: Company['kind'], county: County, word: string): string {
  const trade = tradeName(random)
  switch (kind) {
    case 'ENTERPRISE':
      return random.chance(0.8) ? `${county.city}${trade}${word}有限公司` : `${trade}（岭江）${word}有限公司`
    case 'INDIVIDUAL':
      return `${county.city}${county.name}${trade}${word}店`
    case 'COOPERATIVE':
      return `${county.name}${trade}蔬菜种植专业合作社`
  }
}

/** About half of those of working age are employed by active companies. */
export function employ(
  random: Random,
  companies: readonly Company[],
  persons: readonly Person[],
  asOf: LocalDate,
): Map<Person, Company> {
  const active = companies.filter(isEmployer)
  const employers = new Map<Person, Company>()
  for (const person of persons) {
    const age = ageAt(person.birthDate, asOf)
    if (age < 22 || age >= 60 || !random.chance(0.5)) continue
    const company = random.pick(active)
    company.employees.push(person)
    employers.set(person, company)
  }
  return employers
}
