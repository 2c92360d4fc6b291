import { listOf, textOf } from '../record-fields.ts'
import type { RegisterRecord } from '../registers.ts'
import { cannotTell, ifCompleteAtDate, isWithin, yesIf, type Facts, type Predicates } from './predicate.ts'

const DWELLING = '10'

/** A title cancelled after the date still stood on it. */
const isCurrent = ({ data }: RegisterRecord, facts: Facts): boolean =>
  textOf(data, 'state') === '1' || (textOf(data, 'cancelledOn') ?? '') > facts.asOf

/** The titles of the subject that the arguments name; all of them when they name none. */
const titlesOf = (facts: Facts, subject: string): readonly RegisterRecord[] => {
  const unitNo = textOf(facts.arguments, 'unitNo')
  const titleNo = textOf(facts.arguments, 'titleNo')
  return facts
    .recordsOf(subject)
    .filter((record) => isCurrent(record, facts))
    .filter(({ data }) => unitNo === undefined || textOf(data, 'unitNo') === unitNo)
    .filter(({ data }) => titleNo === undefined || textOf(data, 'titleNo') === titleNo)
}

export const realEstatePredicates: Predicates = {
  ownsNoDwelling: {
    ruleVersion: 1,
    others: 'FAMILY',
    answer: (facts) => {
      const area = textOf(facts.arguments, 'division')
      const owns = [facts.subject, ...facts.others].some((member) =>
        facts
          .recordsOf(member)
          .some(
            (record) =>
              isCurrent(record, facts) &&
              textOf(record.data, 'usage') === DWELLING &&
              (area === undefined || isWithin(textOf(record.data, 'division') ?? '', area)),
          ),
      )
      return owns ? 'FALSE' : ifCompleteAtDate(facts, 'TRUE')
    },
  },
  isOwner: {
    ruleVersion: 1,
    others: 'NONE',
    answer: (facts) => (titlesOf(facts, facts.subject).length > 0 ? 'TRUE' : ifCompleteAtDate(facts, 'FALSE')),
  },
  isNotSealed: {
    ruleVersion: 1,
    others: 'NONE',
    answer: (facts) => {
      const titles = titlesOf(facts, facts.subject)
      if (titles.length === 0) return cannotTell('NO_RECORD')
      const isSeized = titles.some(({ data }) =>
        listOf(data, 'seizures').some(
          (seizure) =>
            (textOf(seizure, 'from') ?? '') <= facts.asOf && (textOf(seizure, 'to') ?? '9999-12-31') >= facts.asOf,
        ),
      )
      return yesIf(!isSeized)
    },
  },
}
