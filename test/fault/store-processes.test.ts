import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { add, insert } from '../../src/store/index.ts'
import { openTestStore } from '../support/store.ts'
import { temporaryDirectory } from '../support/temporary.ts'
import { startWriter } from '../support/writer-process.ts'
import { counters, faultCollections, halves } from './store-fixtures.ts'

const HELD_MS = 300

describe('the write lock in the hands of another connection', () => {
  const prepared = async (options: { readonly lockWaitMs?: number; readonly commitThread?: boolean } = {}) => {
    const directory = temporaryDirectory()
    const store = await openTestStore(faultCollections, { directory, ...options })
    await store.commit([insert(halves, { id: 'before' })])
    const other = new DatabaseSync(join(directory, 'store.sqlite'), { timeout: 2 * HELD_MS })
    return { store, other }
  }

  const THREADS = [
    ['', false],
    [', with commits on a thread', true],
  ] as const

  it.each(THREADS)(
    'is waited for while the event loop goes on, and reads do not wait at all%s',
    async (_, commitThread) => {
      // prettier-ignore
      const { store, other } = await prepared({ commitThread })
      other.exec('BEGIN IMMEDIATE')
      const commit = store.commit([insert(halves, { id: 'after' })])
      // Only a running event loop lets this timer give the lock back.
      const released = sleep(HELD_MS).then(() => other.exec('ROLLBACK'))
      expect((await store.get(halves, 'before'))?.version).toBe(1)
      await Promise.all([released, commit])
      expect((await store.get(halves, 'after'))?.version).toBe(1)
      other.close()
    },
  )

  it('would stop the event loop if SQLite waited for it (negative control)', async () => {
    const { store, other } = await prepared()
    const third = new DatabaseSync(other.location()!, { timeout: HELD_MS })
    other.exec('BEGIN IMMEDIATE')
    const delay = monitorEventLoopDelay({ resolution: 5 })
    delay.enable()
    await sleep(20)
    expect(() => third.exec('BEGIN IMMEDIATE')).toThrow('locked')
    await sleep(20)
    delay.disable()
    expect(delay.max / 1e6).toBeGreaterThan(HELD_MS / 2)
    other.exec('ROLLBACK')
    third.close()
    other.close()
    await store.close()
  })

  it.each(THREADS)('is given up after a time, by name, and nothing happened%s', async (_, commitThread) => {
    const { store, other } = await prepared({ lockWaitMs: 50, commitThread })
    other.exec('BEGIN IMMEDIATE')
    await expect(store.commit([insert(halves, { id: 'late' })])).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' })
    other.exec('ROLLBACK')
    expect(await store.get(halves, 'late')).toBeUndefined()
    await store.commit([insert(halves, { id: 'late' })])
    other.close()
  })
})

describe('two processes on one file', () => {
  it.each(['commit', 'load'] as const)(
    'both write without losing a sum or holding up the event loop (the other one: %s)',
    async (mode) => {
      const directory = temporaryDirectory()
      const store = await openTestStore(faultCollections, { directory })
      await store.commit([insert(counters, { id: 'sum', value: 0 })])
      const before = await store.changeCounter()
      const writer = await startWriter('sqlite', directory, 1_000_000, mode)
      await writer.until(mode === 'load' ? 1 : 20)
      expect(await store.changeCounter()).not.toBe(before)

      const delay = monitorEventLoopDelay({ resolution: 5 })
      delay.enable()
      let own = 0
      for (; own < 100; own++)
        await store.commit([insert(halves, { id: `own${own}` }), add(counters, 'sum', 'value', 1)])
      delay.disable()
      await writer.kill()

      // Waiting inside SQLite measured 700 ms and more; the bound leaves room for a busy machine.
      expect(delay.max / 1e6).toBeLessThan(300)
      const others = await store.count(halves, { index: 'id', range: { field: 'id', from: 'h', to: 'i' } })
      expect((await store.get(counters, 'sum'))?.document.value).toBe(own + others.count)
      expect(others.count).toBeGreaterThanOrEqual(mode === 'commit' ? 20 : 0)
    },
  )
})
