import { addDays, addMonths, type LocalDate } from '../../core/clock.ts'
import type { County, Household, PeopleMaker, Person } from './people.ts'

/**
 * The family whose story the demonstration tells, apart from the thousands: a couple that rents, and its newborn child.
 * What is true of them is decided here and nowhere else, so that answers can be held against it.
 */
export interface Family {
  readonly household: Household
  readonly husband: Person
  readonly wife: Person
  readonly child: Person
  readonly marriedOn: LocalDate
}

export function foundFamily(maker: PeopleMaker, county: County, asOf: LocalDate): Family {
  const household = maker.household(county, `${county.city}${county.name}听雨路18号3栋502室`)
  const husband = maker.person(household, {
    sex: '1',
    birthDate: '1993-04-17' as LocalDate,
    relation: '02',
    name: '林望舒',
  })
  const wife = maker.person(household, {
    sex: '2',
    birthDate: '1994-09-02' as LocalDate,
    relation: '10',
    name: '陈听澜',
  })
  const marriedOn = '2021-05-20' as LocalDate
  maker.marry(husband, wife, marriedOn)
  const child = maker.person(household, {
    sex: '2',
    birthDate: addDays(addMonths(asOf, -1), -5),
    relation: '30',
    name: '林一诺',
  })
  return { household, husband, wife, child, marriedOn }
}

/** Someone else altogether: for the attempt to look up a second person under the same case. */
export function foundStranger(maker: PeopleMaker, county: County): Person {
  const household = maker.household(county)
  return maker.person(household, { sex: '1', birthDate: '1968-02-11' as LocalDate, relation: '02', name: '罗石桥' })
}
