import { ageAt, type LocalDate } from '../../core/clock.ts'
import { numberOf, textOf } from '../record-fields.ts'
import { cannotTell, isWithin, onRecord, yesIf, type Predicates } from './predicate.ts'

export const populationPredicates: Predicates = {
  nameMatchesNumber: {
    ruleVersion: 1,
    others: 'NONE',
    answer: (facts) => {
      const name = textOf(facts.arguments, 'name')?.normalize('NFC').trim()
      if (name === undefined) return cannotTell('ARGUMENT_MISSING')
      return onRecord(facts, ({ data }) => yesIf(textOf(data, 'name') === name))
    },
  },
  ageAtLeast: {
    ruleVersion: 1,
    others: 'NONE',
    answer: (facts) => {
      const years = numberOf(facts.arguments, 'years')
      if (years === undefined) return cannotTell('ARGUMENT_MISSING')
      return onRecord(facts, ({ data }) => {
        const birth = textOf(data, 'birthDate')
        return birth === undefined ? cannotTell('NOT_COMPLETE') : yesIf(ageAt(birth as LocalDate, facts.asOf) >= years)
      })
    },
  },
  isAlive: {
    ruleVersion: 1,
    others: 'NONE',
    answer: (facts) =>
      onRecord(facts, ({ data }) => {
        const status = textOf(data, 'status')
        const since = textOf(data, 'statusDate')
        // What happened after the date asked about does not count for it.
        if (status === 'NORMAL' || (since !== undefined && since > facts.asOf)) return 'TRUE'
        return status === 'DEAD' ? 'FALSE' : cannotTell('STATUS_UNCLEAR')
      }),
  },
  isRegisteredIn: {
    ruleVersion: 1,
    others: 'NONE',
    answer: (facts) => {
      const area = textOf(facts.arguments, 'division')
      if (area === undefined) return cannotTell('ARGUMENT_MISSING')
      return onRecord(facts, ({ data }) => {
        const division = textOf(data, 'registeredDivision')
        const hasLeft = textOf(data, 'status') !== 'NORMAL' && (textOf(data, 'statusDate') ?? '') <= facts.asOf
        if (division === undefined) return cannotTell('NOT_COMPLETE')
        return yesIf(!hasLeft && isWithin(division, area))
      })
    },
  },
}
