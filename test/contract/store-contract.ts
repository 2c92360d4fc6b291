import { describe, expect, it } from 'vitest'
import { digestOf } from '../../src/core/hash.ts'
import {
  add,
  check,
  CommitConflict,
  createTextPacker,
  defineCollection,
  encodeDocument,
  insert,
  packInserts,
  remove,
  replace,
  unpackTexts,
  type Collection,
  type Document,
  type DocumentBytes,
  type Query,
  type Store,
} from '../../src/store/index.ts'

/** One engine under the contract: a fresh, empty store each time it is called, closed when the test ends. */
export interface StoreUnderTest {
  readonly name: string
  open(collections: readonly Collection<Document>[]): Promise<Store>
}

interface Thing extends Document {
  readonly kind?: string
  readonly rank?: number
  readonly title?: string
  readonly code?: string
  readonly active?: boolean
  readonly used?: number
}
interface Person extends Document {
  readonly number: string
  readonly name: string
  readonly batch: string
}

const things = defineCollection<Thing>({
  name: 'things',
  schema: 1,
  indexes: [
    { name: 'by_kind', fields: ['kind', 'rank', 'title'] },
    { name: 'by_title', fields: ['title'] },
    { name: 'by_active', fields: ['active'] },
    { name: 'by_code', fields: ['code'], unique: true },
    { name: 'by_kind_code', fields: ['kind', 'code'], unique: true },
  ],
})
const others = defineCollection<Thing>({ name: 'others', schema: 2, indexes: [] })
const persons = defineCollection<Person>({
  name: 'persons',
  schema: 1,
  indexes: [
    { name: 'by_number', fields: ['number', 'batch'] },
    { name: 'by_name', fields: ['name'], unique: true },
  ],
  sealed: { personalFields: ['number', 'name'] },
})
const collections = [things, others, persons]

const conflict = (reason: string, id: string, index?: string) => expect.objectContaining({ reason, id, index })
const ids = async (store: Store, query: Query) =>
  (await store.find(things, query)).items.map(({ document }) => document.id)

/** Every promise of the port (src/store/store.ts), on whichever engine. */
export function describeStore(engine: StoreUnderTest): void {
  describe(`a store on ${engine.name}`, () => {
    const open = () => engine.open(collections)
    describeWrites(open)
    describeQueries(open)
    describeCursors(open)
    describeSealing(open)
    describeDigests(open)
    describeLoads(open)
  })
}

type Open = () => Promise<Store>

