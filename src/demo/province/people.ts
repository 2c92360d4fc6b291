import { addDays, addMonths, ageAt, type LocalDate } from '../../core/clock.ts'
import { citizenIdCheck, type CitizenId } from '../../core/identifiers.ts'
import { flat, generationCharacter, givenName, street, surname } from './names.ts'
import type { Random } from './random.ts'

/** A county of the province, or a district of a city, with its city. */
export interface County {
  readonly code: string
  readonly name: string
  readonly city: string
}

export interface Person {
  readonly id: CitizenId
  readonly name: string
  readonly sex: '1' | '2'
  readonly birthDate: LocalDate
  readonly ethnicGroup: string
  readonly education: string
  readonly phone: string
  readonly household: Household
  /** GB/T 4761: 02 head, 10 spouse, 20 son, 30 daughter, 50 parent. */
  readonly relation: string
  spouse?: Person
  marriedOn?: LocalDate
  /** Ended by divorce; the former spouse lives elsewhere. */
  divorced?: { readonly from: Person; readonly marriedOn: LocalDate; readonly on: LocalDate }
}

export interface Household {
  readonly number: string
  readonly county: County
  readonly address: string
  readonly members: Person[]
}

export interface PeopleMaker {
  person(
    household: Household,
    wish: { sex: '1' | '2'; birthDate: LocalDate; relation: string; surname?: string; shared?: string; name?: string },
  ): Person
  household(county: County, address?: string): Household
  marry(husband: Person, wife: Person, on: LocalDate): void
}

/** Makes persons whose numbers are right in form and nobody's: their division prefix 39 is assigned to no province. */
export function createPeopleMaker(random: Random): PeopleMaker {
  const sequences = new Map<string, number>()
  let households = 0
  let phones = 0
  const nextId = (county: string, birthDate: LocalDate, sex: '1' | '2'): CitizenId => {
    const stem = county + birthDate.replaceAll('-', '')
    const key = stem + sex
    const used = sequences.get(key) ?? 0
    sequences.set(key, used + 1)
    // Odd sequence numbers are men's (GB 11643).
    const body = stem + String(used * 2 + (sex === '1' ? 1 : 2)).padStart(3, '0')
    return (body + citizenIdCheck(body)) as CitizenId
  }
  return {
    household(county, address) {
      households++
      return {
        number: county.code + String(households).padStart(9, '0'),
        county,
        address: address ?? `${county.city}${county.name}${street(random)}${flat(random)}`,
        members: [],
      }
    },
    person(household, wish) {
      const birthYear = Number(wish.birthDate.slice(0, 4))
      phones++
      const person: Person = {
        id: nextId(household.county.code, wish.birthDate, wish.sex),
        name: wish.name ?? (wish.surname ?? surname(random)) + givenName(random, wish.sex, birthYear, wish.shared),
        sex: wish.sex,
        birthDate: wish.birthDate,
        ethnicGroup: random.chance(0.995)
          ? '01'
          : random.weighted([
              ['22', 4],
              ['06', 1],
              ['03', 1],
              ['08', 1],
              ['15', 1],
            ]),
        education: educationOf(random, birthYear),
        // 154 and 194 are assigned to no operator.
        phone: `${phones % 2 === 0 ? '154' : '194'}${String(phones).padStart(8, '0')}`,
        household,
        relation: wish.relation,
      }
      household.members.push(person)
      return person
    },
    marry(husband, wife, on) {
      husband.spouse = wife
      wife.spouse = husband
      husband.marriedOn = on
      wife.marriedOn = on
    },
  }
}

function educationOf(random: Random, birthYear: number): string {
  if (birthYear >= 2020) return '90'
  if (birthYear >= 2011) return '80'
  if (birthYear >= 2004)
    return random.weighted([
      ['60', 5],
      ['70', 4],
      ['40', 2],
    ])
  if (birthYear >= 1980)
    return random.weighted([
      ['20', 2],
      ['30', 2],
      ['60', 2],
      ['40', 1],
      ['70', 4],
      ['10', 0.3],
    ])
  return random.weighted([
    ['70', 5],
    ['80', 4],
    ['60', 1],
    ['30', 0.4],
  ])
}

/** Sizes of family households in per cent; the mean is 2.94. */
const SIZES: readonly (readonly [number, number])[] = [
  [1, 20],
  [2, 26.5],
  [3, 20.5],
  [4, 16.5],
  [5, 9],
  [6, 5],
  [7, 2.5],
]

/** Families until there are at least `count` persons. */
export function populate(
  random: Random,
  maker: PeopleMaker,
  counties: readonly County[],
  count: number,
  asOf: LocalDate,
): Household[] {
  const households: Household[] = []
  let persons = 0
  while (persons < count) {
    const household = maker.household(random.pick(counties))
    fillHousehold(random, maker, household, random.weighted(SIZES), asOf)
    persons += household.members.length
    households.push(household)
  }
  divorceSome(random, households, asOf)
  return households
}

