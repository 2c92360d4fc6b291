import type { Alternative } from '../catalog/index.ts'
import type { LocalDate } from '../core/clock.ts'
import { acceptLicence, type Licence } from '../licences/index.ts'
import {
  subjectKey,
  type PredicateAnswer,
  type PredicateQuestion,
  type RegisterRecord,
  type SubjectAnswer,
} from '../registers/index.ts'
import type { RefusalRule } from '../sharing/index.ts'
import type { MaterialState, NotAccepted, Party, SubmitReason } from './evidence.ts'
import { holderKey, type Held } from './fetch-held.ts'
import type { AskedMaterial, Candidate } from './plan-sources.ts'

/** What meets a material. */
export type Hit =
  | { readonly kind: 'LICENCE'; readonly candidate: Candidate; readonly licence: Licence }
  | { readonly kind: 'RECORD'; readonly candidate: Candidate; readonly record: RegisterRecord }
  | { readonly kind: 'PREDICATE'; readonly candidate: Candidate; readonly answer: PredicateAnswer }

/** Why one alternative does not meet it. */
interface Miss {
  readonly reason: SubmitReason
  readonly rule?: RefusalRule
  readonly notAccepted?: NotAccepted
  readonly cannotTell?: { readonly reason: string; readonly coverageFrom?: string }
  readonly sourceUnavailable?: string
}

/** The verdict on one material: what meets it, or what the applicant has to do and why. */
export interface Match {
  readonly asked: AskedMaterial
  readonly state: MaterialState
  readonly hit?: Hit
  readonly reason?: SubmitReason
  readonly rule?: RefusalRule
  readonly notAccepted?: NotAccepted
  readonly cannotTell?: { readonly reason: string; readonly coverageFrom?: string }
  readonly sourcesUnavailable: readonly string[]
  /** Candidates that were looked at, in order: what they said is disclosed. Those after a hit are not. */
  readonly consulted: readonly Candidate[]
}

export interface MatchFacts {
  readonly parties: readonly Party[]
  readonly held: Held
  readonly asOf: LocalDate
  /** The credit register bars the applicant from commitments; false where it was not asked or could not tell. */
  readonly isBarredFromCommitment: boolean
  readonly answerPredicate: (
    question: PredicateQuestion,
    answers: ReadonlyMap<string, SubjectAnswer>,
  ) => PredicateAnswer
}

/** Pure: every necessary material with its verdict. */
export const matchMaterials = (materials: readonly AskedMaterial[], facts: MatchFacts): readonly Match[] =>
  materials.map((asked) => matchMaterial(asked, facts))

export function matchMaterial(asked: AskedMaterial, facts: MatchFacts): Match {
  const misses: Miss[] = []
  const consulted: Candidate[] = []
  for (const candidate of asked.candidates) {
    consulted.push(candidate)
    const outcome = tryCandidate(candidate, asked.party!, facts)
    if ('kind' in outcome)
      return {
        asked,
        state: 'HELD',
        hit: outcome,
        ...notAcceptedOf(misses),
        sourcesUnavailable: unavailableOf(misses),
        consulted,
      }
    misses.push(outcome)
  }
  const miss = misses.length === 0 ? withoutCandidates(asked) : mostTelling(misses)
  const { sourceUnavailable: _, ...why } = miss
  return {
    asked,
    state: substitute(asked, misses, facts),
    ...why,
    ...notAcceptedOf(misses),
    sourcesUnavailable: unavailableOf(misses),
    consulted,
  }
}

const unavailableOf = (misses: readonly Miss[]): readonly string[] => [
  ...new Set(misses.flatMap(({ sourceUnavailable }) => sourceUnavailable ?? [])),
]

/** A licence that was held but not accepted is shown whatever reason comes first, and also where another source held. */
function notAcceptedOf(misses: readonly Miss[]): { readonly notAccepted?: NotAccepted } {
  const notAccepted = misses.find((miss) => miss.notAccepted)?.notAccepted
  return notAccepted ? { notAccepted } : {}
}

