import { createHash } from 'node:crypto'
import type { Clock } from '../../src/core/clock.ts'
import { createIds, type Ids } from '../../src/core/ids.ts'

/** A clock that stands still until it is moved. */
export interface FixedClock extends Clock {
  advance(milliseconds: number): void
  set(iso: string): void
}

export function fixedClock(iso = '2026-11-24T02:00:00.000Z'): FixedClock {
  let now = Date.parse(iso)
  return {
    now: () => now,
    advance: (milliseconds) => void (now += milliseconds),
    set: (text) => void (now = Date.parse(text)),
  }
}

/** Ids and bytes that are the same in every run. */
export function fixedIds(clock: Clock = fixedClock(), seed = 'test'): Ids {
  let counter = 0
  return createIds(clock, (bytes) => {
    const blocks: Buffer[] = []
    while (Buffer.concat(blocks).length < bytes)
      blocks.push(createHash('sha256').update(`${seed} ${counter++}`).digest())
    return Buffer.concat(blocks).subarray(0, bytes)
  })
}