function describeWrites(open: Open): void {
  describe('commit', () => {
    it('inserts at version 1, replaces at the next and removes', async () => {
      const store = await open()
      await store.commit([insert(things, { id: 'a', title: '甲', rank: 0.5, active: true })])
      expect(await store.get(things, 'a')).toEqual({
        document: { id: 'a', title: '甲', rank: 0.5, active: true },
        version: 1,
      })
      await store.commit([replace(things, { id: 'a', title: '乙' }, 1)])
      expect(await store.get(things, 'a')).toEqual({ document: { id: 'a', title: '乙' }, version: 2 })
      await store.commit([remove(things, 'a', 2)])
      expect(await store.get(things, 'a')).toBeUndefined()
    })

    it('gives documents back exactly, nested, empty and with strange keys', async () => {
      const store = await open()
      const document = {
        id: 'x',
        empty: {},
        list: [[], [null, true, 1.5, -3, 9007199254740991, 1e-7]],
        $schema: 'https://example.invalid/a.b',
        'a.b': { $ref: '#/x', '': '"\\\n\u2028' },
        text: '𠮷野家 \ud83d\ude00 \uffff',
      }
      await store.commit([insert(others, document)])
      expect((await store.get(others, 'x'))?.document).toStrictEqual(document)
      expect(JSON.stringify((await store.get(others, 'x'))?.document)).toBe(JSON.stringify(document))
    })

    it('refuses a taken id, a stale version and a missing document, and says which', async () => {
      const store = await open()
      await store.commit([insert(things, { id: 'a' })])
      await expect(store.commit([insert(things, { id: 'a' })])).rejects.toEqual(conflict('exists', 'a'))
      await expect(store.commit([replace(things, { id: 'a' }, 2)])).rejects.toEqual(conflict('version', 'a'))
      await expect(store.commit([replace(things, { id: 'b' }, 1)])).rejects.toEqual(conflict('missing', 'b'))
      await expect(store.commit([remove(things, 'a', 7)])).rejects.toEqual(conflict('version', 'a'))
      await expect(store.commit([remove(things, 'b', 1)])).rejects.toEqual(conflict('missing', 'b'))
      await expect(store.commit([remove(things, 'b', 1)])).rejects.toBeInstanceOf(CommitConflict)
    })

    it('checks a version, and with version 0 that nothing is there', async () => {
      const store = await open()
      await store.commit([insert(things, { id: 'a' }), insert(others, { id: 'o' })])
      await store.commit([check(things, 'a', 1), check(things, 'b', 0), replace(others, { id: 'o', used: 1 }, 1)])
      expect((await store.get(others, 'o'))?.version).toBe(2)
      expect((await store.get(things, 'a'))?.version).toBe(1)
      expect(await store.get(things, 'b')).toBeUndefined()
      const beside = insert(others, { id: 'never' })
      await expect(store.commit([beside, check(things, 'a', 2)])).rejects.toEqual(conflict('version', 'a'))
      await expect(store.commit([beside, check(things, 'b', 1)])).rejects.toEqual(conflict('missing', 'b'))
      await expect(store.commit([beside, check(things, 'a', 0)])).rejects.toEqual(conflict('exists', 'a'))
      expect(await store.get(others, 'never')).toBeUndefined()
    })

    it('adds within a bound, counts a version, and never goes beyond', async () => {
      const store = await open()
      await store.commit([insert(things, { id: 'a', used: 5, title: 't' }), insert(things, { id: 'n', title: 't' })])
      await store.commit([add(things, 'a', 'used', 3, 8)])
      expect(await store.get(things, 'a')).toStrictEqual({ document: { id: 'a', used: 8, title: 't' }, version: 2 })
      await expect(store.commit([add(things, 'a', 'used', 1, 8)])).rejects.toEqual(conflict('bound', 'a'))
      await expect(store.commit([add(things, 'zz', 'used', 1)])).rejects.toEqual(conflict('missing', 'zz'))
      await expect(store.commit([add(things, 'n', 'used', 1)])).rejects.toEqual(conflict('missing', 'n'))
      await expect(store.commit([add(things, 'n', 'title', 1)])).rejects.toThrow(TypeError)
      await expect(store.commit([add(things, 'a', 'used', Number.MAX_SAFE_INTEGER)])).rejects.toEqual(
        conflict('bound', 'a'),
      )
      await store.commit([add(things, 'a', 'used', -10)])
      await expect(store.commit([add(things, 'a', 'used', -Number.MAX_SAFE_INTEGER)])).rejects.toEqual(
        conflict('bound', 'a'),
      )
      const read = await store.get(things, 'a')
      expect(read?.document.used).toBe(-2)
      // A replacement that did not see the sum is refused; one that did goes on from it.
      await expect(store.commit([replace(things, { id: 'a', used: 0 }, 2)])).rejects.toEqual(conflict('version', 'a'))
      await store.commit([replace(things, { ...read!.document, used: 100 }, read!.version)])
      await store.commit([add(things, 'a', 'used', 1)])
      expect((await store.get(things, 'a'))?.document).toStrictEqual({ id: 'a', used: 101, title: 't' })
    })

    it('is all or nothing over collections', async () => {
      const store = await open()
      await store.commit([insert(things, { id: 'a', used: 1 })])
      const writes = [
        insert(others, { id: 'o' }),
        add(things, 'a', 'used', 1),
        insert(persons, { id: 'p', number: '1', name: '甲', batch: 'b' }),
      ]
      await expect(store.commit([...writes, replace(things, { id: 'gone' }, 1)])).rejects.toThrow(CommitConflict)
      expect(await store.get(others, 'o')).toBeUndefined()
      expect(await store.get(persons, 'p')).toBeUndefined()
      expect((await store.get(things, 'a'))?.document.used).toBe(1)
      // The same writes without the one that fails do happen: the refusal was for that one alone.
      await store.commit(writes)
      expect((await store.get(things, 'a'))?.document.used).toBe(2)
    })

    it('applies its writes in their order', async () => {
      const store = await open()
      await store.commit([
        insert(things, { id: 'a', code: 'c' }),
        replace(things, { id: 'a', title: 'second' }, 1),
        insert(things, { id: 'b', code: 'c' }),
        remove(things, 'b', 1),
        insert(things, { id: 'c', code: 'c' }),
        check(things, 'a', 2),
      ])
      expect(await store.get(things, 'a')).toEqual({ document: { id: 'a', title: 'second' }, version: 2 })
      expect(await ids(store, { index: 'by_code', limit: 5 })).toEqual(['c'])
    })

    it('keeps unique values apart, and lets documents without them be', async () => {
      const store = await open()
      await store.commit([
        insert(things, { id: 'a', code: '1', kind: 'k' }),
        insert(things, { id: 'b' }),
        insert(things, { id: 'c' }),
        insert(things, { id: 'd', kind: 'k' }),
        insert(things, { id: 'e', kind: 'k' }),
      ])
      await expect(store.commit([insert(things, { id: 'f', code: '1' })])).rejects.toEqual(
        conflict('exists', 'f', 'by_code'),
      )
      await expect(store.commit([replace(things, { id: 'b', code: '1' }, 1)])).rejects.toEqual(
        conflict('exists', 'b', 'by_code'),
      )
      await store.commit([insert(things, { id: 'f', code: '2', kind: 'k' })])
      // A value given up is free again.
      await store.commit([replace(things, { id: 'a', kind: 'k' }, 1), insert(things, { id: 'g', code: '1' })])
      await expect(store.commit([insert(things, { id: 'g', code: '1' })])).rejects.toEqual(conflict('exists', 'g'))
    })

    it('refuses a key that two writes of one commit want, at once', async () => {
      const store = await open()
      const twice = store.commit([
        insert(others, { id: 'o' }),
        insert(things, { id: 'a' }),
        insert(things, { id: 'a' }),
      ])
      await expect(twice).rejects.toEqual(conflict('exists', 'a'))
      await store.commit([insert(things, { id: 'r' })])
      const sameCode = [insert(things, { id: 'b', code: '1' }), replace(things, { id: 'r', code: '1' }, 1)]
      await expect(store.commit(sameCode)).rejects.toEqual(conflict('exists', 'r', 'by_code'))
      await expect(store.commit(sameCode.toReversed())).rejects.toEqual(conflict('exists', 'b', 'by_code'))
      expect(await store.get(others, 'o')).toBeUndefined()
      expect(await store.get(things, 'r')).toEqual({ document: { id: 'r' }, version: 1 })
    }, 15_000)

    it('lets exactly one of two rivals win', async () => {
      const store = await open()
      await store.commit([insert(things, { id: 'a', used: 0 })])
      const rivals = await Promise.allSettled(
        Array.from({ length: 8 }, (_, i) => store.commit([replace(things, { id: 'a', used: i + 1 }, 1)])),
      )
      expect(rivals.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
      for (const rival of rivals)
        if (rival.status === 'rejected') expect(rival.reason).toEqual(conflict('version', 'a'))
      const inserts = await Promise.allSettled(
        Array.from({ length: 8 }, (_, i) => store.commit([insert(things, { id: `u${i}`, code: 'same' })])),
      )
      expect(inserts.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    })

    it('never lets a check and a rival write pass together', async () => {
      const store = await open()
      for (let round = 0; round < 10; round++) {
        const id = `r${round}`
        await store.commit([insert(things, { id: `g${id}` })])
        // Each demands that the other has not happened: at most one may.
        const results = await Promise.allSettled([
          store.commit([check(things, id, 0), replace(things, { id: `g${id}`, used: 1 }, 1)]),
          store.commit([check(things, `g${id}`, 1), insert(things, { id })]),
        ])
        expect(results.filter(({ status }) => status === 'fulfilled').length).toBeLessThanOrEqual(1)
      }
    })

    it('refuses what is not strict JSON', async () => {
      const store = await open()
      const bad: unknown[] = [
        undefined,
        () => 1,
        1n,
        NaN,
        Infinity,
        2 ** 53,
        -0,
        '\ud800',
        'a\0b',
        { a: undefined },
        [undefined],
        { '\udfff': 1 },
        new Date(0),
        new Map(),
      ]
      for (const value of bad) {
        const document = { id: 'bad', value } as Document
        await expect(store.commit([insert(others, { id: 'ok' }), insert(others, document)])).rejects.toThrow(TypeError)
      }
      for (const id of ['', 'a\0', '\ud800', 'x'.repeat(501)])
        await expect(store.commit([insert(others, { id })])).rejects.toThrow(TypeError)
      await expect(store.commit([insert(things, { id: 'i', title: {} as string })])).rejects.toThrow(TypeError)
      expect(await store.get(others, 'ok')).toBeUndefined()
      expect(await store.get(others, '\ud800')).toBeUndefined()
      await store.commit([insert(others, { id: '\ufffd' })])
      expect(await store.get(others, '\ud800')).toBeUndefined()
    })

    it('adds up: 10,000 commits over 1,000 documents and 100 on one', async () => {
      const store = await open()
      const many = Array.from({ length: 1_000 }, (_, i) => insert(things, { id: `d${i}`, used: 0 }))
      await store.commit([...many, insert(things, { id: 'one', used: 0 })])
      const commits: Promise<void>[] = []
      for (let i = 0; i < 10_000; i++) commits.push(store.commit([add(things, `d${(i * 7) % 1_000}`, 'used', 1)]))
      await Promise.all(commits)
      const readModifyWrite = async (): Promise<void> => {
        for (;;) {
          const { document, version } = (await store.get(things, 'one'))!
          try {
            return await store.commit([replace(things, { ...document, used: document.used! + 1 }, version)])
          } catch (error) {
            if (!(error instanceof CommitConflict)) throw error
          }
        }
      }
      // Ten writers, each ten times: every success makes the others' reads stale.
      const tenTimes = async () => {
        for (let i = 0; i < 10; i++) await readModifyWrite()
      }
      await Promise.all(Array.from({ length: 10 }, tenTimes))
      const all = await store.getMany(
        things,
        Array.from({ length: 1_000 }, (_, i) => `d${i}`),
      )
      expect(all.map((stored) => stored?.document.used)).toEqual(Array.from({ length: 1_000 }, () => 10))
      expect((await store.get(things, 'one'))?.document.used).toBe(100)
    }, 240_000)
  })
}

// In the order of their UTF-8 bytes; UTF-16 units would put the last two before U+E000.
const RARE = ['', 'A', 'Z', 'a', 'z', 'é', '一', '\ud7ff', '\ue000', '\uffff', '𠀀', '𠮷', '\u{10ffff}']

function describeQueries(open: Open): void {
  describe('find', () => {
    const filled = async () => {
      const store = await open()
      await store.commit([
        insert(things, { id: '1', kind: 'a', rank: 2, title: 'x' }),
        insert(things, { id: '2', kind: 'a', rank: 2, title: 'x' }),
        insert(things, { id: '3', kind: 'a', rank: 10, title: 'w', active: false }),
        insert(things, { id: '4', kind: 'a', rank: -1.5, title: 'v', active: true }),
        insert(things, { id: '5', kind: 'b', rank: 1, title: 'x' }),
        insert(things, { id: '6', kind: 'c', rank: 1, title: 'xy' }),
        insert(things, { id: '7', kind: 'a', title: 'without a rank' }),
        insert(things, { id: '8' }),
      ])
      return store
    }
    const cases: readonly [string, Omit<Query, 'limit'>, readonly string[]][] = [
      ['everything in an index', { index: 'by_kind' }, ['4', '1', '2', '3', '5', '6']],
      ['everything by id', { index: 'id' }, ['1', '2', '3', '4', '5', '6', '7', '8']],
      ['backwards', { index: 'by_kind', descending: true }, ['6', '5', '3', '2', '1', '4']],
      ['an equality', { index: 'by_kind', equals: { kind: 'a' } }, ['4', '1', '2', '3']],
      ['two equalities', { index: 'by_kind', equals: { kind: 'a', rank: 2 } }, ['1', '2']],
      ['a boolean', { index: 'by_active', equals: { active: false } }, ['3']],
      ['no string for a number', { index: 'by_kind', equals: { kind: 'a', rank: '2' } }, []],
      ['any of several', { index: 'by_kind', in: { field: 'kind', values: ['c', 'b', 'c', 'q'] } }, ['5', '6']],
      ['any of none', { index: 'by_kind', in: { field: 'kind', values: [] } }, []],
      [
        'any of several after an equality, backwards',
        { index: 'by_kind', equals: { kind: 'a' }, in: { field: 'rank', values: [10, 2] }, descending: true },
        ['3', '2', '1'],
      ],
      [
        'a range after an equality',
        { index: 'by_kind', equals: { kind: 'a' }, range: { field: 'rank', from: -1.5, to: 10 } },
        ['4', '1', '2'],
      ],
      [
        'a range without an end',
        { index: 'by_kind', equals: { kind: 'a' }, range: { field: 'rank', from: 2 } },
        ['1', '2', '3'],
      ],
      [
        'a range without a beginning',
        { index: 'by_kind', equals: { kind: 'a' }, range: { field: 'rank', to: 2 } },
        ['4'],
      ],
      ['an empty range', { index: 'by_title', range: { field: 'title', from: 'b', to: 'a' } }, []],
      ['a range of ids', { index: 'id', range: { field: 'id', from: '3', to: '5' } }, ['3', '4']],
      ['a prefix', { index: 'by_title', prefix: { field: 'title', value: 'x' } }, ['1', '2', '5', '6']],
      [
        'a prefix after an equality and any of several',
        {
          index: 'by_kind',
          equals: { kind: 'a' },
          in: { field: 'rank', values: [2, 10] },
          prefix: { field: 'title', value: 'w' },
        },
        ['3'],
      ],
    ]
    it.each(cases)('answers %s', async (_name, query, expected) => {
      const store = await filled()
      expect(await ids(store, { ...query, limit: 100 })).toEqual(expected)
      expect(await store.count(things, query)).toEqual({ count: expected.length, isLowerBound: false })
      // Page by page the same.
      for (const limit of [1, 2]) expect(await walk(store, { ...query, limit })).toEqual(expected)
    })

    const refused: readonly [string, Query][] = [
      ['an unknown index', { index: 'nowhere', limit: 1 }],
      ['an equality on a field that is not leading', { index: 'by_kind', equals: { rank: 1 }, limit: 1 }],
      ['an equality on a gap', { index: 'by_kind', equals: { kind: 'a', title: 'x' }, limit: 1 }],
      ['an equality on a field outside', { index: 'by_title', equals: { kind: 'a' }, limit: 1 }],
      ['more equalities than fields', { index: 'by_title', equals: { title: 'a', kind: 'b' }, limit: 1 }],
      ['an equality with an object', { index: 'by_title', equals: { title: { $gt: '' } as never }, limit: 1 }],
      ['`in` on the wrong field', { index: 'by_kind', in: { field: 'rank', values: [1] }, limit: 1 }],
      [
        '`in` with too many values',
        { index: 'by_title', in: { field: 'title', values: Array.from({ length: 1_001 }, String) }, limit: 1 },
      ],
      ['a range on the wrong field', { index: 'by_kind', range: { field: 'rank', from: 1 }, limit: 1 }],
      ['a range without bounds', { index: 'by_title', range: { field: 'title' }, limit: 1 }],
      ['a range over two types', { index: 'by_title', range: { field: 'title', from: 'a', to: 1 }, limit: 1 }],
      [
        'a range and a prefix',
        { index: 'by_title', range: { field: 'title', from: 'a' }, prefix: { field: 'title', value: 'a' }, limit: 1 },
      ],
      ['a prefix on the wrong field', { index: 'by_kind', prefix: { field: 'title', value: 'a' }, limit: 1 }],
      ['limit 0', { index: 'by_title', limit: 0 }],
      ['limit 1,001', { index: 'by_title', limit: 1_001 }],
      ['a broken limit', { index: 'by_title', limit: 1.5 }],
    ]
    it.each(refused)('refuses %s', async (_name, query) => {
      const store = await open()
      await expect(store.find(things, query)).rejects.toMatchObject({ code: 'QUERY_UNSUPPORTED' })
    })

    it('orders by UTF-8 bytes and finds prefixes by code points', async () => {
      const store = await open()
      const titles = RARE.flatMap((text) => [text, `p${text}`])
      await store.commit(titles.map((title, i) => insert(things, { id: `t${String(i).padStart(2, '0')}`, title })))
      const byBytes = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b))
      // The negative control: JavaScript's own order is another one for these strings.
      expect([...titles].sort()).not.toEqual([...titles].sort(byBytes))
      const found = await store.find(things, { index: 'by_title', limit: 100 })
      expect(found.items.map(({ document }) => document.title)).toEqual([...titles].sort(byBytes))
      for (const value of titles) {
        const page = await store.find(things, { index: 'by_title', prefix: { field: 'title', value }, limit: 100 })
        expect(page.items.map(({ document }) => document.title)).toEqual(
          titles.filter((title) => title.startsWith(value)).sort(byBytes),
        )
      }
    })

    it('finds nothing for values that no document can hold', async () => {
      const store = await open()
      await store.commit([insert(things, { id: 'a', title: '\ufffd' })])
      expect(await ids(store, { index: 'by_title', equals: { title: '\ud800' }, limit: 1 })).toEqual([])
      expect(await ids(store, { index: 'by_title', prefix: { field: 'title', value: 'a\0' }, limit: 1 })).toEqual([])
      expect(await ids(store, { index: 'by_title', equals: { title: NaN }, limit: 1 })).toEqual([])
    })

    it('counts to 10,000 and then says that there may be more', async () => {
      const store = await open()
      const rows = Array.from({ length: 10_001 }, (_, i) => ({ document: { id: `c${i}`, title: 'same' } }))
      await store.bulkLoad(things, rows.slice(0, 10_000))
      const query = { index: 'by_title', equals: { title: 'same' } }
      expect(await store.count(things, query)).toEqual({ count: 10_000, isLowerBound: false })
      await store.bulkLoad(things, rows.slice(9_999))
      expect(await store.count(things, query)).toEqual({ count: 10_000, isLowerBound: true })
    }, 60_000)

    it('reads many by id in their order, absent ones as undefined', async () => {
      const store = await filled()
      const read = await store.getMany(things, ['3', 'none', '1', '3', '\ud800'])
      expect(read.map((stored) => stored?.document.id)).toEqual(['3', undefined, '1', '3', undefined])
      await expect(store.getMany(things, Array.from({ length: 1_001 }, String))).rejects.toThrow(TypeError)
    })

    it('refuses a collection that was not declared', async () => {
      const store = await open()
      const stranger = defineCollection<Thing>({ name: 'stranger', schema: 1, indexes: [] })
      await expect(store.get(stranger, 'a')).rejects.toThrow(TypeError)
      await expect(store.commit([insert(stranger, { id: 'a' })])).rejects.toThrow(TypeError)
    })
  })
}