function withoutCandidates({ material, party }: AskedMaterial): Miss {
  if (!party) return { reason: 'PARTY_MISSING' }
  if (material.isPaperOriginal) return { reason: 'PAPER_ORIGINAL' }
  if (material.madeBy === 'APPLICANT') return { reason: 'MADE_BY_APPLICANT' }
  return { reason: material.madeBy === 'THIRD_PARTY' ? 'MADE_BY_THIRD_PARTY' : 'NONE_HELD' }
}

/**
 * Of several reasons the one that says most. A source that did not answer comes first: it might have held the
 * material, so nothing else may be told in its place. "None held" comes last: it needs every source to have answered.
 */
const TELLING: readonly SubmitReason[] = [
  'SOURCE_UNAVAILABLE',
  'NOT_IN_FORCE',
  'EXPIRED',
  'TOO_OLD',
  'ANSWERED_NO',
  'CANNOT_TELL',
  'REFUSED_BY_RULE',
  'PARTY_MISSING',
  'NONE_HELD',
]

const mostTelling = (misses: readonly Miss[]): Miss =>
  misses.reduce((best, miss) => (TELLING.indexOf(miss.reason) < TELLING.indexOf(best.reason) ? miss : best))

/** What the government knows to be otherwise can't be promised, and will not be there later either. */
const KNOWN_OTHERWISE: readonly SubmitReason[] = ['ANSWERED_NO', 'NOT_IN_FORCE']
const NO_SUBSTITUTE: readonly SubmitReason[] = ['PARTY_MISSING', 'PAPER_ORIGINAL']

function substitute(asked: AskedMaterial, misses: readonly Miss[], facts: MatchFacts): MaterialState {
  const { mayCommit, mayDefer } = asked.material
  if (misses.some(({ reason }) => KNOWN_OTHERWISE.includes(reason))) return 'SUBMIT'
  if (misses.length === 0 && NO_SUBSTITUTE.includes(withoutCandidates(asked).reason)) return 'SUBMIT'
  if (mayCommit && !facts.isBarredFromCommitment) return 'COMMITMENT'
  return mayDefer ? 'DEFERRABLE' : 'SUBMIT'
}

// ---- one alternative -----------------------------------------------------------------------------------------------

function tryCandidate(candidate: Candidate, party: Party, facts: MatchFacts): Hit | Miss {
  const { alternative, decision } = candidate
  if (!decision.permitted) return { reason: 'REFUSED_BY_RULE', rule: decision.rule }
  switch (alternative.kind) {
    case 'LICENCE':
      return tryLicence(candidate, alternative, party, facts)
    case 'RECORD':
      return tryRecord(candidate, alternative, party, facts)
    case 'PREDICATE':
      return tryPredicate(candidate, alternative, party, facts)
  }
}

type Of<K extends Alternative['kind']> = Extract<Alternative, { kind: K }>

function tryLicence(candidate: Candidate, alternative: Of<'LICENCE'>, party: Party, facts: MatchFacts): Hit | Miss {
  const { licenceType, maxAgeMonths } = alternative
  const all =
    facts.held.licences === 'unavailable' ? undefined : facts.held.licences.get(holderKey(licenceType, party.id))
  if (all === undefined) return { reason: 'SOURCE_UNAVAILABLE', sourceUnavailable: licenceType }
  const latestFirst = all
    .filter(
      ({ content }) => content.issuedOn <= facts.asOf && namesTheCouple(licenceType, content.holders, party, facts),
    )
    .toSorted((a, b) => (a.content.issuedOn < b.content.issuedOn ? 1 : -1))
  const terms = { on: facts.asOf, ...(maxAgeMonths === undefined ? {} : { maxAgeMonths }) }
  const licence = latestFirst.find((one) => acceptLicence(one, terms).accepted)
  if (licence) return { kind: 'LICENCE', candidate, licence }
  // A superseded licence says nothing where its successor is there to be judged.
  const [newest] = latestFirst
  return newest ? notAccepted(newest, acceptLicence(newest, terms)) : { reason: 'NONE_HELD' }
}

