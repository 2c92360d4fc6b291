import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { catalogCollections, type Catalog } from '../../../src/catalog/index.ts'
import type { ResourceDocument } from '../../../src/catalog/resource-records.ts'
import { replace, type Collection } from '../../../src/store/index.ts'
import { committedEvents } from '../../support/recording-ledger.ts'
import { metadata, nextRequestId, openTestCatalog, person, publish } from '../../support/catalog.ts'

const CODE = '308900/000001'
const registrar = person('REGISTRAR', '08')
const colleague = person('REGISTRAR', '08', 'two')
const reviewer = person('REVIEWER', '41')

const register = (catalog: Catalog, more = {}) =>
  catalog.registerResource(registrar, { requestId: nextRequestId(), metadata: metadata(CODE, more) })
const byCode = <More extends object>(more?: More) => ({ requestId: nextRequestId(), code: CODE, ...(more as More) })
const OTHER_CODE = '308900/000002'
const isCode = (code: string, params = {}) => expect.objectContaining({ code, params: expect.objectContaining(params) })

describe('a resource', () => {
  it('is drafted, submitted and published, and only then in force', async () => {
    const { catalog } = await openTestCatalog()
    expect(await register(catalog)).toMatchObject({ state: 'DRAFT', revision: 1, changedBy: registrar.clientId })
    expect(await catalog.submitResource(registrar, byCode())).toMatchObject({ state: 'SUBMITTED', revision: 2 })
    expect(catalog.resource(CODE)).toBeUndefined()
    const published = await catalog.publishResource(reviewer, byCode())
    expect(published).toMatchObject({ state: 'PUBLISHED', revision: 3, metadata: { publishedOn: '2026-11-24' } })
    expect(catalog.resource(CODE)).toEqual(published)
  })

  it('is returned with a reason, edited and submitted again', async () => {
    const { catalog } = await openTestCatalog()
    await register(catalog)
    await catalog.submitResource(registrar, byCode())
    const returned = await catalog.returnResource(reviewer, byCode({ reason: '摘要过于简略' }))
    expect(returned).toMatchObject({ state: 'RETURNED', revision: 3, reason: '摘要过于简略' })
    const edited = await catalog.editResource(registrar, {
      requestId: nextRequestId(),
      metadata: metadata(CODE, { summary: '更详细的摘要' }),
      expectedRevision: 3,
    })
    expect(edited).toMatchObject({ state: 'DRAFT', revision: 4, metadata: { summary: '更详细的摘要' } })
    expect(edited).not.toHaveProperty('reason')
    expect(await catalog.submitResource(registrar, byCode())).toMatchObject({ state: 'SUBMITTED' })
  })

  it('stays in force as it was published while its next revision is worked on', async () => {
    const { catalog } = await openTestCatalog()
    const published = await publish(catalog, metadata(CODE))
    await catalog.editResource(registrar, {
      requestId: nextRequestId(),
      metadata: metadata(CODE, { summary: '新摘要' }),
      expectedRevision: 3,
    })
    expect(catalog.resource(CODE)).toEqual(published)
    await catalog.submitResource(registrar, byCode())
    expect(catalog.resource(CODE)).toEqual(published)
    await catalog.publishResource(reviewer, byCode())
    expect(catalog.resource(CODE)).toMatchObject({ revision: 6, metadata: { summary: '新摘要' } })
  })

  it('is withdrawn, and its history still tells everything in order', async () => {
    const { catalog } = await openTestCatalog()
    await publish(catalog, metadata(CODE))
    await catalog.withdrawResource(reviewer, byCode({ reason: '职责调整' }))
    expect(catalog.resource(CODE)).toBeUndefined()
    const history = await catalog.resourceHistory(registrar, CODE)
    expect(history.map(({ revision, state }) => [revision, state])).toEqual([
      [1, 'DRAFT'],
      [2, 'SUBMITTED'],
      [3, 'PUBLISHED'],
      [4, 'WITHDRAWN'],
    ])
    expect((await catalog.resourceHistory(person('SYSTEM', '25'), CODE)).map(({ state }) => state)).toEqual([
      'PUBLISHED',
      'WITHDRAWN',
    ])
  })

  it('cannot leave its path: each step from a wrong state is refused by name', async () => {
    const { catalog } = await openTestCatalog()
    await register(catalog)
    const refused = isCode('INVALID_TRANSITION', { state: 'DRAFT' })
    await expect(catalog.publishResource(reviewer, byCode())).rejects.toThrow(refused)
    await expect(catalog.returnResource(reviewer, byCode({ reason: 'x' }))).rejects.toThrow(refused)
    await expect(catalog.withdrawResource(reviewer, byCode({ reason: 'x' }))).rejects.toThrow(refused)
    await catalog.submitResource(registrar, byCode())
    const edit = { requestId: nextRequestId(), metadata: metadata(CODE), expectedRevision: 2 }
    await expect(catalog.editResource(registrar, edit)).rejects.toThrow(
      isCode('INVALID_TRANSITION', { state: 'SUBMITTED' }),
    )
    await expect(catalog.submitResource(registrar, byCode())).rejects.toThrow(isCode('INVALID_TRANSITION'))
  })
})

