import { canonicalJson } from '../core/canonical-json.ts'
import { hasInnerCheck, parseCreditCode } from '../core/identifiers.ts'
import type { CatalogFiles, CatalogProblem } from './catalog-files.ts'
import type { Agency, Alternative, FieldClass, LicenceType, Register, ResourceBinding } from './catalog.ts'
import { checkItems } from './check-service-items.ts'
import { classOfLicenceField } from './licence-fields.ts'
import { bindingKey, findMissing } from './resource.ts'
import { createSchemaCompiler } from './schema-compiler.ts'

/** Tells what is wrong with one object of a file. */
export type Report = (of: object, field: string, reason: string, reasonZh: string) => void

/** References between files, check characters, and what one file alone cannot show. Pure. */
export function crossCheck(files: CatalogFiles): CatalogProblem[] {
  const problems: CatalogProblem[] = []
  const report: Report = (of, field, reason, reasonZh) =>
    problems.push({ file: files.fileOf.get(of) ?? '?', field, reason, reasonZh })
  checkAgencies(files, report)
  const agencies = new Map(files.agencies.map((agency) => [agency.number, agency]))
  checkLicenceTypes(files, agencies, report)
  for (const register of files.registers) checkRegister(register, agencies, report)
  checkItems(files, report)
  checkResources(files, report)
  return problems
}

function checkAgencies({ agencies, divisions }: CatalogFiles, report: Report): void {
  const codes = new Set(divisions.map((division) => division.code))
  agencies.forEach((agency, i) => {
    checkCreditCode(agency, `[${i}].creditCode`, agency.creditCode, report)
    if (codes.size > 0 && !codes.has(agency.division))
      report(agency, `[${i}].division`, `no division ${agency.division}`, `没有区划 ${agency.division}`)
  })
  checkUnique(
    agencies,
    (agency) => agency.number,
    (i) => `[${i}].number`,
    report,
  )
  checkUnique(
    agencies,
    (agency) => agency.creditCode,
    (i) => `[${i}].creditCode`,
    report,
  )
}

function checkLicenceTypes(files: CatalogFiles, agencies: ReadonlyMap<string, Agency>, report: Report): void {
  const own = new Set<string>(files.agencies.map((agency) => agency.creditCode))
  for (const type of files.licenceTypes) {
    type.issuers.forEach((number, i) => checkAgency(type, `issuers[${i}]`, number, agencies, report))
    checkCreditCode(type, 'typeCode', type.typeCode.slice(0, 18), report)
    const { creditCode } = type.definer
    if (creditCode !== null) checkCreditCode(type, 'definer.creditCode', creditCode, report)
    if (type.nationalTypeCode !== null && type.nationalTypeCode !== type.typeCode)
      report(type, 'typeCode', 'it must be the national code where there is one', '有国家代码的须使用国家代码')
    if (type.nationalTypeCode !== null && type.nationalTypeCode.slice(0, 18) !== creditCode)
      report(type, 'nationalTypeCode', "it must begin with the definer's credit code", '须以定义机构代码开头')
    if (type.nationalTypeCode === null && !own.has(type.typeCode.slice(0, 18)))
      report(
        type,
        'typeCode',
        'a local code begins with the credit code of an agency',
        '本地代码须以本地区部门代码开头',
      )
    checkFace(type, report)
  }
  checkUnique(
    files.licenceTypes,
    (type) => type.typeCode,
    () => 'typeCode',
    report,
  )
}

function checkFace(type: LicenceType, report: Report): void {
  compiles(type, 'schema', type.schema, report)
  const schema = type.schema as { required: readonly string[]; properties: Readonly<Record<string, unknown>> }
  for (const name of schema.required)
    if (!(name in schema.properties)) report(type, 'schema.required', `there is no field ${name}`, `没有字段 ${name}`)
}

