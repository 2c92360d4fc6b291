import { spawn } from 'node:child_process'
import { createReadStream, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { citizenIdCheck } from '../../src/core/identifiers.ts'
import { registersCollections } from '../../src/registers/index.ts'
import { requestLogCollections } from '../../src/store/index.ts'
import { recordingLedgerCollections } from '../support/recording-ledger.ts'
import { registersForTest } from '../support/registers.ts'
import { openTestStore } from '../support/store.ts'
import { temporaryDirectory } from '../support/temporary.ts'

const ROWS = 12_000
const idNumber = (i: number): string => {
  const year = 1950 + (i % 50)
  const day = String(1 + (Math.floor(i / 50) % 28)).padStart(2, '0')
  const first17 = `390102${year}03${day}${String(Math.floor(i / 1_400) * 2 + 1).padStart(3, '0')}`
  return first17 + citizenIdCheck(first17)
}
const file = [
  'idNumber,name,sex,ethnicGroup,birthDate,registeredDivision,status',
  ...Array.from({ length: ROWS }, (_, i) => {
    const id = idNumber(i)
    return `${id},张伟,1,01,${id.slice(6, 10)}-${id.slice(10, 12)}-${id.slice(12, 14)},390102,NORMAL`
  }),
].join('\n')

/** Runs the import in a process of its own and kills it without warning once it has said so much. */
function importAndKill(directory: string, path: string, killAfter: number): Promise<'killed' | 'done'> {
  const worker = join(import.meta.dirname, 'registers-import-worker.ts')
  const child = spawn(process.execPath, [worker, directory, path, 'batch-0001'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let said = ''
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.stdout.on('data', (text: Buffer) => {
      said += text.toString()
      if (said.split('\n').length > killAfter) child.kill('SIGKILL')
    })
    child.on('exit', () => resolve(said.includes('done') ? 'done' : 'killed'))
  })
}

describe('an import whose process is killed', () => {
  it('goes on where it stopped, as often as it takes, and ends with the counts of one import', async () => {
    const directory = temporaryDirectory()
    const path = join(directory, 'population.csv')
    writeFileSync(path, file)
    // Negative control: at least one run really ended by the kill.
    expect(await importAndKill(directory, path, 1)).toBe('killed')
    await importAndKill(directory, path, 2)
    const store = await openTestStore(
      [...requestLogCollections, ...registersCollections, ...recordingLedgerCollections],
      { directory },
    )
    const world = await registersForTest({ store })
    const before = await world.registers.importBatch(world.source('population'), 'batch-0001')
    expect(before.state).toBe('RUNNING')
    expect(before.rowsRead).toBeGreaterThan(0)
    expect(before.rowsRead).toBeLessThan(ROWS)
    const batch = await world.registers.importRecords(world.source('population'), {
      register: 'population',
      format: 'csv',
      body: createReadStream(path),
      batchId: 'batch-0001',
    })
    expect(batch).toMatchObject({
      state: 'FINISHED',
      rowsRead: ROWS,
      inserted: ROWS,
      changed: 0,
      unchanged: 0,
      refused: 0,
    })
    const [last] = await world.find('population', idNumber(ROWS - 1))
    expect(last).toMatchObject({ state: 'answered', records: [{ revision: 1 }] })
  })
})
