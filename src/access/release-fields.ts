import { ageAt, type LocalDate } from '../core/clock.ts'
import { citizenIdCheck, maskCitizenId, maskName } from '../core/identifiers.ts'
import type { JsonObject, JsonValue } from '../core/strict-json.ts'

/** P public, I internal, D personal, S sensitive personal information. */
export type ReleaseClass = 'P' | 'I' | 'D' | 'S'

/** What a released value may look like: as it is, masked, or not at all. */
type Form = 'PLAIN' | 'MASKED'

/**
 * The reviewed table: class of the field in the catalog × subject under 14 → form of a granted field. Every datum of a
 * child under 14 is sensitive (Personal Information Protection Law art. 28), and a grant that names a field for
 * everybody has not weighed a child's; so a child's personal field is masked unless the grant names the raw field.
 */
const FORMS: Readonly<Record<ReleaseClass, { readonly ordinary: Form; readonly child: Form }>> = {
  P: { ordinary: 'PLAIN', child: 'PLAIN' },
  I: { ordinary: 'PLAIN', child: 'PLAIN' },
  D: { ordinary: 'PLAIN', child: 'MASKED' },
  S: { ordinary: 'PLAIN', child: 'MASKED' },
}

/** How a masked field is shown, by its name; what no row names has no masked form and is left out. */
const MASKS: readonly { readonly names: RegExp; readonly mask: (text: string) => string }[] = [
  { names: /^name$|Name$/, mask: maskName },
  { names: /(Date|On|From|To|Since)$/, mask: (date) => `${date.slice(0, 4)}-**-**` },
  { names: /(^id$|Id$|^idNumber$|IdNumber$|^idOrCode$|No$)/, mask: maskNumber },
  { names: /(^sex$|^status$|State$|^division$|Division$)/, mask: (text) => text },
]

/** What decides, field by field, in which form a record is released. */
export interface ReleaseRules {
  /** Class of each field of the register or licence type. A field without a class is not released. */
  readonly classOf: (field: string) => ReleaseClass | undefined
  readonly granted: readonly string[]
  /** Fields that the grant names raw: numbers unmasked, a child's fields as they are. */
  readonly rawFields: readonly string[]
  /** Of the subject, as far as known; decides whether the subject is a child. */
  readonly birthDate?: LocalDate | undefined
  readonly on: LocalDate
}

const CHILD_AGE = 14

/** Pure: the granted fields of one record in the form in which they may leave; what the record lacks stays absent. */
export function releaseFields(data: JsonObject, rules: ReleaseRules): JsonObject {
  const isChild = rules.birthDate !== undefined && ageAt(rules.birthDate, rules.on) < CHILD_AGE
  const released: Record<string, JsonValue> = {}
  for (const field of rules.granted) {
    const value = data[field]
    const fieldClass = rules.classOf(field)
    if (value === undefined || fieldClass === undefined) continue
    const isRaw = rules.rawFields.includes(field)
    if (isRaw) {
      released[field] = value
      continue
    }
    const form = FORMS[fieldClass][isChild ? 'child' : 'ordinary']
    const shown = form === 'PLAIN' ? maskNumbers(value) : maskField(field, value)
    if (shown !== undefined) released[field] = shown
  }
  return released
}

function maskField(field: string, value: JsonValue): JsonValue | undefined {
  if (typeof value !== 'string') return undefined
  const row = MASKS.find(({ names }) => names.test(field))
  return row && maskNumbers(row.mask(value))
}

// A number too short for the usual mask keeps its first character only.
function maskNumber(text: string): string {
  return text.length < 12 ? text.slice(0, 1) + '*'.repeat(Math.max(1, text.length - 1)) : maskCitizenId(text)
}

const CANDIDATE = /\d{17}[\dXx]/g // no register takes a small x as a number, but free texts have it

/**
 * Masks citizen numbers by what they are, not by the name of the field that holds them, so that one inside a list of
 * owners or at the head of another number is not overlooked.
 */
function maskNumbers(value: JsonValue): JsonValue {
  if (typeof value === 'string') {
    if (value.length < 18) return value
    return value.replace(CANDIDATE, (number) => (isCitizenNumber(number) ? maskCitizenId(number) : number))
  }
  if (value === null || typeof value !== 'object') return value
  if (Array.isArray(value)) return value.map(maskNumbers)
  return Object.fromEntries(
    Object.entries(value as JsonObject).map(([key, member]): [string, JsonValue] => [key, maskNumbers(member)]),
  )
}

// The month keeps amounts and other long numbers apart from citizen numbers more cheaply than a full parse.
const isCitizenNumber = (text: string): boolean => {
  const month = Number(text.slice(10, 12))
  return month >= 1 && month <= 12 && citizenIdCheck(text) === text[17]!.toUpperCase()
}
