import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ZhengshuError } from '../../src/core/errors.ts'
import type { Store } from '../../src/store/index.ts'
import { openCheckpoint, parseVerifierKey } from '../../src/ledger/checkpoint.ts'
import { checkHighWater } from '../../src/ledger/publish-checkpoint.ts'
import { recheckTree } from '../../src/ledger/recheck-tree.ts'
import { createTreeReader } from '../../src/ledger/tree-reader.ts'
import { readState } from '../../src/ledger/tree-records.ts'
import { fixedClock, fixedIds } from '../support/fixed.ts'
import { ledgerKeysFrom } from '../support/ledger-keys.ts'
import { openTestLedger, ORIGIN, testLedgerCollections } from '../support/ledger.ts'
import { openTestStore } from '../support/store.ts'
import { temporaryDirectory } from '../support/temporary.ts'

describe('two sequencers on one store', () => {
  it('number every leaf exactly once, while leaves keep coming', async () => {
    const directory = temporaryDirectory()
    const highWaterFile = join(directory, 'keys', 'high-water')
    const a = await openTestLedger({ directory: join(directory, 'data'), highWaterFile, seed: 'a' })
    const b = await openTestLedger({ directory: join(directory, 'data'), highWaterFile, seed: 'b' })
    const ids: string[] = []
    const work = async (bench: typeof a) => {
      for (let i = 0; i < 25; i++) {
        ids.push(...(await bench.append(...Array.from({ length: 1 + (i % 20) }, () => bench.event()))))
        await bench.ledger.drain()
      }
    }
    await Promise.all([work(a), work(b)])
    await Promise.all([a.ledger.drain(), b.ledger.drain()])
    const followed = await a.ledger.follow(0, 1_000)
    expect(followed.map(({ index }) => index)).toEqual(ids.map((_, i) => i))
    expect(followed.map(({ leafId }) => leafId).sort()).toEqual([...ids].sort())
    expect(a.ledger.health().isWritable).toBe(true)
    expect(b.ledger.health().isWritable).toBe(true)
    expect(await a.ledger.checkpoint()).toBe(await b.ledger.checkpoint())
  })

  it('lose the race without harm: the loser has done nothing and reads again', async () => {
    const first = await openTestLedger()
    await first.append(first.event())
    let hasRaced = false
    const slow = await openTestLedger({
      ...first.deps,
      atStep: async (step) => {
        if (step !== 'PENDING_READ' || hasRaced) return
        hasRaced = true
        await first.ledger.drain()
      },
    })
    await slow.ledger.drain()
    expect(hasRaced).toBe(true)
    expect(await slow.ledger.follow(0, 10)).toHaveLength(1)
  })
})

describe('the high-water mark of two sequencers', () => {
  it('ends at the last signed head, also when the slower one wrote over it', async () => {
    const bench = await openTestLedger()
    const { highWaterFile } = bench.deps
    await bench.append(bench.event())
    const slow = await openTestLedger({
      ...bench.deps,
      atStep: async (at) => {
        if (at !== 'HIGH_WATER_WRITTEN') return
        const own = readFileSync(highWaterFile)
        await bench.append(bench.event())
        await bench.ledger.drain()
        expect(readFileSync(highWaterFile)).not.toEqual(own)
        writeFileSync(highWaterFile, own) // its rename comes only now
      },
    })
    await slow.ledger.drain()
    expect(readFileSync(highWaterFile, 'utf8').split('\n').slice(0, 2)).toEqual([ORIGIN, '2'])
  })
})

describe('a sequencer that comes late', () => {
  it('neither signs a head behind the last signed one nor brings the mark back', async () => {
    const bench = await openTestLedger()
    const { highWaterFile } = bench.deps
    await bench.append(bench.event())
    const steps: string[] = []
    const slow = await openTestLedger({
      ...bench.deps,
      atStep: async (at) => {
        steps.push(at)
        if (at !== 'HASHES_RECHECKED') return
        await bench.append(bench.event())
        await bench.ledger.drain()
      },
    })
    await slow.ledger.drain()
    expect(steps).toEqual(['PENDING_READ', 'TREE_COMMITTED', 'HASHES_RECHECKED'])
    expect(readFileSync(highWaterFile, 'utf8').split('\n').slice(0, 2)).toEqual([ORIGIN, '2'])
  })

  it('takes no head for a fork that its snapshot of the store is too old for', async () => {
    const { store, ledger, append, event } = await openTestLedger()
    await append(event())
    await ledger.drain()
    const before = await readState(store)
    await append(event())
    await ledger.drain()
    const { head } = await readState(store)
    // Reads of one turn may see one snapshot; this one was opened before the other process wrote the file.
    let isOld = true
    const snapshot: Store = {
      ...store,
      getMany: (collection, ids) =>
        isOld ? Promise.resolve([before.head, before.published] as never) : store.getMany(collection, ids),
      changeCounter: () => {
        isOld = false
        return store.changeCounter()
      },
    }
    const mark = { size: 2, root: Buffer.from(head!.document.root, 'base64') }
    const highWater = { read: () => Promise.resolve(mark), write: () => Promise.resolve() }
    expect(await checkHighWater({ store: snapshot, highWater, reader: createTreeReader(store) })).toEqual(mark)
  })
})

