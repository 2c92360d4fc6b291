import { Readable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import {
  ALL_GRANTS,
  ASKER,
  CHILD,
  evidenceForTest,
  grantOn,
  importCouple,
  MAN,
  PURPOSE,
  RESOURCES,
  STRANGER,
  WOMAN,
  type EvidenceWorld,
} from '../../support/evidence.ts'
import { agencyOf } from '../../support/registers.ts'

type FindInput = Parameters<EvidenceWorld['registers']['findRecords']>[1]

const find = (world: EvidenceWorld, change: Partial<FindInput> = {}) =>
  world.registers.findRecords(ASKER, {
    requestId: 'request-0001',
    purpose: PURPOSE,
    register: 'population',
    subject: MAN,
    fields: ['idNumber', 'name', 'birthDate'],
    ...change,
  })

describe('reading records of a subject', () => {
  it('gives the granted fields, numbers masked, with a receipt of its leaf', async () => {
    const world = await evidenceForTest()
    await importCouple(world)
    const { records, receipt, leafId } = await find(world)
    expect(records.map(({ data }) => data)).toEqual([
      { idNumber: `390***********${MAN.slice(-4)}`, name: '张伟', birthDate: '1985-03-12' },
    ])
    expect(receipt).toBe(`receipt-of-${leafId}`)
    expect(await world.events('RECORD_READ')).toMatchObject([
      {
        resources: [RESOURCES.population],
        subjects: [MAN],
        caseNumber: PURPOSE.caseNumber,
        data: {
          register: 'population',
          fields: ['idNumber', 'name', 'birthDate'],
          records: 1,
          grantId: 'grt_population',
        },
      },
    ])
  })

  it('gives the raw number only where the grant names it', async () => {
    const world = await evidenceForTest({ grants: [grantOn('population', { rawFields: ['idNumber'] })] })
    await importCouple(world)
    expect((await find(world)).records[0]!.data['idNumber']).toBe(MAN)
  })

  it('masks every personal field of a child under fourteen', async () => {
    const world = await evidenceForTest()
    await importCouple(world)
    expect((await find(world, { subject: CHILD })).records[0]!.data).toEqual({
      idNumber: `390***********${CHILD.slice(-4)}`,
      name: '张**',
      birthDate: '2020-**-**',
    })
  })

  it('gives what holds today: no period that is over, and none that has not begun', async () => {
    const world = await evidenceForTest()
    const text =
      'idNumber,name,sex,ethnicGroup,birthDate,registeredDivision,status,_validFrom,_validTo\n' +
      `${MAN},张伟,1,01,1985-03-12,390102,NORMAL,2020-01-01,2026-11-24\n` +
      `${WOMAN},王芳,2,01,1987-09-25,390102,NORMAL,2026-11-25,\n`
    await world.registers.importRecords(
      { clientId: 'sys-07', role: 'SYSTEM', agency: agencyOf('07').creditCode },
      { register: 'population', format: 'csv', body: Readable.from([Buffer.from(text)]) },
    )
    const periods = async (day: string) => {
      await world.moveTo(`${day}T02:00:00.000Z`)
      const ask = async (subject: string) =>
        (
          await find(world, {
            requestId: `on-${day}-${subject}`,
            subject,
            purpose: { ...PURPOSE, caseNumber: subject },
          })
        ).records.length
      return [await ask(MAN), await ask(WOMAN)]
    }
    expect(await periods('2026-11-24')).toEqual([1, 0])
    expect(await periods('2026-11-25')).toEqual([0, 1])
  })

  it('leaves a trace also when there is no record', async () => {
    const world = await evidenceForTest()
    expect((await find(world, { subject: STRANGER })).records).toEqual([])
    expect(await world.events('RECORD_READ')).toHaveLength(1)
  })

  it('is refused by a named rule, and the refusal is in the ledger before it is told', async () => {
    const world = await evidenceForTest({ grants: [grantOn('population', { fields: ['name'] })] })
    await importCouple(world)
    await expect(find(world)).rejects.toMatchObject({ code: 'ACCESS_REFUSED', params: { rule: 'field-not-granted' } })
    expect(await world.events('RECORD_READ')).toEqual([])
    expect(await world.events('ACCESS_REFUSED')).toMatchObject([
      { subjects: [MAN], data: { rule: 'field-not-granted' } },
    ])
    // The other side: what the grant covers is given.
    expect((await find(world, { requestId: 'request-0002', fields: ['name'] })).records).toHaveLength(1)
  })

  it('stops at the quota of persons', async () => {
    const world = await evidenceForTest({ grants: [grantOn('population', { quota: 1 })] })
    await importCouple(world)
    await find(world)
    const second = find(world, {
      requestId: 'request-0002',
      subject: WOMAN,
      purpose: { ...PURPOSE, caseNumber: 'other' },
    })
    await expect(second).rejects.toMatchObject({ code: 'ACCESS_REFUSED', params: { rule: 'quota-exceeded' } })
    expect((await world.events('ACCESS_REFUSED')).map(({ data }) => data['rule'])).toEqual(['quota-exceeded'])
    // Asked again under the same requestId nobody new is disclosed.
    expect((await find(world)).records).toHaveLength(1)
    expect((await world.events('RECORD_READ')).map(({ data }) => data['repeated'])).toEqual([undefined, true])
  })

  it('counts the person of a repeated request again on another day: what it gives is of that day', async () => {
    const world = await evidenceForTest({ grants: [grantOn('population', { quota: 1 })] })
    await importCouple(world)
    await find(world)
    await world.moveTo('2026-11-25T02:00:00.000Z')
    const other = { requestId: 'request-0002', subject: WOMAN, purpose: { ...PURPOSE, caseNumber: 'other' } }
    await find(world, other)
    await expect(find(world)).rejects.toMatchObject({ params: { rule: 'quota-exceeded' } })
    await world.moveTo('2026-11-26T02:00:00.000Z')
    expect((await find(world)).records).toHaveLength(1)
  })

  it('refuses another person under the same case', async () => {
    const world = await evidenceForTest()
    await importCouple(world)
    await find(world)
    await expect(find(world, { requestId: 'request-0002', subject: WOMAN })).rejects.toMatchObject({
      code: 'CASE_SUBJECT_MISMATCH',
    })
    expect((await world.events('ACCESS_REFUSED')).map(({ data }) => data['rule'])).toEqual(['case-subject-mismatch'])
  })

  it('says SOURCE_UNAVAILABLE, not "no record", when the source does not answer', async () => {
    const world = await evidenceForTest()
    await importCouple(world)
    world.source.fails = true
    await expect(find(world)).rejects.toMatchObject({ code: 'SOURCE_UNAVAILABLE', params: { source: 'population' } })
  })

  it('gives nothing when the ledger cannot be written', async () => {
    const world = await evidenceForTest()
    await importCouple(world)
    world.ledger.failWith('disk full')
    await expect(find(world)).rejects.toMatchObject({ code: 'AUDIT_UNAVAILABLE' })
  })

  it('gives nothing when the receipt cannot be signed, and asked again releases it under a leaf of its own', async () => {
    const world = await evidenceForTest()
    await importCouple(world)
    const { signReceipt } = world.ledger
    world.ledger.signReceipt = () => Promise.reject(new Error('no signature'))
    await expect(find(world)).rejects.toThrow('no signature')
    world.ledger.signReceipt = signReceipt
    const { records, leafId } = await find(world)
    expect(records).toHaveLength(1)
    expect((await world.events('RECORD_READ')).map(({ data }) => data['repeated'])).toEqual([undefined, true])
    expect(leafId).toBeDefined()
  })

  it('says which fields there are when one is asked for that there is not, also of own data', async () => {
    const world = await evidenceForTest({ provider: ASKER.agency })
    await importCouple(world)
    await expect(find(world, { fields: ['name', 'nmae'] })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      params: { field: 'fields', reason: expect.stringMatching(/^population has .*\bidNumber, name\b/) as string },
    })
    expect(await world.events('RECORD_READ')).toEqual([])
    expect((await find(world, { fields: ['name'] })).records[0]!.data).toEqual({ name: '张伟' })
  })

  it('names what is wrong with the question', async () => {
    const world = await evidenceForTest()
    await expect(find(world, { subject: MAN.slice(0, 17) + '0' })).rejects.toMatchObject({ code: 'INVALID_IDENTIFIER' })
    await expect(find(world, { register: 'dreams' })).rejects.toMatchObject({ params: { field: 'register' } })
    await expect(find(world, { fields: [] })).rejects.toMatchObject({ params: { field: 'fields' } })
    await expect(find(world, { role: 'FRIEND' })).rejects.toMatchObject({ params: { field: 'role' } })
    await expect(find(world, { purpose: { ...PURPOSE, caseNumber: ' ' } })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      params: { field: 'purpose.caseNumber' },
    })
    await expect(find(world, { purpose: { ...PURPOSE, basis: '' } })).rejects.toMatchObject({
      params: { field: 'purpose.basis' },
    })
    await expect(find(world, { requestId: 'x' })).rejects.toMatchObject({ params: { field: 'requestId' } })
  })
})

