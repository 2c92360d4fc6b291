import {
  buildSchema,
  isEnumType,
  isInputObjectType,
  isObjectType,
  isSpecifiedScalarType,
  type GraphQLSchema,
} from 'graphql'
import { describe, expect, it } from 'vitest'
import { OPERATIONS, ROLES } from '../../src/access/index.ts'
import { PARTY_ROLES } from '../../src/catalog/index.ts'
import { SUBMIT_REASONS } from '../../src/evidence/index.ts'
import { allResolvers } from '../../src/graphql/index.ts'
import { scalars } from '../../src/graphql/scalars.ts'
import { makeSchema, readSdl } from '../../src/graphql/schema.ts'
import { AUDIT_EVENTS } from '../../src/ledger/index.ts'
import { LICENCE_STATES, VERIFY_STEPS } from '../../src/licences/index.ts'
import { REFUSAL_RULES } from '../../src/sharing/index.ts'

type Element = readonly [name: string, description: string | null | undefined]

/** Every element of a schema that a reader meets. */
function elementsOf(schema: GraphQLSchema): readonly Element[] {
  const types = Object.values(schema.getTypeMap()).filter(
    (type) => !type.name.startsWith('__') && !isSpecifiedScalarType(type),
  )
  return types.flatMap((type): Element[] => {
    const own: Element = [type.name, type.description]
    if (isEnumType(type))
      return [own, ...type.getValues().map((v): Element => [`${type.name}.${v.name}`, v.description])]
    if (isInputObjectType(type))
      return [own, ...Object.values(type.getFields()).map((f): Element => [`${type.name}.${f.name}`, f.description])]
    if (!isObjectType(type)) return [own]
    const fields = Object.values(type.getFields()).flatMap((field): Element[] => [
      [`${type.name}.${field.name}`, field.description],
      ...field.args.map((a): Element => [`${type.name}.${field.name}(${a.name})`, a.description]),
    ])
    return [own, ...fields]
  })
}

/** English first, then Chinese, each a sentence. */
const BILINGUAL = /^[\x20-\x7e…‘’“”]*[A-Za-z][\x20-\x7e…‘’“”]*[.?] .*[\u4e00-\u9fff].*[。？]$/s

const undescribed = (schema: GraphQLSchema): readonly string[] =>
  elementsOf(schema)
    .filter(([, description]) => !BILINGUAL.test(description ?? ''))
    .map(([name]) => name)

const schema = buildSchema(readSdl())

describe('the schema', () => {
  it('describes every type, field, argument and enum value in English, then in Chinese', () => {
    expect(elementsOf(schema).length).toBeGreaterThan(900)
    expect(undescribed(schema)).toEqual([])
  })

  it('would be caught with an element undescribed, or described in one language', () => {
    const bad = buildSchema(`
      "What may be asked. 可查询的内容。"
      type Query {
        "Only English."
        a: String
        "只有中文。"
        b: String
        c("The limit. 上限。" limit: Int, other: Int): String
      }`)
    expect(undescribed(bad)).toEqual(['Query.a', 'Query.b', 'Query.c', 'Query.c(other)'])
  })

  it('has a resolver for every query and mutation, and none besides', () => {
    expect(() => makeSchema(readSdl(), allResolvers(), scalars)).not.toThrow()
    const resolvers = allResolvers()
    for (const root of ['Query', 'Mutation'] as const) {
      const fields = Object.keys(
        schema.getRootType(root === 'Query' ? ('query' as never) : ('mutation' as never))!.getFields(),
      )
      expect(Object.keys(resolvers[root]!).sort()).toEqual(fields.sort())
    }
    expect(() => makeSchema(readSdl(), { Query: { noSuchField: () => null } }, scalars)).toThrow(/noSuchField/)
  })

  it('takes one input with a requestId in every mutation', () => {
    for (const field of Object.values(schema.getMutationType()!.getFields())) {
      expect(field.args.map(({ name }) => name)).toEqual(['input'])
      const input = schema.getType(String(field.args[0]!.type).replace('!', ''))
      expect(isInputObjectType(input) && String(input.getFields()['requestId']?.type), field.name).toBe('RequestId!')
      expect(String(field.type)).toBe(`${field.name[0]!.toUpperCase()}${field.name.slice(1)}Payload!`)
    }
  })

  const upperCase = (name: string): string => name.replaceAll('-', '_').toUpperCase()
  const closedLists: readonly (readonly [string, readonly string[]])[] = [
    ['Role', ROLES],
    ['PartyRole', PARTY_ROLES],
    ['SubmitReason', Object.keys(SUBMIT_REASONS)],
    ['AuditEventKind', Object.keys(AUDIT_EVENTS)],
    ['LicenceState', LICENCE_STATES],
    ['VerifyStep', VERIFY_STEPS.map(upperCase)],
    ['RefusalRule', Object.keys(REFUSAL_RULES).map(upperCase)],
  ]
  for (const [name, values] of closedLists)
    it(`names in ${name} what the code names`, () => {
      const type = schema.getType(name)
      expect(
        isEnumType(type) &&
          type
            .getValues()
            .map((value) => value.name)
            .sort(),
      ).toEqual([...values].sort())
    })

  it('has nothing that no role may call', () => {
    for (const roles of Object.values(OPERATIONS)) expect(roles.length).toBeGreaterThan(0)
  })
})
