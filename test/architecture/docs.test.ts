import { execFile } from 'node:child_process'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { renderPages, table } from '../../scripts/docs-tables.ts'
import { SETTINGS } from '../../src/config.ts'
import { ERRORS } from '../../src/core/errors.ts'
import { readSdl } from '../../src/graphql/schema.ts'

const root = resolve(import.meta.dirname, '../..')
const read = (file: string): string => readFileSync(join(root, file), 'utf8')
const documents = ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md', ...globSync(['src/**/README.md', 'catalog/README.md', 'docs/*.md'], { cwd: root })] // prettier-ignore

/** Relative links of a document that lead nowhere. */
const brokenLinks = (file: string, text: string): readonly string[] =>
  [...text.matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)]
    .map(([, target = '']) => target)
    .filter((target) => !/^https?:/.test(target) && !existsSync(resolve(root, dirname(file), target)))

const scripts = Object.keys((JSON.parse(read('package.json')) as { scripts: object }).scripts)
const unknownScripts = (text: string): readonly string[] =>
  [...text.matchAll(/npm run ([a-z]+)/g)].map(([, name = '']) => name).filter((name) => !scripts.includes(name))

/** Of the tests and of examples, not of the service. */
const NOT_SETTINGS = /^ZHENGSHU_(TEST_\w+|URL)$/
const unknownSettings = (text: string): readonly string[] =>
  [...text.matchAll(/\bZHENGSHU_[A-Z_]*[A-Z]\b/g)]
    .map(([name]) => name)
    .filter((name) => !NOT_SETTINGS.test(name) && !(name.replace(/_FILE$/, '') in SETTINGS))

const sdl = readSdl()
/** Codes in backticks that no closed list has. */
const unknownCodes = (text: string): readonly string[] =>
  [...text.matchAll(/`([A-Z]+(?:_[A-Z]+)+)`/g)]
    .map(([, code = '']) => code)
    .filter(
      (code) =>
        !(code in ERRORS) && !(code.replace(/_FILE$/, '') in SETTINGS) && !new RegExp(`\\b${code}\\b`).test(sdl),
    )

describe('the pages of docs', () => {
  const pages = [...renderPages()]

  it('are what the rows in the code say (npm run docs writes them)', () => {
    for (const [name, text] of pages) expect(read(`docs/${name}`), name).toBe(text)
  })

  it('are all there is, and each is named in the README', () => {
    const written = globSync('docs/*.md', { cwd: root }).map((file) => file.slice('docs/'.length))
    expect(written.sort()).toEqual(pages.map(([name]) => name).sort())
    for (const name of written) expect(read('README.md')).toContain(`docs/${name}`)
  })

  it('keep a cell in its cell', () => {
    expect(table(['a'], [['x|y\nz']])).toBe('| a |\n|---|\n| x\\|y z |')
  })
})

describe('the page of refusal rules', () => {
  it('has every rule that the code refuses by', () => {
    const rules = globSync('src/**/*.ts', { cwd: root }).flatMap((file) =>
      [...read(file).matchAll(/\brule(?:: \w+)?(?: =|:) '([a-z-]+)'/g)].map(([, rule = '']) => rule),
    )
    expect(rules).toContain('not-the-source')
    const page = read('docs/refusal-rules.md')
    for (const rule of rules) expect(page).toContain(`| \`${rule}\` |`)
  })
})

describe('what is written for people', () => {
  it.each(documents)('leads somewhere and names what exists: %s', (file) => {
    const text = read(file)
    expect(brokenLinks(file, text)).toEqual([])
    expect(unknownScripts(text)).toEqual([])
    expect(unknownSettings(text)).toEqual([])
  })

  it.each(['README.md', 'SECURITY.md'])('names codes that exist: %s', (file) => {
    expect(unknownCodes(read(file))).toEqual([])
  })

  it('would be caught with a link, a script, a setting or a code that does not exist', () => {
    expect(brokenLinks('README.md', '[a](docs/nowhere.md) [b](LICENSE) [c](https://example.org/x)')).toEqual([
      'docs/nowhere.md',
    ])
    expect(unknownScripts('`npm run fly`, `npm run demo`')).toEqual(['fly'])
    expect(unknownSettings('ZHENGSHU_DATA ZHENGSHU_COLOUR ZHENGSHU_STORE_FILE')).toEqual(['ZHENGSHU_COLOUR'])
    expect(unknownCodes('`GRANTS_STALE` `GRANTS_FRESH`')).toEqual(['GRANTS_FRESH'])
  })

  it('shows the ranks that the import test enforces', () => {
    const enforced = /RANKS[^=]*= \[\n(.*?)\n\]/s.exec(read('test/architecture/imports.test.ts'))![1]!
    const ranks = [...enforced.matchAll(/\[(.*)\]/g)].map(([, row = '']) => row.replaceAll("'", ''))
    const shown = [...read('CONTRIBUTING.md').matchAll(/^\| \d+ \| (.*?) \|/gm)].map(([, row = '']) =>
      row.replaceAll('`', ''),
    )
    expect(shown).toEqual(ranks)
    const sentence = /^`core` ‹ .*$/m.exec(read('README.md'))![0]
    expect(sentence.replaceAll('`', '').split(' ‹ ')).toEqual(ranks)
  })

  it('lists every command', async () => {
    const run = promisify(execFile)
    const helpOf = async (...group: readonly string[]): Promise<readonly string[]> => {
      const { stdout } = await run(process.execPath, [join(root, 'bin/zhengshu.mjs'), ...group, '--help'], {
        env: { ...process.env, LANG: 'C', LC_ALL: 'C', COLUMNS: '200' },
      })
      const names = [...stdout.slice(stdout.indexOf('Commands:')).matchAll(/^ {2}([a-z-]+)/gm)].map(
        ([, name = '']) => name,
      )
      return names.filter((name) => name !== 'help')
    }
    const top = await helpOf()
    const groups = ['catalog', 'keys', 'administrator', 'ledger']
    const nested = await Promise.all(
      groups.map(async (group) => (await helpOf(group)).map((name) => `${group} ${name}`)),
    )
    const commands = [...top.filter((name) => !groups.includes(name)), ...nested.flat()].sort()
    expect(top).toEqual(expect.arrayContaining(groups))
    const rows = [...read('README.md').matchAll(/^\| `zhengshu (.*?)`/gm)].map(([, row = '']) => row)
    expect(rows.map((row) => /^[a-z][a-z-]*(?: [a-z][a-z-]*)*/.exec(row)![0]).sort()).toEqual(commands)
  })
})