describe('asking a yes/no question', () => {
  const ask = (world: EvidenceWorld, change: Partial<Parameters<EvidenceWorld['registers']['askPredicate']>[1]> = {}) =>
    world.registers.askPredicate(ASKER, {
      requestId: 'request-0001',
      purpose: PURPOSE,
      register: 'marriage',
      predicate: 'isSpouseOf',
      subject: MAN,
      others: [WOMAN],
      ...change,
    })

  it('answers at the date asked about, and no field leaves', async () => {
    const world = await evidenceForTest()
    await importCouple(world)
    expect((await ask(world)).answer).toEqual({ answer: 'TRUE', asOf: '2026-11-24', ruleVersion: 1 })
    const before = await ask(world, { requestId: 'request-0002', asOf: '2012-05-19' })
    expect(before.answer).toMatchObject({ answer: 'FALSE', asOf: '2012-05-19' })
    expect((await world.events('PREDICATE_ANSWERED')).map(({ data }) => data['answer'])).toEqual(['TRUE', 'FALSE'])
  })

  it('cannot tell while the source does not answer', async () => {
    const world = await evidenceForTest()
    await importCouple(world)
    world.source.fails = true
    expect((await ask(world)).answer).toMatchObject({ answer: 'CANNOT_TELL', reason: 'SOURCE_UNAVAILABLE' })
  })

  it('needs a grant on the question itself', async () => {
    const world = await evidenceForTest({ grants: ALL_GRANTS.filter(({ id }) => id !== 'grt_spouse') })
    await expect(ask(world)).rejects.toMatchObject({ params: { rule: 'no-grant' } })
  })

  it('names what is wrong with it', async () => {
    const world = await evidenceForTest()
    await expect(ask(world, { predicate: 'isHappy' })).rejects.toMatchObject({ params: { field: 'predicate' } })
    await expect(ask(world, { asOf: '2026-11-25' })).rejects.toMatchObject({ params: { field: 'asOf' } })
    await expect(ask(world, { asOf: '1949-09-30' })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      params: { field: 'asOf', reason: 'use 1949-10-01 or a later day', reasonZh: '不得早于 1949-10-01' },
    })
    expect((await ask(world, { asOf: '1949-10-01' })).answer).toMatchObject({ asOf: '1949-10-01' })
    await expect(ask(world, { arguments: { years: 3 } })).rejects.toMatchObject({ code: 'INVALID_INPUT' })
    await expect(ask(world, { others: ['x'] })).rejects.toMatchObject({ code: 'INVALID_IDENTIFIER' })
    await expect(ask(world, { purpose: { ...PURPOSE, basis: 'x'.repeat(1_001) } })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      params: { field: 'purpose.basis' },
    })
  })
})
