import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalJson } from '../../../src/core/canonical-json.ts'
import { isZhengshuError } from '../../../src/core/errors.ts'
import { parseStrictJson, parseStrictText } from '../../../src/core/strict-json.ts'

const refusal = (run: () => unknown) => {
  try {
    run()
  } catch (error) {
    if (isZhengshuError(error, 'INVALID_JSON')) return error
    throw error
  }
  throw new Error('nothing was refused')
}

describe('strict JSON parsing', () => {
  it('reads what JSON.parse reads, for every plain value', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
        const text = JSON.stringify(value)
        // Our stricter rules leave out lone surrogates, NUL, -0 and integers that lose digits.
        fc.pre(
          text.isWellFormed() && !/\\u(0000|d[89a-f])/i.test(text) && !/(?<![\d.])-0(?![.\d])|\d{16}|e\+/.test(text),
        )
        expect(JSON.stringify(parseStrictJson(text))).toBe(text)
      }),
    )
  })

  it('decides alike whichever way it reads a text', () => {
    const pieces = ['{', '}', '[', ']', ',', ':', ' ', '"a"', '"b"', '"a":', '"b":', '"\\""', '"\\n"', '"\ud800"', '-0', '1', '9007199254740993', 'null'] // prettier-ignore
    const texts = fc.array(fc.constantFrom(...pieces), { maxLength: 14 }).map((parts) => parts.join(''))
    const nested = fc.letrec<{ value: string }>((tie) => ({
      value: fc.oneof(
        fc.constantFrom(...pieces.slice(7, 9), ...pieces.slice(11)),
        fc.array(tie('value'), { maxLength: 3 }).map((members) => `[${members.join(',')}]`),
        fc
          .array(fc.tuple(fc.constantFrom('"a"', '"b"', '"__proto__"'), tie('value')), { maxLength: 3 })
          .map((members) => `{${members.map(([key, value]) => `${key}:${value}`).join(', ')}}`),
      ),
    })).value
    const outcome = (text: string) => {
      try {
        return JSON.stringify(parseStrictJson(text))
      } catch (error) {
        if (isZhengshuError(error, 'INVALID_JSON')) return 'refused'
        throw error
      }
    }
    // An escaped character code takes the careful way, also through everything that stands beside it.
    fc.assert(
      fc.property(fc.oneof(texts, nested), (text) => {
        expect(outcome(`["A",${text}]`)).toBe(outcome(`["\\u0041",${text}]`))
      }),
      { numRuns: 2_000 },
    )
  })

  it.each([
    ['{"a":1,"a":2}', /occurs twice/],
    ['{"a":1,"b":{"c":"x","c":"x"}}', /occurs twice/],
    ['{"a":9007199254740993}', /kept exactly/],
    ['[1,-0]', /kept exactly/],
    ['"\ud800"', /lone surrogate/],
    ['{"a":1}x', /position 7/],
    ['{"a":', /ends too early/],
    ['[1,]', /position 3/],
    ['9007199254740993', /kept exactly/],
    ['1e400', /kept exactly/],
    ['12345678901234567890e0', /kept exactly/],
    ['1e16', /kept exactly/],
    ['-0', /kept exactly/],
    ['"\\ud800"', /lone surrogate/],
    ['"a\\u0000b"', /NUL/],
    ['01', /position 1/],
    ["{'a':1}", /position 1/],
    ['NaN', /position 0/],
    ['', /ends too early/],
    ['"tab\there"', /position 0/],
    ['['.repeat(30) + ']'.repeat(30), /deeper than 20/],
  ])('refuses %s', (text, reason) => {
    expect(() => parseStrictJson(text)).toThrow(reason)
  })

  it('says where, and never quotes a number or a key: either may be that of a person', () => {
    for (const text of ['{"id":390102198503120015}', '{"390102198503120015":1,"390102198503120015":2}']) {
      const error = refusal(() => parseStrictJson(text))
      expect(JSON.stringify(error.params)).toMatch(/position \d+.*位置 \d+/)
      expect(String(error) + JSON.stringify(error.params)).not.toContain('3901021985')
    }
  })

  it('refuses bytes that are not UTF-8 and bodies over the limit', () => {
    expect(() => parseStrictJson(Buffer.from([0x22, 0xc3, 0x28, 0x22]))).toThrow(/UTF-8/)
    expect(() => parseStrictJson('"' + 'a'.repeat(100) + '"', { maxBytes: 50 })).toThrow(/larger than 50 bytes/)
  })

  it('makes objects without a prototype, so that __proto__ is only a key', () => {
    const value = parseStrictJson('{"__proto__":{"admin":true}}') as Record<string, unknown>
    expect(Object.getPrototypeOf(value)).toBeNull()
    expect((value as { admin?: boolean }).admin).toBeUndefined()
  })
})

