import { describe, expect, it } from 'vitest'
import { createBacklog } from '../../../src/ledger/backlog.ts'
import { fixedClock } from '../../support/fixed.ts'

describe('what waits for a number', () => {
  it('is not forgotten by a look that failed', () => {
    const clock = fixedClock()
    const backlog = createBacklog(clock)
    backlog.prepared(2)
    clock.advance(50_000)
    const seen = backlog.look()
    backlog.prepared(1)
    seen(undefined)
    clock.advance(20_000)
    expect(backlog.pending).toBe(3)
    expect(backlog.oldestSeconds()).toBe(70)
    // A look that saw nothing is another thing: those two were numbered, or never committed.
    backlog.look()([])
    expect([backlog.pending, backlog.oldestSeconds()]).toEqual([0, 0])
  })
})
