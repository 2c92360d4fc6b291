import { isExactNumber, type JsonObject, type JsonValue } from '../../core/strict-json.ts'

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const MAX_DEPTH = 20

/**
 * The object that canonical JSON bytes (RFC 8785) stand for; undefined for anything else: duplicate keys, numbers that
 * lose digits, white space, needless escapes. So it is as strict as the strict parser, and fast enough to run for each
 * of many licences.
 */
export function parseCanonicalObject(bytes: Uint8Array): JsonObject | undefined {
  let text: string
  let value: unknown
  try {
    text = utf8.decode(bytes)
    value = JSON.parse(text)
  } catch {
    return undefined // not UTF-8 or not JSON: the caller names the failed step
  }
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return undefined
  return isPlainCanonical(text) || write(value as JsonObject, 0) === text ? (value as JsonObject) : undefined
}

// Every integer of so many digits is a safe one.
const MAX_PLAIN_DIGITS = 15

/**
 * Whether JSON text is canonical at sight: no escape, no white space, of numbers only short integers, rising keys in
 * every object. Of any other text only writing the value again can tell. Looking takes little memory and leaves nothing
 * to collect, both of which the check of the signature that follows would feel.
 */
function isPlainCanonical(text: string): boolean {
  if (text.includes('\\')) return false
  const lastKeys: (string | undefined)[] = [] // one for each open object or array
  let digits = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code >= CODE.zero && code <= CODE.nine) {
      if (++digits > MAX_PLAIN_DIGITS) return false
      continue
    }
    if (code === CODE.quote) {
      const end = text.indexOf('"', at + 1)
      if (text.charCodeAt(end + 1) === CODE.colon) {
        const key = text.slice(at + 1, end)
        const last = lastKeys[lastKeys.length - 1]
        if (last !== undefined && last >= key) return false
        lastKeys[lastKeys.length - 1] = key
      }
      at = end
    } else if (code === CODE.openBrace || code === CODE.openBracket) {
      if (lastKeys.push(undefined) > MAX_DEPTH) return false
    } else if (code === CODE.closeBrace || code === CODE.closeBracket) lastKeys.pop()
    else if (code < CODE.comma || isPartOfNumber(code, digits)) return false // blanks come before the comma, `+` too
    digits = 0
  }
  return true
}

/** Beyond its digits: sign, point, exponent. The letter e also stands in `true` and `false`, but after no digit. */
const isPartOfNumber = (code: number, digits: number): boolean =>
  code === CODE.minus || code === CODE.point || code === CODE.capitalE || (code === CODE.e && digits > 0)

const CODE = {
  quote: 0x22,
  comma: 0x2c,
  minus: 0x2d,
  point: 0x2e,
  zero: 0x30,
  nine: 0x39,
  colon: 0x3a,
  capitalE: 0x45,
  openBracket: 0x5b,
  closeBracket: 0x5d,
  e: 0x65,
  openBrace: 0x7b,
  closeBrace: 0x7d,
} as const

/** Canonical text; undefined for what no document of ours may hold: deep nesting, lone surrogates, NUL, unsafe integers. */
function write(value: JsonValue, depth: number): string | undefined {
  if (typeof value === 'string')
    return value.isWellFormed() && !value.includes('\u0000') ? JSON.stringify(value) : undefined
  if (typeof value === 'number') return isExactNumber(value) ? JSON.stringify(value) : undefined
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  if (depth > MAX_DEPTH) return undefined
  const parts: string[] = []
  if (Array.isArray(value)) {
    for (const member of value as readonly JsonValue[]) {
      const text = write(member, depth + 1)
      if (text === undefined) return undefined
      parts.push(text)
    }
    return `[${parts.join(',')}]`
  }
  for (const key of Object.keys(value).sort()) {
    const text = write((value as JsonObject)[key]!, depth + 1)
    if (text === undefined || !key.isWellFormed()) return undefined
    parts.push(`${JSON.stringify(key)}:${text}`)
  }
  return `{${parts.join(',')}}`
}
