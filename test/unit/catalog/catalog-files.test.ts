import { cpSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import {
  classOfLicenceField,
  createSchemaCompiler,
  loadCatalogFiles,
  readCatalogFiles,
  type Bundle,
  type LicenceType,
  type Register,
  type ResourceMetadata,
  type ServiceItem,
} from '../../../src/catalog/index.ts'
import { hasInnerCheck, parseCreditCode } from '../../../src/core/identifiers.ts'
import { catalogDirectory, catalogFiles, changeFile, copyCatalog } from '../../support/catalog.ts'

interface Mutable {
  [key: string]: unknown
}
type File<T> = { -readonly [K in keyof T]: T[K] } & Mutable

/** The first problem of a copy that was changed. */
function problemAfter<T>(file: string, change: (value: T) => unknown) {
  const directory = copyCatalog()
  changeFile(directory, file, change)
  const [first] = readCatalogFiles(directory).problems
  return first && { file: first.file, field: first.field, reason: first.reason }
}

const ITEM = 'service-items/housing-fund-withdraw-purchase.json'
const TYPE = 'licence-types/marriage-certificate.json'

describe('the catalog of the demonstration province', () => {
  it('has no problem', () => {
    expect(readCatalogFiles(catalogDirectory).problems).toEqual([])
  })

  it('has 41 agencies, 30 licence types, 8 registers, 40 service items and 8 bundles', () => {
    const { agencies, licenceTypes, registers, serviceItems, bundles } = catalogFiles
    expect([agencies, licenceTypes, registers, serviceItems, bundles].map((list) => list.length)).toEqual([
      41, 30, 8, 40, 8,
    ])
  })

  it('has only agencies that nobody can be: their codes are right in form and invented', () => {
    for (const agency of catalogFiles.agencies) {
      expect(agency.creditCode).toMatch(/^11390000XN/)
      expect(hasInnerCheck(parseCreditCode(agency.creditCode))).toBe(true)
      expect(agency.synthetic).toBe(true)
    }
  })

  it('issues every licence type under a code of its own, local where the national one is not known', () => {
    const codes = catalogFiles.licenceTypes.map((type) => type.typeCode)
    expect(new Set(codes).size).toBe(codes.length)
    const local = catalogFiles.licenceTypes.filter((type) => type.nationalTypeCode === null)
    const bureau = catalogFiles.agencies.find((agency) => agency.number === '41')!
    expect(local.every((type) => type.typeCode.startsWith(bureau.creditCode))).toBe(true)
  })

  it('titles every field of a face in both languages and compiles every face', () => {
    const compiler = createSchemaCompiler()
    for (const type of catalogFiles.licenceTypes) {
      compiler.compile(type.schema)
      const { properties } = type.schema as { properties: Record<string, Record<string, string>> }
      for (const field of Object.values(properties)) {
        expect(field['x-title-zh']).toMatch(/\p{Script=Han}/u)
        expect(field['title']).not.toMatch(/\p{Script=Han}/u)
      }
    }
  })

  it('knows the class of every field of a licence, its own before the common ones', () => {
    const card = catalogFiles.licenceTypes.find((type) => type.slug === 'resident-id-card')!
    // The holder's name, not the name of the type.
    expect([
      classOfLicenceField(card, 'name'),
      classOfLicenceField(card, 'validTo'),
      classOfLicenceField(card, 'x'),
    ]).toEqual(['D', 'P', undefined])
  })
})

describe('a catalog file with a mistake', () => {
  it('is named, with the field and the number of others', () => {
    const directory = copyCatalog()
    changeFile<File<LicenceType>>(directory, TYPE, (type) => void ((type.issuers = ['99']), (type.typeCode = 'x')))
    expect(() => loadCatalogFiles(directory)).toThrow(
      expect.objectContaining({
        code: 'CATALOG_INVALID',
        params: expect.objectContaining({ file: TYPE, field: 'typeCode' }),
      }),
    )
  })

  it('is not JSON', () => {
    const directory = copyCatalog()
    writeFileSync(join(directory, TYPE), '{"slug": "marriage-certificate",}')
    expect(readCatalogFiles(directory).problems[0]).toMatchObject({ file: TYPE, field: '' })
  })

  it('says a key twice', () => {
    const directory = copyCatalog()
    writeFileSync(join(directory, 'bundles/newborn.json'), '{"slug": "newborn", "slug": "newborn"}')
    expect(readCatalogFiles(directory).problems[0]).toMatchObject({ file: 'bundles/newborn.json' })
  })

  it('is not there', () => {
    const directory = copyCatalog()
    rmSync(join(directory, 'agencies.json'))
    expect(readCatalogFiles(directory).problems[0]).toMatchObject({ file: 'agencies.json' })
  })

  it('has another name than its slug', () => {
    const directory = copyCatalog()
    cpSync(join(directory, TYPE), join(directory, 'licence-types/wedding.json'))
    expect(readCatalogFiles(directory).problems[0]).toMatchObject({ file: 'licence-types/wedding.json', field: 'slug' })
  })

  it.each<[string, string, (value: never) => unknown, string]>([
    ['lacks a member', TYPE, (type: File<LicenceType>) => void Reflect.deleteProperty(type, 'privacy'), 'privacy'],
    ['has a member that nobody knows', TYPE, (type: File<LicenceType>) => void (type['colour'] = 'red'), 'colour'],
    [
      'has a face field without a Chinese title',
      TYPE,
      (type: { schema: { properties: Record<string, Mutable> } }) =>
        void delete type.schema.properties['remark']!['x-title-zh'],
      'schema.properties.remark.x-title-zh',
    ],
    [
      'requires a face field that is not there',
      TYPE,
      (type: { schema: { required: string[] } }) => void type.schema.required.push('bride'),
      'schema.required',
    ],
    [
      'lets unknown face fields through',
      TYPE,
      (type: { schema: Mutable }) => void (type.schema['additionalProperties'] = true),
      'schema.additionalProperties',
    ],
    [
      'has a number pattern that is none',
      TYPE,
      (type: File<LicenceType>) => void (type.numberPattern = '^(J'),
      'numberPattern',
    ],
    [
      'names an issuer that is no agency',
      TYPE,
      (type: File<LicenceType>) => void (type.issuers = ['08', '77']),
      'issuers[1]',
    ],
    [
      'has a definer with a wrong check character',
      TYPE,
      (type: { definer: Mutable }) => void (type.definer['creditCode'] = '111000000000131434'),
      'definer.creditCode',
    ],
    [
      'names a source that is no agency',
      'registers/marriage.json',
      (register: File<Register>) => void (register.sourceAgency = '77'),
      'sourceAgency',
    ],
    [
      'has a key field that is not there',
      'registers/marriage.json',
      (register: File<Register>) => void (register.key = ['number']),
      'key[0]',
    ],
    [
      'has a subject field that is not there',
      'registers/marriage.json',
      (register: File<Register>) => void (register.subjectFields = ['husbandId', 'childId']),
      'subjectFields[1]',
    ],
    [
      'has a field schema that does not compile',
      'registers/marriage.json',
      (register: { fields: { schema: Mutable }[] }) => void (register.fields[0]!.schema['typ'] = 'string'),
      'fields[0].schema',
    ],
    [
      'asks for a licence type that is not there',
      ITEM,
      (item: File<ServiceItem>) => withAlternative(item, { kind: 'LICENCE', licenceType: 'love-letter' }),
      'materials[0].alternatives[0].licenceType',
    ],
    [
      'asks a register that is not there',
      ITEM,
      (item: File<ServiceItem>) => withAlternative(item, { kind: 'RECORD', register: 'dreams', fields: ['name'] }),
      'materials[0].alternatives[0].register',
    ],
    [
      'asks for a field that is not there',
      ITEM,
      (item: File<ServiceItem>) =>
        withAlternative(item, { kind: 'RECORD', register: 'marriage', fields: ['wifeName', 'love'] }),
      'materials[0].alternatives[0].fields',
    ],
    [
      'asks a question that nobody answers',
      ITEM,
      (item: File<ServiceItem>) =>
        withAlternative(item, { kind: 'PREDICATE', register: 'marriage', predicate: 'isHappy' }),
      'materials[0].alternatives[0].predicate',
    ],
    [
      'asks a question without its argument',
      ITEM,
      (item: File<ServiceItem>) =>
        withAlternative(item, { kind: 'PREDICATE', register: 'population', predicate: 'ageAtLeast', arguments: {} }),
      'materials[0].alternatives[0].arguments.years',
    ],
    [
      'makes a material depend on a situation that it does not declare',
      ITEM,
      (item: File<ServiceItem>) => void (item.situations = []),
      '.necessity.situations',
    ],
    [
      'has a material code twice',
      ITEM,
      (item: { materials: { code: string }[] }) => void (item.materials[1]!.code = item.materials[0]!.code),
      'materials[1].code',
    ],
    ['is handled by nobody', ITEM, (item: File<ServiceItem>) => void (item.agency = '77'), 'agency'],
    [
      'bundles an item that is not there',
      'bundles/newborn.json',
      (bundle: File<Bundle>) => void (bundle.items = [...bundle.items, 'second-birth']),
      'items[4]',
    ],
    [
      'has an agency in no division',
      'agencies.json',
      (agencies: Mutable[]) => void (agencies[0]!['division'] = '399999'),
      '[0].division',
    ],
    [
      'has an agency with a wrong check character',
      'agencies.json',
      (agencies: Mutable[]) => void (agencies[0]!['creditCode'] = '11390000XN0001015L'),
      '[0].creditCode',
    ],
    [
      'has an agency number twice',
      'agencies.json',
      (agencies: Mutable[]) => void (agencies[1]!['number'] = '01'),
      '[1].number',
    ],
  ])('%s', (_what, file, change, field) => {
    const problem = problemAfter(file, change as (value: unknown) => unknown)
    expect(problem).toMatchObject({ file, field: expect.stringContaining(field) })
  })

  it.each<[string, (entries: { -readonly [K in keyof ResourceMetadata]: unknown }[]) => unknown, string]>([
    ['is conditional without a condition', (entries) => void (entries[0]!.condition = ' '), 'condition'],
    ['is not shared and names no clause', (entries) => void (entries[0]!.sharingType = 'NOT_SHARED'), 'clause'],
    [
      'is bound to a register that is not there',
      (entries) => void (entries[0]!.binding = { kind: 'REGISTER', register: 'dreams' }),
      'binding',
    ],
    [
      "is bound to another agency's register",
      (entries) => void (entries[0]!.binding = { kind: 'REGISTER', register: 'marriage' }),
      'binding',
    ],
    [
      'has an item that its register does not have',
      (entries) => void ((entries[0]!.items as { name: string }[])[0]!.name = 'dream'),
      'items[0].name',
    ],
    [
      'has an item in another class than its register',
      (entries) => void ((entries[0]!.items as { class: string }[])[0]!.class = 'P'),
      'items[0].class',
    ],
    [
      'is related to a code that is not there',
      (entries) => void (entries[0]!.relatedCodes = ['101001/999999']),
      'relatedCodes',
    ],
    ['has a provider that is no agency', (entries) => void (entries[0]!.provider = '11390000XN9999999X'), 'provider'],
    ['has a code twice', (entries) => void entries.push({ ...entries[0]!, binding: { kind: 'NONE' } }), 'code'],
    [
      'stands for the same register as another',
      (entries) => void entries.push({ ...entries[0]!, code: '199999/000001' }),
      'binding',
    ],
  ])('is a resource that %s', (_what, change, field) => {
    const file = 'resources/07.json'
    expect(problemAfter(file, change)).toMatchObject({
      file,
      field: expect.stringMatching(new RegExp(`^\\S+ ${field.replaceAll(/[[\]]/g, '\\$&')}$`)),
    })
  })

  it('takes away the resource of a source that an item asks', () => {
    const directory = copyCatalog()
    changeFile<ResourceMetadata[]>(directory, 'resources/08.json', (entries) =>
      entries.filter(
        ({ binding }) => binding.kind !== 'LICENCE_TYPE' || binding.licenceType !== 'marriage-certificate',
      ),
    )
    const { problems } = readCatalogFiles(directory)
    expect(problems.length).toBeGreaterThan(0)
    expect(new Set(problems.map(({ reason }) => reason))).toEqual(new Set(['no resource stands for it']))
  })
})

function withAlternative(item: { materials: readonly object[] }, alternative: object): void {
  ;(item.materials[0] as Mutable)['alternatives'] = [alternative]
}
