import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createPostings } from '../../src/catalog/postings.ts'

const words = fc.constantFrom('甲', '甲乙', '乙丙', 'tax', 'taxi', 'toll')
const documents = fc.array(fc.array(words, { maxLength: 4 }), { maxLength: 40 })
const isPrefix = (term: string) => term.length !== 2

const build = (rows: readonly (readonly string[])[]) => {
  const postings = createPostings()
  rows.forEach((terms, number) => postings.add(number, terms))
  return postings
}
const hasAll = (terms: readonly string[], asked: readonly string[]): boolean =>
  asked.every((term) => terms.some((each) => (isPrefix(term) ? each.startsWith(term) : each === term)))
const sorted = (numbers: readonly number[]) => [...numbers].sort((a, b) => a - b)

describe('the lists of a search', () => {
  it('find exactly what a look at every document finds', () => {
    fc.assert(
      fc.property(documents, fc.uniqueArray(words, { minLength: 1, maxLength: 3 }), (rows, asked) => {
        const wanted = (number: number) => number % 3 !== 0
        const found = build(rows).withAll(asked, isPrefix, wanted, 1_000)
        const expected = rows.flatMap((terms, number) => (hasAll(terms, asked) && wanted(number) ? [number] : []))
        expect(sorted(found)).toEqual(expected)
      }),
    )
  })

  it('end at the limit', () => {
    fc.assert(
      fc.property(documents, words, fc.integer({ min: 1, max: 5 }), (rows, word, limit) => {
        const all = build(rows).withAll([word], isPrefix, () => true, 1_000)
        expect(build(rows).withAll([word], isPrefix, () => true, limit)).toEqual(all.slice(0, limit))
      }),
    )
  })

  it('find the same after the numbers began anew', () => {
    fc.assert(
      fc.property(documents, words, fc.func(fc.boolean()), (rows, word, stays) => {
        const kept = rows.flatMap((_, number) => (stays(number) ? [number] : []))
        const again = build(rows).renumbered(new Map(kept.map((number, i) => [number, i])))
        const expected = build(kept.map((number) => rows[number]!))
        const found = (postings: typeof again) => sorted(postings.withAll([word], isPrefix, () => true, 1_000))
        expect(found(again)).toEqual(found(expected))
      }),
    )
  })
})
