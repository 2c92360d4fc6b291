import { ZhengshuError } from './errors.ts'

/** Of a legal basis, a clause, a scene: a paragraph of law has room. */
export const LONGEST_BASIS = 1_000
/** Of why somebody does something. */
export const LONGEST_REASON = 500

/** What a person must write in words, and not without end. Throws INVALID_INPUT naming the field. */
export function checkText(field: string, text: string, most: number): void {
  if (text.trim() !== '' && text.length <= most) return
  throw new ZhengshuError('INVALID_INPUT', {
    field,
    reason: `write 1 to ${most} characters`,
    reasonZh: `应为 1 至 ${most} 个字符`,
  })
}

/** An id, a code or a name of a field: no citizen number, which begins with digits and has no slash. */
const PLAIN_NAME = /^([A-Za-z_][A-Za-z0-9_-]{0,59}|\d{6,21}\/\d{1,20})$/

/** A name that came from outside, as far as it may stand in an error: only a harmless one is repeated. */
export const plainName = (name: string): string => (PLAIN_NAME.test(name) ? name : '?')
