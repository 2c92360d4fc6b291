import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { run, transcript } from '../support/command-line.ts'
import { temporaryDirectory } from '../support/temporary.ts'

const CHINESE = { env: { LANG: 'zh_CN.UTF-8' } }

describe('a wrong command line', () => {
  it('ends with 64 and names what is right', async () => {
    const directory = temporaryDirectory()
    expect(await transcript(directory, 'verfy')).toMatchInlineSnapshot(`
      "$ zhengshu verfy
      ! error: unknown command 'verfy'
      ! (Did you mean verify?)
      ! zhengshu serve | demo | import | catalog | keys | administrator | verify | ledger | backup | restore | config
      ! (zhengshu --help)
      exit 64
      "
    `)
    expect(await transcript(directory, 'keys')).toContain('exit 64')
    expect(await transcript(directory, 'verify licence.jws --bogus')).toMatchInlineSnapshot(`
      "$ zhengshu verify licence.jws --bogus
      ! error: unknown option '--bogus'
      ! zhengshu verify [options] <file...>
      ! (zhengshu verify --help)
      exit 64
      "
    `)
    expect(await transcript(directory, 'import population')).toMatchInlineSnapshot(`
      "$ zhengshu import population
      ! error: missing required argument 'file'
      ! zhengshu import [options] <register> <file>
      ! (zhengshu import --help)
      exit 64
      "
    `)
  })

  it('is told in Chinese where the reader speaks it', async () => {
    const directory = temporaryDirectory()
    expect(await transcript(directory, 'verfy', CHINESE)).toMatchInlineSnapshot(`
      "$ zhengshu verfy
      ! 错误：没有命令 verfy
      ! （是否指 verify？）
      ! zhengshu serve | demo | import | catalog | keys | administrator | verify | ledger | backup | restore | config
      ! (zhengshu --help)
      exit 64
      "
    `)
    expect(await transcript(directory, 'ledger verify', CHINESE)).toMatchInlineSnapshot(`
      "$ zhengshu ledger verify
      ! 错误：必须给出选项 --log-key <vkey>
      ! zhengshu ledger verify [options] <directory>
      ! (zhengshu ledger verify --help)
      exit 64
      "
    `)
  })

  it('names the setting that does not pass its check, in both languages', async () => {
    const directory = temporaryDirectory()
    expect(await transcript(directory, 'config --port 70000')).toMatchInlineSnapshot(`
      "$ zhengshu config --port 70000
      ! CONFIG_INVALID: Setting ZHENGSHU_PORT: use 0 to 65535.
      exit 64
      "
    `)
    expect(await transcript(directory, 'config --port abc', CHINESE)).toMatchInlineSnapshot(`
      "$ zhengshu config --port abc
      ! CONFIG_INVALID: 配置项 ZHENGSHU_PORT：应为 0 至 65535 的整数。
      exit 64
      "
    `)
  })

  it.each([
    ['ZHENGSHU_PORT', '', 'use 0 to 65535.'],
    ['ZHENGSHU_PORT', '0x10', 'use 0 to 65535.'],
    ['ZHENGSHU_PROFILE', 'prod', 'use development or production.'],
    ['ZHENGSHU_PUBLIC_URL', 'exchange.example', 'use an http:// or https:// URL without a query, or nothing.'],
    ['ZHENGSHU_STORE', 'postgres://u:secret@x', 'use sqlite, or a mongodb:// URL.'],
  ])('names %s when it is "%s", and what it accepts', async (name, value, accepts) => {
    const { code, stderr } = await run(temporaryDirectory(), ['config'], { env: { [name]: value } })
    expect({ code, stderr }).toEqual({ code: 64, stderr: `CONFIG_INVALID: Setting ${name}: ${accepts}\n` })
  })

  it.each([
    ['ZHENGSHU_PROT', 'config', 'ZHENGSHU_PORT'],
    ['ZHENGSHU_LEDGER_DELAY', 'serve', 'ZHENGSHU_LEDGER_DELAY_MS'],
    ['ZHENGSHU_PASSPHRASE_FILE', 'keys list', 'ZHENGSHU_KEY_PASSPHRASE_FILE'],
    ['ZHENGSHU_STROE', 'demo', 'ZHENGSHU_STORE'],
  ])('does not let %s pass for a setting', async (name, command, nearest) => {
    const { code, stderr } = await run(temporaryDirectory(), command.split(' '), { env: { [name]: 'x' } })
    const said = `CONFIG_INVALID: Setting ${name}: there is none of that name; the nearest is ${nearest}.\n`
    expect({ code, stderr }).toEqual({ code: 64, stderr: said })
  })

  it('says so in Chinese too, and lets pass what tests, examples and Kubernetes set', async () => {
    const { stderr } = await run('.', ['config'], { env: { ...CHINESE.env, ZHENGSHU_HOSTS: 'x' } })
    expect(stderr).toBe('CONFIG_INVALID: 配置项 ZHENGSHU_HOSTS：没有该配置项，最接近的是 ZHENGSHU_HOST。\n')
    const kubernetes = { ZHENGSHU_SERVICE_HOST: '10.0.0.7', ZHENGSHU_PORT_4000_TCP_ADDR: '10.0.0.7' }
    const others = { ...kubernetes, ZHENGSHU_URL: 'http://localhost:4000', ZHENGSHU_TEST_GO: '1', ZHENGSHU_STORE_FILE: '/dev/null' } // prettier-ignore
    expect((await run('.', ['config'], { env: { ...others, ZHENGSHU_STORE: 'sqlite' } })).code).toBe(0)
  })

  it('wants a public URL with port 0, because nobody could get a token otherwise', async () => {
    const command = ['config', '--port', '0', '--json']
    const { stderr } = await run('.', command, CHINESE)
    expect(stderr).toBe('CONFIG_INVALID: 配置项 ZHENGSHU_PUBLIC_URL：端口为 0 时须设置，令牌与状态列表均含此 URL。\n')
    const { code } = await run('.', command, { env: { ZHENGSHU_PUBLIC_URL: 'http://localhost:4000' } })
    expect(code).toBe(0)
  })

  it('names the setting when there is no such catalog directory', async () => {
    const { code, stderr } = await run('.', ['import', 'population', 'persons.csv'], {
      env: { ZHENGSHU_CATALOG: '/nowhere' },
    })
    const said = 'CONFIG_INVALID: Setting ZHENGSHU_CATALOG: there is no directory /nowhere.\n'
    expect({ code, stderr }).toEqual({ code: 64, stderr: said })
  })

  it('does not make a store where a directory was mistyped', async () => {
    const directory = temporaryDirectory()
    expect(await transcript(directory, 'ledger export out --data dta')).toMatchInlineSnapshot(`
      "$ zhengshu ledger export out --data dta
      ! CONFIG_INVALID: Setting ZHENGSHU_DATA: there is no directory DIR/dta.
      exit 64
      "
    `)
  })
})

describe('zhengshu --version and help', () => {
  it('answer with 0', async () => {
    const file = join(import.meta.dirname, '../../package.json')
    const { version } = JSON.parse(readFileSync(file, 'utf8')) as { version: string }
    const [shown, help] = await Promise.all([run('.', ['--version']), run('.', ['help', 'ledger'], CHINESE)])
    expect(shown).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' })
    expect([help.code, help.stdout.includes('record-gap'), help.stdout.includes('命令：')]).toEqual([0, true, true])
    expect(help.stdout).toMatch(/^用法：zhengshu ledger /)
  })
})
