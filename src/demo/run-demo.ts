import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { loadCatalogFiles } from '../catalog/index.ts'
import { systemClock, today } from '../core/clock.ts'
import { ZhengshuError, type Language } from '../core/errors.ts'
import { castClients } from './cast.ts'
import { tellAudit } from './chapters/audit.ts'
import { tellCatalog } from './chapters/catalog.ts'
import { tellBundle, tellEvidence } from './chapters/evidence.ts'
import { tellRefusals } from './chapters/refusals.ts'
import { tellRevocation } from './chapters/revocation.ts'
import { issueFamilyLicences } from './family-licences.ts'
import { createKeepsakes, type Keepsakes } from './keepsakes.ts'
import { deliverRegisters, issueLicences } from './load-province.ts'
import { orderLicences } from './province/licences.ts'
import { generateProvince, type Province } from './province/province.ts'
import { readResourceIndex, type Scene } from './scene.ts'
import { startService, type Service } from './service.ts'
import { createStage, DemoFailure, expectThat, type Stage } from './stage.ts'

interface DemoOptions {
  readonly language: Language
  readonly json: boolean
  /** Where everything is left to play on with; a temporary directory that is removed otherwise. */
  readonly keep?: string
  readonly catalogDirectory: string
  readonly write: (text: string) => void
}

const SIZE = { seed: 20261124, persons: 50_000, companies: 5_000, licences: 10_000 }

/** Plays the main job over HTTP. Throws when a step does not come out as the generator says it must. */
export async function runDemo(options: DemoOptions): Promise<void> {
  const directory =
    options.keep === undefined ? mkdtempSync(join(tmpdir(), 'zhengshu-demo-')) : emptyDirectory(options.keep)
  // Ctrl-C leaves neither the service nor the temporary directory behind.
  const interruption = new AbortController()
  const interrupt = (): void => interruption.abort()
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt)
  let service: Service | undefined
  try {
    const data = join(directory, 'data')
    // The store makes it unless that is MongoDB; what is kept has it either way, for `zhengshu serve --data`.
    mkdirSync(data, { mode: 0o700 })
    service = await startService(data, join(directory, 'keys'), interruption.signal)
    await play(options, createStage(options.language, options.json, options.write), service, createKeepsakes(directory))
  } catch (error) {
    throw interruption.signal.aborted ? new DemoFailure('it was interrupted', '已中断') : error
  } finally {
    process.removeListener('SIGINT', interrupt).removeListener('SIGTERM', interrupt)
    await service?.stop()
    if (options.keep === undefined) rmSync(directory, { recursive: true, force: true })
  }
}

/** What an earlier story left there would be told into this one. */
function emptyDirectory(path: string): string {
  const directory = resolve(path)
  mkdirSync(directory, { recursive: true })
  if (readdirSync(directory).length > 0)
    throw new ZhengshuError('FILE_INVALID', { file: path, reason: 'it is not empty', reasonZh: '目录非空' })
  return directory
}

async function play(options: DemoOptions, stage: Stage, service: Service, keepsakes: Keepsakes): Promise<void> {
  const started = systemClock.now()
  stage.title({
    en: '政枢 Zhengshu — ask once, hand in nothing that the government already holds',
    zh: '政枢 —— 一次申请，政府已有的材料不再提交',
  })
  const scene = await prepare(options, stage, service, keepsakes)
  await tellCatalog(scene)
  const evidence = await tellEvidence(scene)
  const bundle = await tellBundle(scene)
  await tellRefusals(scene)
  await tellRevocation(scene, evidence)
  await tellAudit(scene, evidence)
  keepsakes.clients(scene.cast.all)
  const seconds = Math.round((systemClock.now() - started) / 1000)
  const materialsAsked = evidence.materialsAsked + bundle.materialsAsked
  const materialsHeld = evidence.materialsHeld + bundle.materialsHeld
  stage.finish(
    { ok: true, materialsAsked, materialsHeld, seconds },
    {
      en: `${materialsHeld} of ${materialsAsked} materials need not be handed in. ${seconds} s.${options.keep === undefined ? '' : ` Everything is kept in ${options.keep}`}`,
      zh: `共 ${materialsAsked} 份材料，${materialsHeld} 份无须提交。用时 ${seconds} 秒。${options.keep === undefined ? '' : `全部留存于 ${options.keep}`}`,
    },
  )
}

/** The province, through the same doors that real users take. */
async function prepare(options: DemoOptions, stage: Stage, service: Service, keepsakes: Keepsakes): Promise<Scene> {
  const files = loadCatalogFiles(options.catalogDirectory)
  const asOf = today(systemClock)
  const province = generateProvince({ ...SIZE, counties: countiesOf(files.divisions), asOf })
  const cast = await castClients(service, files.agencies, keepsakes.record)
  const register = (slug: string) => files.registers.find((each) => each.slug === slug)
  const records = await deliverRegisters(cast, { register }, province)
  const licences = await issueFamilyLicences(cast, province)
  const ordered = orderLicences(province, SIZE.licences - licences.count)
  const issued = licences.count + (await issueLicences(cast, ordered))
  expectSizes(province, records, issued)
  stage.line({
    en: `Lingjiang (invented): ${count(province.persons)} persons, ${count(province.companies)} companies, ${issued.toLocaleString('en')} licences, ${records.toLocaleString('en')} records`,
    zh: `岭江省（虚构）：${count(province.persons)} 人，${count(province.companies)} 家企业，${issued.toLocaleString('en')} 份签名电子证照，${records.toLocaleString('en')} 条记录`,
  })
  stage.done('province', {
    persons: province.persons.length,
    companies: province.companies.length,
    licences: issued,
    records,
  })
  keepsakes.put('trust/root.pem', await textOf(service, '/trust/root.pem'))
  keepsakes.put('log.vkey', await textOf(service, '/ledger/log.vkey'))
  const resources = await readResourceIndex(cast.registrar)
  keepsakes.begin()
  return { stage, service, cast, province, licences, resources, keepsakes }
}

const count = (items: readonly unknown[]): string => items.length.toLocaleString('en')

function expectSizes(province: Province, records: number, issued: number): void {
  expectThat(
    province.persons.length >= SIZE.persons && province.companies.length >= SIZE.companies,
    'the province is too small',
  )
  expectThat(issued >= SIZE.licences, `only ${issued} licences were issued`)
  expectThat(records > province.persons.length, `only ${records} records arrived`)
}

/** Counties and districts of the province with their cities. */
function countiesOf(divisions: readonly { readonly code: string; readonly name: string }[]) {
  const names = new Map(divisions.map((division) => [division.code, division.name]))
  return divisions
    .filter(({ code }) => code.startsWith('39') && !code.endsWith('00'))
    .map(({ code, name }) => ({ code, name, city: names.get(`${code.slice(0, 4)}00`) ?? '' }))
}

async function textOf(service: Service, path: string): Promise<string> {
  const response = await fetch(service.baseUrl + path)
  expectThat(response.ok, `${path}: HTTP ${response.status}`)
  return response.text()
}
