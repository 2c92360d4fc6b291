import { textOf } from '../record-fields.ts'
import type { RegisterRecord } from '../registers.ts'
import {
  cannotTell,
  isWithin,
  latest,
  onRecord,
  yesIf,
  type Facts,
  type Outcome,
  type Predicates,
} from './predicate.ts'

/** GB/T 4761, seen from the head of the household. */
type Kin = 'SELF' | 'SPOUSE' | 'CHILD' | 'GRANDCHILD' | 'PARENT' | 'GRANDPARENT' | 'SIBLING' | 'OTHER'

function kinOf(code: string): Kin {
  if (code === '01' || code === '02') return 'SELF'
  // Sons- and daughters-in-law stand among the children, in-law parents among the parents: not kin by descent.
  if (['28', '38'].includes(code) || ['53', '54', '55', '56'].includes(code)) return 'OTHER'
  const kinds: Readonly<Record<string, Kin>> = {
    '1': 'SPOUSE',
    '2': 'CHILD',
    '3': 'CHILD',
    '4': 'GRANDCHILD',
    '5': 'PARENT',
    '6': 'GRANDPARENT',
    '7': 'SIBLING',
  }
  return kinds[code[0]!] ?? 'OTHER'
}

/** Only what follows for certain from both relations to one head; everything else cannot be told. */
const RELATION_OF: Readonly<Record<string, string>> = {
  'SELF SPOUSE': 'SPOUSE',
  'CHILD SELF': 'PARENT_CHILD',
  'PARENT SELF': 'PARENT_CHILD',
  'GRANDCHILD SELF': 'GRANDPARENT_GRANDCHILD',
  'GRANDPARENT SELF': 'GRANDPARENT_GRANDCHILD',
  'SELF SIBLING': 'SIBLING',
  'CHILD CHILD': 'SIBLING',
  'SIBLING SIBLING': 'SIBLING',
  'PARENT SIBLING': 'PARENT_CHILD',
  'CHILD PARENT': 'GRANDPARENT_GRANDCHILD',
}

const householdOf = (facts: Facts, subject: string): RegisterRecord | undefined => latest(facts.recordsOf(subject))

function together(facts: Facts, answer: (mine: RegisterRecord, theirs: readonly RegisterRecord[]) => Outcome): Outcome {
  const mine = householdOf(facts, facts.subject)
  const theirs = facts.others.map((other) => householdOf(facts, other)).filter((record) => record !== undefined)
  if (!mine || theirs.length < facts.others.length) return cannotTell('NO_RECORD')
  return answer(mine, theirs)
}

const isSameHousehold = (a: RegisterRecord, b: RegisterRecord): boolean =>
  textOf(a.data, 'householdNo') === textOf(b.data, 'householdNo')

export const householdPredicates: Predicates = {
  sameHousehold: {
    ruleVersion: 1,
    others: 'FAMILY',
    answer: (facts) =>
      facts.others.length === 0
        ? cannotTell('PARTY_MISSING')
        : together(facts, (mine, theirs) => yesIf(theirs.every((record) => isSameHousehold(mine, record)))),
  },
  relationIs: {
    ruleVersion: 1,
    others: 'ONE',
    answer: (facts) => {
      const relation = textOf(facts.arguments, 'relation')
      if (relation === undefined) return cannotTell('ARGUMENT_MISSING')
      return together(facts, (mine, [theirs]) => {
        // Kin who keep two households are common: another household does not deny the relation.
        if (!theirs || !isSameHousehold(mine, theirs)) return cannotTell('STATUS_UNCLEAR')
        const kin = [mine, theirs].map(({ data }) => kinOf(textOf(data, 'relationToHead') ?? '')).sort()
        const known = RELATION_OF[kin.join(' ')]
        return known === undefined ? cannotTell('STATUS_UNCLEAR') : yesIf(known === relation)
      })
    },
  },
  isRegisteredInSince: {
    ruleVersion: 1,
    others: 'NONE',
    answer: (facts) => {
      const area = textOf(facts.arguments, 'division')
      const since = textOf(facts.arguments, 'since')
      if (area === undefined || since === undefined) return cannotTell('ARGUMENT_MISSING')
      return onRecord(facts, ({ data }) => {
        const division = textOf(data, 'division')
        const movedIn = textOf(data, 'movedInOn')
        if (division === undefined) return cannotTell('NOT_COMPLETE')
        if (!isWithin(division, area)) return 'FALSE'
        return movedIn === undefined ? cannotTell('NOT_COMPLETE') : yesIf(movedIn <= since)
      })
    },
  },
}
