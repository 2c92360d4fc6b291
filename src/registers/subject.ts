import {
  birthDateOf,
  parseCitizenId,
  parseCreditCode,
  refuseSyntheticNumber,
  type CitizenId,
} from '../core/identifiers.ts'
import type { LocalDate } from '../core/clock.ts'

/** A citizen number or a unified social credit code; throws INVALID_IDENTIFIER. */
const parseSubject = (text: string, field: string): string =>
  isCitizenNumber(text) ? parseCitizenId(text, field) : parseCreditCode(text, field)

/** The subject of a question; in production not an invented one. */
export function parseRealSubject(deps: { readonly refuseSynthetic?: boolean }, text: string, field: string): string {
  const subject = parseSubject(text, field)
  if (deps.refuseSynthetic) refuseSyntheticNumber(subject, field)
  return subject
}

/** Decides whether the subject is a child; a legal entity has none. */
export const birthDateOfSubject = (subject: string): LocalDate | undefined =>
  isCitizenNumber(subject) ? birthDateOf(subject) : undefined

/** 17 digits and a check character whose place for the month holds one: a credit code has letters or no such month. */
const isCitizenNumber = (text: string): text is CitizenId => /^\d{10}(0[1-9]|1[0-2])\d{5}[\dX]$/.test(text)