describe('four eyes', () => {
  it('keep whoever registered, edited or submitted from publishing, also by another client', async () => {
    const { catalog } = await openTestCatalog()
    await register(catalog)
    await catalog.editResource(colleague, {
      requestId: nextRequestId(),
      metadata: metadata(CODE, { summary: '改' }),
      expectedRevision: 1,
    })
    await catalog.submitResource(registrar, byCode())
    for (const worker of [registrar, colleague]) {
      const asReviewer = { ...reviewer, personId: worker.personId! }
      await expect(catalog.publishResource(asReviewer, byCode())).rejects.toThrow(isCode('FOUR_EYES'))
    }
    const sameClient = { ...reviewer, clientId: registrar.clientId }
    await expect(catalog.publishResource(sameClient, byCode())).rejects.toThrow(isCode('FOUR_EYES'))
    // A second person may.
    await expect(catalog.publishResource(reviewer, byCode())).resolves.toMatchObject({ state: 'PUBLISHED' })
  })

  it('begin anew with each revision', async () => {
    const { catalog } = await openTestCatalog()
    await publish(catalog, metadata(CODE))
    await catalog.editResource(colleague, {
      requestId: nextRequestId(),
      metadata: metadata(CODE, { summary: '改' }),
      expectedRevision: 3,
    })
    await catalog.submitResource(colleague, byCode())
    const first = { ...reviewer, personId: registrar.personId! }
    await expect(catalog.publishResource(first, byCode())).resolves.toMatchObject({ state: 'PUBLISHED' })
  })
})

describe('who may do what', () => {
  it('refuses the registrar to publish and the reviewer to register', async () => {
    const { catalog } = await openTestCatalog()
    await register(catalog)
    await catalog.submitResource(registrar, byCode())
    await expect(catalog.publishResource(registrar, byCode())).rejects.toThrow(
      isCode('FORBIDDEN', { operation: 'publishResource' }),
    )
    await expect(
      catalog.registerResource(reviewer, { requestId: nextRequestId(), metadata: metadata('308900/000002') }),
    ).rejects.toThrow(isCode('FORBIDDEN'))
  })

  it('lets an agency describe only what it provides, and records what it refuses', async () => {
    const { catalog, store } = await openTestCatalog()
    const stranger = person('REGISTRAR', '25')
    await expect(
      catalog.registerResource(stranger, { requestId: nextRequestId(), metadata: metadata(CODE) }),
    ).rejects.toThrow(isCode('ACCESS_REFUSED', { rule: 'not-the-provider' }))
    await register(catalog)
    const theirs = metadata(CODE, { provider: stranger.agency })
    await expect(
      catalog.editResource(stranger, { requestId: nextRequestId(), metadata: theirs, expectedRevision: 1 }),
    ).rejects.toThrow(isCode('NOT_FOUND'))
    await expect(catalog.submitResource(stranger, byCode())).rejects.toThrow(isCode('NOT_FOUND'))
    // Nor may the own agency give it away.
    await expect(
      catalog.editResource(registrar, { requestId: nextRequestId(), metadata: theirs, expectedRevision: 1 }),
    ).rejects.toThrow(isCode('ACCESS_REFUSED'))
    const refusals = (await committedEvents(store)).filter(({ kind }) => kind === 'ACCESS_REFUSED')
    expect(refusals).toMatchObject([
      {
        actor: { clientId: stranger.clientId },
        resources: [CODE],
        data: { rule: 'not-the-provider', operation: 'registerResource' },
      },
      {
        actor: { clientId: registrar.clientId },
        resources: [CODE],
        data: { rule: 'not-the-provider', operation: 'editResource' },
      },
    ])
  })
})

