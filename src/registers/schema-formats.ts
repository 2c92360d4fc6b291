import type { Ajv2020 } from 'ajv/dist/2020.js'
import { isRealDate } from '../core/clock.ts'
import { isZhengshuError } from '../core/errors.ts'
import { parseCitizenId, parseCreditCode } from '../core/identifiers.ts'

const isValid = (parse: (text: string) => unknown, text: string): boolean => {
  try {
    parse(text)
    return true
  } catch (error) {
    if (isZhengshuError(error)) return false
    throw error
  }
}

// The form first: a refusal that is thrown costs more than a thousand comparisons.
const isCitizenId = (text: string): boolean => /^\d{17}[\dX]$/.test(text) && isValid(parseCitizenId, text)
const isCreditCode = (text: string): boolean => /^[0-9A-Z]{18}$/.test(text) && isValid(parseCreditCode, text)

/** A citizen number or a unified social credit code with the right check character. */
export const isSubject = (text: string): boolean => isCitizenId(text) || isCreditCode(text)

/** The formats that schemas of registers and of predicates' arguments may name. */
export function addFormats(ajv: Ajv2020): void {
  ajv.addFormat('date', isRealDate)
  ajv.addFormat('year-month', (text: string) => isRealDate(`${text}-01`))
  ajv.addFormat('citizen-id', isCitizenId)
  ajv.addFormat('credit-code', isCreditCode)
  ajv.addFormat('subject', isSubject)
}
