import { createRequire } from 'node:module'
import type { ErrorObject, ValidateFunction } from 'ajv/dist/2020.js'
import { ZhengshuError } from '../core/errors.ts'
import type { LicenceType } from './catalog.ts'
import { createSchemaCompiler, fieldOf } from './schema-compiler.ts'

type Localize = (errors: ErrorObject[] | null | undefined) => void
// ajv-i18n is CommonJS with one module a language; loading two of them beats loading forty.
const require = createRequire(import.meta.url)
const localize = {
  en: require('ajv-i18n/localize/en') as Localize,
  zh: require('ajv-i18n/localize/zh') as Localize,
}

const MOST_REASONS = 5

/** Checks face data against its type. Compiled once for each type and version. */
export function createLicenceDataCheck(): (type: LicenceType, data: unknown) => void {
  const compiler = createSchemaCompiler()
  const compiled = new Map<string, ValidateFunction>()
  return (type, data) => {
    const key = `${type.slug} ${type.version}`
    let check = compiled.get(key)
    if (!check) compiled.set(key, (check = compiler.compile(type.schema)))
    if (!isValid(check, type, data)) throw dataInvalid(type, check.errors ?? [])
  }
}

function isValid(check: ValidateFunction, type: LicenceType, data: unknown): boolean {
  try {
    return check(data)
  } catch (error) {
    // A very deep or long value can exhaust the stack of the compiled check or of a pattern.
    if (!(error instanceof RangeError)) throw error
    throw new ZhengshuError(
      'LICENCE_DATA_INVALID',
      { type: type.slug, typeZh: type.name.zh, field: '', reason: 'it is too large or too deep', reasonZh: '数据过大或层级过深' },
      { cause: error },
    )
  }
}

/** Names the fields and what they must be; ajv's messages quote the schema, never the value. */
function dataInvalid(type: LicenceType, errors: readonly ErrorObject[]): ZhengshuError {
  const said = (language: 'en' | 'zh'): string => {
    const copies = errors.slice(0, MOST_REASONS).map((error) => ({ ...error }))
    localize[language](copies)
    const reasons = copies.map((error) => `${nameOf(error)} ${error.message ?? error.keyword}`)
    return reasons.join(language === 'zh' ? '；' : '; ') + (errors.length > MOST_REASONS ? ' …' : '')
  }
  return new ZhengshuError('LICENCE_DATA_INVALID', {
    type: type.slug,
    typeZh: type.name.zh,
    field: errors[0] ? nameOf(errors[0]) : '',
    reason: said('en'),
    reasonZh: said('zh'),
  })
}

// A surplus member is named by whoever sent it; one that does not look like a name is not repeated.
function nameOf(error: ErrorObject): string {
  const name = fieldOf(error)
  return /^[A-Za-z][A-Za-z0-9]*(\[\d+\]|\.[A-Za-z][A-Za-z0-9]*)*$/.test(name) && name.length <= 120 ? name : '?'
}
