import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { add, insert, replace, type Store } from '../../src/store/index.ts'
import { bulkLoadRows } from '../../src/store/sqlite/bulk-load.ts'
import { createCommitQueue } from '../../src/store/sqlite/commit-queue.ts'
import { createCommitThread } from '../../src/store/sqlite/commit-thread.ts'
import { createStatements } from '../../src/store/sqlite/statements.ts'
import { createWriteLock } from '../../src/store/sqlite/write-lock.ts'
import { smallDisk } from '../support/small-disk.ts'
import { fixedSecrets, openTestStore } from '../support/store.ts'
import { storeFromParts } from '../support/sqlite-parts.ts'
import { counters, faultCollections, halves, otherHalves, sealedRows } from './store-fixtures.ts'

const big = (id: string) => ({ id, filling: 'x'.repeat(50_000) })

/** Commits big halves until the store says that the disk is full; gives what was acknowledged. */
async function fill(store: Store): Promise<readonly string[]> {
  const acknowledged: string[] = []
  for (let i = 0; i < 10_000; i++) {
    const id = `f${i}`
    try {
      await store.commit([insert(halves, big(id)), insert(otherHalves, big(id)), add(counters, 'sum', 'value', 1)])
      acknowledged.push(id)
    } catch (error) {
      expect(error).toMatchObject({ code: 'DISK_FULL' })
      return acknowledged
    }
  }
  throw new Error('the disk never became full')
}

async function expectWhole(store: Store, acknowledged: readonly string[]): Promise<void> {
  const page = (collection: typeof halves) => store.find(collection, { index: 'id', limit: 1_000 })
  const ids = (await page(halves)).items.map(({ document }) => document.id)
  expect(ids).toEqual([...acknowledged].sort())
  expect((await page(otherHalves)).items.map(({ document }) => document.id)).toEqual(ids)
  expect((await store.get(counters, 'sum'))?.document.value).toBe(acknowledged.length)
}

describe('a full disk', () => {
  it('is DISK_FULL for the whole group, and nothing of it happened', async () => {
    const { store, database } = storeFromParts(faultCollections)
    await store.commit([insert(counters, { id: 'sum', value: 0 })])
    database.exec('PRAGMA max_page_count = 400')
    const acknowledged = await fill(store)
    expect(acknowledged.length).toBeGreaterThan(3)
    await expectWhole(store, acknowledged)

    // Small and big of one turn are one group: none of them is told to have happened.
    const group = await Promise.allSettled([
      store.commit([insert(halves, { id: 'small' }), insert(otherHalves, { id: 'small' })]),
      store.commit([insert(halves, { id: 'huge', filling: 'x'.repeat(3_000_000) } as never)]),
    ])
    expect(group.map((one) => one.status === 'rejected' && one.reason)).toEqual([
      expect.objectContaining({ code: 'DISK_FULL' }),
      expect.objectContaining({ code: 'DISK_FULL' }),
    ])
    await expectWhole(store, acknowledged)

    // With room again, the same store goes on.
    database.exec('PRAGMA max_page_count = 1000000')
    await store.commit([
      insert(halves, { id: 'z' }),
      insert(otherHalves, { id: 'z' }),
      add(counters, 'sum', 'value', 1),
    ])
    await expectWhole(store, [...acknowledged, 'z'])
  })

  it('fails a load by name, and the load goes on when there is room', async () => {
    const { store, database } = storeFromParts(faultCollections)
    const rows = (count: number) =>
      Array.from({ length: count }, (_, i) => ({ document: { id: `s${i}`, number: `n${i}`, text: 'y'.repeat(5_000) } }))
    await store.bulkLoad(sealedRows, rows(10))
    database.exec('PRAGMA max_page_count = 60')
    await expect(store.bulkLoad(sealedRows, rows(90))).rejects.toMatchObject({ code: 'DISK_FULL' })
    database.exec('PRAGMA max_page_count = 1000000')
    expect(await store.bulkLoad(sealedRows, rows(90))).toEqual({ inserted: 80, replaced: 0, skipped: 10 })
  })

  it.for([
    ['', false],
    [', with commits on a thread', true],
  ] as const)('is the same on a real file system without space%s', async ([, commitThread], test) => {
    const disk = smallDisk(test, '8m')
    const ballast = join(disk, 'ballast')
    writeFileSync(ballast, Buffer.alloc(2_000_000))
    const store = await openTestStore(faultCollections, { directory: join(disk, 'data'), commitThread })
    await store.commit([insert(counters, { id: 'sum', value: 0 })])
    const acknowledged = await fill(store)
    await expectWhole(store, acknowledged)
    await expect(
      Promise.all([store.commit([insert(halves, big('q'))]), store.commit([insert(halves, { id: 'r' })])]),
    ).rejects.toMatchObject({ code: 'DISK_FULL' })
    rmSync(ballast)
    await store.commit([
      insert(halves, { id: 'z' }),
      insert(otherHalves, { id: 'z' }),
      add(counters, 'sum', 'value', 1),
    ])
    await expectWhole(store, [...acknowledged, 'z'])
    await store.close()
  })
})

