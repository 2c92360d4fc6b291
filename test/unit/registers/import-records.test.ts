import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import type { Actor } from '../../../src/access/index.ts'
import { citizenIdCheck } from '../../../src/core/identifiers.ts'
import { committedEvents } from '../../support/recording-ledger.ts'
import { importText, registersForTest } from '../../support/registers.ts'

const HEADER = 'idNumber,name,sex,ethnicGroup,birthDate,registeredDivision,status,statusDate'
const person = (serial: number, name = '张伟', overrides: Partial<Record<string, string>> = {}): string => {
  const first17 = `39010219850312${String(serial).padStart(3, '0')}`
  const idNumber = first17 + citizenIdCheck(first17)
  const row: Record<string, string> = {
    idNumber,
    name,
    sex: serial % 2 === 1 ? '1' : '2',
    ethnicGroup: '01',
    birthDate: '1985-03-12',
    registeredDivision: '390102',
    status: 'NORMAL',
    statusDate: '',
    ...overrides,
  }
  return HEADER.split(',')
    .map((field) => row[field])
    .join(',')
}
const csv = (...rows: readonly string[]): string => [HEADER, ...rows].join('\n') + '\n'

describe('importing a file of a register', () => {
  it('takes its rows in, and they are found by subject', async () => {
    const world = await registersForTest()
    const batch = await importText(world, 'population', csv(person(1), person(3, '李明')))
    expect(batch).toMatchObject({ state: 'FINISHED', rowsRead: 2, inserted: 2, changed: 0, unchanged: 0, refused: 0 })
    const [answer] = await world.find('population', person(3).split(',')[0]!)
    expect(answer).toMatchObject({ state: 'answered', records: [{ data: { name: '李明' }, revision: 1 }] })
  })

  it('changes nothing when the same file comes twice', async () => {
    const world = await registersForTest()
    await importText(world, 'population', csv(person(1), person(3)))
    const again = await importText(world, 'population', csv(person(1), person(3)))
    expect(again).toMatchObject({ inserted: 0, changed: 0, unchanged: 2 })
    const [answer] = await world.find('population', person(1).split(',')[0]!)
    expect(answer).toMatchObject({ records: [{ revision: 1 }] })
  })

  it('takes a row of NDJSON for the same however it is written', async () => {
    const cells = person(1).split(',')
    const row = Object.fromEntries(HEADER.split(',').flatMap((field, i) => (cells[i] ? [[field, cells[i]]] : [])))
    const compact = JSON.stringify(row)
    const others = [
      JSON.stringify(row, null, 1).replaceAll('\n', ''),
      compact.replace('张', '\\u5f20'),
      JSON.stringify(Object.fromEntries(Object.entries(row).reverse())),
      JSON.stringify({ ...row, formerName: null }),
      JSON.stringify({ ...row, name: ` ${row['name']!} ` }),
      JSON.stringify({ ...row, _recordState: 'CURRENT' }),
    ]
    for (const [first, second] of others.flatMap((other) => [
      [compact, other],
      [other, compact],
    ])) {
      // prettier-ignore
      const world = await registersForTest()
      expect(await importText(world, 'population', first!, { format: 'ndjson' })).toMatchObject({ inserted: 1 })
      const [stored] = await world.find('population', row['idNumber']!)
      expect(stored).toMatchObject({ records: [{ data: row }] })
      expect(await importText(world, 'population', second!, { format: 'ndjson' })).toMatchObject({ unchanged: 1 })
    }
  })

  it('makes a changed row the next revision', async () => {
    const world = await registersForTest()
    await importText(world, 'population', csv(person(1)))
    const batch = await importText(world, 'population', csv(person(1, '张伟国')))
    expect(batch).toMatchObject({ inserted: 0, changed: 1 })
    const [answer] = await world.find('population', person(1).split(',')[0]!)
    expect(answer).toMatchObject({ records: [{ data: { name: '张伟国' }, revision: 2 }] })
  })

  it('takes the later of two rows with one key', async () => {
    const world = await registersForTest()
    const batch = await importText(world, 'population', csv(person(1, '张一'), person(1, '张二'), person(1, '张二')))
    expect(batch).toMatchObject({ rowsRead: 3, inserted: 1, changed: 1, unchanged: 1 })
    const [answer] = await world.find('population', person(1).split(',')[0]!)
    expect(answer).toMatchObject({ records: [{ data: { name: '张二' } }] })
  })

  it('names row, field and reason of what it refuses, and never quotes a value', async () => {
    const world = await registersForTest()
    const batch = await importText(
      world,
      'population',
      csv(
        person(1),
        person(3, '张伟', { idNumber: '390102198503120010' }),
        person(5, '张伟', { birthDate: '1985-02-30' }),
        person(7, '张伟', { sex: '2' }),
        person(9, 'Zhang 3'),
        person(11, '张伟', { status: 'DEAD' }),
        person(13, ''),
        person(15) + ',more',
        person(17, '张伟', { status: 'DEAD', statusDate: '2031-01-01' }),
      ),
    )
    expect(batch).toMatchObject({ rowsRead: 9, inserted: 1, refused: 8 })
    expect(batch.refusals.map(({ row, field, code }) => [row, field, code])).toEqual([
      [2, 'idNumber', 'WRONG_CHECK'],
      [3, 'birthDate', 'NOT_A_DATE'],
      [4, 'sex', 'DISAGREES'],
      [5, 'name', 'WRONG_FORM'],
      [6, 'statusDate', 'MISSING'],
      [7, 'name', 'MISSING'],
      [8, '', 'COLUMN_COUNT'],
      [9, 'statusDate', 'DATE_IN_FUTURE'],
    ])
    expect(batch.refusals.every(({ en, zh }) => en !== '' && /\p{Script=Han}/u.test(zh))).toBe(true)
    expect(JSON.stringify(batch)).not.toMatch(/张|1985|39010/)
  })

  it('refuses a column that the register does not have', async () => {
    const world = await registersForTest()
    const batch = await importText(world, 'population', `${HEADER},salary\n${person(1)},1\n`)
    expect(batch.refusals[0]).toMatchObject({ field: 'salary', code: 'UNKNOWN_FIELD' })
  })

  it('reads GB18030 and UTF-8 alike, whatever the borders of the chunks', async () => {
    const world = await registersForTest()
    // "张伟" in GB18030.
    const name = Buffer.from([0xd5, 0xc5, 0xce, 0xb0])
    const [before, after] = csv(person(1, '@')).split('@')
    const gb = Buffer.concat([Buffer.from(before!), name, Buffer.from(after!)])
    await world.registers.importRecords(world.source('population'), {
      register: 'population',
      format: 'csv',
      body: Readable.from([...gb].map((byte) => Buffer.from([byte]))),
    })
    const [answer] = await world.find('population', person(1).split(',')[0]!)
    expect(answer).toMatchObject({ records: [{ data: { name: '张伟' } }] })
    const utf8 = [...Buffer.from(csv(person(1)))].map((byte) => Buffer.from([byte]))
    const same = await world.registers.importRecords(world.source('population'), {
      register: 'population',
      format: 'csv',
      body: Readable.from(utf8),
    })
    expect(same).toMatchObject({ unchanged: 1 })
  })

  it('refuses a file that is neither, and keeps nothing of the broken part', async () => {
    const world = await registersForTest()
    const bytes = Buffer.concat([Buffer.from(csv(person(1))), Buffer.from('张'), Buffer.from([0xff, 0xfe, 0x0a])])
    await expect(
      world.registers.importRecords(world.source('population'), {
        register: 'population',
        format: 'csv',
        body: Readable.from([bytes]),
      }),
    ).rejects.toMatchObject({ code: 'IMPORT_REFUSED' })
  })

  it.each([
    ['one row without a header', Buffer.from(person(1)), /first row names no column .* idNumber, name, /],
    ['rows without a header', Buffer.from(`${person(1)}\n${person(3)}\n`), /first row names no column/],
    ['cells between other characters than commas', Buffer.from(csv(person(1)).replaceAll(',', ';')), /commas/],
    ['a workbook', Buffer.from('PK\u0003\u0004\u0014\u0000\u0008mimetype'), /not as a workbook/],
    ['a document', Buffer.from('%PDF-1.7\n1 0 obj\n'), /first row names no column/],
  ])('refuses %s for a CSV file, and says what to correct', async (_, bytes, reason) => {
    const world = await registersForTest()
    const refusal = importText(world, 'population', '', { body: Readable.from([bytes]) })
    await expect(refusal).rejects.toMatchObject({
      code: 'IMPORT_REFUSED',
      params: { reason: expect.stringMatching(reason), reasonZh: expect.stringMatching(/\p{Script=Han}/u) },
    })
    const { items } = await world.registers.findBatches(world.source('population'), { first: 10 })
    expect(items).toMatchObject([{ state: 'FAILED', rowsRead: 0 }])
  })

  it('takes a file that has a header alone: there was nothing to tell', async () => {
    const world = await registersForTest()
    expect(await importText(world, 'population', csv())).toMatchObject({ state: 'FINISHED', rowsRead: 0 })
  })

  it('reads NDJSON and refuses lines that are no strict JSON object', async () => {
    const world = await registersForTest()
    const fields = HEADER.split(',')
    const json = (row: string) =>
      JSON.stringify(Object.fromEntries(row.split(',').flatMap((cell, i) => (cell === '' ? [] : [[fields[i], cell]]))))
    const twice = json(person(5)).replace('{', '{"name":"王五",')
    const batch = await importText(
      world,
      'population',
      [json(person(1)), twice, '[1]', '', json(person(3))].join('\n'),
      {
        format: 'ndjson',
      },
    )
    expect(batch).toMatchObject({ rowsRead: 4, inserted: 2, refused: 2 })
    expect(batch.refusals.map(({ row, code }) => [row, code])).toEqual([
      [2, 'ROW_UNREADABLE'],
      [3, 'ROW_UNREADABLE'],
    ])
  })

  it('tells how far it is, chunk by chunk, and ends with the digest of the file', async () => {
    const world = await registersForTest()
    const text = csv(...Array.from({ length: 4_100 }, (_, i) => person(i % 1000)))
    const seen: number[] = []
    const batch = await importText(world, 'population', text, { onProgress: ({ rowsRead }) => seen.push(rowsRead) })
    expect(seen).toEqual([2_000, 4_000, 4_100])
    expect(batch).toMatchObject({ rowsRead: 4_100, inserted: 1_000, unchanged: 3_100 })
    expect(batch.fileDigest).toBe(createHash('sha256').update(text).digest('hex'))
  })

  it('writes one leaf at its beginning and one at its end', async () => {
    const world = await registersForTest()
    const batch = await importText(world, 'population', csv(person(1), person(3, 'x')))
    expect(world.events.map(({ kind, data }) => [kind, data['batchId']])).toEqual([
      ['IMPORT_STARTED', batch.id],
      ['IMPORT_FINISHED', batch.id],
    ])
    expect(world.events[1]!.data).toMatchObject({ rowsRead: 2, inserted: 1, refused: 1, fileDigest: batch.fileDigest })
  })
})

