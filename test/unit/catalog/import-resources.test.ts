import { describe, expect, it } from 'vitest'
import { agencyCode, metadata, nextRequestId, openTestCatalog, person } from '../../support/catalog.ts'

const registrar = person('REGISTRAR', '08')
const HEADINGS = [
  'code',
  'name.zh',
  'name.en',
  'provider',
  'summary',
  'format',
  'items',
  'sharingType',
  'condition',
  'sharingMethod',
  'isOpenToSociety',
  'updateCycle',
  'dataClass',
  'dataGrade',
  'binding',
] as const
type Cells = Partial<Record<(typeof HEADINGS)[number], string>>

const CELLS: Required<Cells> = {
  code: '308900/000001',
  'name.zh': '养老服务补贴发放',
  'name.en': 'Elder-care subsidies paid',
  provider: agencyCode('08'),
  summary: '岭江省民政厅发放的养老服务补贴。',
  format: '3',
  items: 'idNumber:身份号码:Identity number:C(18):D',
  sharingType: '有条件共享',
  condition: '仅限清单内事项凭办件编号逐件查询',
  sharingMethod: '服务接口',
  isOpenToSociety: '否',
  updateCycle: '每月',
  dataClass: '主题/社会保障/养老',
  dataGrade: '3',
  binding: '',
}
const csv = (...rows: readonly Cells[]): string =>
  [HEADINGS, ...rows.map((row) => HEADINGS.map((name) => `"${(row[name] ?? CELLS[name]).replaceAll('"', '""')}"`))]
    .map((cells) => cells.join(','))
    .join('\r\n')
const input = (text: string) => ({ requestId: nextRequestId(), csv: text })
const CODE = CELLS.code

describe('a CSV file of resources', () => {
  it('becomes drafts that say the same as if they were registered one by one', async () => {
    const { catalog } = await openTestCatalog()
    const report = await catalog.importResources(registrar, input(csv({})))
    expect(report).toEqual({
      rows: [{ row: 2, code: CODE, result: 'DRAFTED' }],
      drafted: 1,
      updated: 0,
      unchanged: 0,
      refused: 0,
    })
    const [drafted] = await catalog.resourceHistory(registrar, CODE)
    expect(drafted).toMatchObject({ state: 'DRAFT', metadata: metadata(CODE) })
  })

  it('may have the headings of the form, in Chinese, with a byte order mark', async () => {
    const { catalog } = await openTestCatalog()
    const text =
      '\ufeff信息资源代码,信息资源名称,英文名称,信息资源提供方代码,信息资源摘要,信息资源格式,信息项信息,共享类型,共享条件,共享方式,是否向社会开放,更新周期,数据分类,数据分级\n' +
      [
        CODE,
        CELLS['name.zh'],
        CELLS['name.en'],
        CELLS.provider,
        CELLS.summary,
        '数据库',
        CELLS.items.replaceAll(':', '：'),
        '2',
        CELLS.condition,
        '3',
        '0',
        '4',
        CELLS.dataClass,
        '3',
      ].join(',')
    expect(await catalog.importResources(registrar, input(text))).toMatchObject({ drafted: 1 })
    expect((await catalog.resourceHistory(registrar, CODE))[0]!.metadata).toEqual(metadata(CODE))
  })

  it('twice changes nothing, under the same request and under another', async () => {
    const { catalog } = await openTestCatalog()
    const first = input(csv({}))
    await catalog.importResources(registrar, first)
    expect(await catalog.importResources(registrar, first)).toMatchObject({ unchanged: 1, drafted: 0 })
    expect(await catalog.importResources(registrar, input(first.csv))).toMatchObject({ unchanged: 1 })
    expect(await catalog.resourceHistory(registrar, CODE)).toHaveLength(1)
  })

  it('changes an entry that is there into a new draft', async () => {
    const { catalog } = await openTestCatalog()
    await catalog.importResources(registrar, input(csv({})))
    expect(await catalog.importResources(registrar, input(csv({ summary: '新摘要' })))).toMatchObject({ updated: 1 })
    expect((await catalog.resourceHistory(registrar, CODE)).map(({ state }) => state)).toEqual(['DRAFT', 'DRAFT'])
  })

  it('has its refused rows named one by one, and the others taken', async () => {
    const { catalog } = await openTestCatalog()
    const report = await catalog.importResources(
      registrar,
      input(
        csv(
          { code: '308900/000001', sharingType: '随便' },
          { code: '308900/000002', summary: '', condition: '' },
          { code: '308900/000003' },
          { code: '308900/000004', provider: agencyCode('25') },
          { code: '308900/000005', items: 'idNumber' },
          { code: '308900/000006', binding: 'register:dreams' },
          { code: 'x' },
          { code: '308900/000003', summary: '同一代码第二行' },
        ),
      ),
    )
    expect(report.rows.map(({ row, result, error }) => [row, result, error?.code])).toEqual([
      [2, 'REFUSED', 'INVALID_INPUT'],
      [3, 'REFUSED', 'INCOMPLETE_REQUEST'],
      [4, 'DRAFTED', undefined],
      [5, 'REFUSED', 'ACCESS_REFUSED'],
      [6, 'REFUSED', 'INVALID_INPUT'],
      [7, 'REFUSED', 'INVALID_INPUT'],
      [8, 'REFUSED', 'INVALID_INPUT'],
      [9, 'UPDATED', undefined],
    ])
    expect(report.rows[1]!.error!.en).toContain('summary, condition')
    expect(report.rows[1]!.error!.zh).toContain('信息资源摘要')
  })

  it.each<[string, string]>([
    ['nothing', ''],
    ['headings only', HEADINGS.join(',')],
    ['an unknown heading', `${HEADINGS.join(',')},colour\n${HEADINGS.map(() => '').join(',')},red`],
    ['a heading twice', `${HEADINGS.join(',')},code\n${HEADINGS.map(() => '').join(',')},1`],
    ['a column missing', 'code,summary\n1,2'],
    ['rows of different length', `${csv({})}\n1,2`],
    ['an open quote', `${csv({})}\n"1`],
    ['characters that were not decoded', csv({ summary: '\ufffd' })],
  ])('with %s is refused as a whole', async (_what, text) => {
    const { catalog } = await openTestCatalog()
    await expect(catalog.importResources(registrar, input(text))).rejects.toThrow(
      expect.objectContaining({ code: 'IMPORT_REFUSED' }),
    )
  })

  it('is for registrars', async () => {
    const { catalog } = await openTestCatalog()
    await expect(catalog.importResources(person('SYSTEM', '08'), input(csv({})))).rejects.toThrow(
      expect.objectContaining({ code: 'FORBIDDEN' }),
    )
  })

  it('stops when the ledger cannot be written: what is done is done, the rest comes with a repetition', async () => {
    const { catalog, ledger } = await openTestCatalog()
    const both = input(csv({}, { code: '308900/000002', 'name.zh': '残疾人补贴' }))
    ledger.failWith('disk')
    await expect(catalog.importResources(registrar, both)).rejects.toThrow(
      expect.objectContaining({ code: 'AUDIT_UNAVAILABLE' }),
    )
    ledger.failWith(undefined)
    expect(await catalog.importResources(registrar, both)).toMatchObject({ drafted: 2 })
  })
})