describe('a drained log', () => {
  it('has a checkpoint over everything, also when another process published an earlier one meanwhile', async () => {
    const bench = await openTestLedger()
    const crash = () => {
      throw new Error('ends here')
    }
    const dying = await openTestLedger({
      ...bench.deps,
      atStep: (at) => (at === 'TREE_COMMITTED' ? crash() : undefined),
    })
    await bench.append(bench.event())
    await expect(dying.ledger.drain()).rejects.toThrow('ends here')

    // One process is about to publish the head of size 1; the other numbers the next leaf and comes to publish behind it.
    const [marked, signed] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    const earlier = await openTestLedger({
      ...bench.deps,
      atStep: async (at) => {
        if (at !== 'HIGH_WATER_WRITTEN') return
        marked.resolve()
        await signed.promise
      },
    })
    const publishing = earlier.ledger.drain()
    await marked.promise
    await bench.append(bench.event())
    const later = await openTestLedger({
      ...bench.deps,
      atStep: async (at) => {
        if (at !== 'SIGNED') return
        signed.resolve()
        await publishing
      },
    })
    await later.ledger.drain()
    const checkpoint = openCheckpoint((await later.ledger.checkpoint())!, parseVerifierKey(later.ledger.verifierKey)!)
    expect(checkpoint?.size).toBe(2)
  })

  it('is drained of what waited at the call, though a process with a slower clock goes on appending', async () => {
    const bench = await openTestLedger()
    const behind = await openTestLedger({
      ...bench.deps,
      ids: fixedIds(fixedClock('2026-11-24T01:00:00.000Z'), 'behind'),
    })
    let rounds = 0
    const draining = await openTestLedger({
      ...bench.deps,
      atStep: async (at) => {
        if (at !== 'PUBLISHED') return
        if (++rounds > 50) throw new Error('it never ends')
        await behind.append(behind.event())
      },
    })
    const [leafId = ''] = await bench.append(bench.event())
    await draining.ledger.drain()
    expect(rounds).toBeLessThan(3)
    expect((await draining.ledger.follow(0, 1))[0]?.leafId).toBe(leafId)
  })
})

describe('a flipped bit in the store', () => {
  it.each([
    ['an entry', `UPDATE c_ledger_bundles SET doc = replace(doc, 'RECORD_READ', 'RECORD_REAL')`],
    ['a hash', `UPDATE c_ledger_tiles SET doc = json_set(doc, '$.rows[0]', '${Buffer.alloc(32).toString('base64')}')`],
  ])('of %s is noticed before anything is signed over it', async (_what, sql) => {
    const directory = temporaryDirectory()
    let flips = 0
    const flip = () => {
      flips++
      const database = new DatabaseSync(join(directory, 'store.sqlite'))
      const { changes } = database.prepare(sql).run()
      database.close()
      expect(changes).toBe(1)
    }
    const bench = await openTestLedger({
      directory,
      atStep: (step) => (step === 'TREE_COMMITTED' ? flip() : undefined),
    })
    await bench.append(bench.event())
    await expect(bench.ledger.drain()).rejects.toMatchObject({ code: 'LEDGER_FORK' })
    expect(await bench.ledger.checkpoint()).toBeUndefined()
    expect(() => bench.ledger.prepare([bench.event()])).toThrow('AUDIT_UNAVAILABLE')
    // Only a gap that an operator records ends a refusal: damage is found once and not tried again.
    await expect(bench.ledger.drain()).rejects.toMatchObject({ code: 'LEDGER_FORK' })
    expect(flips).toBe(1)
  })
})