async function walk(store: Store, query: Query, between?: (page: number) => Promise<void>): Promise<string[]> {
  const seen: string[] = []
  let after: string | undefined
  for (let page = 0; ; page++) {
    const { items, next } = await store.find(things, after === undefined ? query : { ...query, after })
    seen.push(...items.map(({ document }) => document.id))
    if (next === undefined) return seen
    after = next
    await between?.(page)
  }
}

function describeCursors(open: Open): void {
  describe('a cursor', () => {
    it('gives every document that stays exactly once while others come and go', async () => {
      const store = await open()
      const stay = Array.from({ length: 60 }, (_, i) => `stay${String(i).padStart(2, '0')}`)
      // Many equal titles, so that the ties by id matter.
      await store.commit(stay.map((id, i) => insert(things, { id, kind: 'k', rank: i % 3, title: `t${i % 2}` })))
      for (const descending of [false, true]) {
        const seen = await walk(
          store,
          { index: 'by_kind', equals: { kind: 'k' }, descending, limit: 7 },
          async (page) => {
            const id = `guest${descending}${page}`
            await store.commit([insert(things, { id, kind: 'k', rank: page % 3, title: `t${page % 2}` })])
            if (page % 2 === 1) await store.commit([remove(things, `guest${descending}${page - 1}`, 1)])
            const own = (await store.get(things, stay[page]!))!
            await store.commit([replace(things, { ...own.document, used: page }, own.version)])
          },
        )
        expect(seen.filter((id) => id.startsWith('stay')).sort()).toEqual(stay)
      }
    })

    it('belongs to its query and its reader, and cannot be forged', async () => {
      const store = await open()
      await store.commit(['a', 'b', 'c'].map((id) => insert(things, { id, kind: 'k', rank: 1, title: 't' })))
      const query: Query = { index: 'by_kind', equals: { kind: 'k' }, limit: 1, reader: 'agency-1' }
      const { next } = await store.find(things, query)
      expect((await store.find(things, { ...query, after: next!, limit: 2 })).items).toHaveLength(2)
      const refused: Query[] = [
        { ...query, after: next!, reader: 'agency-2' },
        { index: 'by_kind', equals: { kind: 'k' }, limit: 1, after: next! },
        { ...query, after: next!, equals: { kind: 'other' } },
        { ...query, after: next!, descending: true },
        { ...query, after: next!, range: { field: 'rank', from: 0 } },
        { ...query, after: `${next!.slice(0, -1)}${next!.endsWith('A') ? 'B' : 'A'}` },
        { ...query, after: `${next!.startsWith('A') ? 'B' : 'A'}${next!.slice(1)}` },
        { ...query, after: '' },
        { ...query, after: 'x' },
        { ...query, after: Buffer.from('["s1","a"]').toString('base64url') },
        { ...query, after: `${next!}=` },
      ]
      for (const wrong of refused)
        await expect(store.find(things, wrong), JSON.stringify(wrong)).rejects.toMatchObject({ code: 'INVALID_CURSOR' })
      expect(Buffer.from(next!, 'base64url').toString('latin1')).not.toContain('"st"')
    })
  })
}

