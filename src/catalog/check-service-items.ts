import type { ValidateFunction } from 'ajv/dist/2020.js'
import type { CatalogFiles } from './catalog-files.ts'
import type { Alternative, Register, ServiceItem } from './catalog.ts'
import type { Report } from './cross-check-files.ts'
import { createSchemaCompiler, fieldOf, reasonsOf } from './schema-compiler.ts'

/** Everything that items and bundles refer to must exist. */
export function checkItems(files: CatalogFiles, report: Report): void {
  const agencies = new Set(files.agencies.map((agency) => agency.number))
  const items = new Set(files.serviceItems.map((item) => item.slug))
  const checkAlternative = createAlternativeCheck(files)
  for (const item of files.serviceItems) {
    if (!agencies.has(item.agency))
      report(item, 'agency', `no agency ${item.agency}`, `没有编号为 ${item.agency} 的部门`)
    checkCodes(item, report)
    item.materials.forEach((material, m) =>
      material.alternatives.forEach((alternative, a) => {
        for (const { field, reason, reasonZh } of checkAlternative(alternative))
          report(item, `materials[${m}].alternatives[${a}].${field}`, reason, reasonZh)
      }),
    )
  }
  for (const bundle of files.bundles)
    bundle.items.forEach((slug, i) => {
      if (!items.has(slug)) report(bundle, `items[${i}]`, `no service item ${slug}`, `没有事项 ${slug}`)
    })
}

function checkCodes(item: ServiceItem, report: Report): void {
  const declared = new Set(item.situations.map((situation) => situation.code))
  if (declared.size < item.situations.length) report(item, 'situations', 'a code occurs twice', '情形代码重复')
  const materials = new Set<string>()
  item.materials.forEach((material, m) => {
    if (materials.has(material.code))
      report(item, `materials[${m}].code`, `${material.code} occurs twice`, `${material.code} 重复`)
    materials.add(material.code)
    if (material.necessity.kind !== 'WHEN') return
    for (const code of material.necessity.situations)
      if (!declared.has(code))
        report(item, `materials[${m}].necessity.situations`, `no situation ${code}`, `没有声明情形 ${code}`)
  })
}

interface Finding {
  readonly field: string
  readonly reason: string
  readonly reasonZh: string
}

function createAlternativeCheck(files: CatalogFiles): (alternative: Alternative) => readonly Finding[] {
  const types = new Set(files.licenceTypes.map((type) => type.slug))
  const registers = new Map(files.registers.map((register) => [register.slug, register]))
  const checkArguments = createArgumentCheck()
  const missing = (field: string, what: string, zh: string): readonly Finding[] => [
    { field, reason: `there is no ${what}`, reasonZh: `没有${zh}` },
  ]
  return (alternative) => {
    if (alternative.kind === 'LICENCE') {
      const { licenceType } = alternative
      return types.has(licenceType)
        ? []
        : missing('licenceType', `licence type ${licenceType}`, `证照类型 ${licenceType}`)
    }
    const register = registers.get(alternative.register)
    if (!register) return missing('register', `register ${alternative.register}`, `基础库 ${alternative.register}`)
    if (alternative.kind === 'PREDICATE') return checkArguments(register, alternative)
    const names = new Set(register.fields.map((field) => field.name))
    const unknown = alternative.fields.filter((name) => !names.has(name))
    return unknown.flatMap((name) => missing('fields', `field ${name} in ${register.slug}`, `字段 ${name}`))
  }
}

function createArgumentCheck() {
  const compiler = createSchemaCompiler([], 'once')
  const compiled = new Map<string, ValidateFunction>()
  return (
    register: Register,
    { predicate, arguments: given }: Alternative & { kind: 'PREDICATE' },
  ): readonly Finding[] => {
    const declared = register.predicates.find(({ name }) => name === predicate)
    if (!declared)
      return [
        {
          field: 'predicate',
          reason: `${register.slug} answers no ${predicate}`,
          reasonZh: `${register.name.zh}没有核验问题 ${predicate}`,
        },
      ]
    const key = `${register.slug} ${predicate}`
    let check = compiled.get(key)
    if (!check) compiled.set(key, (check = compiler.compile(declared.arguments)))
    if (check(given ?? {})) return []
    return (check.errors ?? []).map((error) => ({ field: `arguments.${fieldOf(error)}`, ...reasonsOf(error) }))
  }
}
