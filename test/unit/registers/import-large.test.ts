import { PassThrough } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { citizenIdCheck } from '../../../src/core/identifiers.ts'
import type { ImportBatch } from '../../../src/registers/index.ts'
import { importText, registersForTest } from '../../support/registers.ts'

const HEADER = 'idNumber,name,sex,ethnicGroup,birthDate,registeredDivision,status'
const idNumber = (i: number): string => {
  const year = 1950 + (i % 50)
  const day = String(1 + (Math.floor(i / 50) % 28)).padStart(2, '0')
  const first17 = `390102${year}03${day}${String(Math.floor(i / 1_400) * 2 + 1).padStart(3, '0')}`
  return first17 + citizenIdCheck(first17)
}
const person = (i: number, name = '张伟'): string => {
  const id = idNumber(i)
  return `${id},${name},1,01,${id.slice(6, 10)}-${id.slice(10, 12)}-${id.slice(12, 14)},390102,NORMAL`
}
const persons = (from: number, to: number): readonly string[] =>
  Array.from({ length: to - from }, (_, i) => person(from + i))
const csv = (...rows: readonly string[]): string => [HEADER, ...rows].join('\n') + '\n'

/** More than a piece: its rows are read on the row thread. A smaller file is read where it arrives. Three chunks. */
const MANY = 6_000

describe('a large file', () => {
  it('is refused row by row exactly as a small one is', async () => {
    const wrong = ['390102198503120012,张伟,1,01,1985-03-12,390102,NORMAL', person(MANY, 'John'), 'one,cell']
    const small = await importText(await registersForTest(), 'population', csv(person(0), ...wrong))
    const large = await importText(await registersForTest(), 'population', csv(...persons(0, MANY), ...wrong))
    expect(large).toMatchObject({ rowsRead: MANY + 3, inserted: MANY, refused: 3 })
    expect(small.refusals).toHaveLength(3)
    expect(large.refusals).toEqual(small.refusals.map(({ row, ...refusal }) => ({ ...refusal, row: row + MANY - 1 })))
  })

  it('is stored as a small one is', async () => {
    const [one, other] = [await registersForTest(), await registersForTest()]
    await importText(one, 'population', csv(person(7)), { batchId: 'batch-0001' })
    await importText(other, 'population', csv(...persons(7, MANY)), { batchId: 'batch-0001' })
    const found = await one.find('population', idNumber(7))
    expect(found).toMatchObject([{ records: [{ subject: idNumber(7), data: { name: '张伟' } }] }])
    expect(await other.find('population', idNumber(7))).toEqual(found)
  })

  it('takes a record that comes again in the next chunk as a change of the first', async () => {
    const world = await registersForTest()
    const batch = await importText(world, 'population', csv(...persons(0, MANY), person(1_999, '李明'), person(0)))
    expect(batch).toMatchObject({ inserted: MANY, changed: 1, unchanged: 1 })
    expect(await world.find('population', idNumber(1_999))).toMatchObject([
      { records: [{ data: { name: '李明' }, revision: 2 }] },
    ])
  })

  it('withdraws what a record no longer says of a subject, also after nothing but new records', async () => {
    const world = await registersForTest()
    const header = 'certificateNo,businessType,husbandName,husbandId,wifeName,wifeId,registrationDate,recordState'
    const columns = `${header},registrationAuthority,authorityDivision`
    const marriage = (i: number, husband: string, wife: string) =>
      `J390102-2012-${String(i).padStart(6, '0')},MARRIAGE,张伟,${husband},王芳,${wife},2022-05-20,VALID,青溪市民政局,390102`
    const woman = (first17: string) => first17 + citizenIdCheck(first17)
    const [first, second] = [woman('39010219870925002'), woman('39010219880925004')]
    const stored = await importText(world, 'marriage', [columns, marriage(0, idNumber(0), first)].join('\n'))
    expect(stored).toMatchObject({ inserted: 1, refused: 0 })
    // An insert of the copies under other subjects meets nothing that would tell of the first.
    const others = Array.from({ length: MANY }, (_, i) => marriage(i + 1, idNumber(1), second))
    const batch = await importText(world, 'marriage', [columns, ...others, marriage(0, idNumber(1), second)].join('\n'))
    expect(batch).toMatchObject({ inserted: MANY, changed: 1 })
    expect(await world.find('marriage', first)).toMatchObject([{ records: [] }])
  })

  it('that is broken is refused, and keeps what came before', async () => {
    const world = await registersForTest()
    const text = csv(...persons(0, MANY), '"never closed', ...persons(MANY, 7_000))
    await expect(importText(world, 'population', text, { batchId: 'batch-0001' })).rejects.toMatchObject({
      code: 'IMPORT_REFUSED',
      params: { reason: expect.stringContaining('the CSV is broken in row 6001') as string },
    })
    const batch = await world.registers.importBatch(world.source('population'), 'batch-0001')
    expect(batch).toMatchObject({ state: 'FAILED', rowsRead: MANY, inserted: MANY })
  })

  it('keeps the progress of what was read while the source is silent', async () => {
    const world = await registersForTest()
    const body = new PassThrough()
    const progress = Promise.withResolvers<ImportBatch>()
    const importing = importText(world, 'population', '', { body, onProgress: progress.resolve })
    body.write(csv(...persons(0, MANY)))
    expect(await progress.promise).toMatchObject({ state: 'RUNNING', rowsRead: 2_000, inserted: 2_000 })
    body.end()
    expect(await importing).toMatchObject({ state: 'FINISHED', rowsRead: MANY })
  })

  it('that is broken is refused while the source is silent', async () => {
    const body = new PassThrough()
    const importing = importText(await registersForTest(), 'population', '', { body })
    body.write(csv(...persons(0, MANY)))
    body.write(Buffer.from([0xff, 0xff]))
    await expect(importing).rejects.toMatchObject({ code: 'IMPORT_REFUSED' })
  })

  it('takes its turns with another on the row thread', async () => {
    const world = await registersForTest()
    const [first, second] = await Promise.all([
      importText(world, 'population', csv(...persons(0, MANY))),
      importText(world, 'population', csv(...persons(MANY, 2 * MANY))),
    ])
    expect([first, second]).toMatchObject([{ inserted: MANY }, { inserted: MANY }])
  })

  it('may be invented in development only', async () => {
    const world = await registersForTest({ refuseSynthetic: true })
    const batch = await importText(world, 'population', csv(...persons(0, MANY)))
    expect(batch).toMatchObject({ inserted: 0, refused: MANY })
    expect(batch.refusals[0]).toMatchObject({ row: 1, field: 'idNumber', code: 'SYNTHETIC_NUMBER' })
  })
})
