import canonicalize from 'canonicalize'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalJson } from '../../src/core/canonical-json.ts'

const isAsInLibrary = (value: unknown): boolean => canonicalJson(value) === canonicalize(value)

describe('canonical JSON', () => {
  it('is what the library writes, for every JSON value', () => {
    const anyText = fc.string({ unit: 'binary' })
    const json = fc.jsonValue({ maxDepth: 4 })
    fc.assert(fc.property(json, isAsInLibrary), { numRuns: 500 })
    fc.assert(
      fc.property(
        fc.dictionary(anyText, fc.oneof(anyText, fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }))),
        isAsInLibrary,
      ),
      { numRuns: 500 },
    )
    fc.assert(fc.property(fc.dictionary(fc.string(), fc.constant(0), { minKeys: 20, maxKeys: 40 }), isAsInLibrary))
  })

  it.each([
    [
      'the sorting of RFC 8785 §3.2.3',
      { '\u20ac': 1, '\r': 2, '\ufb33': 3, 1: 4, '\u{1f600}': 5, '\u0080': 6, ö: 7 },
      '{"\\r":2,"1":4,"\u0080":6,"ö":7,"€":1,"😀":5,"\ufb33":3}',
    ],
    [
      'the numbers of RFC 8785 §3.2.2',
      [333333333.33333329, 1e30, 4.5, 2e-3, 1e-27, -0],
      '[333333333.3333333,1e+30,4.5,0.002,1e-27,0]',
    ],
    ['names that an object would move', JSON.parse('{"b":1,"__proto__":{"10":2,"9":3},"a":{"0":4}}'), '{"__proto__":{"10":2,"9":3},"a":{"0":4},"b":1}'], // prettier-ignore
    ['a text that looks like a lone surrogate', ['\\ud800', { b: 1, a: 2 }], '["\\\\ud800",{"a":2,"b":1}]'],
    ['the strings of RFC 8785 §3.2.2', '\u20ac$\u000f\nA\'B"\\\\"/', '"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"'],
  ])('keeps %s', (_what, value, text) => {
    expect(canonicalJson(value)).toBe(text)
  })

  it.each([undefined, NaN, Infinity, '\ud800', { a: undefined }, { '\udc00': 1 }, [1n], () => 1])(
    'refuses what is not JSON: %o',
    (value) => {
      expect(() => canonicalJson(value)).toThrow(TypeError)
      expect(() => canonicalJson([value])).toThrow(TypeError)
    },
  )
})
