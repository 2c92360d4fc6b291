import { execFileSync } from 'node:child_process'
import { createWriteStream, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { citizenIdCheck } from '../../src/core/identifiers.ts'
import { endOf, run, start, transcript } from '../support/command-line.ts'
import { openExchange } from '../support/prepared-exchange.ts'

// Every command is a process that starts anew.
vi.setConfig({ testTimeout: 60_000 })

const directory = mkdtempSync(join(tmpdir(), 'zhengshu-'))
afterAll(() => rmSync(directory, { recursive: true, force: true }))

const HEADINGS = 'idNumber,name,sex,ethnicGroup,birthDate,registeredDivision,status'
const personRow = (serial: number): string => {
  const first17 = `390102${19800101 + Math.floor(serial / 1000) * 10000}${String(serial % 1000).padStart(3, '0')}`
  const name = `张${[...String(serial)].map((digit) => '零一二三四五六七八九'[Number(digit)]).join('')}`
  return `${first17}${citizenIdCheck(first17)},${name},${serial % 2 === 0 ? 2 : 1},01,${first17.slice(6, 10)}-01-01,390102,NORMAL`
}
const file = (name: string, ...lines: readonly string[]) =>
  writeFileSync(join(directory, name), [HEADINGS, ...lines, ''].join('\n'))

interface Batch {
  readonly rowsRead: number
  readonly inserted: number
  readonly unchanged: number
  readonly refused: number
  readonly state: string
}

describe('zhengshu import', () => {
  it('loads a file, names what it refused without its value, and the same file again changes nothing', async () => {
    file('persons.csv', personRow(1), personRow(2).replace(/^\d/, '4'), personRow(3))
    expect(await transcript(directory, 'import population persons.csv')).toMatchInlineSnapshot(`
      "$ zhengshu import population persons.csv
      population: 3 rows read, 2 new, 0 changed, 0 unchanged, 1 refused
        row 2, idNumber: WRONG_CHECK: the check character of the number is wrong
      ! Batch bat_…; after an interruption repeat the command with --batch bat_…
      exit 1
      "
    `)
    const again = await transcript(directory, 'import population persons.csv', { env: { LANG: 'zh_CN.UTF-8' } })
    expect(again).toMatchInlineSnapshot(`
      "$ zhengshu import population persons.csv
      population：读入 3 行，新增 0，变更 0，未变 2，拒绝 1
        第 2 行 idNumber：WRONG_CHECK 号码校验位不正确
      ! 批次 bat_…；中断后请加 --batch bat_… 重新运行
      exit 1
      "
    `)
  })

  it('is wrong usage for an unknown register, a file of another kind and one that is not there', async () => {
    expect(await transcript(directory, 'import persons persons.csv')).toMatchInlineSnapshot(`
      "$ zhengshu import persons persons.csv
      ! INVALID_INPUT: REGISTER: there is no register persons; there are household, housing-fund, legal-entity, marriage, population, real-estate, social-credit, social-insurance.
      exit 64
      "
    `)
    // Of two mistakes the register is told: the file may be right for another.
    expect(await transcript(directory, 'import persons nowhere.csv')).toContain('there is no register persons')
    expect(await transcript(directory, 'import population persons.xlsx')).toMatchInlineSnapshot(`
      "$ zhengshu import population persons.xlsx
      ! FILE_INVALID: persons.xlsx: name it .csv, .ndjson or .jsonl.
      exit 64
      "
    `)
    expect(await transcript(directory, 'import population nowhere.csv')).toMatchInlineSnapshot(`
      "$ zhengshu import population nowhere.csv
      ! FILE_INVALID: nowhere.csv: it does not exist.
      exit 64
      "
    `)
  })

  it('is wrong usage for a directory and for a name that no batch can have, before a batch begins', async () => {
    mkdirSync(join(directory, 'folder.csv'))
    expect(await transcript(directory, 'import population folder.csv')).toMatchInlineSnapshot(`
      "$ zhengshu import population folder.csv
      ! FILE_INVALID: folder.csv: it is a directory.
      exit 64
      "
    `)
    expect(await transcript(directory, 'import population persons.csv --batch 1')).toMatchInlineSnapshot(`
      "$ zhengshu import population persons.csv --batch 1
      ! INVALID_INPUT: --batch: use 8 to 100 letters, digits, dots, colons, hyphens or underscores.
      exit 64
      "
    `)
  })

  it('goes on after kill -9 where the last portion ended, and counts every row once', async () => {
    const rows = Array.from({ length: 6_500 }, (_, i) => personRow(1_000 + i))
    file('large.csv', ...rows)
    // A pipe that is held open: the import has read two portions for certain, and cannot come to its end.
    execFileSync('mkfifo', [join(directory, 'pipe.csv')])
    const child = start(directory, ['import', 'population', 'pipe.csv', '--batch', 'killed-0001'])
    const ended = endOf(child)
    const pipe = createWriteStream(join(directory, 'pipe.csv'))
    pipe.on('error', () => {}) // the reader is killed below
    pipe.write([HEADINGS, ...rows.slice(0, 5_000), ''].join('\n'))
    expect(await rowsReadAtLeast(4_000)).toBe(4_000)
    child.kill('SIGKILL')
    expect(await ended).toMatchObject({ code: null })
    pipe.destroy()

    const { code, stdout } = await run(directory, 'import population large.csv --batch killed-0001 --json'.split(' '))
    expect(JSON.parse(stdout)).toMatchObject({
      state: 'FINISHED',
      rowsRead: 6_500,
      refused: 0,
    } satisfies Partial<Batch>)
    const { inserted, unchanged } = JSON.parse(stdout) as Batch
    expect([code, inserted + unchanged]).toEqual([0, 6_500])
    const whole = await run(directory, 'import population large.csv --json'.split(' '))
    expect(JSON.parse(whole.stdout)).toMatchObject({ inserted: 0, changed: 0, unchanged: 6_500 })
  })
})

/** How far the killed batch has come, seen by another process on the same store. */
async function rowsReadAtLeast(rows: number): Promise<number> {
  const app = await openExchange(directory)
  const agency = app.catalog.agencyByNumber(app.catalog.register('population')!.sourceAgency)!.creditCode
  try {
    for (;;) {
      const batch = await app.registers
        .importBatch({ clientId: 'watcher', role: 'SYSTEM', agency }, 'killed-0001')
        .catch(() => undefined)
      if (batch && batch.rowsRead >= rows) return batch.rowsRead
      await wait(20)
    }
  } finally {
    await app.stop()
  }
}

describe('zhengshu catalog import', () => {
  const HEADINGS_ZH =
    '信息资源代码,信息资源名称,英文名称,信息资源提供方代码,信息资源摘要,信息资源格式,信息项信息,共享类型,共享条件,共享方式,是否向社会开放,更新周期,数据分类,数据分级'
  const entry = (code: string, provider: string) =>
    `${code},绿色建筑评价标识,Green building labels,${provider},获得标识的项目,数据库,projectName:项目名称:Project:C(200):I;starRating:星级:Stars:N(1):P,有条件共享,住房和城乡建设相关事项,服务接口,否,每月,公共管理,2`

  it('drafts an entry for the provider of each row, refuses a stranger, and the same file changes nothing', async () => {
    const [transport, housing] = ['11390000XN0001154A', '11390000XN0001146F']
    const lines = [entry('307001/910001', transport), entry('307001/910002', housing), entry('307001/910003', '123')]
    writeFileSync(join(directory, 'entries.csv'), [HEADINGS_ZH, ...lines].join('\n'))
    expect(await transcript(directory, 'catalog import entries.csv')).toMatchInlineSnapshot(`
      "$ zhengshu catalog import entries.csv
      2 drafted, 0 updated, 0 unchanged, 1 refused
        row 4, 307001/910003: INVALID_INPUT: metadata.provider: must match pattern "^[0-9A-HJ-NPQRTUWXY]{18}$".
      exit 1
      "
    `)
    expect(await transcript(directory, 'catalog import entries.csv')).toMatchInlineSnapshot(`
      "$ zhengshu catalog import entries.csv
      0 drafted, 0 updated, 2 unchanged, 1 refused
        row 4, 307001/910003: INVALID_INPUT: metadata.provider: must match pattern "^[0-9A-HJ-NPQRTUWXY]{18}$".
      exit 1
      "
    `)
    expect(await transcript(directory, 'config --differences')).toContain('307001/910001  registered here, in no file')
  })

  it('acts for one agency only where that is named', async () => {
    writeFileSync(join(directory, 'one.csv'), [HEADINGS_ZH, entry('307001/910004', '11390000XN0001154A')].join('\n'))
    const { code, stdout } = await run(directory, 'catalog import one.csv --agency 14 --json'.split(' '))
    expect(code).toBe(1)
    expect(stdout.trim().split('\n')).toHaveLength(1)
    expect(JSON.parse(stdout)).toMatchObject({ drafted: 0, rows: [{ row: 2, error: { code: 'ACCESS_REFUSED' } }] })
  })
})
