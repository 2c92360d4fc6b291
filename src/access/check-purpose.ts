import { ZhengshuError } from '../core/errors.ts'
import type { Purpose } from './actor.ts'

const MAX_CASE_NUMBER = 100
const MAX_BASIS = 1_000

/** A case and a basis are named, whoever asks: an agency needs no grant for its own data, but a reason. Throws INVALID_INPUT. */
export function checkPurpose({ caseNumber, basis }: Purpose): void {
  checkText('purpose.caseNumber', caseNumber, MAX_CASE_NUMBER)
  checkText('purpose.basis', basis, MAX_BASIS)
}

function checkText(field: string, text: string, most: number): void {
  if (text.trim() !== '' && text.length <= most) return
  throw new ZhengshuError('INVALID_INPUT', {
    field,
    reason: `1 to ${most} characters`,
    reasonZh: `应为 1 至 ${most} 个字符`,
  })
}
