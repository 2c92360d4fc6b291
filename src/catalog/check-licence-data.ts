import type { ErrorObject, ValidateFunction } from 'ajv/dist/2020.js'
import { ZhengshuError } from '../core/errors.ts'
import type { LicenceType } from './catalog.ts'
import { createSchemaCompiler, fieldOf, reasonsOf } from './schema-compiler.ts'

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
      {
        type: type.slug,
        typeZh: type.name.zh,
        field: '',
        reason: 'it is too large or too deep',
        reasonZh: '数据过大或层级过深',
      },
      { cause: error },
    )
  }
}

/** Names the fields and what they must be. */
function dataInvalid(type: LicenceType, errors: readonly ErrorObject[]): ZhengshuError {
  const said = errors.slice(0, MOST_REASONS).map((error) => ({ field: nameOf(error), ...reasonsOf(error) }))
  const more = errors.length > MOST_REASONS ? ' …' : ''
  return new ZhengshuError('LICENCE_DATA_INVALID', {
    type: type.slug,
    typeZh: type.name.zh,
    field: said[0]?.field ?? '',
    reason: said.map(({ field, reason }) => `${field} ${reason}`).join('; ') + more,
    reasonZh: said.map(({ field, reasonZh }) => `${field} ${reasonZh}`).join('；') + more,
  })
}

// A surplus member is named by whoever sent it; one that does not look like a name is not repeated.
function nameOf(error: ErrorObject): string {
  const name = fieldOf(error)
  return /^[A-Za-z][A-Za-z0-9]*(\[\d+\]|\.[A-Za-z][A-Za-z0-9]*)*$/.test(name) && name.length <= 120 ? name : '?'
}
