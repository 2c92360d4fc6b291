import type { JsonObject, JsonValue } from '../../core/strict-json.ts'

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const MAX_DEPTH = 20

/**
 * The object that canonical JSON bytes (RFC 8785) stand for; undefined for anything else. Writing the parsed value
 * again and comparing refuses at one stroke duplicate keys, numbers that lose digits, white space and needless escapes;
 * so it is as strict as the strict parser, and fast enough to run for each of many licences.
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
  return isCanonical(value as JsonObject, text) ? (value as JsonObject) : undefined
}

/** Without `\\u` escapes the plain writer's text is canonical as soon as every object's keys are in order. */
const isCanonical = (value: JsonObject, text: string): boolean =>
  text.includes('\\u') || !hasOrderedKeys(value, 0) ? write(value, 0) === text : JSON.stringify(value) === text

function hasOrderedKeys(value: JsonValue, depth: number): boolean {
  if (value === null || typeof value !== 'object') return true
  if (depth > MAX_DEPTH) return false
  if (Array.isArray(value)) return value.every((member: JsonValue) => hasOrderedKeys(member, depth + 1))
  let previous: string | undefined
  for (const key in value) {
    if (previous !== undefined && previous >= key) return false
    if (!hasOrderedKeys((value as JsonObject)[key]!, depth + 1)) return false
    previous = key
  }
  return true
}

/** Canonical text; undefined for what no document of ours may hold: deep nesting, lone surrogates, NUL. */
function write(value: JsonValue, depth: number): string | undefined {
  if (typeof value === 'string')
    return value.isWellFormed() && !value.includes('\u0000') ? JSON.stringify(value) : undefined
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
