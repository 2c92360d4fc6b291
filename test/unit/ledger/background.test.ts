import { afterEach, describe, expect, it, vi } from 'vitest'
import { openTestLedger } from '../../support/ledger.ts'

afterEach(() => void vi.useRealTimers())

/** Moves the timers on and lets the rounds that they start come to their end. */
async function pass(milliseconds: number, until: () => boolean): Promise<void> {
  await vi.advanceTimersByTimeAsync(milliseconds)
  await vi.waitFor(() => expect(until()).toBe(true), { timeout: 5_000, interval: 5 })
}

describe('the background sequencer', () => {
  it('numbers what is pending within the promised delay, round after round', async () => {
    const { ledger, append, event } = await openTestLedger()
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    ledger.start()
    await append(event())
    await pass(500, () => ledger.health().size === 1)
    await append(event(), event())
    await pass(500, () => ledger.health().size === 3)
    await ledger.stop()
  })

  it('does nothing any more once it was stopped', async () => {
    const { ledger, append, event } = await openTestLedger()
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    ledger.start()
    ledger.start()
    await append(event())
    await pass(500, () => ledger.health().size === 1)
    await ledger.stop()
    await append(event())
    await vi.advanceTimersByTimeAsync(10_000)
    expect(ledger.health()).toMatchObject({ size: 1, pending: 1 })
    await ledger.drain()
    expect(ledger.health()).toMatchObject({ size: 2, pending: 0 })
  })

  it('goes on after a round that failed', async () => {
    let failures = 0
    const { ledger, append, event } = await openTestLedger({
      atStep: (step) => {
        if (step === 'SIGNED' && failures++ === 0) throw new Error('the first round fails')
      },
    })
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    await append(event())
    ledger.start()
    await pass(0, () => !ledger.health().isWritable)
    await pass(500, () => ledger.health().isWritable)
    expect(await ledger.checkpoint()).toBeDefined()
    await ledger.stop()
  })
})
