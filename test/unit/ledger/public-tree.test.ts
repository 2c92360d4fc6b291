import { appendFileSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { describe, expect, it } from 'vitest'
import { verifyLedgerExport, type ExportVerdict } from '../../../src/ledger/verify/index.ts'
import { actorAs, openTestLedger } from '../../support/ledger.ts'
import { temporaryDirectory } from '../../support/temporary.ts'

function* filesIn(directory: string): Generator<string> {
  for (const name of readdirSync(directory)) {
    const path = join(directory, name)
    if (statSync(path).isDirectory()) yield* filesIn(path)
    else yield path
  }
}

const failing = ({ steps }: ExportVerdict) => steps.filter(({ result }) => result !== 'PASSED').map(({ step, code }) => `${step} ${code}`) // prettier-ignore

async function openExported(sizes: readonly number[]) {
  const bench = await openTestLedger()
  const checkpoints: string[] = []
  for (const size of sizes) {
    await bench.append(...Array.from({ length: size }, () => bench.event()))
    await bench.ledger.drain()
    checkpoints.push((await bench.ledger.checkpoint())!)
  }
  const directory = join(temporaryDirectory(), 'ledger')
  await bench.ledger.exportTo(directory)
  return { ...bench, directory, checkpoints }
}

describe('an exported ledger', () => {
  it('is the same tree as the public files', async () => {
    const { ledger, directory } = await openExported([300])
    const files = [...filesIn(directory)].map((file) => relative(directory, file)).sort()
    expect(files).toEqual([
      'checkpoint',
      'log.vkey',
      'tile/0/000',
      'tile/0/001.p/44',
      'tile/1/000.p/1',
      'tile/entries/000',
      'tile/entries/001.p/44',
    ])
    for (const file of files) expect(Buffer.from((await ledger.publicFile(file))!.bytes)).toEqual(readFileSync(join(directory, file))) // prettier-ignore
    expect((await ledger.publicFile('tile/0/000'))!.isImmutable).toBe(true)
    expect((await ledger.publicFile('checkpoint'))!.isImmutable).toBe(false)
  })

  it('verifies, and continues every earlier checkpoint', async () => {
    const { ledger, directory, checkpoints } = await openExported([1, 255, 1, 43])
    for (const earlierCheckpoint of checkpoints) {
      const verdict = await verifyLedgerExport(directory, ledger.verifierKey, { earlierCheckpoint })
      expect(verdict).toMatchObject({ verdict: 'VALID', size: 300 })
      expect(verdict.steps.map(({ step }) => step)).toEqual([
        'key',
        'checkpoint',
        'entries',
        'hashes',
        'root',
        'consistency',
      ])
    }
  })

  it('does not continue the checkpoint of a log that went another way, nor one of a larger log', async () => {
    const { ledger, directory, clock } = await openExported([5])
    const fork = await openTestLedger({ clock, seed: 'fork' })
    await fork.append(fork.event())
    await fork.ledger.drain()
    const forked = (await fork.ledger.checkpoint())!
    expect(failing(await verifyLedgerExport(directory, ledger.verifierKey, { earlierCheckpoint: forked }))).toEqual(['consistency EARLIER_NOT_CONTINUED']) // prettier-ignore
    await fork.append(...Array.from({ length: 9 }, () => fork.event()))
    await fork.ledger.drain()
    const larger = (await fork.ledger.checkpoint())!
    expect(failing(await verifyLedgerExport(directory, ledger.verifierKey, { earlierCheckpoint: larger }))).toEqual(['consistency EARLIER_NOT_CONTINUED']) // prettier-ignore
    const unsigned = forked.replace(/^— .*$/m, '— nobody AAAAAAAAAAAAAAAAAAAAAA==')
    expect(failing(await verifyLedgerExport(directory, ledger.verifierKey, { earlierCheckpoint: unsigned }))).toEqual(['consistency EARLIER_INVALID']) // prettier-ignore
  })

  it('is not there before the first entry', async () => {
    const { ledger } = await openTestLedger()
    const directory = join(temporaryDirectory(), 'ledger')
    expect(await ledger.exportTo(directory)).toEqual({ size: 0 })
    expect(failing(await verifyLedgerExport(directory, ledger.verifierKey))).toEqual(['checkpoint CHECKPOINT_MISSING'])
  })

  it('may be written again over an older export', async () => {
    const { ledger, append, event, directory } = await openExported([250])
    await append(...Array.from({ length: 10 }, () => event()))
    await ledger.drain()
    await ledger.exportTo(directory)
    expect(await verifyLedgerExport(directory, ledger.verifierKey)).toMatchObject({ verdict: 'VALID', size: 260 })
  })
})

describe('a changed export', () => {
  const flipIn = (file: string, at: number) => (directory: string) => {
    const bytes = readFileSync(join(directory, file))
    bytes[at]! ^= 1
    writeFileSync(join(directory, file), bytes)
  }

  const replaceIn = (file: string, from: string, to: string) => (directory: string) => {
    const text = readFileSync(join(directory, file), 'latin1')
    writeFileSync(join(directory, file), text.replace(from, to), 'latin1')
  }

  it('is the control: unchanged it verifies', async () => {
    const { directory, ledger } = await openExported([520])
    expect(await verifyLedgerExport(directory, ledger.verifierKey)).toMatchObject({ verdict: 'VALID', size: 520 })
  })

  it.each<[string, (directory: string) => void, string]>([
    ['the kind of an entry', replaceIn('tile/entries/001', 'RECORD_READ', 'RECORD_REAL'), 'hashes HASHES_DIFFER'],
    ['another member in an entry', replaceIn('tile/entries/001', '"v":1', '"w":1'), 'entries ENTRY_MALFORMED'],
    ['a length in a bundle', flipIn('tile/entries/001', 1), 'entries BUNDLE_MALFORMED'],
    ['a hash of level 0', flipIn('tile/0/000', 100), 'hashes HASHES_DIFFER'],
    ['a hash of the partial tile', flipIn('tile/0/002.p/8', 0), 'hashes HASHES_DIFFER'],
    ['a hash of level 1', flipIn('tile/1/000.p/2', 40), 'hashes HASHES_DIFFER'],
    ['the origin', flipIn('checkpoint', 0), 'checkpoint CHECKPOINT_INVALID'],
    ['the signature', flipIn('checkpoint', 120), 'checkpoint CHECKPOINT_INVALID'],
    ['bytes behind a bundle', (d) => appendFileSync(join(d, 'tile/entries/002.p/8'), 'x'), 'entries BUNDLE_MALFORMED'],
    ['a missing bundle', (d) => rmSync(join(d, 'tile/entries/001')), 'entries FILE_MISSING'],
    ['a missing tile', (d) => rmSync(join(d, 'tile/0/001')), 'hashes FILE_MISSING'],
    ['a missing checkpoint', (d) => rmSync(join(d, 'checkpoint')), 'checkpoint CHECKPOINT_MISSING'],
  ])('with %s changed fails there', async (_what, change, expected) => {
    const { directory, ledger } = await openExported([520])
    change(directory)
    const verdict = await verifyLedgerExport(directory, ledger.verifierKey)
    expect(failing(verdict)).toEqual([expected])
    expect(verdict.verdict).toBe(expected.endsWith('MISSING') ? 'CANNOT_TELL' : 'NOT_VALID')
  })

  it('is not saved by the key that lies beside it', async () => {
    const other = await openTestLedger({ origin: 'other.example/log' })
    const { directory } = await openExported([3])
    expect(failing(await verifyLedgerExport(directory, other.ledger.verifierKey))).toEqual(['checkpoint CHECKPOINT_INVALID']) // prettier-ignore
    expect(failing(await verifyLedgerExport(directory, 'nonsense'))).toEqual(['key LOG_KEY_INVALID'])
  })
})

describe('a public file', () => {
  it.each([
    'tile/0/001',
    'tile/0/000.p/5',
    'tile/1/000',
    'tile/entries/009',
    '',
    'checkpoint/',
    'tile/0/../../x',
    'keys',
  ])('%j is not one of a log with four entries', async (path) => {
    const { ledger, append, event } = await openTestLedger()
    await append(event(), event(), event(), event())
    await ledger.drain()
    expect(await ledger.publicFile(path)).toBeUndefined()
    expect(await ledger.publicFile('tile/0/000.p/4')).toBeDefined()
  })

  it('keeps the partial tiles of every checkpoint that was published', async () => {
    const { ledger, append, event } = await openTestLedger()
    await append(event(), event())
    await ledger.drain()
    const early = await ledger.publicFile('tile/0/000.p/2')
    await append(...Array.from({ length: 300 }, () => event()))
    await ledger.drain()
    expect(await ledger.publicFile('tile/0/000.p/2')).toEqual(early)
  })

  it('shows of a tree that has grown only what the published checkpoint covers', async () => {
    let isDying = false
    const { ledger, append, event } = await openTestLedger({
      atStep: (step) => {
        if (isDying && step === 'SIGNED') throw new Error('ends here')
      },
    })
    await append(event())
    await ledger.drain()
    isDying = true
    const [leafId = ''] = await append(event())
    await expect(ledger.drain()).rejects.toThrow('ends here')
    for (const path of ['tile/0/000.p/2', 'tile/entries/000.p/2']) expect(await ledger.publicFile(path)).toBeUndefined()
    expect(await ledger.publicFile('tile/0/000.p/1')).toBeDefined()
    expect(await ledger.proofOf(actorAs('SYSTEM'), leafId)).toEqual({ state: 'pending' })
  })

  it('does not show what is committed and not signed yet', async () => {
    const { ledger, append, event } = await openTestLedger({
      atStep: (step) => {
        if (step === 'SIGNED') throw new Error('ends here')
      },
    })
    await append(event())
    await expect(ledger.drain()).rejects.toThrow('ends here')
    expect(await ledger.publicFile('tile/0/000.p/1')).toBeUndefined()
    expect(await ledger.checkpoint()).toBeUndefined()
    const [entry] = (await ledger.findOwnAccesses(actorAs('SYSTEM'), { first: 1 })).entries
    expect(await ledger.proofOf(actorAs('SYSTEM'), entry!.leafId)).toEqual({ state: 'pending' })
  })
})
