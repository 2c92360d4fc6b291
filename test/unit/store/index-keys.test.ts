import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareKeys, encodeKey, endOfType, prefixSuccessor, startOfType } from '../../../src/store/index-keys.ts'

const byBytes = (a: string, b: string): number => Math.sign(Buffer.compare(Buffer.from(a), Buffer.from(b)))
// Whole code points, rare ones often: next to the surrogates, private use, the very last.
const text = fc.string({
  unit: fc.oneof(
    fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
    fc.constantFrom('\ud7ff', '\ue000', '\uffff', '𐀀', '\u{10ffff}'),
  ),
  maxLength: 6,
})
const storable = text.filter((value) => value.isWellFormed() && !value.includes('\0'))
const number = fc.oneof(
  fc.maxSafeInteger(),
  fc.double({ noNaN: true, noDefaultInfinity: true }).filter((n) => !Number.isInteger(n) && !Object.is(n, -0)),
)

describe('an index key', () => {
  it('orders numbers as numbers', () => {
    fc.assert(
      fc.property(number, number, (a, b) => {
        expect(byBytes(encodeKey(a)!, encodeKey(b)!)).toBe(Math.sign(a - b) || 0)
      }),
    )
    expect(encodeKey(0)).toBe('n8000000000000000')
  })

  it('orders strings by their UTF-8 bytes, and compareKeys knows that order', () => {
    fc.assert(
      fc.property(storable, storable, (a, b) => {
        expect(byBytes(encodeKey(a)!, encodeKey(b)!)).toBe(byBytes(a, b))
        expect(Math.sign(compareKeys(a, b))).toBe(byBytes(a, b))
      }),
    )
  })

  it('lies within the bounds of its type and outside those of the others', () => {
    fc.assert(
      fc.property(fc.oneof(number, storable, fc.boolean()), fc.oneof(number, storable, fc.boolean()), (a, b) => {
        const [from, to] = [startOfType(encodeKey(a)!), endOfType(encodeKey(a)!)]
        const key = encodeKey(b)!
        expect(byBytes(from, key) <= 0 && byBytes(key, to) < 0).toBe(typeof a === typeof b)
      }),
    )
  })

  it('is undefined for what no document can hold', () => {
    for (const value of [NaN, Infinity, -Infinity, 2 ** 53, -0, '\ud800', 'a\0'])
      expect(encodeKey(value)).toBeUndefined()
  })
})

describe('the successor of a prefix', () => {
  it('is above exactly what begins with the prefix or is below it', () => {
    fc.assert(
      fc.property(
        storable.filter((prefix) => prefix !== ''),
        storable,
        storable,
        (prefix, rest, other) => {
          const successor = prefixSuccessor(prefix)
          const isBelow = (value: string) => successor === undefined || byBytes(value, successor) < 0
          expect(isBelow(prefix + rest)).toBe(true)
          const isInside = byBytes(prefix, other) <= 0 && isBelow(other)
          expect(isInside).toBe(other.startsWith(prefix))
        },
      ),
      { numRuns: 2_000 },
    )
  })

  it('skips the surrogates and carries over the last code point', () => {
    expect(prefixSuccessor('a\ud7ff')).toBe('a\ue000')
    expect(prefixSuccessor('a\uffff')).toBe('a\u{10000}')
    expect(prefixSuccessor('a\u{10ffff}')).toBe('b')
    expect(prefixSuccessor('\u{10ffff}')).toBeUndefined()
  })
})
