import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { printFigures, type CaseResult } from './figures.ts'
import { importRows } from './import-rows.ts'
import { lookUp } from './look-up.ts'
import { overHttp } from './over-http.ts'
import { signLicences } from './sign-licences.ts'

/** One file a case; each gets an empty directory of its own. */
const CASES = { a: overHttp, b: importRows, c: signLicences, d: lookUp }
type CaseName = keyof typeof CASES

const { values } = parseArgs({
  options: {
    json: { type: 'string' },
    only: { type: 'string' },
    profile: { type: 'string' },
  },
})

const chosen = (values.only?.split(',') ?? Object.keys(CASES)) as CaseName[]
const unknown = chosen.find((name) => !Object.hasOwn(CASES, name))
if (unknown !== undefined) {
  process.stderr.write(`there is no case ${unknown}; use some of ${Object.keys(CASES).join(', ')}\n`)
  process.exit(64)
}
const profileDirectory = values.profile === undefined ? undefined : resolve(values.profile)
if (profileDirectory !== undefined) mkdirSync(profileDirectory, { recursive: true })

const directory = mkdtempSync(join(tmpdir(), 'zhengshu-bench-'))
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130))
process.once('exit', () => rmSync(directory, { recursive: true, force: true }))
const results: CaseResult[] = []
for (const name of chosen) {
  const begun = performance.now()
  const own = join(directory, name)
  mkdirSync(own)
  results.push(await CASES[name]({ directory: own, profileDirectory }))
  rmSync(own, { recursive: true, force: true })
  process.stderr.write(`case ${name} took ${Math.round((performance.now() - begun) / 1000)} s\n`)
}
printFigures(results, (line) => process.stdout.write(`${line}\n`))
if (values.json !== undefined)
  writeFileSync(values.json, `${JSON.stringify(results.flatMap(({ figures }) => figures), null, 2)}\n`) // prettier-ignore
