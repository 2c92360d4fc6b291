import { Readable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { citizenIdCheck } from '../../../src/core/identifiers.ts'
import type { Store } from '../../../src/store/index.ts'
import { importText, registersForTest, type RegistersWorld } from '../../support/registers.ts'

const HEADER = 'idNumber,name,sex,ethnicGroup,birthDate,registeredDivision,status'
const idNumber = (i: number): string => {
  const day = String(1 + (i % 28)).padStart(2, '0')
  const first17 = `39010219${String(50 + Math.floor(i / 28)).padStart(2, '0')}03${day}001`
  return first17 + citizenIdCheck(first17)
}
const row = (i: number, name = '张伟'): string => {
  const id = idNumber(i)
  return `${id},${name},1,01,${id.slice(6, 10)}-${id.slice(10, 12)}-${id.slice(12, 14)},390102,NORMAL`
}
/** More than one chunk: the rows beyond the distinct ones repeat. */
const ROWS = 5_000
const file = (name = '张伟'): string =>
  [HEADER, ...Array.from({ length: ROWS }, (_, i) => row(i % 1_200, name))].join('\n') + '\n'

/** The file up to a point, then the connection breaks. */
function cutOff(text: string, share: number): Readable {
  const bytes = Buffer.from(text)
  return Readable.from(
    (function* () {
      for (let at = 0; at < bytes.length * share; at += 10_000) yield bytes.subarray(at, at + 10_000)
      throw Object.assign(new Error('connection reset'), { code: 'ECONNRESET' })
    })(),
  )
}

const start = (world: RegistersWorld, body: Readable, batchId = 'batch-0001') =>
  world.registers.importRecords(world.source('population'), { register: 'population', format: 'csv', body, batchId })

describe('an import that was cut off', () => {
  it('says so, and keeps what it had done', async () => {
    const world = await registersForTest()
    await expect(start(world, cutOff(file(), 0.6))).rejects.toMatchObject({ code: 'IMPORT_REFUSED' })
    const batch = await world.registers.importBatch(world.source('population'), 'batch-0001')
    expect(batch.state).toBe('FAILED')
    expect(batch.rowsRead).toBe(2_000)
    expect(batch.inserted).toBe(1_200)
  })

  it('goes on under its batchId and ends with the counts of one import', async () => {
    const world = await registersForTest()
    await start(world, cutOff(file(), 0.6)).catch(() => undefined)
    const progress: number[] = []
    const batch = await importText(world, 'population', file(), {
      batchId: 'batch-0001',
      onProgress: ({ rowsRead }) => progress.push(rowsRead),
    })
    // Nothing before the saved progress is loaded again.
    expect(progress).toEqual([4_000, 5_000])
    const whole = await importText(await registersForTest(), 'population', file())
    const { state, rowsRead, inserted, changed, unchanged, refused, fileDigest } = batch
    expect({ state, rowsRead, inserted, changed, unchanged, refused, fileDigest }).toEqual({
      state: 'FINISHED',
      rowsRead: ROWS,
      inserted: whole.inserted,
      changed: whole.changed,
      unchanged: whole.unchanged,
      refused: 0,
      fileDigest: whole.fileDigest,
    })
    expect(world.events.map(({ kind }) => kind)).toEqual(['IMPORT_STARTED', 'IMPORT_FINISHED', 'IMPORT_FINISHED'])
  })

  it('does not go on with another file', async () => {
    const world = await registersForTest()
    await start(world, cutOff(file(), 0.6)).catch(() => undefined)
    const other = [HEADER, row(1_199), file().split('\n').slice(2).join('\n')].join('\n')
    await expect(importText(world, 'population', other, { batchId: 'batch-0001' })).rejects.toMatchObject({
      code: 'IMPORT_REFUSED',
      params: { reason: expect.stringContaining('not the file') as string },
    })
    const shorter = [HEADER, row(0)].join('\n')
    await expect(importText(world, 'population', shorter, { batchId: 'batch-0001' })).rejects.toMatchObject({
      code: 'IMPORT_REFUSED',
    })
  })

  it('counts rows as what they were when a kill came between the rows and the progress', async () => {
    const world = await registersForTest()
    // The rows are loaded, but the batch document never hears of it: as after a kill at that very line.
    let isKilled = false
    const store = new Proxy(world.store, {
      get(target, name: keyof Store) {
        if (name !== 'commit') return target[name]
        return (writes: Parameters<Store['commit']>[0]) => {
          if (writes.some(({ kind }) => kind === 'replace')) isKilled = true
          return isKilled ? Promise.reject(new Error('killed')) : target.commit(writes)
        }
      },
    })
    const dying = await registersForTest({ store })
    await start(dying, Readable.from([Buffer.from(file())])).catch(() => undefined)
    expect(isKilled).toBe(true)
    expect(await world.registers.importBatch(world.source('population'), 'batch-0001')).toMatchObject({
      state: 'RUNNING',
      rowsRead: 0,
    })
    const batch = await importText(world, 'population', file(), { batchId: 'batch-0001' })
    expect(batch).toMatchObject({ state: 'FINISHED', inserted: 1_200, unchanged: ROWS - 1_200, changed: 0 })
  })
})

describe('a finished batch', () => {
  it('answers again for the same file, and is a conflict for another', async () => {
    const world = await registersForTest()
    const done = await importText(world, 'population', file(), { batchId: 'batch-0001' })
    expect(await importText(world, 'population', file(), { batchId: 'batch-0001' })).toEqual(done)
    await expect(importText(world, 'population', file('李明'), { batchId: 'batch-0001' })).rejects.toMatchObject({
      code: 'REQUEST_ID_CONFLICT',
      message: 'REQUEST_ID_CONFLICT: batchId batch-0001 was used with another body.',
    })
  })

  it('is not visible to another agency, which cannot use its id either', async () => {
    const world = await registersForTest()
    await importText(world, 'population', file(), { batchId: 'batch-0001' })
    await expect(importText(world, 'marriage', 'certificateNo\n', { batchId: 'batch-0001' })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    })
  })
})
