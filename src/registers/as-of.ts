import { parseDate, today, type Clock, type LocalDate } from '../core/clock.ts'
import { ZhengshuError } from '../core/errors.ts'

/** The founding of the People's Republic: no register here has records of a day before it. */
const EARLIEST = '1949-10-01' as LocalDate

/** The date that a question about facts speaks of; today when absent. Throws INVALID_INPUT outside of what can be known. */
export function parseAsOf(clock: Clock, text: string | undefined): LocalDate {
  const now = today(clock)
  if (text === undefined) return now
  const date = parseDate(text, 'asOf')
  if (date > now) throw invalid('nobody can tell about a day to come', '不能询问未来日期')
  if (date < EARLIEST) throw invalid(`use ${EARLIEST} or a later day`, `不得早于 ${EARLIEST}`)
  return date
}

const invalid = (reason: string, reasonZh: string) =>
  new ZhengshuError('INVALID_INPUT', { field: 'asOf', reason, reasonZh })
