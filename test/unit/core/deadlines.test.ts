import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Deadlines } from '../../../src/core/deadlines.ts'

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }))
afterEach(() => void vi.useRealTimers())

function late(deadlines: Deadlines) {
  const calls: string[] = []
  return { calls, start: (name: string) => deadlines.start(() => calls.push(name)) }
}

describe('a deadline', () => {
  it('passes for each that began, at its own time and once', () => {
    const { calls, start } = late(new Deadlines(1_000))
    start('a')
    vi.advanceTimersByTime(400)
    start('b')
    vi.advanceTimersByTime(599)
    expect(calls).toEqual([])
    vi.advanceTimersByTime(1)
    expect(calls).toEqual(['a'])
    vi.advanceTimersByTime(399)
    expect(calls).toEqual(['a'])
    vi.advanceTimersByTime(5_000)
    expect(calls).toEqual(['a', 'b'])
  })

  it('does not pass for what has ended', () => {
    const { calls, start } = late(new Deadlines(1_000))
    const end = start('a')
    start('b')
    end()
    end()
    vi.advanceTimersByTime(5_000)
    expect(calls).toEqual(['b'])
  })

  it('holds again after a time in which nothing waited', () => {
    const { calls, start } = late(new Deadlines(1_000))
    start('a')()
    vi.advanceTimersByTime(5_000)
    start('b')
    vi.advanceTimersByTime(999)
    expect(calls).toEqual([])
    vi.advanceTimersByTime(1)
    expect(calls).toEqual(['b'])
  })

  it('takes what begins while others are late', () => {
    const { calls, start } = late(new Deadlines(1_000))
    start('a')
    const deadlines = new Deadlines(1_000)
    deadlines.start(() => void deadlines.start(() => calls.push('again')))
    vi.advanceTimersByTime(1_999)
    expect(calls).toEqual(['a'])
    vi.advanceTimersByTime(1)
    expect(calls).toEqual(['a', 'again'])
  })

  it('may be shorter than one that began before', () => {
    const { calls, start } = late(new Deadlines(1_000))
    const deadlines = new Deadlines(1_000)
    start('other')
    deadlines.start(() => calls.push('long'))
    deadlines.start(() => calls.push('short'), 300)
    vi.advanceTimersByTime(300)
    expect(calls).toEqual(['short'])
    vi.advanceTimersByTime(700)
    expect(calls).toEqual(['short', 'other', 'long'])
  })

  it('decides what an answer that does not come in time is', async () => {
    const deadlines = new Deadlines(1_000)
    const never = new Promise<string>(() => {})
    const held = deadlines.hold(never, () => 'late')
    const refused = deadlines.hold(never, () => {
      throw new Error('too late')
    })
    const inTime = deadlines.hold(Promise.resolve('in time'), () => 'late')
    const failed = deadlines.hold(Promise.reject(new Error('failed')), () => 'late')
    await expect(failed).rejects.toThrow('failed')
    vi.advanceTimersByTime(1_000)
    await expect(refused).rejects.toThrow('too late')
    expect([await held, await inTime]).toEqual(['late', 'in time'])
  })
})