describe('an entry', () => {
  it('that lacks several things is told all of them at once', async () => {
    const { catalog } = await openTestCatalog()
    const incomplete = register(catalog, { summary: ' ', items: [], dataClass: '', condition: '' })
    await expect(incomplete).rejects.toThrow(
      isCode('INCOMPLETE_REQUEST', { missing: ['summary', 'items', 'dataClass', 'condition'] }),
    )
  })

  it('that is not shared must name the clause', async () => {
    const { catalog } = await openTestCatalog()
    await expect(register(catalog, { sharingType: 'NOT_SHARED' })).rejects.toThrow(
      isCode('INCOMPLETE_REQUEST', { missing: ['clause'] }),
    )
    await expect(register(catalog, { sharingType: 'NOT_SHARED', clause: '统计法' })).resolves.toMatchObject({
      state: 'DRAFT',
    })
  })

  it.each<[string, object, string]>([
    ['a code of another form', { code: 'abc' }, 'metadata.code'],
    [
      'a binding to a register that is not there',
      { binding: { kind: 'REGISTER', register: 'dreams' } },
      'metadata.binding',
    ],
    [
      "a binding to another agency's register",
      { binding: { kind: 'REGISTER', register: 'population' } },
      'metadata.binding',
    ],
    [
      "a binding to a question of another agency's register",
      { binding: { kind: 'PREDICATE', register: 'real-estate', predicate: 'ownsNoDwelling' } },
      'metadata.binding',
    ],
    [
      'a binding to a licence type that other agencies issue',
      { binding: { kind: 'LICENCE_TYPE', licenceType: 'business-licence' } },
      'metadata.binding',
    ],
    ['a relation to itself', { relatedCodes: [CODE] }, 'metadata.relatedCodes'],
    ['an element that nobody knows', { colour: 'red' }, 'metadata.colour'],
  ])('is refused for %s', async (_what, more, field) => {
    const { catalog } = await openTestCatalog()
    await expect(register(catalog, more)).rejects.toThrow(isCode('INVALID_INPUT', { field }))
  })

  it("is not published for another agency's register where an earlier version let it be drafted", async () => {
    const { catalog, store } = await openTestCatalog()
    await register(catalog)
    await catalog.submitResource(registrar, byCode())
    const resources = catalogCollections.find(
      ({ name }) => name === 'resources',
    ) as unknown as Collection<ResourceDocument>
    const binding = { kind: 'PREDICATE', register: 'real-estate', predicate: 'ownsNoDwelling' } as const
    const { code } = catalog.resourceFor(binding)!.metadata
    await catalog.withdrawResource(reviewer, { requestId: nextRequestId(), code, reason: '拆分' })
    const { document, version } = (await store.get(resources, CODE))!
    const current = { ...document.current, metadata: { ...document.current.metadata, binding } }
    await store.commit([replace(resources, { ...document, current }, version)])
    const { catalog: later } = await openTestCatalog({ store })
    await expect(later.publishResource(reviewer, byCode())).rejects.toThrow(
      isCode('INVALID_INPUT', { field: 'metadata.binding' }),
    )
  })

  it('may leave out what is absent as null', async () => {
    const { catalog } = await openTestCatalog()
    const drafted = await register(catalog, { openCondition: null, clause: undefined })
    expect(Object.keys(drafted.metadata)).not.toContain('openCondition')
  })

  it('cannot stand for what another published entry stands for', async () => {
    const { catalog } = await openTestCatalog()
    const binding = { kind: 'PREDICATE', register: 'marriage', predicate: 'isMarried' } as const
    const other = catalog.resourceFor(binding)!.metadata.code
    await expect(register(catalog, { binding })).rejects.toThrow(
      isCode('ALREADY_EXISTS', { what: expect.stringContaining(other) }),
    )
    // When that is gone it can; the source follows the entry.
    await catalog.withdrawResource(reviewer, { requestId: nextRequestId(), code: other, reason: '拆分' })
    expect(catalog.resourceFor(binding)).toBeUndefined()
    await publish(catalog, metadata(CODE, { binding }))
    expect(catalog.resourceFor(binding)?.metadata.code).toBe(CODE)
  })

  it('of two that were drafted for one source is published first, or not at all', async () => {
    const { catalog } = await openTestCatalog()
    const binding = { kind: 'PREDICATE', register: 'marriage', predicate: 'isMarried' } as const
    const code = catalog.resourceFor(binding)!.metadata.code
    await catalog.withdrawResource(reviewer, { requestId: nextRequestId(), code, reason: '拆分' })
    await register(catalog, { binding })
    await catalog.submitResource(registrar, byCode())
    await publish(catalog, metadata(OTHER_CODE, { binding, name: { zh: '婚姻核验', en: 'Marriage check' } }))
    await expect(catalog.publishResource(reviewer, byCode())).rejects.toThrow(
      isCode('ALREADY_EXISTS', { what: expect.stringContaining('308900/000002') }),
    )
    expect(catalog.resourceFor(binding)?.metadata.code).toBe('308900/000002')
  })

  it('exists once', async () => {
    const { catalog } = await openTestCatalog()
    await register(catalog)
    await expect(register(catalog)).rejects.toThrow(isCode('ALREADY_EXISTS'))
  })

  it('is not changed by who read an older revision', async () => {
    const { catalog } = await openTestCatalog()
    await register(catalog)
    const edit = (expectedRevision: number, summary: string) =>
      catalog.editResource(registrar, {
        requestId: nextRequestId(),
        metadata: metadata(CODE, { summary }),
        expectedRevision,
      })
    await edit(1, '甲')
    await expect(edit(1, '乙')).rejects.toThrow(isCode('CONFLICT'))
  })
})