function checkRegister(register: Register, agencies: ReadonlyMap<string, Agency>, report: Report): void {
  checkAgency(register, 'sourceAgency', register.sourceAgency, agencies, report)
  const names = new Set(register.fields.map((field) => field.name))
  register.key.forEach((name, i) => {
    if (!names.has(name)) report(register, `key[${i}]`, `there is no field ${name}`, `没有字段 ${name}`)
  })
  register.subjectFields.forEach((field, i) => {
    const name = field.replace('[]', '')
    if (!names.has(name)) report(register, `subjectFields[${i}]`, `there is no field ${name}`, `没有字段 ${name}`)
  })
  register.fields.forEach((field, i) => compiles(register, `fields[${i}].schema`, field.schema, report))
  register.predicates.forEach((each, i) => compiles(register, `predicates[${i}].arguments`, each.arguments, report))
  for (const [list, values] of [
    ['fields', register.fields],
    ['predicates', register.predicates],
  ] as const) {
    const seen = new Set<string>()
    values.forEach(({ name }, i) => {
      if (seen.has(name)) report(register, `${list}[${i}].name`, `${name} occurs twice`, `${name} 重复`)
      seen.add(name)
    })
  }
}

function checkResources(files: CatalogFiles, report: Report): void {
  const providers = new Set<string>(files.agencies.map((agency) => agency.creditCode))
  const codes = new Set(files.resources.map((resource) => resource.code))
  for (const resource of files.resources) {
    const at = (field: string) => `${resource.code} ${field}`
    if (!providers.has(resource.provider))
      report(resource, at('provider'), 'no agency has this code', '没有该代码的部门')
    for (const { field, zh } of findMissing(resource)) report(resource, at(field), 'it is missing', `缺少${zh}`)
    for (const code of resource.relatedCodes)
      if (!codes.has(code)) report(resource, at('relatedCodes'), `no resource ${code}`, `没有资源 ${code}`)
    for (const { field, reason, reasonZh } of findBindingProblems(resource, files))
      report(resource, at(field), reason, reasonZh)
  }
  checkUnique(
    files.resources,
    (resource) => resource.code,
    (i) => `${files.resources[i]!.code} code`,
    report,
  )
  const bound = files.resources.filter(({ binding }) => binding.kind !== 'NONE')
  checkUnique(
    bound,
    ({ binding }) => bindingKey(binding),
    (i) => `${bound[i]!.code} binding`,
    report,
  )

  const offered = new Set(bound.map(({ binding }) => bindingKey(binding)))
  for (const item of files.serviceItems)
    item.materials.forEach((material, m) =>
      material.alternatives.forEach((alternative, a) => {
        if (!offered.has(bindingKey(bindingOf(alternative))))
          report(item, `materials[${m}].alternatives[${a}]`, 'no resource stands for it', '没有对应的信息资源')
      }),
    )
}

/** The source that an alternative asks. */
export function bindingOf(alternative: Alternative): ResourceBinding {
  switch (alternative.kind) {
    case 'LICENCE':
      return { kind: 'LICENCE_TYPE', licenceType: alternative.licenceType }
    case 'RECORD':
      return { kind: 'REGISTER', register: alternative.register }
    case 'PREDICATE':
      return { kind: 'PREDICATE', register: alternative.register, predicate: alternative.predicate }
  }
}

interface BindingProblem {
  readonly field: string
  readonly reason: string
  readonly reasonZh: string
}

