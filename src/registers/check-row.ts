import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js'
import type { Register, RegisterField } from '../catalog/index.ts'
import { isRealDate, type LocalDate } from '../core/clock.ts'
import { isZhengshuError } from '../core/errors.ts'
import { isSyntheticNumber } from '../core/identifiers.ts'
import { parseStrictJson, type JsonObject, type JsonValue } from '../core/strict-json.ts'
import { plainName } from '../core/texts.ts'
import { subjectValues, textOf } from './record-fields.ts'
import { addFormats, isSubject } from './schema-formats.ts'
import { rulesOf } from './register-rules.ts'
import type { FieldRefusal, RowRefusalCode } from './row-refusals.ts'

/** What a row says beside the register's own fields; its columns begin with an underscore, so that no field collides. */
interface RowEnvelope {
  readonly validFrom: LocalDate
  readonly validTo?: LocalDate
  readonly recordState: 'CURRENT' | 'CORRECTED' | 'WITHDRAWN'
}

export interface CheckedRow {
  readonly data: JsonObject
  /** The text of `data` where the file has it to the character. */
  readonly text?: string
  readonly envelope: RowEnvelope
  /** Numbers of the persons and legal entities that the record concerns; each once. */
  readonly subjects: readonly string[]
}

type RowCheck =
  { readonly ok: true; readonly row: CheckedRow } | { readonly ok: false; readonly refusals: readonly FieldRefusal[] }

const ENVELOPE_COLUMNS = ['_validFrom', '_validTo', '_recordState'] as const
const RECORD_STATES = ['CURRENT', 'CORRECTED', 'WITHDRAWN'] as const

/** Dates of these fields may lie in the future: an end that is fixed in advance. */
const MAY_LIE_AHEAD = /(To|Until|dueOn|DueOn|scrapBy)$/

export interface RowChecker {
  /** Names of the fields and of the envelope's columns. */
  readonly columns: ReadonlySet<string>
  /** Cells of a text format become values of the declared types; a cell that does not fit stays text and is refused. */
  fromText(names: readonly string[], cells: readonly string[]): Record<string, JsonValue>
  /** `text` is that of `values` where it is compact (core/strict-json.ts). */
  check(values: Readonly<Record<string, JsonValue>>, today: LocalDate, text?: string): RowCheck
  /** The fields of a checked row that hold an invented number; production refuses them. */
  syntheticFields(row: CheckedRow): readonly FieldRefusal[]
}

const NUMBER_FORMATS: ReadonlySet<string> = new Set(['citizen-id', 'credit-code', 'subject'])

const checkers = new WeakMap<Register, RowChecker>()

/** Compiled once per register and version: compiling stops the event loop for as long as a thousand rows take. */
export function rowCheckerFor(register: Register): RowChecker {
  const known = checkers.get(register) ?? createRowChecker(register)
  checkers.set(register, known)
  return known
}