describe('every change', () => {
  it('is a leaf with the request, in the same commit', async () => {
    const { catalog, store } = await openTestCatalog()
    const before = (await committedEvents(store)).length
    const requestId = nextRequestId()
    await catalog.registerResource(registrar, { requestId, metadata: metadata(CODE) })
    const events = (await committedEvents(store)).slice(before)
    expect(events).toEqual([
      expect.objectContaining({
        kind: 'RESOURCE_CHANGED',
        requestId,
        resources: [CODE],
        actor: { clientId: registrar.clientId, agency: registrar.agency },
        data: expect.objectContaining({ change: 'registerResource', revision: 1, state: 'DRAFT', stateBefore: null }),
      }),
    ])
  })

  it('does not happen when the ledger cannot take it', async () => {
    const { catalog, ledger } = await openTestCatalog()
    ledger.failWith('disk')
    await expect(register(catalog)).rejects.toThrow(isCode('AUDIT_UNAVAILABLE'))
    ledger.failWith(undefined)
    await expect(catalog.resourceHistory(registrar, CODE)).rejects.toThrow(isCode('NOT_FOUND'))
    await expect(register(catalog)).resolves.toMatchObject({ revision: 1 })
  })

  it('happens once however often the request is repeated, also after later changes', async () => {
    const { catalog } = await openTestCatalog()
    const input = { requestId: nextRequestId(), metadata: metadata(CODE) }
    const first = await catalog.registerResource(registrar, input)
    await catalog.submitResource(registrar, byCode())
    expect(await catalog.registerResource(registrar, input)).toEqual(first)
    expect(await catalog.resourceHistory(registrar, CODE)).toHaveLength(2)
    const other = { ...input, metadata: metadata(CODE, { summary: '另一份' }) }
    await expect(catalog.registerResource(registrar, other)).rejects.toThrow(isCode('REQUEST_ID_CONFLICT'))
  })

  it('is not lost when many come at once', async () => {
    const { catalog } = await openTestCatalog()
    const codes = Array.from({ length: 5 }, (_, i) => `308901/00000${i}`)
    const draft = (code: string) => {
      const name = { zh: `补贴 ${code}`, en: 'Subsidies' }
      return catalog.registerResource(registrar, { requestId: nextRequestId(), metadata: metadata(code, { name }) })
    }
    const drafted = await Promise.all(codes.map(draft))
    expect(drafted.map(({ metadata: { code } }) => code)).toEqual(codes)
    // Twins of one request give one result.
    const input = { requestId: nextRequestId(), metadata: metadata(CODE) }
    const [first, second] = await Promise.all([
      catalog.registerResource(registrar, input),
      catalog.registerResource(registrar, input),
    ])
    expect(second).toEqual(first)
  })

  it('is seen by another process that looks', async () => {
    const here = await openTestCatalog()
    const there = await openTestCatalog({ store: here.store, ledger: here.ledger })
    await publish(here.catalog, metadata(CODE))
    expect(there.catalog.resource(CODE)).toBeUndefined()
    await there.catalog.refresh()
    expect(there.catalog.resource(CODE)).toEqual(here.catalog.resource(CODE))
    // And it works on from what the other did, even without having looked.
    await here.catalog.withdrawResource(reviewer, byCode({ reason: '试点结束' }))
    await expect(there.catalog.withdrawResource(reviewer, byCode({ reason: '试点结束' }))).rejects.toThrow(
      isCode('INVALID_TRANSITION'),
    )
  })

  it('is seen by another process within a second without being asked', async () => {
    const here = await openTestCatalog()
    const there = await openTestCatalog({ store: here.store, ledger: here.ledger })
    await publish(here.catalog, metadata(CODE))
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    onTestFinished(() => void vi.useRealTimers())
    there.catalog.start()
    await vi.advanceTimersByTimeAsync(1_000)
    await there.catalog.stop()
    expect(there.catalog.resource(CODE)).toEqual(here.catalog.resource(CODE))
  })
})

