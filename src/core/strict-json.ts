import { ZhengshuError } from './errors.ts'

export type JsonValue = null | boolean | number | string | readonly JsonValue[] | JsonObject
export interface JsonObject {
  readonly [key: string]: JsonValue
}

export interface StrictJsonLimits {
  readonly maxBytes: number
  readonly maxDepth: number
}

const DEFAULT_LIMITS: StrictJsonLimits = { maxBytes: 1_000_000, maxDepth: 20 }
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/**
 * Parses I-JSON (RFC 7493) strictly: UTF-8 without errors, no duplicate keys, no numbers that lose digits, no lone
 * surrogates, no NUL, bounded bytes and depth. Objects have no prototype. Throws INVALID_JSON with the place.
 */
export function parseStrictJson(input: Uint8Array | string, limits: Partial<StrictJsonLimits> = {}): JsonValue {
  const { maxBytes, maxDepth } = { ...DEFAULT_LIMITS, ...limits }
  const size = typeof input === 'string' ? Buffer.byteLength(input) : input.byteLength
  if (size > maxBytes) throw new ZhengshuError('PAYLOAD_TOO_LARGE', { limit: maxBytes })
  return new Parser(typeof input === 'string' ? input : decode(input), maxDepth).parse()
}

function decode(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes)
  } catch {
    throw invalid('it is not UTF-8', '编码不是 UTF-8')
  }
}

const invalid = (reason: string, reasonZh: string) => new ZhengshuError('INVALID_JSON', { reason, reasonZh })

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y
const SPACE = /[ \t\n\r]*/y

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
    switch (this.text[this.at]) {
      case '{':
        return this.object(depth)
      case '[':
        return this.array(depth)
      case '"':
        return this.string()
      case 't':
        return this.word('true', true)
      case 'f':
        return this.word('false', false)
      case 'n':
        return this.word('null', null)
      default:
        return this.number()
    }
  }

  private object(depth: number): JsonObject {
    const object = Object.create(null) as Record<string, JsonValue>
    this.at++
    this.space()
    if (this.text[this.at] === '}') {
      this.at++
      return object
    }
    for (;;) {
      this.space()
      if (this.text[this.at] !== '"') throw this.unexpected()
      const key = this.string()
      if (key in object) throw invalid(`key "${key}" occurs twice`, `键 "${key}" 重复`)
      this.space()
      this.expect(':')
      object[key] = this.value(depth + 1)
      this.space()
      if (this.text[this.at] === '}') {
        this.at++
        return object
      }
      this.expect(',')
    }
  }

  private array(depth: number): JsonValue[] {
    const array: JsonValue[] = []
    this.at++
    this.space()
    if (this.text[this.at] === ']') {
      this.at++
      return array
    }
    for (;;) {
      array.push(this.value(depth + 1))
      this.space()
      if (this.text[this.at] === ']') {
        this.at++
        return array
      }
      this.expect(',')
    }
  }

  private string(): string {
    STRING.lastIndex = this.at
    const match = STRING.exec(this.text)
    if (!match) throw this.unexpected()
    this.at = STRING.lastIndex
    const value = match[0].includes('\\') ? (JSON.parse(match[0]) as string) : match[0].slice(1, -1)
    if (!value.isWellFormed()) throw invalid('a string has a lone surrogate', '字符串含有孤立代理项')
    if (value.includes('\u0000')) throw invalid('a string has a NUL character', '字符串含有 NUL 字符')
    return value
  }

  private number(): number {
    NUMBER.lastIndex = this.at
    const match = NUMBER.exec(this.text)
    if (!match) throw this.unexpected()
    const value = Number(match[0])
    const isInteger = !/[.eE]/.test(match[0])
    if (!Number.isFinite(value) || (isInteger && !Number.isSafeInteger(value)) || Object.is(value, -0))
      throw invalid(
        `number ${match[0].slice(0, 40)} cannot be kept exactly`,
        `数字 ${match[0].slice(0, 40)} 无法精确表示`,
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
    SPACE.lastIndex = this.at
    SPACE.exec(this.text)
    this.at = SPACE.lastIndex
  }

  private expect(char: string): void {
    if (this.text[this.at] !== char) throw this.unexpected()
    this.at++
  }

  private unexpected(): ZhengshuError {
    return this.at >= this.text.length
      ? invalid('it ends too early', '内容不完整')
      : invalid(`unexpected character at position ${this.at}`, `位置 ${this.at} 处字符不合法`)
  }
}