/** What stands behind a resource must exist and be its provider's own; an item must be one of its fields, in its class. */
export function findBindingProblems(
  resource: {
    readonly provider: string
    readonly binding: ResourceBinding
    readonly items: readonly { readonly name: string; readonly class: string }[]
  },
  catalog: Pick<CatalogFiles, 'agencies' | 'registers' | 'licenceTypes'>,
): BindingProblem[] {
  const { provider, binding, items } = resource
  const none = (what: string, zh: string) => [
    { field: 'binding', reason: `there is no ${what}`, reasonZh: `没有${zh}` },
  ]
  const numbers = catalog.agencies.flatMap(({ number, creditCode }) => (creditCode === provider ? [number] : []))
  if (binding.kind === 'NONE') return []
  if (binding.kind === 'LICENCE_TYPE') {
    const type = catalog.licenceTypes.find(({ slug }) => slug === binding.licenceType)
    if (!type) return none(`licence type ${binding.licenceType}`, `证照类型 ${binding.licenceType}`)
    const isOwn = numbers.some((number) => type.issuers.includes(number))
    if (!isOwn) return foreign(`licence type ${type.slug}`, `证照类型 ${type.slug} `, type.issuers)
    return checkItemClasses(items, type.slug, type.name.zh, (name) => classOfLicenceField(type, name))
  }
  const register = catalog.registers.find(({ slug }) => slug === binding.register)
  if (!register) return none(`register ${binding.register}`, `基础库 ${binding.register}`)
  const isOwn = numbers.includes(register.sourceAgency)
  if (!isOwn) return foreign(`register ${register.slug}`, `基础库 ${register.slug} `, [register.sourceAgency])
  if (binding.kind === 'PREDICATE') {
    const isKnown = register.predicates.some(({ name }) => name === binding.predicate)
    return isKnown ? [] : none(`question ${binding.predicate}`, `核验问题 ${binding.predicate}`)
  }
  const classes = new Map(register.fields.map((field) => [field.name, field.class]))
  return checkItemClasses(items, register.slug, register.name.zh, (name) => classes.get(name))
}

/** The provider answers who may use a resource, and uses it without a grant: another's data cannot stand behind it. */
const foreign = (what: string, whatZh: string, sources: readonly string[]): BindingProblem[] => [
  {
    field: 'binding',
    reason: `${what} is provided by agency ${sources.join(' or ')} only`,
    reasonZh: `${whatZh}仅由 ${sources.join('、')} 号部门提供`,
  },
]

function checkItemClasses(
  items: readonly { readonly name: string; readonly class: string }[],
  source: string,
  sourceZh: string,
  classOf: (name: string) => FieldClass | undefined,
): BindingProblem[] {
  return items.flatMap((item, i) => {
    const own = classOf(item.name)
    if (own === undefined)
      return [
        {
          field: `items[${i}].name`,
          reason: `${source} has no field ${item.name}`,
          reasonZh: `${sourceZh}没有字段 ${item.name}`,
        },
      ]
    if (own === item.class) return []
    return [{ field: `items[${i}].class`, reason: `${source} says ${own}`, reasonZh: `${sourceZh}中为 ${own}` }]
  })
}

function checkAgency(
  of: object,
  field: string,
  number: string,
  agencies: ReadonlyMap<string, Agency>,
  report: Report,
): void {
  if (!agencies.has(number)) report(of, field, `no agency ${number}`, `没有编号为 ${number} 的部门`)
}

function checkCreditCode(of: object, field: string, text: string, report: Report): void {
  try {
    if (!hasInnerCheck(parseCreditCode(text)))
      report(of, field, 'its inner check character is wrong', '主体标识码校验位不正确')
  } catch {
    report(of, field, 'it is not a unified social credit code', '不是有效的统一社会信用代码')
  }
}

function checkUnique<T extends object>(
  values: readonly T[],
  key: (value: T) => string,
  field: (index: number) => string,
  report: Report,
): void {
  const seen = new Set<string>()
  values.forEach((value, i) => {
    const own = key(value)
    if (seen.has(own)) report(value, field(i), `${own} occurs twice`, `${own} 重复`)
    seen.add(own)
  })
}

const compiler = createSchemaCompiler([], 'once')
const compiled = new Set<string>()

function compiles(of: object, field: string, schema: object, report: Report): void {
  // Registers repeat the same few schemas; each is compiled once.
  const text = canonicalJson(schema)
  if (compiled.has(text)) return
  try {
    compiler.compile(schema)
    compiled.add(text)
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'it does not compile'
    report(of, field, reason, reason)
  }
}
