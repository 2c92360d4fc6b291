import { describe, expect, it } from 'vitest'
import { openCheckpoint, parseVerifierKey } from '../../../src/ledger/checkpoint.ts'
import { openTestLedger } from '../../support/ledger.ts'

describe('a leaf that was committed', () => {
  it('gets a number and a signed checkpoint when the log is drained', async () => {
    const { ledger, append, event } = await openTestLedger()
    await append(event(), event())
    expect(await ledger.checkpoint()).toBeUndefined()
    await ledger.drain()
    const checkpoint = openCheckpoint((await ledger.checkpoint())!, parseVerifierKey(ledger.verifierKey)!)
    expect(checkpoint?.size).toBe(2)
    expect(ledger.health()).toMatchObject({ isWritable: true, size: 2, pending: 0 })
  })

  it('keeps its place while the tree grows over several tiles', async () => {
    const { ledger, append, event } = await openTestLedger()
    const ids: string[] = []
    for (const count of [1, 254, 1, 1, 255, 300]) {
      ids.push(...(await append(...Array.from({ length: count }, () => event()))))
      await ledger.drain()
    }
    const followed = await ledger.follow(0, 1_000)
    expect(followed.map(({ index }) => index)).toEqual(ids.map((_, i) => i))
    expect(new Set(followed.map(({ leafId }) => leafId))).toEqual(new Set(ids))
  })
})
