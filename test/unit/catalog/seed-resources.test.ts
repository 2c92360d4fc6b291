import { describe, expect, it } from 'vitest'
import type { ResourceMetadata } from '../../../src/catalog/index.ts'
import { committedEvents } from '../../support/recording-ledger.ts'
import {
  catalogFiles,
  changeFile,
  copyCatalog,
  metadata,
  nextRequestId,
  openTestCatalog,
  person,
  publish,
} from '../../support/catalog.ts'

type Entry = { -readonly [K in keyof ResourceMetadata]: ResourceMetadata[K] }
const FILE = 'resources/08.json'
const registrar = person('REGISTRAR', '08')
const reviewer = person('REVIEWER', '41')
const seeded = catalogFiles.resources.find(
  ({ provider, binding }) => provider === registrar.agency && binding.kind === 'NONE',
)!
const { code } = seeded

const withSummary = (summary: string) => {
  const directory = copyCatalog()
  changeFile<Entry[]>(
    directory,
    FILE,
    (entries) => void (entries.find((entry) => entry.code === code)!.summary = summary),
  )
  return directory
}
const kinds = (events: Awaited<ReturnType<typeof committedEvents>>) => events.map(({ kind }) => kind)

describe('the entries of the catalog files', () => {
  it('are published at the first start, with a leaf, and not again at the next', async () => {
    const { catalog, store, ledger } = await openTestCatalog()
    expect(catalog.resource(code)).toMatchObject({
      state: 'PUBLISHED',
      revision: 1,
      metadata: { summary: seeded.summary },
    })
    expect(catalog.resourceFor({ kind: 'REGISTER', register: 'marriage' })).toBeDefined()
    const events = await committedEvents(store)
    expect(new Set(kinds(events))).toEqual(new Set(['CATALOG_SEEDED']))
    expect(events.flatMap(({ resources }) => resources ?? []).sort()).toEqual(
      catalogFiles.resources.map((each) => each.code),
    )
    const again = await openTestCatalog({ store, ledger })
    expect(await committedEvents(store)).toEqual(events)
    expect(await again.catalog.fileDifferences()).toEqual([])
  })

  it('are taken over once by two processes that start together', async () => {
    const { openTestStore } = await import('../../support/store.ts')
    const { testCatalogCollections } = await import('../../support/catalog.ts')
    const { recordingLedger } = await import('../../support/recording-ledger.ts')
    const store = await openTestStore(testCatalogCollections)
    const ledger = recordingLedger()
    const [one, two] = await Promise.all([openTestCatalog({ store, ledger }), openTestCatalog({ store, ledger })])
    expect(two.catalog.resource(code)).toEqual(one.catalog.resource(code))
    expect(await one.catalog.resourceHistory(registrar, code)).toHaveLength(1)
  })
})

describe('a catalog file that changed', () => {
  it('becomes a draft beside what is in force, never an overwrite', async () => {
    const { store, ledger } = await openTestCatalog()
    const { catalog } = await openTestCatalog({ store, ledger, directory: withSummary('文件中的新摘要') })
    expect(catalog.resource(code)!.metadata.summary).toBe(seeded.summary)
    expect(await catalog.fileDifferences()).toEqual([{ code, kind: 'DRAFT_WAITING', elements: ['summary'] }])
    // It takes the same way as any other draft.
    await catalog.submitResource(registrar, { requestId: nextRequestId(), code })
    await catalog.publishResource(reviewer, { requestId: nextRequestId(), code })
    expect(catalog.resource(code)!.metadata.summary).toBe('文件中的新摘要')
    expect(await catalog.fileDifferences()).toEqual([])
  })

  it('waits for the next start while the ledger takes no entries, so that the gap of a restored copy can be recorded', async () => {
    const { store, ledger } = await openTestCatalog()
    const directory = withSummary('文件中的新摘要')
    ledger.failWith('the store is behind what was signed')
    const { catalog } = await openTestCatalog({ store, ledger, directory })
    expect(await catalog.fileDifferences()).toEqual([{ code, kind: 'STORE_CHANGED', elements: ['summary'] }])
    ledger.failWith(undefined)
    const next = await openTestCatalog({ store, ledger, directory })
    expect(await next.catalog.fileDifferences()).toEqual([{ code, kind: 'DRAFT_WAITING', elements: ['summary'] }])
  })

  it('makes one draft however often the service starts', async () => {
    const { store, ledger } = await openTestCatalog()
    const directory = withSummary('文件中的新摘要')
    await openTestCatalog({ store, ledger, directory })
    const { catalog } = await openTestCatalog({ store, ledger, directory })
    expect(await catalog.resourceHistory(registrar, code)).toHaveLength(2)
  })

  it('does not touch what somebody works on', async () => {
    const { store, ledger, catalog: first } = await openTestCatalog()
    await first.editResource(registrar, {
      requestId: nextRequestId(),
      metadata: { ...seeded, summary: '我的修改' },
      expectedRevision: 1,
    })
    const { catalog } = await openTestCatalog({ store, ledger, directory: withSummary('文件中的新摘要') })
    expect(await catalog.fileDifferences()).toEqual([{ code, kind: 'FILE_NOT_TAKEN', elements: ['summary'] }])
    expect((await catalog.resourceHistory(registrar, code)).at(-1)!.metadata.summary).toBe('我的修改')
  })

  it('does not bring back what was withdrawn', async () => {
    const { store, ledger, catalog: first } = await openTestCatalog()
    await first.withdrawResource(reviewer, { requestId: nextRequestId(), code, reason: '停用' })
    const { catalog } = await openTestCatalog({ store, ledger, directory: withSummary('文件中的新摘要') })
    expect(catalog.resource(code)).toBeUndefined()
    expect(await catalog.fileDifferences()).toEqual([{ code, kind: 'FILE_NOT_TAKEN', elements: ['summary'] }])
  })
})

describe('the differences', () => {
  it('name what was changed here since, and what only the store has', async () => {
    const { catalog } = await openTestCatalog()
    await catalog.editResource(registrar, {
      requestId: nextRequestId(),
      metadata: { ...seeded, summary: '改过' },
      expectedRevision: 1,
    })
    expect(await catalog.fileDifferences()).toEqual([])
    await catalog.submitResource(registrar, { requestId: nextRequestId(), code })
    await catalog.publishResource(reviewer, { requestId: nextRequestId(), code })
    await publish(catalog, metadata('999999/000001'))
    expect(await catalog.fileDifferences()).toEqual([
      { code, kind: 'STORE_CHANGED', elements: ['summary'] },
      { code: '999999/000001', kind: 'ONLY_IN_STORE', elements: [] },
    ])
  })

  it('stay as they are when the store is left alone: an unchanged file never undoes a change', async () => {
    const { catalog: first, store, ledger } = await openTestCatalog()
    await first.editResource(registrar, {
      requestId: nextRequestId(),
      metadata: { ...seeded, summary: '改过' },
      expectedRevision: 1,
    })
    await first.submitResource(registrar, { requestId: nextRequestId(), code })
    await first.publishResource(reviewer, { requestId: nextRequestId(), code })
    const { catalog } = await openTestCatalog({ store, ledger })
    expect(catalog.resource(code)!.metadata.summary).toBe('改过')
    expect(await catalog.resourceHistory(registrar, code)).toHaveLength(4)
  })
})