describe('an error at COMMIT', () => {
  const IOERR_FSYNC = 10 | (4 << 8)
  const FULL = 13

  async function queueWhoseCommitFails(errcode: number, times: number) {
    const { store, database } = storeFromParts(faultCollections)
    const onFatal = vi.fn()
    const real = createStatements(database)
    let left = times
    const statements = (sql: string) => {
      if (sql !== 'COMMIT' || left-- <= 0) return real(sql)
      return {
        run() {
          throw Object.assign(new Error('made up'), { errcode })
        },
      } as never
    }
    const mainWaits = new Int32Array(new SharedArrayBuffer(4))
    const lock = createWriteLock({ database, statements, snapshot: { end() {} }, lockWaitMs: 100, mainWaits })
    const queue = createCommitQueue({ database, statements, lock, onFatal, afterGroup: () => {} })
    const table = openTable()
    const load = (id: string) =>
      bulkLoadRows({ statements, lock, onFatal, sideThread: {} as never, sealThread: undefined }, table, [write(id)].values()) // prettier-ignore
    const write = (id: string) => ({ kind: 'insert' as const, table, id, body: '{}', keys: [], document: { id } })
    return { store, queue, onFatal, write, load }
  }
  const openTable = () => ({ name: 'halves', schema: 1, keyFields: [], indexes: [], keyForm: '' })

  it('ends the process when it is an I/O error: what is on the disk is unknown', async () => {
    const { queue, onFatal, write } = await queueWhoseCommitFails(IOERR_FSYNC, 1)
    await expect(queue.commit([write('a')])).rejects.toMatchObject({ code: 'COMMIT_OUTCOME_UNKNOWN' })
    expect(onFatal).toHaveBeenCalledOnce()
    await expect(queue.commit([write('b')])).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' })
  })

  it('is DISK_FULL and not the end when the disk is full', async () => {
    const { store, queue, onFatal, write } = await queueWhoseCommitFails(FULL, 1)
    await expect(queue.commit([write('a')])).rejects.toMatchObject({ code: 'DISK_FULL' })
    expect(onFatal).not.toHaveBeenCalled()
    expect(await store.get(halves, 'a')).toBeUndefined()
    await queue.commit([write('a')])
    expect((await store.get(halves, 'a'))?.version).toBe(1)
  })

  it('is the same for a load of few rows, which is written here', async () => {
    const broken = await queueWhoseCommitFails(IOERR_FSYNC, 1)
    await expect(broken.load('a')).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' })
    expect(broken.onFatal).toHaveBeenCalledOnce()

    const full = await queueWhoseCommitFails(FULL, 1)
    await expect(full.load('a')).rejects.toMatchObject({ code: 'DISK_FULL' })
    expect(full.onFatal).not.toHaveBeenCalled()
    expect(await full.load('a')).toEqual({ inserted: 1, replaced: 0, skipped: 0 })
  })
})

describe('an error at COMMIT on the commit thread', () => {
  const IOERR_FSYNC = 10 | (4 << 8)
  const table = { name: 'halves', schema: 1, keyFields: [], indexes: [], keyForm: '' }
  const write = (id: string) => ({ kind: 'insert' as const, table, id, body: '{}', keys: [], document: undefined })

  function threadWhoseCommitFails(mode: 'fails' | 'ends') {
    const { store, database } = storeFromParts(faultCollections)
    const onFatal = vi.fn()
    const thread = createCommitThread({
      file: database.location()!,
      lockWaitMs: 100,
      mainWaits: new Int32Array(new SharedArrayBuffer(4)),
      tables: [table],
      collections: [halves],
      secrets: fixedSecrets,
      onFatal,
      afterGroup: () => {},
      entry: new URL(`../support/commit-worker-that-${mode}.ts`, import.meta.url),
    })
    return { store, thread, onFatal }
  }

  it('ends the process, and what waits behind it is not written', async () => {
    const { store, thread, onFatal } = threadWhoseCommitFails('fails')
    await thread.commit([write('a')])
    const second = thread.commit([write('b')])
    await expect(second).rejects.toMatchObject({ code: 'COMMIT_OUTCOME_UNKNOWN', cause: { errcode: IOERR_FSYNC } })
    expect(onFatal).toHaveBeenCalledOnce()
    await expect(thread.commit([write('c')])).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' })
    await thread.drain()
    expect(await store.get(halves, 'a')).toBeDefined()
    expect(await store.get(halves, 'c')).toBeUndefined()
  })

  it('is the same when the thread itself ends: what it had begun may be there or not', async () => {
    const { thread, onFatal } = threadWhoseCommitFails('ends')
    await expect(thread.commit([write('a')])).rejects.toMatchObject({ code: 'COMMIT_OUTCOME_UNKNOWN' })
    expect(onFatal).toHaveBeenCalledOnce()
    await expect(thread.commit([write('b')])).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' })
  })
})

describe('a group commit', () => {
  it('tells nobody of success before COMMIT', async () => {
    const { store, database } = storeFromParts(faultCollections)
    await store.commit([insert(counters, { id: 'sum', value: 0 })])
    const told: boolean[] = []
    await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        store
          .commit([i === 10 ? replace(counters, { id: 'sum', value: 1 }, 9) : insert(halves, { id: `g${i}` })])
          .catch(() => undefined)
          .then(() => told.push(database.isTransaction)),
      ),
    )
    expect(told).toEqual(Array.from({ length: 20 }, () => false))
  })
})
