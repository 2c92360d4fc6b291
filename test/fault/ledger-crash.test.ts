import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openCheckpoint, parseVerifierKey } from '../../src/ledger/checkpoint.ts'
import type { Ledger, SequencerStep } from '../../src/ledger/index.ts'
import { verifyLedgerExport } from '../../src/ledger/verify/index.ts'
import { ledgerKeysFrom } from '../support/ledger-keys.ts'
import { openTestLedger, testLedgerCollections } from '../support/ledger.ts'
import { openTestStore } from '../support/store.ts'
import { temporaryDirectory } from '../support/temporary.ts'

const STEPS: readonly SequencerStep[] = [
  'PENDING_READ',
  'TREE_COMMITTED',
  'HASHES_RECHECKED',
  'HIGH_WATER_WRITTEN',
  'SIGNED',
  'PUBLISHED',
]

class Crash extends Error {}

const publishedSize = async (ledger: Ledger): Promise<number> => {
  const note = await ledger.checkpoint()
  return note === undefined ? 0 : openCheckpoint(note, parseVerifierKey(ledger.verifierKey)!)!.size
}

/** Every leaf once, in a log that verifies. */
async function expectWhole(ledger: Ledger, ids: readonly string[]): Promise<void> {
  expect(await publishedSize(ledger)).toBe(ids.length)
  const followed = await ledger.follow(0, 1_000)
  expect(followed.map(({ leafId }) => leafId).sort()).toEqual([...ids].sort())
  const directory = join(temporaryDirectory(), 'export')
  await ledger.exportTo(directory)
  expect(await verifyLedgerExport(directory, ledger.verifierKey)).toMatchObject({ verdict: 'VALID', size: ids.length })
}

describe.each(STEPS)('a sequencer that dies at %s', (step) => {
  it('leaves nothing lost, nothing twice, and no head that a successor could contradict', async () => {
    const bench = await openTestLedger()
    const ids = [...(await bench.append(...Array.from({ length: 300 }, () => bench.event())))]
    await bench.ledger.drain()
    ids.push(...(await bench.append(bench.event(), bench.event())))

    const seen: string[] = []
    const dying = await openTestLedger({
      ...bench.deps,
      atStep: (at) => {
        seen.push(at)
        if (at === step) throw new Crash()
      },
    })
    await expect(dying.ledger.drain()).rejects.toBeInstanceOf(Crash)
    // The hook was really there: the round went through every step up to this one.
    expect(seen).toEqual(STEPS.slice(0, STEPS.indexOf(step) + 1))

    // Another leaf comes before the successor: it may extend the tree, but not change what was committed.
    ids.push(...(await bench.append(bench.event())))
    const { ledger: successor } = await openTestLedger(bench.deps)
    await successor.drain()
    expect(successor.health().isWritable).toBe(true)
    await expectWhole(successor, ids)
  })
})

describe('a process killed with SIGKILL', () => {
  it.each(STEPS)('at %s is replaced by one that finishes its round', async (step) => {
    const directory = temporaryDirectory()
    const run = spawnSync(
      join(import.meta.dirname, '../../node_modules/.bin/node'),
      [join(import.meta.dirname, '../support/dying-sequencer.ts'), directory, step],
      { encoding: 'utf8', timeout: 30_000 },
    )
    expect({ signal: run.signal, stderr: run.stderr.replace(/^.*Warning.*$/gm, '').trim() }).toMatchObject({
      signal: 'SIGKILL',
    })
    const ids = JSON.parse(readFileSync(join(directory, 'leaves.json'), 'utf8')) as string[]
    const { ledger } = await openTestLedger({
      directory: join(directory, 'data'),
      highWaterFile: join(directory, 'keys', 'high-water'),
      ...ledgerKeysFrom(join(directory, 'keys')),
    })
    await ledger.drain()
    await expectWhole(ledger, ids)
  })
})

