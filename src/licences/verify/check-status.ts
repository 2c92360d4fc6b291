import { addDays, dateAt, startOfDate, type LocalDate } from '../../core/clock.ts'
import type { LicenceState } from '../licence.ts'
import { stateOn } from '../licence-states.ts'
import { STATUS_VALUES, statusAt } from '../status-bits.ts'
import { cannotTell, failed, PASSED, type StepOutcome } from './step-codes.ts'
import type { StatusList } from './status-token.ts'

interface StatusEntry {
  readonly list: string
  readonly index: number
}

/** What a list says of an entry at a date: its state, or why that cannot be told. */
type ListedState =
  | { readonly state: LicenceState | 'ENDED'; readonly since?: LocalDate }
  | { readonly cannotTell: 'STATUS_LIST_INVALID' | 'STATUS_LIST_STALE' | 'STATUS_LIST_LATER' }

/** A list speaks for its own time to its expiry; by its dated changes also for every day before. */
export function listedState(list: StatusList, index: number, date: LocalDate, now: number): ListedState {
  const value = statusAt(list.bytes, list.bits, index)
  if (value === undefined || list.issuedAt > now + CLOCK_SKEW_MS) return { cannotTell: 'STATUS_LIST_INVALID' }
  const isOfLaterDay = dateAt(list.issuedAt) > date
  if (!isOfLaterDay && list.expiresAt < neededUntil(date, now)) return { cannotTell: 'STATUS_LIST_STALE' }
  if (list.changes === undefined) {
    if (isOfLaterDay) return { cannotTell: 'STATUS_LIST_LATER' }
    return { state: value === 0 ? 'VALID' : value === 2 ? 'SUSPENDED' : 'ENDED' }
  }
  const changes = list.changes.get(index) ?? []
  // Bits and history are two statements of one signer: where they differ, neither is believed.
  if (STATUS_VALUES[changes.at(-1)?.state ?? 'VALID'] !== value) return { cannotTell: 'STATUS_LIST_INVALID' }
  return stateOn(changes, date)
}

const CLOCK_SKEW_MS = 5 * 60_000

/** A day that is over must be covered to its end, today up to now, a day to come up to its beginning. */
function neededUntil(date: LocalDate, now: number): number {
  const today = dateAt(now)
  if (date < today) return startOfDate(addDays(date, 1)) - 1000
  return date === today ? now : startOfDate(date)
}

/** The step itself, over the lists at hand (already verified; `undefined` stands for one that was not). */
export function judgeStatus(
  entry: StatusEntry,
  lists: readonly (StatusList | undefined)[],
  date: LocalDate,
  now: number,
): StepOutcome {
  const list = lists.findLast((each) => each?.path === entry.list)
  if (!list) return cannotTell(lists.includes(undefined) ? 'STATUS_LIST_INVALID' : 'STATUS_LIST_MISSING')
  const listed = listedState(list, entry.index, date, now)
  if ('cannotTell' in listed) return cannotTell(listed.cannotTell)
  return listed.state === 'VALID' ? PASSED : failed(`STATUS_${listed.state}`)
}
