import { addMonths, type LocalDate } from '../../core/clock.ts'
import { listOf, textOf } from '../record-fields.ts'
import type { RegisterRecord } from '../registers.ts'
import { cannotTell, ifCompleteAtDate, yesIf, type Facts, type Outcome } from './predicate.ts'

/**
 * Whether at least so many of the last complete months were paid in time. The month of the date itself does not count:
 * it is not over. A month paid afterwards (BACKPAY) does not count either, or a late payment would buy a continuous
 * record.
 */
export function paidInWindow(
  facts: Facts,
  accounts: readonly RegisterRecord[],
  atLeast: number,
  withinMonths: number,
): Outcome {
  if (accounts.length === 0) return ifCompleteAtDate(facts, 'FALSE')
  if (accounts.every(({ data }) => data['payments'] === undefined)) return cannotTell('NOT_COMPLETE')
  const month = facts.asOf.slice(0, 7)
  const first = addMonths(`${month}-01` as LocalDate, -withinMonths).slice(0, 7)
  const paid = accounts
    .flatMap(({ data }) => listOf(data, 'payments'))
    .filter((payment) => textOf(payment, 'kind') !== 'BACKPAY')
    .map((payment) => textOf(payment, 'month') ?? '')
    .filter((paidMonth) => paidMonth >= first && paidMonth < month)
  return yesIf(new Set(paid).size >= atLeast)
}
