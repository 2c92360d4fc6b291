import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { ValidateFunction } from 'ajv/dist/2020.js'
import { isZhengshuError, ZhengshuError } from '../core/errors.ts'
import { parseStrictJson } from '../core/strict-json.ts'
import type { Agency, Bundle, Division, LicenceType, Register, ResourceMetadata, ServiceItem } from './catalog.ts'
import { crossCheck } from './cross-check-files.ts'
import { createSchemaCompiler, fieldOf, reasonsOf } from './schema-compiler.ts'
import agenciesSchema from './schemas/agencies.schema.json' with { type: 'json' }
import bundleSchema from './schemas/bundle.schema.json' with { type: 'json' }
import divisionsSchema from './schemas/divisions.schema.json' with { type: 'json' }
import licenceTypeSchema from './schemas/licence-type.schema.json' with { type: 'json' }
import registerSchema from './schemas/register.schema.json' with { type: 'json' }
import resourceSchema from './schemas/resource.schema.json' with { type: 'json' }
import resourcesSchema from './schemas/resources.schema.json' with { type: 'json' }
import serviceItemSchema from './schemas/service-item.schema.json' with { type: 'json' }
import sharedSchema from './schemas/shared.schema.json' with { type: 'json' }

/** What `catalog/` holds, read and checked. */
export interface CatalogFiles {
  readonly agencies: readonly Agency[]
  readonly licenceTypes: readonly LicenceType[]
  readonly registers: readonly Register[]
  readonly serviceItems: readonly ServiceItem[]
  readonly bundles: readonly Bundle[]
  readonly resources: readonly ResourceMetadata[]
  readonly divisions: readonly Division[]
  /** File of each object, for messages. */
  readonly fileOf: ReadonlyMap<object, string>
}

/** What is wrong in a file, and where. */
export interface CatalogProblem {
  readonly file: string
  readonly field: string
  readonly reason: string
  readonly reasonZh: string
}

interface DivisionsFile {
  readonly synthetic: boolean
  readonly divisions: readonly (readonly [code: string, name: string, nameEn?: string])[]
}

const compiler = createSchemaCompiler([sharedSchema, resourceSchema], 'once')
const checks = {
  agencies: compiler.compile(agenciesSchema),
  'licence-types': compiler.compile(licenceTypeSchema),
  registers: compiler.compile(registerSchema),
  'service-items': compiler.compile(serviceItemSchema),
  bundles: compiler.compile(bundleSchema),
  resources: compiler.compile(resourcesSchema),
  divisions: compiler.compile(divisionsSchema),
}

/** Reads and checks the catalog directory. Throws CATALOG_INVALID for the first problem, with the number of others. */
export function loadCatalogFiles(directory: string): CatalogFiles {
  if (!existsSync(directory))
    throw new ZhengshuError('CONFIG_INVALID', {
      setting: 'ZHENGSHU_CATALOG',
      reason: `there is no directory ${directory}`,
      reasonZh: `目录 ${directory} 不存在`,
    })
  const { files, problems } = readCatalogFiles(directory)
  const [first, ...others] = problems
  if (!first) return files
  const { file, field, reason, reasonZh } = first
  const more = others.length
  throw new ZhengshuError('CATALOG_INVALID', {
    file,
    field: field === '' ? '*' : field,
    reason: more ? `${reason} (and ${more} more)` : reason,
    reasonZh: more ? `${reasonZh}（另有 ${more} 处）` : reasonZh,
  })
}

/** The same with every problem, for whoever is writing catalog files. */
export function readCatalogFiles(directory: string): { files: CatalogFiles; problems: readonly CatalogProblem[] } {
  const problems: CatalogProblem[] = []
  const fileOf = new Map<object, string>()

  const read = <T>(file: string, check: ValidateFunction): T | undefined => {
    const value = parseFile(directory, file, problems)
    if (value === undefined) return undefined
    if (check(value)) return value as T
    for (const error of check.errors ?? []) problems.push({ file, field: fieldOf(error), ...reasonsOf(error) })
    return undefined
  }
  const listed = (folder: string): string[] => {
    const path = join(directory, folder)
    if (!existsSync(path)) return []
    const names = readdirSync(path).filter((name) => name.endsWith('.json'))
    return names.sort().map((name) => `${folder}/${name}`)
  }
  // One object a file, named by its slug.
  const objects = <T extends { readonly slug: string }>(folder: keyof typeof checks): T[] =>
    listed(folder).flatMap((file) => {
      const value = read<T>(file, checks[folder])
      if (!value) return []
      fileOf.set(value, file)
      if (basename(file, '.json') !== value.slug)
        problems.push({ file, field: 'slug', reason: 'it must be the name of the file', reasonZh: '须与文件名一致' })
      return [value]
    })
  const noted = <T extends object>(file: string, values: readonly T[]): readonly T[] => {
    for (const value of values) fileOf.set(value, file)
    return values
  }

  const files: CatalogFiles = {
    agencies: noted('agencies.json', read<Agency[]>('agencies.json', checks.agencies) ?? []),
    licenceTypes: objects<LicenceType>('licence-types'),
    registers: objects<Register>('registers'),
    serviceItems: objects<ServiceItem>('service-items'),
    bundles: objects<Bundle>('bundles'),
    resources: listed('resources')
      .flatMap((file) => noted(file, read<ResourceMetadata[]>(file, checks.resources) ?? []))
      .sort((a, b) => (a.code < b.code ? -1 : 1)),
    divisions: listed('divisions')
      .flatMap((file) => noted(file, toDivisions(read<DivisionsFile>(file, checks.divisions))))
      .sort((a, b) => (a.code < b.code ? -1 : 1)),
    fileOf,
  }
  // References are only looked at when every file can be read: half a catalog would miss things that are there.
  if (problems.length === 0) problems.push(...crossCheck(files))
  return { files, problems }
}

function parseFile(directory: string, file: string, problems: CatalogProblem[]): unknown {
  try {
    // The divisions are larger than any request may be.
    return parseStrictJson(readFileSync(join(directory, file)), { maxBytes: 4 << 20 })
  } catch (error) {
    if (isZhengshuError(error))
      problems.push({
        file,
        field: '',
        reason: String(error.params['reason']),
        reasonZh: String(error.params['reasonZh'] ?? error.params['reason']),
      })
    else if (isMissing(error))
      problems.push({ file, field: '', reason: 'there is no such file', reasonZh: '文件不存在' })
    else throw error
    return undefined
  }
}

const isMissing = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOENT'

function toDivisions(file: DivisionsFile | undefined): Division[] {
  if (!file) return []
  const codes = new Set(file.divisions.map(([code]) => code))
  return file.divisions.map(([code, name, nameEn]) => {
    const level = code.endsWith('0000') ? 'PROVINCE' : code.endsWith('00') ? 'CITY' : 'COUNTY'
    const city = `${code.slice(0, 4)}00`
    // Some counties stand directly under their province.
    const parent = level === 'COUNTY' && codes.has(city) ? city : `${code.slice(0, 2)}0000`
    return {
      code,
      name,
      ...(nameEn === undefined ? {} : { nameEn }),
      level,
      ...(level === 'PROVINCE' ? {} : { parent }),
      synthetic: file.synthetic,
    }
  })
}
