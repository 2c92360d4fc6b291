import type { LocalDate } from '../../core/clock.ts'
import type { JsonObject } from '../../core/strict-json.ts'
import type { RegisterRecord } from '../registers.ts'

/** Why a question cannot be answered; the closed list of reasons beside CANNOT_TELL. */
export const CANNOT_TELL_REASONS = {
  SOURCE_UNAVAILABLE: { en: 'a source did not answer', zh: '数据源未应答' },
  NO_RECORD: { en: 'the register knows no such subject', zh: '基础库中没有该主体' },
  NO_RECORD_SINCE: {
    en: 'there is no record since the register is complete; before that date it is not',
    zh: '自数据完整之日起无记录，此前数据不完整',
  },
  NOT_COMPLETE: { en: 'the record lacks what the question needs', zh: '记录缺少判断所需内容' },
  STATUS_UNCLEAR: { en: 'the state on record does not decide the question', zh: '登记状态不足以判断' },
  PARTY_MISSING: { en: 'the question needs another party', zh: '该问题需要另一当事人' },
  ARGUMENT_MISSING: { en: 'the question lacks an argument', zh: '缺少判断参数' },
} as const satisfies Record<string, { en: string; zh: string }>
type CannotTellReason = keyof typeof CANNOT_TELL_REASONS

export type Outcome = 'TRUE' | 'FALSE' | { readonly cannotTell: CannotTellReason; readonly coverageFrom?: LocalDate }

/** Everything a question may be answered from; all of it was read before. */
export interface Facts {
  readonly subject: string
  readonly others: readonly string[]
  readonly arguments: JsonObject
  readonly asOf: LocalDate
  /** Records of the predicate's register whose valid time takes in the date. */
  readonly recordsOf: (subject: string) => readonly RegisterRecord[]
  /** Records that began by the date, also those that have ended since. */
  readonly historyOf: (subject: string) => readonly RegisterRecord[]
  readonly coverageFrom: LocalDate
}

export interface Predicate {
  /** Rises with every change of meaning; evidence carries it. */
  readonly ruleVersion: number
  /** NONE: about the subject alone; ONE: needs exactly one other party; FAMILY: takes in those that are there. */
  readonly others: 'NONE' | 'ONE' | 'FAMILY'
  readonly answer: (facts: Facts) => Outcome
}

export type Predicates = Readonly<Record<string, Predicate>>

export const cannotTell = (reason: CannotTellReason): Outcome => ({ cannotTell: reason })

export const yesIf = (condition: boolean): Outcome => (condition ? 'TRUE' : 'FALSE')

export const not = (outcome: Outcome): Outcome =>
  outcome === 'TRUE' ? 'FALSE' : outcome === 'FALSE' ? 'TRUE' : outcome

/** About what stands at the date (accounts, titles, entries): the register is complete for it from its coverage on. */
export const ifCompleteAtDate = (facts: Facts, outcome: Outcome): Outcome =>
  facts.asOf >= facts.coverageFrom ? outcome : noRecordSince(facts)

export const noRecordSince = (facts: Facts): Outcome => ({
  cannotTell: 'NO_RECORD_SINCE',
  coverageFrom: facts.coverageFrom,
})

/** Most questions are about the one record of a subject; of several the one that began last. */
export function onRecord(facts: Facts, answer: (record: RegisterRecord) => Outcome): Outcome {
  const record = latest(facts.recordsOf(facts.subject))
  return record ? answer(record) : cannotTell('NO_RECORD')
}

export const latest = (records: readonly RegisterRecord[]): RegisterRecord | undefined =>
  records.reduce<RegisterRecord | undefined>(
    (best, record) => (best === undefined || record.validFrom > best.validFrom ? record : best),
    undefined,
  )

/** GB/T 2260: a division code whose trailing pairs of zeros take in the levels below. */
export const isWithin = (division: string, area: string): boolean => division.startsWith(area.replace(/(00)+$/, ''))
