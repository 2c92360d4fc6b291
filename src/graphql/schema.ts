import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  assertValidSchema,
  buildSchema,
  isObjectType,
  isScalarType,
  isUnionType,
  type GraphQLFieldResolver,
  type GraphQLScalarTypeConfig,
  type GraphQLSchema,
} from 'graphql'

/** One SDL file a feature, in order of import rank. */
const SDL_FILES = ['scalars', 'catalog', 'identity', 'sharing', 'registers', 'licences', 'evidence', 'ledger'] as const
const SDL_DIRECTORY = join(import.meta.dirname, '..', '..', 'schema')

export const readSdl = (): string =>
  SDL_FILES.map((name) => readFileSync(join(SDL_DIRECTORY, `${name}.graphql`), 'utf8')).join('\n')

type FieldResolvers = Readonly<Record<string, unknown>>
/** Per type its field resolvers; a union has `__resolveType` alone. */
export type ResolverMap = Readonly<Record<string, FieldResolvers>>
export type ScalarMap = Readonly<
  Record<string, Pick<GraphQLScalarTypeConfig<unknown, unknown>, 'serialize' | 'parseValue' | 'parseLiteral'>>
>

/** The schema of an SDL with its resolvers; a resolver or scalar that the SDL does not name is a bug and throws. */
export function makeSchema(sdl: string, resolvers: ResolverMap, scalars: ScalarMap): GraphQLSchema {
  const schema = buildSchema(sdl)
  for (const [name, methods] of Object.entries(scalars)) {
    const type = schema.getType(name)
    if (!isScalarType(type)) throw new Error(`the SDL has no scalar ${name}`)
    Object.assign(type, methods)
  }
  for (const [name, fields] of Object.entries(resolvers)) attachResolvers(schema, name, fields)
  assertValidSchema(schema)
  return schema
}

function attachResolvers(schema: GraphQLSchema, typeName: string, fields: FieldResolvers): void {
  const type = schema.getType(typeName)
  for (const [fieldName, resolver] of Object.entries(fields)) {
    if (isUnionType(type) && fieldName === '__resolveType') {
      type.resolveType = resolver as NonNullable<typeof type.resolveType>
      continue
    }
    const field = isObjectType(type) ? type.getFields()[fieldName] : undefined
    if (!field) throw new Error(`the SDL has no ${typeName}.${fieldName}`)
    field.resolve = resolver as GraphQLFieldResolver<unknown, unknown>
  }
}
