import { listOf, numberOf, textOf } from '../record-fields.ts'
import type { JsonObject } from '../../core/strict-json.ts'
import { paidInWindow } from './paid-months.ts'
import { cannotTell, ifCompleteAtDate, yesIf, type Facts, type Predicates } from './predicate.ts'

const loansOf = (facts: Facts): readonly JsonObject[] =>
  facts
    .recordsOf(facts.subject)
    .flatMap(({ data }) => listOf(data, 'loans'))
    .filter((loan) => (textOf(loan, 'grantedOn') ?? '') <= facts.asOf)

export const housingFundPredicates: Predicates = {
  isPayingNow: {
    ruleVersion: 1,
    others: 'NONE',
    answer: (facts) => {
      const isPaying = facts.recordsOf(facts.subject).some(({ data }) => textOf(data, 'accountState') === '01')
      return isPaying ? 'TRUE' : ifCompleteAtDate(facts, 'FALSE')
    },
  },
  paidMonths: {
    ruleVersion: 1,
    others: 'NONE',
    answer: (facts) => {
      const atLeast = numberOf(facts.arguments, 'atLeast')
      const within = numberOf(facts.arguments, 'withinMonths')
      if (atLeast === undefined || within === undefined) return cannotTell('ARGUMENT_MISSING')
      return paidInWindow(facts, facts.recordsOf(facts.subject), atLeast, within)
    },
  },
  hasNoOpenLoan: {
    ruleVersion: 1,
    others: 'NONE',
    answer: (facts) =>
      loansOf(facts).some((loan) => textOf(loan, 'state') !== 'SETTLED') ? 'FALSE' : ifCompleteAtDate(facts, 'TRUE'),
  },
  loanCountAtMost: {
    ruleVersion: 1,
    others: 'NONE',
    answer: (facts) => {
      const count = numberOf(facts.arguments, 'count')
      if (count === undefined) return cannotTell('ARGUMENT_MISSING')
      return loansOf(facts).length > count ? 'FALSE' : ifCompleteAtDate(facts, yesIf(true))
    },
  },
}
