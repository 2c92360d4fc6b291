import { describe, expect, it } from 'vitest'
import { insert, type Store } from '../../src/store/index.ts'
import { openTestStore } from '../support/store.ts'
import { temporaryDirectory } from '../support/temporary.ts'
import { startWriter } from '../support/writer-process.ts'
import { counters, faultCollections, halves, otherHalves, sealedRows } from './store-fixtures.ts'

describe('a process killed with SIGKILL while it writes', () => {
  it('loses no acknowledged commit and leaves none half done', async () => {
    const directory = temporaryDirectory()
    const first = await openTestStore(faultCollections, { directory })
    await first.commit([insert(counters, { id: 'sum', value: 0 })])
    await first.close()

    const acknowledged: string[] = []
    for (let round = 0; round < 3; round++) {
      const writer = await startWriter('sqlite', directory, round * 1_000_000)
      await writer.until(200)
      await writer.kill()
      acknowledged.push(...writer.acknowledged)

      const store = await openTestStore(faultCollections, { directory })
      const stored = await everyId(store, halves)
      expect(acknowledged.filter((id) => !stored.has(id))).toEqual([])
      expect(await everyId(store, otherHalves)).toEqual(stored)
      // A commit whose acknowledgement was not heard any more may be there, but whole: its counter too.
      expect((await store.get(counters, 'sum'))?.document.value).toBe(stored.size)
      await store.close()
    }
    expect(acknowledged.length).toBeGreaterThanOrEqual(600)
  })

  it('can simply repeat an interrupted load', async () => {
    const directory = temporaryDirectory()
    const writer = await startWriter('sqlite', directory, 0, 'load')
    await writer.until(2)
    await writer.kill()
    const store = await openTestStore(faultCollections, { directory })
    const rows = Array.from({ length: 6_000 }, (_, i) => ({ document: { id: `s${i}`, number: `n${i}`, text: '满' } }))
    const { inserted, skipped } = await store.bulkLoad(sealedRows, rows)
    expect(inserted + skipped).toBe(6_000)
    expect(skipped).toBeGreaterThanOrEqual(4_000)
    expect((await everyId(store, sealedRows)).size).toBeGreaterThanOrEqual(6_000)
  })
})

async function everyId(store: Store, collection: typeof halves): Promise<Set<string>> {
  const ids = new Set<string>()
  for (let after: string | undefined; ;) {
    const page = await store.find(collection, { index: 'id', limit: 1_000, ...(after === undefined ? {} : { after }) })
    for (const { document } of page.items) ids.add(document.id)
    if (page.next === undefined) return ids
    after = page.next
  }
}