function createRowChecker(register: Register): RowChecker {
  const validate = compile(register)
  const rules = rulesOf(register.slug)
  const fields = new Map(register.fields.map((field) => [field.name, field]))
  const names = [...fields.keys()]
  const known = new Set<string>([...names, ...ENVELOPE_COLUMNS])
  const dateFields = register.fields.filter((field) => field.schema['format'] === 'date')

  const numberFields = register.fields.filter(({ schema }) => NUMBER_FORMATS.has(String(schema['format'])))
  const numberNames = new Set(numberFields.map(({ name }) => name))
  // The schema checks the others.
  const uncheckedSubjects = register.subjectFields.filter((field) => !numberNames.has(field))

  const check = (values: Readonly<Record<string, JsonValue>>, today: LocalDate, text?: string): RowCheck => {
    for (const name in values) if (!known.has(name)) return refused([{ field: plainName(name), code: 'UNKNOWN_FIELD' }])
    const data: Record<string, JsonValue> = {}
    for (const name of names) {
      const value = values[name]
      if (value === undefined || value === null) continue
      const tidied = tidyOf(value)
      if (tidied === undefined) return refused([{ field: name, code: 'BAD_CHARACTER' }])
      data[name] = tidied
    }
    if (!validate(data)) return refused((validate.errors ?? []).map(toRefusal))
    const refusals = [...checkDates(dateFields, data, today), ...checkSubjects(uncheckedSubjects, data)]
    if (refusals.length > 0) return refused(refusals)
    const crossed = rules.check(data, today)
    if (crossed.length > 0) return refused(crossed)
    const envelope = readEnvelope(values, register, rules.period(data))
    if ('code' in envelope) return refused([envelope])
    const subjects = [...new Set(subjectValues(data, register.subjectFields).map(({ value }) => value))]
    if (subjects.length === 0) return refused([{ field: register.subjectFields[0] ?? '', code: 'NO_SUBJECT' }])
    const row = { data, envelope, subjects }
    return { ok: true, row: text !== undefined && isSame(data, values) ? { ...row, text } : row }
  }

  const checked = [...new Set([...register.subjectFields, ...numberNames])]
  return {
    columns: known,
    check,
    syntheticFields: ({ data }) =>
      subjectValues(data, checked)
        .filter(({ value }) => isSyntheticNumber(value))
        .map(({ field }) => ({ field, code: 'SYNTHETIC_NUMBER' as const })),
    fromText(names, cells) {
      const values: Record<string, JsonValue> = {}
      for (let i = 0; i < names.length; i++) {
        const cell = cells[i]!
        if (cell !== '') values[names[i]!] = fromCell(cell, fields.get(names[i]!))
      }
      return values
    },
  }
}

const refused = (refusals: readonly FieldRefusal[]): RowCheck => ({ ok: false, refusals })

function compile(register: Register): ValidateFunction {
  const ajv = new Ajv2020({
    strict: true,
    strictTypes: false,
    strictRequired: false,
    allErrors: true,
    ownProperties: false,
  })
  // Annotations of the catalog; they check nothing here.
  ajv.addVocabulary(['x-title-zh', 'x-class', 'x-code-list'])
  addFormats(ajv)
  return ajv.compile({
    type: 'object',
    properties: Object.fromEntries(register.fields.map((field) => [field.name, field.schema])),
    required: register.fields.filter((field) => field.isRequired).map((field) => field.name),
    additionalProperties: false,
  })
}

const CODE_OF_KEYWORD: Readonly<Record<string, RowRefusalCode>> = {
  required: 'MISSING',
  type: 'WRONG_TYPE',
  pattern: 'WRONG_FORM',
  enum: 'NOT_IN_LIST',
  const: 'NOT_IN_LIST',
  maxLength: 'WRONG_LENGTH',
  minLength: 'WRONG_LENGTH',
  maxItems: 'WRONG_LENGTH',
  minItems: 'WRONG_LENGTH',
  minimum: 'OUT_OF_RANGE',
  maximum: 'OUT_OF_RANGE',
  exclusiveMinimum: 'OUT_OF_RANGE',
  exclusiveMaximum: 'OUT_OF_RANGE',
  multipleOf: 'OUT_OF_RANGE',
  additionalProperties: 'UNKNOWN_FIELD',
}

function toRefusal(error: ErrorObject): FieldRefusal {
  const missing = error.keyword === 'required' ? (error.params as { missingProperty: string }).missingProperty : ''
  const [, top] = error.instancePath.split('/')
  const field = top || missing
  if (error.keyword !== 'format') return { field, code: CODE_OF_KEYWORD[error.keyword] ?? 'WRONG_FORM' }
  const format = (error.params as { format: string }).format
  return { field, code: format.includes('date') || format.includes('month') ? 'NOT_A_DATE' : 'WRONG_CHECK' }
}

function checkDates(dateFields: readonly RegisterField[], data: JsonObject, today: LocalDate): FieldRefusal[] {
  const refusals: FieldRefusal[] = []
  for (const { name } of dateFields) {
    const date = textOf(data, name)
    if (date !== undefined && date > today && !MAY_LIE_AHEAD.test(name))
      refusals.push({ field: name, code: 'DATE_IN_FUTURE' })
  }
  return refusals
}

