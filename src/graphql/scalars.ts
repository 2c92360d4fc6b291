import { valueFromASTUntyped, type ValueNode } from 'graphql'
import { parseDate } from '../core/clock.ts'
import { ZhengshuError } from '../core/errors.ts'
import { parseCitizenId, parseCreditCode, parseLicenceIdentifier } from '../core/identifiers.ts'
import type { ScalarMap } from './schema.ts'

/** Values are parsed here, once; the field's path is put into the error by read-variables.ts. */
const textScalar = (parse: (text: string) => string): ScalarMap[string] => {
  const parseValue = (value: unknown): string => {
    if (typeof value !== 'string')
      throw new ZhengshuError('INVALID_INPUT', { field: 'value', reason: 'write a string', reasonZh: '应为字符串' })
    return parse(value)
  }
  return { serialize: (value) => value, parseValue, parseLiteral: (node) => parseValue(valueFromASTUntyped(node)) }
}

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,3})?Z$/

function parseInstant(text: string): string {
  const time = INSTANT.test(text) ? Date.parse(text) : Number.NaN
  if (Number.isNaN(time) || !new Date(time).toISOString().startsWith(text.slice(0, 10)))
    throw new ZhengshuError('INVALID_INPUT', {
      field: 'instant',
      reason: 'write an instant in UTC, 2026-11-24T02:00:00.000Z',
      reasonZh: '应为 UTC 时刻，形如 2026-11-24T02:00:00.000Z',
    })
  return new Date(time).toISOString()
}

function parseRequestId(text: string): string {
  if (!/^[A-Za-z0-9._:-]{8,100}$/.test(text))
    throw new ZhengshuError('INVALID_INPUT', {
      field: 'requestId',
      reason: 'use 8 to 100 letters, digits, dots, colons, hyphens or underscores; a UUID is good',
      reasonZh: '应为 8 至 100 个字母、数字、点、冒号、连字符或下划线，建议使用 UUID',
    })
  return text
}

/** Seventeen digits first: a citizen number; else a credit code. A code of digits alone counts as whichever checks. */
function parseSubjectNumber(text: string): string {
  if (!/^\d{17}[\dXx]$/.test(text)) return parseCreditCode(text, 'subject')
  try {
    return parseCitizenId(text, 'subject')
  } catch (error) {
    try {
      return parseCreditCode(text, 'subject')
    } catch {
      throw error // what was wrong as a citizen number is the likelier help
    }
  }
}

const jsonObject: ScalarMap[string] = {
  serialize: (value) => value,
  parseValue: parseJsonObject,
  parseLiteral: (node: ValueNode, variables) => parseJsonObject(valueFromASTUntyped(node, variables)),
}

function parseJsonObject(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new ZhengshuError('INVALID_INPUT', { field: 'value', reason: 'write an object', reasonZh: '应为对象' })
  return value
}

export const scalars: ScalarMap = {
  Date: textScalar((text) => parseDate(text)),
  Instant: textScalar(parseInstant),
  CreditCode: textScalar((text) => parseCreditCode(text)),
  SubjectNumber: textScalar(parseSubjectNumber),
  LicenceIdentifier: textScalar((text) => parseLicenceIdentifier(text)),
  RequestId: textScalar(parseRequestId),
  JsonObject: jsonObject,
}
