import { addMonths, type LocalDate } from '../../core/clock.ts'
import { birthDateOf, type CitizenId } from '../../core/identifiers.ts'
import { textOf } from '../record-fields.ts'
import type { RegisterRecord } from '../registers.ts'
import { cannotTell, noRecordSince, not, yesIf, type Facts, type Outcome, type Predicates } from './predicate.ts'

/** The younger of the two legal ages (Civil Code art. 1047): nobody marries before it. */
const EARLIEST_MARRIAGE_AGE = 20

const isCitizenNumber = (subject: string): subject is CitizenId => /^\d{17}[\dX]$/.test(subject)

const isMarriage = (record: RegisterRecord): boolean =>
  ['MARRIAGE', 'REISSUE_MARRIAGE'].includes(textOf(record.data, 'businessType') ?? '') &&
  !['ANNULLED', 'VOID'].includes(textOf(record.data, 'recordState') ?? '')

const isEnding = (record: RegisterRecord): boolean =>
  ['DIVORCE', 'REISSUE_DIVORCE', 'ANNULMENT'].includes(textOf(record.data, 'businessType') ?? '') &&
  textOf(record.data, 'recordState') !== 'VOID'

const pairOf = ({ data }: RegisterRecord): string =>
  [textOf(data, 'husbandId') ?? '', textOf(data, 'wifeId') ?? ''].sort().join(' ')

/** Marriages of the subject that stand on the date: begun by then, not dissolved and not followed by a divorce. */
function standing(facts: Facts): readonly RegisterRecord[] {
  const history = facts.historyOf(facts.subject)
  const endings = history.filter(isEnding)
  return history.filter((record) => {
    if (!isMarriage(record)) return false
    const dissolvedOn = textOf(record.data, 'dissolvedOn')
    const isDissolved =
      textOf(record.data, 'recordState') === 'DISSOLVED' && (dissolvedOn === undefined || dissolvedOn <= facts.asOf)
    const isEnded = endings.some((ending) => pairOf(ending) === pairOf(record) && ending.validFrom >= record.validFrom)
    return !isDissolved && !isEnded
  })
}

/**
 * "No standing marriage" is FALSE only where an older one cannot be missing: the person came of age after electronic
 * registration became complete, or the last event on record lies after that date and ended a marriage.
 */
function noneStanding(facts: Facts): Outcome {
  if (!isCitizenNumber(facts.subject)) return cannotTell('NO_RECORD')
  const lastEvent = facts
    .historyOf(facts.subject)
    .map(({ validFrom }) => validFrom)
    .sort()
    .at(-1)
  const earliest = addMonths(birthDateOf(facts.subject), EARLIEST_MARRIAGE_AGE * 12)
  const isComplete = earliest >= facts.coverageFrom || (lastEvent !== undefined && lastEvent >= facts.coverageFrom)
  return isComplete ? 'FALSE' : noRecordSince(facts)
}

const isMarried = (facts: Facts): Outcome => (standing(facts).length > 0 ? 'TRUE' : noneStanding(facts))

export const marriagePredicates: Predicates = {
  isMarried: { ruleVersion: 1, others: 'NONE', answer: isMarried },
  isSpouseOf: {
    ruleVersion: 1,
    others: 'ONE',
    answer: (facts) => {
      const marriages = standing(facts)
      if (marriages.length === 0) return noneStanding(facts)
      return yesIf(marriages.some((record) => pairOf(record) === [facts.subject, facts.others[0]!].sort().join(' ')))
    },
  },
  hasNoMarriageRecord: {
    ruleVersion: 1,
    others: 'NONE',
    answer: (facts) => {
      const since = textOf(facts.arguments, 'since') as LocalDate | undefined
      const found = facts
        .historyOf(facts.subject)
        .some((record) => isMarriage(record) && (since === undefined || record.validFrom >= since))
      if (found) return 'FALSE'
      if (since !== undefined) return since >= facts.coverageFrom ? 'TRUE' : noRecordSince(facts)
      return facts.historyOf(facts.subject).length > 0 ? cannotTell('STATUS_UNCLEAR') : not(noneStanding(facts))
    },
  },
}
