import { flagOf, textOf } from '../record-fields.ts'
import type { RegisterRecord } from '../registers.ts'
import { cannotTell, ifCompleteAtDate, onRecord, yesIf, type Facts, type Predicates } from './predicate.ts'

/** Active on the date: status 1, or a licence revoked or cancelled only afterwards. */
function isActive({ data }: RegisterRecord, facts: Facts): boolean {
  if (textOf(data, 'status') === '1') return true
  const ended = [textOf(data, 'revokedOn'), textOf(data, 'cancelledOn')].filter((date) => date !== undefined)
  return ended.length > 0 && ended.every((date) => date > facts.asOf)
}

/** An entity is found under its own code and under its representative; this is its record, not a person's. */
const ownRecord = (facts: Facts): Facts => ({
  ...facts,
  recordsOf: (subject) => facts.recordsOf(subject).filter(({ data }) => textOf(data, 'creditCode') === subject),
})

export const legalEntityPredicates: Predicates = {
  isActive: {
    ruleVersion: 1,
    others: 'NONE',
    answer: (facts) => onRecord(ownRecord(facts), (record) => yesIf(isActive(record, facts))),
  },
  activeAndNotAbnormal: {
    ruleVersion: 1,
    others: 'NONE',
    answer: (facts) =>
      onRecord(ownRecord(facts), (record) => {
        const since = textOf(record.data, 'abnormalSince')
        const isAbnormal =
          flagOf(record.data, 'onAbnormalList') === true && (since === undefined || since <= facts.asOf)
        return yesIf(isActive(record, facts) && !isAbnormal)
      }),
  },
  isLegalRepresentative: {
    ruleVersion: 1,
    others: 'ONE',
    answer: (facts) => {
      const entity = facts
        .recordsOf(facts.others[0]!)
        .find(({ data }) => textOf(data, 'creditCode') === facts.others[0])
      if (!entity) return cannotTell('NO_RECORD')
      const representative = textOf(entity.data, 'legalRepresentativeId')
      return representative === undefined ? cannotTell('NOT_COMPLETE') : yesIf(representative === facts.subject)
    },
  },
  ownsNoActiveCompany: {
    ruleVersion: 1,
    others: 'NONE',
    answer: (facts) =>
      ifCompleteAtDate(
        facts,
        yesIf(
          !facts
            .recordsOf(facts.subject)
            .some(
              (record) => textOf(record.data, 'legalRepresentativeId') === facts.subject && isActive(record, facts),
            ),
        ),
      ),
  },
  scopeContains: {
    ruleVersion: 1,
    others: 'NONE',
    answer: (facts) => {
      const keyword = textOf(facts.arguments, 'keyword')
      if (keyword === undefined) return cannotTell('ARGUMENT_MISSING')
      return onRecord(ownRecord(facts), ({ data }) => {
        const scope = textOf(data, 'businessScope')
        return scope === undefined ? cannotTell('NOT_COMPLETE') : yesIf(scope.includes(keyword))
      })
    },
  },
}