describe('who may import', () => {
  it('is a system of the source agency only', async () => {
    const world = await registersForTest()
    const stranger: Actor = { ...world.source('marriage') }
    expect(stranger.agency).not.toBe(world.source('population').agency)
    await expect(importText(world, 'population', csv(person(1)), { actor: stranger })).rejects.toMatchObject({
      code: 'ACCESS_REFUSED',
      params: { rule: 'not-the-source' },
    })
    expect((await committedEvents(world.store)).map(({ kind, data }) => [kind, data])).toEqual([
      ['ACCESS_REFUSED', { rule: 'not-the-source', register: 'population' }],
    ])
    const human: Actor = { ...world.source('population'), role: 'REGISTRAR' }
    await expect(importText(world, 'population', csv(person(1)), { actor: human })).rejects.toMatchObject({
      code: 'FORBIDDEN',
    })
    expect(await world.find('population', person(1).split(',')[0]!)).toMatchObject([{ records: [] }])
  })
})

describe('a record that concerns several subjects', () => {
  const MAN = '39010219850312001'
  const WOMAN = '39010219870925002'
  const OTHER = '39010219880925004'
  const id = (first17: string) => first17 + citizenIdCheck(first17)
  const marriage = (wife: string) =>
    'certificateNo,businessType,husbandName,husbandId,wifeName,wifeId,registrationDate,registrationAuthority,authorityDivision,recordState\n' +
    `J390102-2012-000001,MARRIAGE,张伟,${id(MAN)},王芳,${id(wife)},2012-05-20,青溪市民政局,390102,VALID\n`

  it('is found under each of them', async () => {
    const world = await registersForTest()
    expect(await importText(world, 'marriage', marriage(WOMAN))).toMatchObject({ inserted: 1, refusals: [] })
    const [his] = await world.find('marriage', id(MAN))
    const [hers] = await world.find('marriage', id(WOMAN))
    expect(his).toMatchObject({ records: [{ subject: id(MAN) }] })
    expect(hers).toMatchObject({ records: [{ subject: id(WOMAN) }] })
  })

  it('is no longer found under one whom a later row does not name', async () => {
    const world = await registersForTest()
    await importText(world, 'marriage', marriage(WOMAN))
    expect(await importText(world, 'marriage', marriage(OTHER))).toMatchObject({ changed: 1 })
    expect(await world.find('marriage', id(WOMAN))).toMatchObject([{ records: [] }])
    expect(await world.find('marriage', id(OTHER))).toMatchObject([{ records: [{ subject: id(OTHER) }] }])
    // And back again.
    expect(await importText(world, 'marriage', marriage(WOMAN))).toMatchObject({ changed: 1 })
    expect(await world.find('marriage', id(WOMAN))).toMatchObject([{ records: [{ revision: 3 }] }])
  })
})

describe('two imports', () => {
  it('keep both: the batches are listed, the latest first, to their own agency only', async () => {
    const world = await registersForTest()
    const first = await importText(world, 'population', csv(person(1)))
    world.clock.advance(1_000)
    const second = await importText(world, 'population', csv(person(3)))
    const list = await world.registers.findBatches(world.source('population'), { first: 10 })
    expect(list.items.map(({ id }) => id)).toEqual([second.id, first.id])
    const others = await world.registers.findBatches(world.source('marriage'), { first: 10 })
    expect(others.items).toEqual([])
    await expect(world.registers.importBatch(world.source('marriage'), first.id)).rejects.toMatchObject({
      code: 'NOT_FOUND',
    })
    expect(await world.registers.importBatch(world.source('population'), first.id)).toEqual(first)
  })
})
