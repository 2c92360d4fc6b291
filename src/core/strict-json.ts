import { ZhengshuError } from './errors.ts'

/** What JSON can say, read-only: a value that was read or signed is never changed in place. */
export type JsonValue = null | boolean | number | string | readonly JsonValue[] | JsonObject
export interface JsonObject {
  readonly [key: string]: JsonValue
}

interface StrictJsonLimits {
  readonly maxBytes: number
  readonly maxDepth: number
}

const DEFAULT_LIMITS: StrictJsonLimits = { maxBytes: 1_000_000, maxDepth: 20 }
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/**
 * Parses I-JSON (RFC 7493) strictly: UTF-8 without errors, no duplicate keys, no integers beyond the safe ones however
 * they are written, no lone surrogates, no NUL, bounded bytes and depth. Objects have no prototype. Throws INVALID_JSON
 * with the place and never with the text that stands there: a number or a key may be that of a person.
 */
export function parseStrictJson(input: Uint8Array | string, limits: Partial<StrictJsonLimits> = {}): JsonValue {
  const { maxBytes = DEFAULT_LIMITS.maxBytes, maxDepth = DEFAULT_LIMITS.maxDepth } = limits
  if (isLarger(input, maxBytes)) throw new ZhengshuError('PAYLOAD_TOO_LARGE', { limit: maxBytes })
  const text = typeof input === 'string' ? input : decode(input)
  return parseAtOnce(text, maxDepth)?.value ?? new Parser(text, maxDepth).parse()
}

/** A unit of UTF-16 becomes at most three bytes, so that most texts need not be measured. */
const isLarger = (input: Uint8Array | string, maxBytes: number): boolean =>
  typeof input === 'string'
    ? 3 * input.length > maxBytes && Buffer.byteLength(input) > maxBytes
    : input.byteLength > maxBytes

/** A text, and whether it is what JSON.stringify writes of its value (save that integers among keys would come first). */
interface StrictText {
  readonly value: JsonValue
  /** False also where this cannot tell. */
  readonly isCompact: boolean
}

/** `parseStrictJson` of a text that a program wrote for another: it need not be written again where it is compact. */
export function parseStrictText(text: string): StrictText {
  if (isLarger(text, DEFAULT_LIMITS.maxBytes))
    throw new ZhengshuError('PAYLOAD_TOO_LARGE', { limit: DEFAULT_LIMITS.maxBytes })
  const { maxDepth } = DEFAULT_LIMITS
  return parseAtOnce(text, maxDepth) ?? { value: new Parser(text, maxDepth).parse(), isCompact: false }
}

/**
 * The same value by JSON.parse, which is quicker by half; undefined where this cannot tell that the text is strict, which
 * the parser below then decides: of an escaped character code, for one, which may be anything. JSON.parse forgives only a
 * key that occurs twice and unsafe numbers: every forgotten member takes the quotes of its key along. So a text without
 * escapes is strict when it is as short as its value allows, and any other when as many strings come out as its quotes
 * stand for.
 */
function parseAtOnce(text: string, maxDepth: number): StrictText | undefined {
  if (!text.isWellFormed() || text.includes('\\u')) return undefined
  const measured = { strings: 0, characters: 0 }
  let value: JsonValue
  try {
    value = JSON.parse(text) as JsonValue
  } catch {
    return undefined
  }
  if (!measure(value, maxDepth, measured)) return undefined
  if (measured.characters === text.length && !text.includes('\\')) return { value, isCompact: true }
  return measured.strings === countStrings(text) ? { value, isCompact: false } : undefined
}

/** The strings of a text that is JSON, keys among them. */
function countStrings(text: string): number {
  let quotes = 0
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code === QUOTE) quotes++
    else if (code === BACKSLASH) i++
  }
  return quotes / 2
}

/** Adds the strings of a value and its compact length; its objects lose their prototypes. False when it is not strict. */
function measure(value: JsonValue, depthLeft: number, sum: { strings: number; characters: number }): boolean {
  if (typeof value === 'string') {
    sum.strings++
    sum.characters += value.length + 2
    return true
  }
  if (typeof value === 'number') {
    // Of one or two characters there is one way to write it; of more it may have been a shorter one.
    sum.characters += value > -10 && value < 100 && Number.isInteger(value) ? String(value).length : Number.NaN
    return isExactNumber(value)
  }
  if (typeof value !== 'object' || value === null) {
    sum.characters += value === false ? 5 : 4
    return true
  }
  return depthLeft > 0 && measureMembers(value as JsonObject | readonly JsonValue[], depthLeft - 1, sum)
}

function measureMembers(
  value: JsonObject | readonly JsonValue[],
  depthLeft: number,
  sum: { strings: number; characters: number },
): boolean {
  let members = 0
  if (Array.isArray(value)) {
    for (const member of value as readonly JsonValue[]) if (!measure(member, depthLeft, sum)) return false
    members = value.length
  } else {
    Object.setPrototypeOf(value, null)
    for (const key in value) {
      members++
      sum.strings++
      sum.characters += key.length + 3
      if (!measure((value as JsonObject)[key]!, depthLeft, sum)) return false
    }
  }
  sum.characters += members === 0 ? 2 : members + 1
  return true
}

/** What another implementation keeps too (RFC 7493 §2.2); -0 loses its sign. */
export const isExactNumber = (value: number): boolean =>
  Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value)) && !Object.is(value, -0)

