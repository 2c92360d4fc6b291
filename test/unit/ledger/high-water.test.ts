import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openHighWater } from '../../../src/ledger/high-water.ts'
import { EMPTY_ROOT } from '../../../src/ledger/merkle.ts'
import { openTestLedger } from '../../support/ledger.ts'
import { temporaryDirectory } from '../../support/temporary.ts'

describe('the high-water mark', () => {
  it('leaves nothing beside itself when it cannot be written: every round would leave a file', async () => {
    const directory = temporaryDirectory()
    const file = join(directory, 'keys', 'ledger-high-water')
    let files = 0
    const mark = openHighWater(file, 'log.example/a', () => String(++files))
    mkdirSync(file, { recursive: true }) // nothing can be put in its place
    await expect(mark.write({ size: 7, root: EMPTY_ROOT })).rejects.toThrow()
    await expect(mark.write({ size: 8, root: EMPTY_ROOT })).rejects.toThrow()
    expect(readdirSync(join(directory, 'keys'))).toEqual(['ledger-high-water'])

    rmSync(file, { recursive: true })
    await mark.write({ size: 8, root: EMPTY_ROOT })
    expect(await mark.read()).toEqual({ origin: 'log.example/a', size: 8, root: EMPTY_ROOT })
    expect(readdirSync(join(directory, 'keys'))).toEqual(['ledger-high-water'])
  })

  it('of another log is refused', async () => {
    const file = join(temporaryDirectory(), 'ledger-high-water')
    await openHighWater(file, 'log.example/a', () => 'x').write({ size: 8, root: EMPTY_ROOT })
    await expect(openHighWater(file, 'log.example/b', () => 'x').read()).rejects.toMatchObject({ code: 'LEDGER_FORK' })
  })

  it('that is missing is made anew from the published checkpoint when the log is opened', async () => {
    const bench = await openTestLedger()
    await bench.append(bench.event(), bench.event())
    await bench.ledger.drain()
    const before = readFileSync(bench.deps.highWaterFile, 'utf8')
    rmSync(bench.deps.highWaterFile)
    await openTestLedger(bench.deps)
    expect(readFileSync(bench.deps.highWaterFile, 'utf8')).toBe(before)
  })
})
