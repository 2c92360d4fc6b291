import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { indexFiles, PARTY_ROLES, type PartyRole } from '../../src/catalog/index.ts'
import { canonicalJson } from '../../src/core/canonical-json.ts'
import { catalogFiles } from '../support/catalog.ts'

const { materialsOf, serviceItem } = indexFiles(catalogFiles)

/** Items of the real catalog, situations that they have, parties. */
const cases = fc
  .uniqueArray(fc.constantFrom(...catalogFiles.serviceItems.map(({ slug }) => slug)), { minLength: 1, maxLength: 5 })
  .chain((items) =>
    fc.record({
      items: fc.constant(items),
      situations: fc.subarray([
        ...new Set(items.flatMap((slug) => serviceItem(slug)!.situations.map(({ code }) => code))),
      ]),
      parties: fc.subarray<PartyRole>([...PARTY_ROLES]),
    }),
  )
const identity = (material: { code: string; party: string; alternatives: unknown }) =>
  canonicalJson([material.code, material.party, material.alternatives])

describe('the materials of any case', () => {
  it('are each asked once, of exactly the items that need them', () => {
    fc.assert(
      fc.property(cases, ({ items, situations, parties }) => {
        const together = materialsOf(items, situations, parties)
        const identities = together.map(({ material }) => identity(material))
        expect(new Set(identities).size).toBe(identities.length)
        for (const slug of items) {
          const known = serviceItem(slug)!.situations.map(({ code }) => code)
          const alone = materialsOf(
            [slug],
            situations.filter((code) => known.includes(code)),
            parties,
          )
          const ofItem = together.filter(({ serviceItems }) => serviceItems.includes(slug))
          expect(ofItem.map(({ material }) => identity(material)).sort()).toEqual(
            alone.map(({ material }) => identity(material)).sort(),
          )
        }
      }),
    )
  })

  it('only grow with more situations and more parties', () => {
    fc.assert(
      fc.property(cases, ({ items, situations, parties }) => {
        const fewer = materialsOf(items, [], []).map(({ material }) => identity(material))
        const more = new Set(materialsOf(items, situations, parties).map(({ material }) => identity(material)))
        expect(fewer.filter((each) => !more.has(each))).toEqual([])
      }),
    )
  })

  it('are the same whatever the order of situations and parties, and keep the order of the lists', () => {
    fc.assert(
      fc.property(cases, ({ items, situations, parties }) => {
        const forwards = materialsOf(items, situations, parties)
        expect(materialsOf(items, [...situations].reverse(), [...parties].reverse())).toEqual(forwards)
        const first = serviceItem(items[0]!)!.materials.map(({ code }) => code)
        const ofFirst = forwards
          .filter(({ serviceItems }) => serviceItems[0] === items[0])
          .map(({ material }) => first.indexOf(material.code))
        expect(ofFirst).toEqual([...ofFirst].sort((a, b) => a - b))
      }),
    )
  })
})