describe('the text of strict JSON', () => {
  it('is compact where JSON.stringify would write the same, for every plain value', () => {
    // Without numbers and escapes it is always told; with them it may be left open.
    const simple = fc.string().filter((text) => JSON.stringify(text) === `"${text}"`)
    const key = simple.filter((text) => !/^\d+$/.test(text))
    const value = fc.letrec((tie) => ({
      value: fc.oneof(
        simple,
        fc.boolean(),
        fc.constant(null),
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(key, tie('value'), { maxKeys: 3 }),
      ),
    })).value
    fc.assert(
      fc.property(value, (plain) => {
        const text = JSON.stringify(plain)
        expect(parseStrictText(text)).toMatchObject({ isCompact: true })
        expect(parseStrictText(` ${text}`)).toMatchObject({ isCompact: false })
      }),
    )
  })

  it.each(['{"a": 1}', '[1 ]', '[1e2]', '[1.0]', '[100000]', '{"a":"\\n"}', '{"a":"\\u0041"}', '[1e9,"aaaaaa"]'])(
    'is not said to be compact where it is not, or may not be: %s',
    (text) => {
      expect(parseStrictText(text)).toEqual({ value: parseStrictJson(text), isCompact: false })
    },
  )

  it.each(['{"a":1e9,"a":"1"}', '{"a":1,"a":1}', '[9007199254740993]', '[-0]', '["\ud800"]'])(
    'is refused as the value is: %s',
    (text) => {
      expect(() => parseStrictText(text)).toThrow()
    },
  )
})

describe('canonical JSON (RFC 8785)', () => {
  it('gives the sample of RFC 8785 §3.2.3', () => {
    const sample = {
      numbers: [333333333.33333329, 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
      string: '\u20ac$\u000F\u000aA\'\u0042\u0022\u005c\\"\u002f',
      literals: [null, true, false],
    }
    expect(canonicalJson(sample)).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    )
  })

  it('sorts keys by UTF-16 code units (RFC 8785 §3.2.3)', () => {
    const keys = { '\u20ac': 1, '\r': 2, '\ufb33': 3, '1': 4, '\u{1f600}': 5, '\u0080': 6, '\u00f6': 7 }
    expect(Object.values(JSON.parse(canonicalJson(keys)) as object)).toEqual([4, 2, 6, 7, 1, 5, 3].sort(() => 0))
    expect(canonicalJson(keys)).toBe('{"\\r":2,"1":4,"\u0080":6,"ö":7,"€":1,"😀":5,"\ufb33":3}')
  })

  it('refuses what is not JSON instead of dropping it', () => {
    for (const value of [{ a: undefined }, { a: () => 1 }, NaN, Infinity, '\ud800', { '\udc00': 1 }, 10n])
      expect(() => canonicalJson(value)).toThrow(TypeError)
  })

  it('does not depend on the order of members', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.integer()), (object) => {
        const reversed = Object.fromEntries(Object.entries(object).reverse())
        expect(canonicalJson(reversed)).toBe(canonicalJson(object))
      }),
    )
  })
})
