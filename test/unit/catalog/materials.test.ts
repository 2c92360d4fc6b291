import { describe, expect, it } from 'vitest'
import type { Material, ServiceItem } from '../../../src/catalog/index.ts'
import { materialsOf } from '../../../src/catalog/list-materials.ts'
import { indexFiles } from '../../../src/catalog/index.ts'
import { catalogFiles } from '../../support/catalog.ts'

const text = { zh: '文', en: 'text' }
const material = (code: string, more: Partial<Material> = {}): Material => ({
  code,
  name: text,
  party: 'APPLICANT',
  necessity: { kind: 'ALWAYS' },
  madeBy: 'GOVERNMENT',
  alternatives: [{ kind: 'LICENCE', licenceType: 'resident-id-card' }],
  mayCommit: false,
  mayDefer: false,
  isPaperOriginal: false,
  ...more,
})
const item = (slug: string, materials: readonly Material[], situations: readonly string[] = []): ServiceItem => ({
  slug,
  name: text,
  agency: '01',
  kind: 'OTHER',
  level: 'CITY',
  applicant: ['PERSON'],
  basicCode: null,
  basis: text,
  timeLimit: text,
  result: text,
  situations: situations.map((code) => ({ code, question: text })),
  materials,
  version: 1,
  provenance: { isConfirmed: false },
})
const list = (items: readonly ServiceItem[], situations: readonly string[] = [], parties: readonly 'SPOUSE'[] = []) =>
  materialsOf(
    { serviceItems: items, serviceItem: (slug) => items.find((each) => each.slug === slug) },
    items.map(({ slug }) => slug),
    situations,
    parties,
  ).map((found) => ({ code: found.material.code, items: found.serviceItems, material: found.material }))

describe('the materials of a case', () => {
  it('are those always necessary, in the order of the list', () => {
    expect(list([item('a', [material('id'), material('form'), material('photo')])]).map(({ code }) => code)).toEqual([
      'id',
      'form',
      'photo',
    ])
  })

  it('leave out what is not necessary', () => {
    expect(list([item('a', [material('id', { necessity: { kind: 'NOT_NECESSARY' } })])])).toEqual([])
  })

  it('have a material of a situation only when that is chosen', () => {
    const conditional = material('letter', { necessity: { kind: 'WHEN', situations: ['agent', 'minor'] } })
    const items = [item('a', [conditional], ['agent', 'minor', 'urgent'])]
    expect(list(items)).toEqual([])
    expect(list(items, ['urgent'])).toEqual([])
    expect(list(items, ['minor'])).toHaveLength(1)
  })

  it('have a material of a party only when that takes part', () => {
    const items = [item('a', [material('spouse-id', { necessity: { kind: 'WHEN_PARTY', party: 'SPOUSE' } })])]
    expect(list(items)).toEqual([])
    expect(list(items, [], ['SPOUSE'])).toHaveLength(1)
  })
})

describe('a bundle', () => {
  it('asks once for what several items ask of the same party, and names them', () => {
    const both = list([item('a', [material('id'), material('form')]), item('b', [material('photo'), material('id')])])
    expect(both.map(({ code, items }) => [code, items])).toEqual([
      ['id', ['a', 'b']],
      ['form', ['a']],
      ['photo', ['b']],
    ])
  })

  it('asks twice for another party, other sources or another order of them', () => {
    const card = { kind: 'LICENCE', licenceType: 'resident-id-card' } as const
    const book = { kind: 'LICENCE', licenceType: 'household-register-page' } as const
    const variants = [
      material('id', { alternatives: [card, book] }),
      material('id', { alternatives: [card, book], party: 'CHILD' }),
      material('id', { alternatives: [card] }),
      material('id', { alternatives: [book, card] }),
      material('id', { alternatives: [{ ...card, maxAgeMonths: 6 }, book] }),
    ]
    expect(list(variants.map((variant, i) => item(`item-${i}`, [variant])))).toHaveLength(variants.length)
  })

  it('applies the strictest condition of the items', () => {
    const lenient = material('id', { mayCommit: true, mayDefer: true })
    const strict = material('id', { mayCommit: false, mayDefer: true, isPaperOriginal: true })
    for (const items of [
      [item('a', [lenient]), item('b', [strict])],
      [item('a', [strict]), item('b', [lenient])],
    ])
      expect(list(items)[0]!.material).toMatchObject({ mayCommit: false, mayDefer: true, isPaperOriginal: true })
  })

  it('counts an item that is named twice once', () => {
    const { serviceItem, serviceItems } = indexFiles(catalogFiles)
    const twice = materialsOf(
      { serviceItem: (slug) => serviceItem(slug), serviceItems },
      ['marriage-registration', 'marriage-registration'],
      [],
      [],
    )
    expect(twice).toEqual(
      materialsOf({ serviceItem: (slug) => serviceItem(slug), serviceItems }, ['marriage-registration'], [], []),
    )
  })
})

describe('a wrong question', () => {
  const { materialsOf: ask } = indexFiles(catalogFiles)

  it('names no item', () => {
    expect(() => ask([], [], [])).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }))
  })

  it('names an item that does not exist: it is told, with those that do', () => {
    expect(() => ask(['wedding'], [], [])).toThrow(
      expect.objectContaining({
        code: 'INVALID_INPUT',
        params: expect.objectContaining({
          field: 'serviceItems',
          reason: expect.stringMatching(/wedding; there are .*marriage-registration/),
        }),
      }),
    )
  })

  it('names a situation that none of the items has: it is told, with those that they have', () => {
    const { situations } = catalogFiles.serviceItems.find(({ slug }) => slug === 'marriage-registration')!
    expect(() => ask(['marriage-registration'], ['rainy'], [])).toThrow(
      expect.objectContaining({
        params: expect.objectContaining({ field: 'situations', reason: expect.stringContaining(situations[0]!.code) }),
      }),
    )
  })

  it('is not repeated when it may be a number of a person', () => {
    expect(() => ask(['390102198503120015'], [], [])).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('390102198503120015') }),
    )
  })
})
