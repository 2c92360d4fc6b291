import { describe, expect, it } from 'vitest'
import { evidenceForTest, MAN, PURPOSE, ASKER, WOMAN, type EvidenceWorld } from '../../support/evidence.ts'
import { importText, registersForTest } from '../../support/registers.ts'

// GB 11643 itself gives this number as its example.
const REAL = '11010519491231002X'
const HEADER = 'idNumber,name,sex,ethnicGroup,birthDate,registeredDivision,status'
const ROWS = [
  HEADER,
  `${REAL},王芳,2,01,1949-12-31,110105,NORMAL`,
  `${MAN},张伟,1,01,1985-03-12,110105,NORMAL`,
  '',
].join('\n')

describe('a register in production', () => {
  it('refuses rows about invented persons, and takes the others', async () => {
    const world = await registersForTest({ refuseSynthetic: true })
    const batch = await importText(world, 'population', ROWS)
    expect(batch).toMatchObject({
      inserted: 1,
      refused: 1,
      refusals: [{ row: 2, field: 'idNumber', code: 'SYNTHETIC_NUMBER' }],
    })
    expect(JSON.stringify(batch)).not.toContain(MAN)
    // The same file in development.
    expect(await importText(await registersForTest(), 'population', ROWS)).toMatchObject({ inserted: 2, refused: 0 })
  })

  const find = (world: EvidenceWorld, subject: string) =>
    world.registers.findRecords(ASKER, {
      requestId: 'request-0001',
      purpose: PURPOSE,
      register: 'population',
      subject,
      fields: ['name'],
    })
  const ask = (world: EvidenceWorld, subject: string, others: readonly string[] = []) =>
    world.registers.askPredicate(ASKER, {
      requestId: 'request-0002',
      purpose: { ...PURPOSE, caseNumber: 'GJJ-2026-0002' },
      register: 'marriage',
      predicate: 'isSpouseOf',
      subject,
      others,
    })

  it('answers nothing about invented persons', async () => {
    const world = await evidenceForTest({ refuseSynthetic: true })
    const refused = (field: string) => ({ code: 'INVALID_INPUT', params: { field } })
    await expect(find(world, MAN)).rejects.toMatchObject(refused('subject'))
    await expect(ask(world, MAN, [REAL])).rejects.toMatchObject(refused('subject'))
    await expect(ask(world, REAL, [WOMAN])).rejects.toMatchObject(refused('others'))
    expect((await find(world, REAL)).records).toEqual([])
    const development = await evidenceForTest()
    expect((await find(development, MAN)).records).toEqual([])
    expect((await ask(development, MAN, [WOMAN])).answer).toBeDefined()
  })

  it('gives no evidence about invented parties', async () => {
    const parties = [
      { role: 'APPLICANT', idType: '111', id: REAL },
      { role: 'SPOUSE', idType: '111', id: WOMAN },
    ] as const
    const world = await evidenceForTest({ refuseSynthetic: true })
    await expect(world.request({ parties })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      params: { field: 'parties[1].id' },
    })
    expect(await world.request({ parties: [parties[0]] })).toBeDefined()
    expect(await (await evidenceForTest()).request({ parties })).toBeDefined()
  })
})
