import { objectOf, textOf } from '../record-fields.ts'
import type { RegisterRecord } from '../registers.ts'
import { ifCompleteAtDate, type Facts, type Outcome, type Predicates } from './predicate.ts'

/** An entry counts until it is removed; after repair the subject is as if there were none. */
const counts = ({ data }: RegisterRecord, facts: Facts): boolean =>
  (textOf(data, 'removedOn') ?? '9999-12-31') > facts.asOf && textOf(data, 'repairState') !== 'REPAIRED'

const entriesOf = (facts: Facts, ...kinds: readonly string[]): readonly RegisterRecord[] =>
  facts
    .recordsOf(facts.subject)
    .filter((record) => kinds.includes(textOf(record.data, 'entryKind') ?? '') && counts(record, facts))

const noneOf = (facts: Facts, entries: readonly RegisterRecord[]): Outcome =>
  entries.length > 0 ? 'FALSE' : ifCompleteAtDate(facts, 'TRUE')

export const socialCreditPredicates: Predicates = {
  notOnSeriousList: {
    ruleVersion: 1,
    others: 'NONE',
    answer: (facts) => noneOf(facts, entriesOf(facts, 'SERIOUS_LIST')),
  },
  mayUseCommitment: {
    ruleVersion: 1,
    others: 'NONE',
    answer: (facts) => {
      const item = textOf(facts.arguments, 'item')
      const falseCommitments = entriesOf(facts, 'COMMITMENT').filter(({ data }) => {
        const commitment = objectOf(data, 'commitment') ?? {}
        return (
          textOf(commitment, 'result') === 'FALSE' && (item === undefined || textOf(commitment, 'itemCode') === item)
        )
      })
      return noneOf(facts, [...entriesOf(facts, 'BREACH', 'SERIOUS_LIST'), ...falseCommitments])
    },
  },
  isNotDefaulter: {
    ruleVersion: 1,
    others: 'NONE',
    answer: (facts) => noneOf(facts, entriesOf(facts, 'JUDGMENT_DEFAULTER')),
  },
}
