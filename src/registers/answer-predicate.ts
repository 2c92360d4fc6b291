import type { Catalog } from '../catalog/index.ts'
import type { LocalDate } from '../core/clock.ts'
import type { Facts, Outcome, Predicate } from './predicates/predicate.ts'
import { predicateOf } from './predicates/table.ts'
import {
  subjectKey,
  type PredicateAnswer,
  type PredicateQuestion,
  type RegisterRecord,
  type SubjectAnswer,
} from './registers.ts'

/** Pure: one answer over records that were read before; never FALSE or TRUE where a source did not answer. */
export function answerPredicate(
  catalog: Pick<Catalog, 'register'>,
  question: PredicateQuestion,
  answers: ReadonlyMap<string, SubjectAnswer>,
): PredicateAnswer {
  const predicate = predicateOf(question.register, question.predicate)
  const register = catalog.register(question.register)
  if (!predicate || !register) throw new Error(`no predicate ${question.register}.${question.predicate}`)
  const outcome = outcomeOf(predicate, register.coverageFrom as LocalDate, question, answers)
  const basis = { asOf: question.asOf, ruleVersion: predicate.ruleVersion }
  if (typeof outcome === 'string') return { answer: outcome, ...basis }
  return {
    answer: 'CANNOT_TELL',
    reason: outcome.cannotTell,
    ...basis,
    ...(outcome.coverageFrom === undefined ? {} : { coverageFrom: outcome.coverageFrom }),
  }
}

function outcomeOf(
  predicate: Predicate,
  coverageFrom: LocalDate,
  question: PredicateQuestion,
  answers: ReadonlyMap<string, SubjectAnswer>,
): Outcome {
  if (predicate.others === 'ONE' && question.others.length !== 1) return { cannotTell: 'PARTY_MISSING' }
  const subjects = [question.subject, ...question.others]
  const records = new Map<string, readonly RegisterRecord[]>()
  for (const subject of subjects) {
    const answer = answers.get(subjectKey(question.register, subject))
    if (answer?.state !== 'answered') return { cannotTell: 'SOURCE_UNAVAILABLE' }
    records.set(
      subject,
      answer.records.filter((record) => record.validFrom <= question.asOf),
    )
  }
  const historyOf = (subject: string) => records.get(subject) ?? []
  const facts: Facts = {
    subject: question.subject,
    others: question.others,
    arguments: question.arguments,
    asOf: question.asOf,
    historyOf,
    recordsOf: (subject) =>
      historyOf(subject).filter(({ validTo }) => validTo === undefined || validTo >= question.asOf),
    coverageFrom,
  }
  return predicate.answer(facts)
}