function describeSealing(open: Open): void {
  describe('a sealed collection', () => {
    const filled = async () => {
      const store = await open()
      await store.commit([
        insert(persons, { id: 'p1', number: '390101199001010011', name: '甲', batch: 'b1' }),
        insert(persons, { id: 'p2', number: '390101199001010011', name: '乙', batch: 'b2' }),
        insert(persons, { id: 'p3', number: '390101199001010037', name: '丙', batch: 'b1' }),
      ])
      return store
    }
    const found = async (store: Store, query: Query) =>
      (await store.find(persons, query)).items.map(({ document }) => document.id)

    it('is read in clear and found by equality and `in`', async () => {
      const store = await filled()
      expect((await store.get(persons, 'p1'))?.document.name).toBe('甲')
      expect(await found(store, { index: 'by_number', equals: { number: '390101199001010011' }, limit: 9 })).toEqual([
        'p1',
        'p2',
      ])
      const both = { field: 'number', values: ['390101199001010037', '390101199001010011', 'x'] }
      expect((await found(store, { index: 'by_number', in: both, limit: 9 })).sort()).toEqual(['p1', 'p2', 'p3'])
      expect(await store.count(persons, { index: 'by_name', equals: { name: '丙' } })).toEqual({
        count: 1,
        isLowerBound: false,
      })
    })

    it('has ranges on clear fields after an equality, and none on personal ones', async () => {
      const store = await filled()
      const equals = { number: '390101199001010011' }
      expect(
        await found(store, { index: 'by_number', equals, range: { field: 'batch', from: 'b2' }, limit: 9 }),
      ).toEqual(['p2'])
      for (const query of [
        { index: 'by_number', range: { field: 'number', from: '3' }, limit: 1 },
        { index: 'by_number', prefix: { field: 'number', value: '39' }, limit: 1 },
        { index: 'by_name', prefix: { field: 'name', value: '' }, limit: 1 },
      ])
        await expect(store.find(persons, query)).rejects.toMatchObject({ code: 'QUERY_UNSUPPORTED' })
    })

    it('keeps unique personal values apart and refuses add', async () => {
      const store = await filled()
      await expect(store.commit([insert(persons, { id: 'p4', number: '1', name: '甲', batch: 'b' })])).rejects.toEqual(
        conflict('exists', 'p4', 'by_name'),
      )
      await expect(store.commit([add(persons, 'p1', 'used', 1)])).rejects.toThrow(TypeError)
      await store.commit([replace(persons, { id: 'p1', number: '2', name: '丁', batch: 'b1' }, 1)])
      expect(await found(store, { index: 'by_name', equals: { name: '甲' }, limit: 1 })).toEqual([])
      expect(await found(store, { index: 'by_name', equals: { name: '丁' }, limit: 1 })).toEqual(['p1'])
    })
  })
}