describe('the name of a resource', () => {
  const named = (code: string, zh: string) => metadata(code, { name: { zh, en: 'Subsidies' } })
  const draft = (catalog: Catalog, code: string, zh: string) =>
    catalog.registerResource(registrar, { requestId: nextRequestId(), metadata: named(code, zh) })
  const taken = isCode('ALREADY_EXISTS', { whatZh: `本部门名称相同的信息资源 ${CODE}` })

  it('stands for one entry of its agency, whatever spaces are in it, drafted or in force', async () => {
    const { catalog } = await openTestCatalog()
    await draft(catalog, CODE, '养老补贴')
    await expect(draft(catalog, OTHER_CODE, ' 养老 补贴')).rejects.toThrow(taken)
    await draft(catalog, OTHER_CODE, '残疾人补贴')
    const renamed = { requestId: nextRequestId(), metadata: named(OTHER_CODE, '养老补贴'), expectedRevision: 1 }
    await expect(catalog.editResource(registrar, renamed)).rejects.toThrow(taken)
  })

  it('may be kept by an edit, and taken again when the other entry was withdrawn', async () => {
    const { catalog } = await openTestCatalog()
    await publish(catalog, named(CODE, '养老补贴'))
    const same = { requestId: nextRequestId(), metadata: named(CODE, '养老补贴'), expectedRevision: 3 }
    expect(await catalog.editResource(registrar, same)).toMatchObject({ state: 'DRAFT' })
    await catalog.withdrawResource(reviewer, byCode({ reason: '职责调整' }))
    expect(await draft(catalog, OTHER_CODE, '养老补贴')).toMatchObject({ state: 'DRAFT' })
  })

  it('may be that of an entry of another agency', async () => {
    const { catalog } = await openTestCatalog()
    const name = catalog.resource('101001/000001')!.metadata.name.zh
    expect(await draft(catalog, CODE, name)).toMatchObject({ state: 'DRAFT' })
  })
})