describe('a restored older copy', () => {
  it('does not sign, releases nothing, and says so, until an operator records the gap', async () => {
    const root = temporaryDirectory()
    const directory = join(root, 'data')
    const store = await openTestStore(testLedgerCollections, { directory })
    const first = await openTestLedger({ store })
    const kept = [...(await first.append(first.event(), first.event()))]
    await first.ledger.drain()
    const backup = join(root, 'backup.sqlite')
    await store.backup(backup)
    await first.append(first.event())
    await first.ledger.drain()
    const later = await first.ledger.checkpoint()

    const restored = join(root, 'restored')
    mkdirSync(restored)
    cpSync(backup, join(restored, 'store.sqlite'))
    const { highWaterFile } = first.deps
    const copy = await openTestLedger({ directory: restored, highWaterFile, seed: 'after restore' })
    expect(copy.ledger.health()).toMatchObject({ isWritable: false })
    expect(() => copy.ledger.prepare([copy.event()])).toThrow('AUDIT_UNAVAILABLE')
    await expect(copy.ledger.drain()).rejects.toMatchObject({ code: 'LEDGER_FORK' })
    expect(await publishedSize(copy.ledger)).toBe(2)

    // The negative control: the same copy without the file would have signed, and forked the log.
    const unguarded = join(root, 'unguarded')
    mkdirSync(unguarded)
    cpSync(backup, join(unguarded, 'store.sqlite'))
    const fork = await openTestLedger({ directory: unguarded, seed: 'fork' })
    await fork.append(fork.event({ data: { other: true } }))
    await fork.ledger.drain()
    expect(await publishedSize(fork.ledger)).toBe(3)
    expect(await fork.ledger.checkpoint()).not.toBe(later)

    await copy.ledger.recordGap('restored from the backup of the day before')
    expect(copy.ledger.health().isWritable).toBe(true)
    const entries = await copy.ledger.follow(0, 10)
    expect(
      entries
        .map(({ leafId }) => leafId)
        .slice(0, 2)
        .sort(),
    ).toEqual(kept.sort())
    expect(entries[2]).toMatchObject({ kind: 'LOG_GAP_RECORDED', data: { signedSize: 3, restoredSize: 2 } })
    await copy.append(copy.event())
    await copy.ledger.drain()
    expect(await publishedSize(copy.ledger)).toBe(4)
    await expect(copy.ledger.recordGap('again')).rejects.toMatchObject({ code: 'INVALID_INPUT' })
  })

  it('is written again by a server that runs on it, once another process has recorded the gap', async () => {
    const root = temporaryDirectory()
    const first = await openTestLedger({ directory: join(root, 'data') })
    await first.append(first.event())
    await first.ledger.drain()
    await first.store.backup(join(root, 'backup.sqlite'))
    await first.append(first.event())
    await first.ledger.drain()
    const restored = join(root, 'restored')
    mkdirSync(restored)
    cpSync(join(root, 'backup.sqlite'), join(restored, 'store.sqlite'))
    const { highWaterFile } = first.deps

    const server = await openTestLedger({ directory: restored, highWaterFile, seed: 'server' })
    // However often it looks, it stays refused until the gap is recorded.
    for (let round = 0; round < 2; round++)
      await expect(server.ledger.drain()).rejects.toMatchObject({ code: 'LEDGER_FORK' })
    const command = await openTestLedger({ directory: restored, highWaterFile, seed: 'command' })
    await command.ledger.recordGap('restored from the backup of the day before')
    expect(server.ledger.health().isWritable).toBe(false)

    await server.ledger.drain()
    expect(server.ledger.health()).toMatchObject({ isWritable: true, size: 2 })
    await server.append(server.event())
    await server.ledger.drain()
    expect(await publishedSize(server.ledger)).toBe(3)
  })

  it('does not sign either once it has grown past the last signed size', async () => {
    const root = temporaryDirectory()
    const directory = join(root, 'data')
    const first = await openTestLedger({ directory })
    await first.append(first.event())
    await first.ledger.drain()
    const backup = join(root, 'backup.sqlite')
    await first.store.backup(backup)
    await first.append(first.event())
    await first.ledger.drain()

    const restored = join(root, 'restored')
    mkdirSync(restored)
    cpSync(backup, join(restored, 'store.sqlite'))
    // It numbers five leaves with other keys' mark, then meets the real one.
    const elsewhere = await openTestLedger({ directory: restored, seed: 'elsewhere' })
    await elsewhere.append(...Array.from({ length: 5 }, () => elsewhere.event({ data: { other: true } })))
    await elsewhere.ledger.drain()
    const copy = await openTestLedger({ store: elsewhere.store, highWaterFile: first.deps.highWaterFile })
    expect(copy.ledger.health()).toMatchObject({
      isWritable: false,
      reason: expect.stringContaining('first 2 entries') as string,
    })
  })

  it('is refused when the high-water file cannot be read', async () => {
    const { deps, append, event, ledger } = await openTestLedger()
    await append(event())
    await ledger.drain()
    expect(existsSync(deps.highWaterFile)).toBe(true)
    writeFileSync(deps.highWaterFile, 'nonsense')
    const { ledger: reopened } = await openTestLedger(deps)
    expect(reopened.health().isWritable).toBe(false)
    await expect(reopened.recordGap('no')).rejects.toMatchObject({ code: 'LEDGER_FORK' })
  })
})
