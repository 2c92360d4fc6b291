import { flagOf, numberOf, textOf } from '../record-fields.ts'
import { paidInWindow } from './paid-months.ts'
import { cannotTell, ifCompleteAtDate, type Facts, type Outcome, type Predicates } from './predicate.ts'

const ofType = (facts: Facts, type: string) =>
  facts.recordsOf(facts.subject).filter(({ data }) => textOf(data, 'insuranceType') === type)

export const socialInsurancePredicates: Predicates = {
  isInsured: {
    ruleVersion: 1,
    others: 'NONE',
    answer: (facts) => {
      const type = textOf(facts.arguments, 'type')
      if (type === undefined) return cannotTell('ARGUMENT_MISSING')
      const isInsured = ofType(facts, type).some(({ data }) => {
        const from = textOf(data, 'currentFrom') ?? textOf(data, 'firstMonth')
        return textOf(data, 'insuranceState') === 'INSURED' && (from === undefined || from <= facts.asOf.slice(0, 7))
      })
      return isInsured ? 'TRUE' : ifCompleteAtDate(facts, 'FALSE')
    },
  },
  paidMonths: {
    ruleVersion: 1,
    others: 'NONE',
    answer: (facts) => {
      const type = textOf(facts.arguments, 'type')
      const atLeast = numberOf(facts.arguments, 'atLeast')
      const within = numberOf(facts.arguments, 'withinMonths')
      if (type === undefined || atLeast === undefined || within === undefined) return cannotTell('ARGUMENT_MISSING')
      return paidInWindow(facts, ofType(facts, type), atLeast, within)
    },
  },
  employerIs: { ruleVersion: 1, others: 'FAMILY', answer: employerIs },
  receivesPension: {
    ruleVersion: 1,
    others: 'NONE',
    answer: (facts) => {
      const month = facts.asOf.slice(0, 7)
      const receives = facts
        .recordsOf(facts.subject)
        .some(
          ({ data }) =>
            ['110', '120', '170'].includes(textOf(data, 'insuranceType') ?? '') &&
            ((flagOf(data, 'isRetired') === true && (textOf(data, 'retiredOn') ?? '') <= facts.asOf) ||
              (textOf(data, 'benefitFrom') ?? '9') <= month),
        )
      return receives ? 'TRUE' : ifCompleteAtDate(facts, 'FALSE')
    },
  },
}

/** Kinds that an employer insures; the others have no employer by their nature. */
const OF_EMPLOYEES = ['110', '120', '210', '310', '410', '510']

/** The employer by its code, or as the other party of the case. */
function employerIs(facts: Facts): Outcome {
  const code = textOf(facts.arguments, 'creditCode') ?? facts.others[0]
  if (code === undefined) return cannotTell('PARTY_MISSING')
  const insured = facts.recordsOf(facts.subject).filter(({ data }) => textOf(data, 'insuranceState') === 'INSURED')
  if (insured.some(({ data }) => textOf(data, 'employerCode') === code)) return 'TRUE'
  const isEmployerUnknown = insured.some(
    ({ data }) =>
      OF_EMPLOYEES.includes(textOf(data, 'insuranceType') ?? '') && textOf(data, 'employerCode') === undefined,
  )
  return isEmployerUnknown ? cannotTell('NOT_COMPLETE') : ifCompleteAtDate(facts, 'FALSE')
}