const bornAt = (random: Random, asOf: LocalDate, age: number): LocalDate =>
  addDays(addMonths(asOf, -12 * age), -random.between(1, 364))

function fillHousehold(random: Random, maker: PeopleMaker, household: Household, size: number, asOf: LocalDate): void {
  const { person } = maker
  if (size === 1) {
    const age = random.weighted([
      [random.between(22, 40), 5],
      [random.between(41, 64), 3],
      [random.between(65, 88), 2],
    ])
    person(household, { sex: random.chance(0.5) ? '1' : '2', birthDate: bornAt(random, asOf, age), relation: '02' })
    return
  }
  const isSingleParent = size === 2 && random.chance(0.3)
  const headAge =
    isSingleParent || size > 2
      ? random.between(29, 55)
      : random.weighted([
          [random.between(25, 34), 3],
          [random.between(50, 80), 7],
        ])
  const headSex = random.chance(isSingleParent ? 0.4 : 0.78) ? '1' : '2'
  const head = person(household, { sex: headSex, birthDate: bornAt(random, asOf, headAge), relation: '02' })
  let left = size - 1
  if (!isSingleParent) {
    // A wife is on average two years younger; nobody marries below the lawful age.
    const spouseAge = Math.max(23, headAge + (headSex === '1' ? -1 : 1) * random.between(-1, 5))
    const spouse = person(household, {
      sex: headSex === '1' ? '2' : '1',
      birthDate: bornAt(random, asOf, spouseAge),
      relation: '10',
    })
    const [husband, wife] = headSex === '1' ? [head, spouse] : [spouse, head]
    maker.marry(husband, wife, weddingDay(random, husband, wife, asOf))
    left--
  }
  addChildren(random, maker, household, Math.min(left, 3), asOf)
  left -= Math.min(left, 3)
  for (let i = 0; i < left; i++)
    person(household, {
      sex: i % 2 === 0 ? '2' : '1',
      birthDate: bornAt(random, asOf, Math.min(92, headAge + random.between(22, 32))),
      relation: '50',
      ...(i % 2 === 0 ? {} : { surname: surnameOf(head.name) }),
    })
}

const surnameOf = (name: string): string =>
  /^(欧阳|上官|诸葛|司徒|令狐)/.test(name) ? name.slice(0, 2) : name.slice(0, 1)

function weddingDay(random: Random, husband: Person, wife: Person, asOf: LocalDate): LocalDate {
  const husbandMay = addMonths(husband.birthDate, 22 * 12)
  const wifeMay = addMonths(wife.birthDate, 20 * 12)
  const earliest = husbandMay > wifeMay ? husbandMay : wifeMay
  const day = addDays(earliest, random.between(30, 2200))
  return day < asOf
    ? day
    : addDays(asOf, -random.between(1, 60)) > earliest
      ? addDays(asOf, -random.between(1, 60))
      : earliest
}

function addChildren(random: Random, maker: PeopleMaker, household: Household, count: number, asOf: LocalDate): void {
  const parents = household.members.slice(0, 2)
  const youngest = Math.min(...parents.map((parent) => ageAt(parent.birthDate, asOf)))
  const father = parents.find((parent) => parent.sex === '1') ?? parents[0]!
  const shared = random.chance(0.25) ? generationCharacter(random, Number(asOf.slice(0, 4)) - 10) : undefined
  for (let i = 0; i < count; i++) {
    const age = Math.max(0, Math.min(26, youngest - random.between(22, 30) - i * 2))
    const sex = random.chance(0.53) ? '1' : '2'
    maker.person(household, {
      sex,
      birthDate: bornAt(random, asOf, age),
      relation: sex === '1' ? '20' : '30',
      surname: surnameOf(father.name),
      ...(shared === undefined ? {} : { shared }),
    })
  }
}

/** Some of those who live alone are divorced, from one another as far as the register knows. */
function divorceSome(random: Random, households: readonly Household[], asOf: LocalDate): void {
  const alone = households.flatMap((household) => (household.members.length === 1 ? household.members : []))
  const grown = alone.filter((person) => ageAt(person.birthDate, asOf) >= 30 && ageAt(person.birthDate, asOf) <= 60)
  const men = grown.filter((person) => person.sex === '1')
  const women = grown.filter((person) => person.sex === '2')
  for (let i = 0; i < Math.min(men.length, women.length); i++) {
    if (!random.chance(0.5)) continue
    const [husband, wife] = [men[i]!, women[i]!]
    const marriedOn = weddingDay(random, husband, wife, addMonths(asOf, -36))
    const on = addDays(marriedOn, random.between(200, 900))
    if (on >= asOf || marriedOn >= on) continue
    husband.divorced = { from: wife, marriedOn, on }
    wife.divorced = { from: husband, marriedOn, on }
  }
}
