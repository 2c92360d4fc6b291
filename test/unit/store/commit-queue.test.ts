import { describe, expect, it } from 'vitest'
import { createWaiting } from '../../../src/store/sqlite/commit-queue.ts'

describe('commits that wait', () => {
  it('are so many and no more; beyond that it is OVERLOADED, until some are settled', async () => {
    const waiting = createWaiting(() => {})
    const all = Array.from({ length: 50_000 }, () => waiting.add([]))
    await expect(waiting.add([])).rejects.toMatchObject({ code: 'OVERLOADED' })
    waiting.settle([{ kind: 'done' }])
    await all[0]
    const last = waiting.add([])
    waiting.settle(Array.from({ length: 50_000 }, () => ({ kind: 'done' as const })))
    await Promise.all([...all, last])
  })
})