function describeDigests(open: Open): void {
  describe('a keyed digest', () => {
    it('is the same for the same text, recognised, and no plain hash', async () => {
      const store = await open()
      const digest = store.digest('390101199001010011')
      expect(store.digest('390101199001010011')).toBe(digest)
      expect(store.isDigestOf(digest, '390101199001010011')).toBe(true)
      expect(store.isDigestOf(digest, '390101199001010037')).toBe(false)
      expect(digest).not.toBe(digestOf('390101199001010011'))
      expect(store.isDigestOf(digestOf('390101199001010011'), '390101199001010011')).toBe(false)
    })
  })
}

function bytesOf(document: Document): DocumentBytes {
  const packer = createTextPacker()
  return unpackTexts(packer.pack([packer.add(encodeDocument(document))]))[0]!
}

function describeLoads(open: Open): void {
  describe('bulkLoad', () => {
    it('inserts, skips what is there and replaces by version', async () => {
      const store = await open()
      const row = (i: number, batch: string) => ({ id: `p${i}`, number: `n${i}`, name: `名${i}`, batch })
      const first = Array.from({ length: 3_000 }, (_, i) => ({ document: row(i, 'b1') }))
      expect(await store.bulkLoad(persons, first)).toEqual({ inserted: 3_000, replaced: 0, skipped: 0 })
      expect(await store.bulkLoad(persons, first)).toEqual({ inserted: 0, replaced: 0, skipped: 3_000 })
      const second = [
        ...Array.from({ length: 1_000 }, (_, i) => ({ document: row(i, 'b2'), expectedVersion: 1 })),
        { document: row(3_000, 'b2') },
      ]
      expect(await store.bulkLoad(persons, second)).toEqual({ inserted: 1, replaced: 1_000, skipped: 0 })
      expect(await store.get(persons, 'p7')).toEqual({ document: row(7, 'b2'), version: 2 })
      await expect(store.bulkLoad(persons, [{ document: row(7, 'b3'), expectedVersion: 1 }])).rejects.toEqual(
        conflict('version', 'p7'),
      )
      await expect(store.bulkLoad(persons, [{ document: row(9_999, 'b3'), expectedVersion: 1 }])).rejects.toEqual(
        conflict('missing', 'p9999'),
      )
      await expect(store.bulkLoad(persons, [{ document: { ...row(1, 'b'), id: 'new' } }])).rejects.toEqual(
        conflict('exists', 'new', 'by_name'),
      )
    })

    it('takes the bytes of a document that were made before, sealed or not', async () => {
      const store = await open()
      const person = { id: 'p1', number: 'n1', name: '王芳', batch: 'b1', note: 'not indexed' }
      const { id, name, number, batch } = person
      await store.bulkLoad(persons, [{ document: { id, name, number, batch }, bytes: bytesOf(person) }])
      const query = { index: 'by_name', equals: { name: '王芳' }, limit: 1 }
      expect((await store.find(persons, query)).items).toEqual([{ document: person, version: 1 }])
      const thing = { id: 't1', title: 't', used: 1 }
      await store.bulkLoad(things, [{ document: { id: 't1', title: 't' }, bytes: bytesOf(thing) }])
      await store.commit([add(things, 't1', 'used', 1)])
      expect(await store.get(things, 't1')).toEqual({ document: { ...thing, used: 2 }, version: 2 })
    })

    it('takes new documents that were packed before, sealed or not, and skips what is there', async () => {
      const store = await open()
      const packed = <T extends Document>(collection: Collection<T>, documents: readonly T[]) => {
        const packer = createTextPacker()
        const numbers = documents.map((document) => packer.add(encodeDocument(document)))
        return packInserts(collection, documents, packer.pack(numbers))
      }
      const person = (i: number) => ({
        id: `p${i}`,
        number: `n${i}`,
        name: `名${i}`,
        batch: 'b1',
        note: '字'.repeat(i),
      })
      const inserts = packed(persons, [0, 1, 2].map(person))
      expect(await store.insertPacked(persons, inserts)).toEqual({ inserted: 3, replaced: 0, skipped: 0 })
      const query = { index: 'by_name', equals: { name: '名2' }, limit: 1 }
      expect((await store.find(persons, query)).items).toEqual([{ document: person(2), version: 1 }])
      // They were left as they are: here to be taken again.
      expect(await store.insertPacked(persons, inserts)).toEqual({ inserted: 0, replaced: 0, skipped: 3 })
      const some = [2, 3].map(person)
      expect(await store.insertPacked(persons, packed(persons, some))).toEqual({ inserted: 1, replaced: 0, skipped: 1 })
      expect((await store.getMany(persons, ['p0', 'p3'])).map((row) => row?.document)).toEqual([person(0), person(3)])
      const thing = { id: 't1', title: 't', used: 1 } // without `kind`, `rank` and `code`, which are indexed
      await store.insertPacked(things, packed(things, [thing]))
      await store.commit([add(things, 't1', 'used', 1)])
      expect(await store.get(things, 't1')).toEqual({ document: { ...thing, used: 2 }, version: 2 })
      const none = { inserted: 0, replaced: 0, skipped: 0 }
      expect(await store.insertPacked(things, packed(things, []))).toEqual(none)
      expect(await store.insertPacked(persons, packed(persons, []))).toEqual(none)
    })

    it('leaves room for commits', async () => {
      const store = await open()
      const rows = Array.from({ length: 4_000 }, (_, i) => ({ document: { id: `b${i}`, title: `t${i}` } }))
      await store.commit([insert(others, { id: 'before' })])
      const order: string[] = []
      const load = store.bulkLoad(things, rows).then(() => order.push('load'))
      await store.commit([insert(others, { id: 'beside' })])
      order.push('commit')
      await load
      expect(order).toEqual(['commit', 'load'])
    })
  })

  describe('changeCounter', () => {
    it('moves with every commit', async () => {
      const store = await open()
      const before = await store.changeCounter()
      await store.commit([insert(things, { id: 'a' })])
      expect(await store.changeCounter()).not.toBe(before)
    })
  })

  it('is closed once what was asked before is done, however often that is asked', async () => {
    const store = await open()
    const commit = store.commit([insert(things, { id: 'a' })])
    await Promise.all([store.close(), store.close(), commit])
    await expect(store.get(things, 'a')).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' })
  }, 10_000)

  it('answers nothing after it was closed', async () => {
    const store = await open()
    await store.commit([insert(things, { id: 'a' })])
    await store.close()
    await expect(store.commit([insert(things, { id: 'b' })])).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' })
    await expect(store.get(things, 'a')).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' })
    await store.close()
  })
}