function decode(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes)
  } catch {
    throw invalid('it is not UTF-8', '编码不是 UTF-8')
  }
}

const invalid = (reason: string, reasonZh: string) => new ZhengshuError('INVALID_JSON', { reason, reasonZh })

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
/** What is left of a string from its first escape on, the closing quote with it. */
const REST_OF_STRING = /(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y

const QUOTE = 0x22
const BACKSLASH = 0x5c
const COMMA = 0x2c
const COLON = 0x3a
const OPEN_BRACKET = 0x5b
const CLOSE_BRACKET = 0x5d
const OPEN_BRACE = 0x7b
const CLOSE_BRACE = 0x7d
const FIRST_SURROGATE = 0xd800

/** Reads by character code and takes whole runs of text: a request spends as long in here as in the code it asks for. */
class Parser {
  private at = 0
  private readonly text: string
  private readonly maxDepth: number

  constructor(text: string, maxDepth: number) {
    this.text = text
    this.maxDepth = maxDepth
  }

  parse(): JsonValue {
    const value = this.value(0)
    this.space()
    if (this.at < this.text.length) throw this.unexpected()
    return value
  }

  private value(depth: number): JsonValue {
    if (depth > this.maxDepth)
      throw invalid(`it is nested deeper than ${this.maxDepth}`, `嵌套超过 ${this.maxDepth} 层`)
    this.space()
    switch (this.text.charCodeAt(this.at)) {
      case OPEN_BRACE:
        return this.object(depth)
      case OPEN_BRACKET:
        return this.array(depth)
      case QUOTE:
        return this.string()
      case 0x74:
        return this.word('true', true)
      case 0x66:
        return this.word('false', false)
      case 0x6e:
        return this.word('null', null)
      default:
        return this.number()
    }
  }

  private object(depth: number): JsonObject {
    const object = Object.create(null) as Record<string, JsonValue>
    this.at++
    this.space()
    if (this.takes(CLOSE_BRACE)) return object
    for (;;) {
      this.space()
      if (this.text.charCodeAt(this.at) !== QUOTE) throw this.unexpected()
      const keyAt = this.at
      const key = this.string()
      if (key in object) throw invalid(`the key at position ${keyAt} occurs twice`, `位置 ${keyAt} 处的键重复`)
      this.space()
      if (!this.takes(COLON)) throw this.unexpected()
      object[key] = this.value(depth + 1)
      this.space()
      if (this.takes(CLOSE_BRACE)) return object
      if (!this.takes(COMMA)) throw this.unexpected()
    }
  }

  private array(depth: number): JsonValue[] {
    const array: JsonValue[] = []
    this.at++
    this.space()
    if (this.takes(CLOSE_BRACKET)) return array
    for (;;) {
      array.push(this.value(depth + 1))
      this.space()
      if (this.takes(CLOSE_BRACKET)) return array
      if (!this.takes(COMMA)) throw this.unexpected()
    }
  }

  private string(): string {
    const start = this.at + 1
    let mayBeIllFormed = false
    for (let i = start; i < this.text.length; i++) {
      const code = this.text.charCodeAt(i)
      if (code === QUOTE) {
        this.at = i + 1
        return checked(this.text.slice(start, i), mayBeIllFormed)
      }
      if (code === BACKSLASH) return this.escapedString(i)
      if (code < 0x20) break
      if (code >= FIRST_SURROGATE) mayBeIllFormed = true
    }
    throw this.unexpected()
  }

  private escapedString(firstEscape: number): string {
    REST_OF_STRING.lastIndex = firstEscape
    if (!REST_OF_STRING.test(this.text)) throw this.unexpected()
    const start = this.at
    this.at = REST_OF_STRING.lastIndex
    const value = checked(JSON.parse(this.text.slice(start, this.at)) as string, true)
    if (value.includes('\u0000')) throw invalid('a string has a NUL character', '字符串含有 NUL 字符')
    return value
  }

  private number(): number {
    NUMBER.lastIndex = this.at
    const match = NUMBER.exec(this.text)
    if (!match) throw this.unexpected()
    const value = Number(match[0])
    if (!isExactNumber(value))
      throw invalid(
        `the number at position ${this.at} cannot be kept exactly; write numbers of people as strings`,
        `位置 ${this.at} 处的数字无法精确表示，证件号码应写为字符串`,
      )
    this.at = NUMBER.lastIndex
    return value
  }

  private word<T extends JsonValue>(word: string, value: T): T {
    if (!this.text.startsWith(word, this.at)) throw this.unexpected()
    this.at += word.length
    return value
  }

  private space(): void {
    for (;;) {
      const code = this.text.charCodeAt(this.at)
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return
      this.at++
    }
  }

  /** Goes past the character if it is the next one. */
  private takes(code: number): boolean {
    if (this.text.charCodeAt(this.at) !== code) return false
    this.at++
    return true
  }

  private unexpected(): ZhengshuError {
    return this.at >= this.text.length
      ? invalid('it ends too early', '内容不完整')
      : invalid(`unexpected character at position ${this.at}`, `位置 ${this.at} 处字符不合法`)
  }
}

function checked(value: string, mayBeIllFormed: boolean): string {
  if (mayBeIllFormed && !value.isWellFormed()) throw invalid('a string has a lone surrogate', '字符串含有孤立代理项')
  return value
}
