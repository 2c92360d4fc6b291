import type { LocalDate } from '../core/clock.ts'
import type { LicenceState, StateChange } from './licence.ts'

/** GB/T 36903 states. A terminal state never returns; expiry is no state but follows from the end date. */
export const LICENCE_TRANSITIONS: Readonly<Record<LicenceState, readonly LicenceState[]>> = {
  VALID: ['SUSPENDED', 'SUPERSEDED', 'CANCELLED', 'RESCINDED', 'REVOKED', 'TRANSFERRED_OUT'],
  SUSPENDED: ['VALID', 'CANCELLED', 'RESCINDED', 'REVOKED'],
  SUPERSEDED: [],
  CANCELLED: [],
  RESCINDED: [],
  REVOKED: [],
  TRANSFERRED_OUT: [],
}

/** By the table; a state never changes to itself. */
export const canChange = (from: LicenceState, to: LicenceState): boolean => LICENCE_TRANSITIONS[from].includes(to)
/** Nothing leads out of it. */
export const isTerminal = (state: LicenceState): boolean => LICENCE_TRANSITIONS[state].length === 0

/**
 * The state at the end of a civil date. A change counts for the whole of its day: what was revoked this afternoon was
 * not valid today, and what was resumed today is valid today.
 */
export function stateOn(
  changes: readonly Pick<StateChange, 'state' | 'on'>[],
  date: LocalDate,
): { readonly state: LicenceState; readonly since?: LocalDate } {
  const last = changes.findLast((change) => change.on <= date)
  return last === undefined ? { state: 'VALID' } : { state: last.state, since: last.on }
}

/** Whether a date lies within the licence's own period; both ends belong to it. */
export function periodOn(
  content: { readonly issuedOn: LocalDate; readonly validFrom?: LocalDate; readonly validTo?: LocalDate },
  date: LocalDate,
): 'WITHIN' | 'NOT_YET' | 'EXPIRED' {
  if (date < (content.validFrom ?? content.issuedOn)) return 'NOT_YET'
  if (content.validTo !== undefined && date > content.validTo) return 'EXPIRED'
  return 'WITHIN'
}