function notAccepted(licence: Licence, acceptance: ReturnType<typeof acceptLicence>): Miss {
  const { identifier, content } = licence
  if (acceptance.accepted) throw new Error('an accepted licence is no miss')
  switch (acceptance.reason) {
    case 'NOT_IN_FORCE': {
      const { on, reason, authority } = acceptance.change
      return { reason: 'NOT_IN_FORCE', notAccepted: { identifier, state: acceptance.state, on, reason, authority } }
    }
    case 'NOT_YET_VALID':
      return {
        reason: 'NOT_IN_FORCE',
        notAccepted: { identifier, state: 'NOT_YET_VALID', on: content.validFrom ?? content.issuedOn },
      }
    case 'EXPIRED':
      return {
        reason: 'EXPIRED',
        notAccepted: { identifier, state: 'EXPIRED', ...(content.validTo ? { on: content.validTo } : {}) },
      }
    case 'TOO_OLD':
      return { reason: 'TOO_OLD', notAccepted: { identifier, state: 'TOO_OLD', on: content.issuedOn } }
  }
}

function tryRecord(candidate: Candidate, alternative: Of<'RECORD'>, party: Party, facts: MatchFacts): Hit | Miss {
  const { register, fields } = alternative
  const answer = facts.held.records.get(subjectKey(register, party.id))
  if (answer?.state !== 'answered') return { reason: 'SOURCE_UNAVAILABLE', sourceUnavailable: register }
  const [record] = answer.records
    .filter(({ validFrom, validTo }) => validFrom <= facts.asOf && (validTo === undefined || validTo >= facts.asOf))
    .filter((one) => fields.some((field) => one.data[field] !== undefined))
    .filter((one) => recordNamesTheCouple(one, party, facts))
    .toSorted((a, b) => (a.validFrom < b.validFrom ? 1 : -1))
  return record ? { kind: 'RECORD', candidate, record } : { reason: 'NONE_HELD' }
}

function tryPredicate(candidate: Candidate, alternative: Of<'PREDICATE'>, party: Party, facts: MatchFacts): Hit | Miss {
  const { register, predicate } = alternative
  const question: PredicateQuestion = {
    register,
    predicate,
    subject: party.id,
    others: candidate.others,
    arguments: (alternative.arguments ?? {}) as PredicateQuestion['arguments'],
    asOf: facts.asOf,
  }
  const answer = facts.answerPredicate(question, facts.held.records)
  switch (answer.answer) {
    case 'TRUE':
      return { kind: 'PREDICATE', candidate, answer }
    case 'FALSE':
      return { reason: 'ANSWERED_NO' }
    case 'CANNOT_TELL': {
      const { reason, coverageFrom } = answer
      if (reason === 'SOURCE_UNAVAILABLE') return { reason, sourceUnavailable: register }
      if (reason === 'PARTY_MISSING') return { reason }
      return { reason: 'CANNOT_TELL', cannotTell: { reason, ...(coverageFrom === undefined ? {} : { coverageFrom }) } }
    }
  }
}

// ---- couples -------------------------------------------------------------------------------------------------------

/** Types and registers that state a bond of two: another bond of the applicant proves nothing about this case. */
const COUPLE_LICENCES: readonly string[] = ['marriage-certificate']
const COUPLE_RECORDS: Readonly<Record<string, readonly string[]>> = { marriage: ['husbandId', 'wifeId'] }

/** The other half in this case, if the case names one. */
function partnersOf(party: Party, parties: readonly Party[]): readonly string[] {
  const role = party.role === 'APPLICANT' ? 'SPOUSE' : party.role === 'SPOUSE' ? 'APPLICANT' : undefined
  return parties.filter((other) => other.role === role).map(({ id }) => id)
}

function namesTheCouple(
  licenceType: string,
  holders: readonly { readonly code: string }[],
  party: Party,
  facts: MatchFacts,
): boolean {
  const partners = COUPLE_LICENCES.includes(licenceType) ? partnersOf(party, facts.parties) : []
  return partners.length === 0 || partners.some((partner) => holders.some(({ code }) => code === partner))
}

function recordNamesTheCouple(record: RegisterRecord, party: Party, facts: MatchFacts): boolean {
  const fields = COUPLE_RECORDS[record.register]
  const partners = fields === undefined ? [] : partnersOf(party, facts.parties)
  return partners.length === 0 || fields!.some((field) => partners.includes(String(record.data[field])))
}