describe('a stored tree', () => {
  it('that does not lead to the last signed root is not extended by a signature', async () => {
    const { store, append, event, ledger } = await openTestLedger()
    await append(event(), event(), event())
    await ledger.drain()
    const { root } = (await readState(store)).head!.document
    const head = { size: 3, root: Buffer.from(root, 'base64') }
    await recheckTree(store, { size: 2, root: await createTreeReader(store).rootAt(2) }, head)
    await expect(recheckTree(store, { size: 2, root: Buffer.alloc(32) }, head)).rejects.toMatchObject({
      code: 'LEDGER_FORK',
      params: { reason: expect.stringContaining('last signed root') as string },
    })
  })

  it.each([
    ['does not lead to the root to be signed', { size: 3, root: Buffer.alloc(32) }],
    ['holds fewer entries than are to be signed', { size: 4, root: Buffer.alloc(32) }],
  ])(
    'that %s is not signed',
    async (_what, head) => {
      const { store, append, event, ledger } = await openTestLedger()
      await append(event(), event(), event())
      await ledger.drain()
      const signed = { size: 2, root: await createTreeReader(store).rootAt(2) }
      await expect(recheckTree(store, signed, head)).rejects.toMatchObject({ code: 'LEDGER_FORK' })
    },
    10_000,
  )
})

describe('the ledger fails closed', () => {
  it('when the oldest leaf has waited for more than a minute, and opens again once it is numbered', async () => {
    const { ledger, clock, append, event } = await openTestLedger()
    await append(event())
    clock.advance(60_000)
    expect(() => ledger.prepare([event()])).not.toThrow()
    clock.advance(1)
    expect(() => ledger.prepare([event()])).toThrow('AUDIT_UNAVAILABLE')
    expect(ledger.health()).toMatchObject({ isWritable: false, reason: expect.stringContaining('waited') as string })
    await ledger.drain()
    expect(() => ledger.prepare([event()])).not.toThrow()
  })

  it('when leaves of another process wait, once a round has seen them and could not number them', async () => {
    const first = await openTestLedger()
    await first.append(first.event())
    first.clock.advance(61_000)
    const second = await openTestLedger({ ...first.deps, store: withFailingCommit(first.store, () => true) })
    await expect(second.ledger.drain()).rejects.toMatchObject({ code: 'DISK_FULL' })
    expect(() => second.ledger.prepare([second.event()])).toThrow('AUDIT_UNAVAILABLE')
  })

  it('when the store fails a round, and opens again with the next that succeeds', async () => {
    const store = await openTestStore(testLedgerCollections)
    let isFull = false
    const { ledger, append, event } = await openTestLedger({ store: withFailingCommit(store, () => isFull) })
    const { writes, leaves } = ledger.prepare([event()])
    await store.commit(writes)
    isFull = true
    await expect(ledger.drain()).rejects.toMatchObject({ code: 'DISK_FULL' })
    expect(() => ledger.prepare([event()])).toThrow('AUDIT_UNAVAILABLE')
    isFull = false
    await ledger.drain()
    expect((await ledger.follow(0, 10)).map(({ leafId }) => leafId)).toEqual([leaves[0]!.leafId])
    await append(event())
  })

  it('when the signer fails, and keeps what was committed for the next round', async () => {
    let isBroken = true
    const bench = await openTestLedger()
    const { signer } = bench.deps
    const { ledger, append, event } = await openTestLedger({
      ...bench.deps,
      signer: { ...signer, sign: (data) => (isBroken ? Promise.resolve(new Uint8Array(64)) : signer.sign(data)) },
    })
    await append(event())
    await expect(ledger.drain()).rejects.toThrow('does not verify')
    expect(await ledger.checkpoint()).toBeUndefined()
    expect(ledger.health().isWritable).toBe(false)
    isBroken = false
    await ledger.drain()
    expect(await ledger.checkpoint()).toBeDefined()
    expect(ledger.health()).toMatchObject({ isWritable: true, size: 1 })
  })

  it('when the high-water mark cannot be written: nothing is published that it does not know', async () => {
    const directory = temporaryDirectory()
    const { ledger, append, event } = await openTestLedger({ highWaterFile: join(directory, 'keys', 'high-water') })
    writeFileSync(join(directory, 'keys'), 'a file where the directory should be')
    await append(event())
    await expect(ledger.drain()).rejects.toThrow()
    expect(await ledger.checkpoint()).toBeUndefined()
    expect(ledger.health().isWritable).toBe(false)
    rmSync(join(directory, 'keys'))
    await ledger.drain()
    expect(await ledger.checkpoint()).toBeDefined()
    expect(existsSync(join(directory, 'keys', 'high-water'))).toBe(true)
  })

  it('when the store holds the log of another key', async () => {
    const { append, event, ledger, store } = await openTestLedger()
    await append(event())
    await ledger.drain()
    const other = await openTestLedger({ store, ...ledgerKeysFrom(temporaryDirectory()) })
    expect(other.ledger.health().isWritable).toBe(false)
  })
})

/** The same store whose commits may be refused as by a full disk. */
const withFailingCommit = (store: Store, isFull: () => boolean): Store => ({
  ...store,
  commit: (writes) => (isFull() ? Promise.reject(new ZhengshuError('DISK_FULL')) : store.commit(writes)),
})