const checkSubjects = (subjectFields: readonly string[], data: JsonObject): FieldRefusal[] =>
  subjectValues(data, subjectFields).flatMap(({ field, value }): FieldRefusal[] =>
    isSubject(value) ? [] : [{ field, code: 'WRONG_CHECK' }],
  )

function readEnvelope(
  values: Readonly<Record<string, JsonValue>>,
  register: Register,
  period: { readonly from: string | undefined; readonly to?: string | undefined },
): RowEnvelope | FieldRefusal {
  const validFrom = values['_validFrom'] ?? period.from ?? register.coverageFrom
  const validTo = values['_validTo'] ?? period.to
  const recordState = values['_recordState'] ?? 'CURRENT'
  if (typeof validFrom !== 'string' || !isRealDate(validFrom)) return { field: '_validFrom', code: 'NOT_A_DATE' }
  if (!(RECORD_STATES as readonly JsonValue[]).includes(recordState))
    return { field: '_recordState', code: 'NOT_IN_LIST' }
  const envelope = { validFrom: validFrom as LocalDate, recordState: recordState as RowEnvelope['recordState'] }
  if (validTo === undefined) return envelope
  if (typeof validTo !== 'string' || !isRealDate(validTo)) return { field: '_validTo', code: 'NOT_A_DATE' }
  if (validTo < validFrom) return { field: '_validTo', code: 'DATES_OUT_OF_ORDER' }
  return { ...envelope, validTo: validTo as LocalDate }
}

// ---- text cells ----------------------------------------------------------------------------------------------------

function fromCell(cell: string, field: RegisterField | undefined): JsonValue {
  switch (field?.schema['type']) {
    case 'integer':
    case 'number': {
      const number = Number(cell)
      return /^-?\d+(\.\d+)?$/.test(cell) && Number.isFinite(number) ? number : cell
    }
    case 'boolean':
      return BOOLEANS[cell] ?? cell
    case 'array':
    case 'object':
      return jsonOrText(cell)
    default:
      return cell
  }
}

const BOOLEANS: Readonly<Record<string, boolean>> = {
  true: true,
  false: false,
  '1': true,
  '0': false,
  是: true,
  否: false,
}

function jsonOrText(cell: string): JsonValue {
  try {
    return parseStrictJson(cell)
  } catch (error) {
    if (isZhengshuError(error)) return cell
    throw error
  }
}

// C0 controls but tab and line ends, DEL, direction marks, replacement character.
const BAD_CHARACTER = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u202a-\u202e\u2066-\u2069\ufffd]/

function hasBadCharacter(value: JsonValue | undefined): boolean {
  if (typeof value === 'string') return BAD_CHARACTER.test(value)
  if (value === null || typeof value !== 'object') return false
  return Object.values(value).some(hasBadCharacter)
}

// Nothing in it is bad, and NFC changes nothing: one look instead of two at nearly every value.
const PLAIN = /^[\u0020-\u007e\u4e00-\u9fff]*$/

/** Undefined when it has a bad character. */
function tidyOf(value: JsonValue): JsonValue | undefined {
  if (typeof value === 'string' && PLAIN.test(value)) return value.trim()
  return hasBadCharacter(value) ? undefined : tidy(value)
}

/** The same members in the same order; lists and objects were made anew and count as others. */
function isSame(data: JsonObject, values: Readonly<Record<string, JsonValue>>): boolean {
  const names = Object.keys(data)
  let at = 0
  for (const name in values) if (names[at++] !== name || data[name] !== values[name]) return false
  return at === names.length
}

/** One form for one content: NFC, members of inner objects in order of name, absent instead of null. */
function tidy(value: JsonValue): JsonValue {
  if (typeof value === 'string') return value.normalize('NFC').trim()
  if (value === null || typeof value !== 'object') return value
  if (Array.isArray(value)) return value.map(tidy)
  return Object.fromEntries(
    Object.entries(value as JsonObject)
      .filter(([, member]) => member !== null)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, member]): [string, JsonValue] => [key, tidy(member)]),
  )
}
