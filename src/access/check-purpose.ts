import { checkText, LONGEST_BASIS } from '../core/texts.ts'
import type { Purpose } from './actor.ts'

const MAX_CASE_NUMBER = 100

/** A case and a basis are named, whoever asks: an agency needs no grant for its own data, but a reason. Throws INVALID_INPUT. */
export function checkPurpose({ caseNumber, basis }: Purpose): void {
  checkText('purpose.caseNumber', caseNumber, MAX_CASE_NUMBER)
  checkText('purpose.basis', basis, LONGEST_BASIS)
}
