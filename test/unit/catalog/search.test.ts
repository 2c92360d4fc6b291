import { describe, expect, it } from 'vitest'
import type { Catalog, Resource, ResourceSearch } from '../../../src/catalog/index.ts'
import { tokenize, tokenizeQuery } from '../../../src/catalog/search-index.ts'
import type { Actor } from '../../../src/access/index.ts'
import { catalogFiles, metadata, nextRequestId, openTestCatalog, person, publish } from '../../support/catalog.ts'

const system = person('SYSTEM', '25')
const registrar = person('REGISTRAR', '08')
const reviewer = person('REVIEWER', '41')
const CODE = '308900/000001'

async function codesOf(catalog: Catalog, query: Partial<ResourceSearch>, actor: Actor = system): Promise<string[]> {
  const { items } = await catalog.findResources(actor, { first: 100, ...query })
  return items.map((resource) => resource.metadata.code)
}

async function walk(catalog: Catalog, query: ResourceSearch, actor: Actor = system): Promise<Resource[]> {
  const all: Resource[] = []
  for (let after: string | undefined; ;) {
    const page = await catalog.findResources(actor, { ...query, ...(after === undefined ? {} : { after }) })
    expect(page.items.length).toBeLessThanOrEqual(query.first)
    all.push(...page.items)
    if (page.next === undefined) return all
    after = page.next
  }
}

describe('the words of a search', () => {
  it('are pairs of Chinese characters, and whole words in Latin letters', () => {
    expect(tokenize('婚姻登记 Marriage,2024')).toEqual(['婚姻', '姻登', '登记', '记', 'marriage', '2024'])
  })

  it('are cut where Chinese words end: nobody asks for the pair between two words', () => {
    expect(tokenizeQuery('婚姻登记')).toEqual(['婚姻', '登记'])
  })

  it('are the same in full width and in capitals', () => {
    expect(tokenizeQuery('ＧＢ 码')).toEqual(tokenizeQuery('gb 码'))
  })
})

describe('a search', () => {
  it('finds an entry by a Chinese word of two characters, of four, and by one character', async () => {
    const { catalog } = await openTestCatalog()
    await publish(catalog, metadata(CODE))
    for (const text of ['养老', '养老服务', '补贴发放', '养老 补贴', 'elder', 'ELDER-CARE', '贴发', CODE])
      expect([text, await codesOf(catalog, { text })]).toEqual([text, expect.arrayContaining([CODE])])
    // Every word must be there.
    expect(await codesOf(catalog, { text: '养老 机动车' })).toEqual([])
  })

  it('puts entries with the words in their title before those that only mention them', async () => {
    const { catalog } = await openTestCatalog()
    await publish(
      catalog,
      metadata('308900/000002', {
        name: { zh: '殡葬服务补助', en: 'Funeral aid' },
        summary: '星河计划 星河计划 星河计划 星河计划',
      }),
    )
    await publish(catalog, metadata(CODE, { name: { zh: '星河计划名册', en: 'Members' } }))
    expect(await codesOf(catalog, { text: '星河计划' })).toEqual([CODE, '308900/000002'])
  })

  it('finds an entry by its items and by its provider', async () => {
    const { catalog } = await openTestCatalog()
    await publish(
      catalog,
      metadata(CODE, {
        items: [{ name: 'roomCount', title: { zh: '床位数量', en: 'Beds' }, dataType: 'N', class: 'I' }],
      }),
    )
    expect(await codesOf(catalog, { text: '床位数量' })).toEqual([CODE])
    expect(await codesOf(catalog, { text: '床位 民政厅' })).toContain(CODE)
  })

  it('follows what is published', async () => {
    const { catalog } = await openTestCatalog()
    await publish(catalog, metadata(CODE, { name: { zh: '星河计划名册', en: 'Members' } }))
    await catalog.editResource(registrar, {
      requestId: nextRequestId(),
      metadata: metadata(CODE, { name: { zh: '银河计划名册', en: 'Members' } }),
      expectedRevision: 3,
    })
    expect(await codesOf(catalog, { text: '星河' })).toEqual([CODE])
    expect(await codesOf(catalog, { text: '银河' })).toEqual([])
    await catalog.submitResource(registrar, { requestId: nextRequestId(), code: CODE })
    await catalog.publishResource(reviewer, { requestId: nextRequestId(), code: CODE })
    expect(await codesOf(catalog, { text: '星河' })).toEqual([])
    expect(await codesOf(catalog, { text: '银河' })).toEqual([CODE])
    await catalog.withdrawResource(reviewer, { requestId: nextRequestId(), code: CODE, reason: '停用' })
    expect(await codesOf(catalog, { text: '银河' })).toEqual([])
  })

  it('can be narrowed by provider and sharing type', async () => {
    const { catalog } = await openTestCatalog()
    const { items } = await catalog.findResources(system, {
      first: 100,
      text: '登记',
      provider: registrar.agency,
      sharingType: 'CONDITIONAL',
    })
    expect(items.length).toBeGreaterThan(0)
    for (const { metadata: found } of items)
      expect([found.provider, found.sharingType]).toEqual([registrar.agency, 'CONDITIONAL'])
  })

  it('is paged without repeating or losing a hit', async () => {
    const { catalog } = await openTestCatalog()
    const once = await walk(catalog, { text: '登记', first: 100 })
    expect(once.length).toBeGreaterThan(5)
    expect(await walk(catalog, { text: '登记', first: 3 })).toEqual(once)
  })
})

