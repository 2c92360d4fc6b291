import { addMonths, type LocalDate } from '../core/clock.ts'
import type { Licence, LicenceState, StateChange } from './licence.ts'
import { periodOn, stateOn } from './licence-states.ts'

/** What a use asks of a licence beyond being genuine. */
interface AcceptanceTerms {
  readonly on: LocalDate
  /** Issued at most so many months before that date. */
  readonly maxAgeMonths?: number
}

type Acceptance =
  | { readonly accepted: true }
  | { readonly accepted: false; readonly reason: 'EXPIRED' | 'NOT_YET_VALID' | 'TOO_OLD' }
  | {
      readonly accepted: false
      readonly reason: 'NOT_IN_FORCE'
      readonly state: LicenceState
      readonly change: StateChange
    }

/**
 * Is a licence that the register holds good for this use at this date? Verifying asks another question: whether the
 * document is genuine and was in force.
 */
export function acceptLicence(licence: Pick<Licence, 'content' | 'changes'>, terms: AcceptanceTerms): Acceptance {
  const { state } = stateOn(licence.changes, terms.on)
  if (state !== 'VALID')
    return {
      accepted: false,
      reason: 'NOT_IN_FORCE',
      state,
      change: licence.changes.findLast((change) => change.on <= terms.on)!,
    }
  const period = periodOn(licence.content, terms.on)
  if (period === 'NOT_YET') return { accepted: false, reason: 'NOT_YET_VALID' }
  if (period === 'EXPIRED') return { accepted: false, reason: 'EXPIRED' }
  if (terms.maxAgeMonths !== undefined && addMonths(licence.content.issuedOn, terms.maxAgeMonths) < terms.on)
    return { accepted: false, reason: 'TOO_OLD' }
  return { accepted: true }
}