describe('what is being worked on', () => {
  it('is seen by its agency and by those who review and audit, in its state', async () => {
    const { catalog } = await openTestCatalog()
    await catalog.registerResource(registrar, { requestId: nextRequestId(), metadata: metadata(CODE) })
    for (const actor of [registrar, person('SYSTEM', '08'), reviewer, person('AUDITOR', '23')])
      expect(await codesOf(catalog, { state: 'DRAFT' }, actor)).toEqual([CODE])
    expect(await codesOf(catalog, { text: '养老服务补贴' }, registrar)).toContain(CODE)
  })

  it('is not seen by others, not even by its words', async () => {
    const { catalog } = await openTestCatalog()
    await catalog.registerResource(registrar, { requestId: nextRequestId(), metadata: metadata(CODE) })
    expect(await codesOf(catalog, { state: 'DRAFT' })).toEqual([])
    expect(await codesOf(catalog, { text: '养老服务补贴发放' })).not.toContain(CODE)
    await expect(catalog.resourceHistory(system, CODE)).rejects.toThrow(expect.objectContaining({ code: 'NOT_FOUND' }))
  })
})

describe('a list without words', () => {
  it('is in order of code, the same in pages of any size', async () => {
    const { catalog } = await openTestCatalog()
    const codes = (resources: readonly Resource[]) => resources.map((resource) => resource.metadata.code)
    const all = codes(await walk(catalog, { first: 100 }))
    expect(all).toEqual(catalogFiles.resources.map(({ code }) => code))
    expect(codes(await walk(catalog, { first: 7 }))).toEqual(all)
  })

  it('shows what stays exactly once while others come and go', async () => {
    const { catalog } = await openTestCatalog()
    const first = await catalog.findResources(system, { first: 50 })
    const shown = first.items.map((resource) => resource.metadata.code)
    // Before and on the place where the page ended.
    await publish(catalog, metadata('101000/000001'))
    await catalog.withdrawResource(reviewer, { requestId: nextRequestId(), code: shown.at(-1)!, reason: '停用' })
    const { items } = await catalog.findResources(system, { first: 100, after: first.next! })
    const both = [...shown, ...items.map((resource) => resource.metadata.code)]
    expect(new Set(both).size).toBe(both.length)
    expect(both.slice(50)).toEqual(catalogFiles.resources.map(({ code }) => code).slice(50, 150))
  })
})

describe('a cursor', () => {
  it('belongs to one reader and one query', async () => {
    const { catalog } = await openTestCatalog()
    const { next } = await catalog.findResources(system, { first: 5 })
    const refused = expect.objectContaining({ code: 'INVALID_CURSOR' })
    await expect(catalog.findResources(reviewer, { first: 5, after: next! })).rejects.toThrow(refused)
    await expect(catalog.findResources(system, { first: 5, text: '登记', after: next! })).rejects.toThrow(refused)
    await expect(catalog.findResources(system, { first: 5, after: 'AAAA' })).rejects.toThrow(refused)
    // The size of the page may change.
    await expect(catalog.findResources(system, { first: 6, after: next! })).resolves.toBeDefined()
  })

  it('is not needed to refuse a page of a wrong size or a text too long', async () => {
    const { catalog } = await openTestCatalog()
    for (const query of [{ first: 0 }, { first: 101 }, { first: 1.5 }, { first: 5, text: '长'.repeat(201) }])
      await expect(catalog.findResources(system, query)).rejects.toThrow(
        expect.objectContaining({ code: 'INVALID_INPUT' }),
      )
  })
})
