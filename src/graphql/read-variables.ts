import {
  coerceInputValue,
  isEnumType,
  isInputType,
  isNonNullType,
  getNamedType,
  typeFromAST,
  type GraphQLError,
  type GraphQLInputType,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql'
import { isZhengshuError, ZhengshuError } from '../core/errors.ts'
import type { Place } from './place.ts'

const MAX_ERRORS = 20

/**
 * Everything that is wrong with the variables, each named by its path. graphql-js words these errors with the value in
 * them, which may be a person's number; here the value never appears.
 */
export function findVariableErrors(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): readonly ZhengshuError[] {
  const errors: ZhengshuError[] = []
  for (const definition of operation.variableDefinitions ?? []) {
    const name = definition.variable.name.value
    const type = typeFromAST(schema, definition.type)
    if (!isInputType(type)) continue
    if (!Object.hasOwn(variables, name) || variables[name] === null) {
      const isAbsentAllowed = definition.defaultValue !== undefined && !Object.hasOwn(variables, name)
      if (isNonNullType(type) && !isAbsentAllowed) errors.push(invalid({ field: name }, 'it is required', '不能为空'))
      continue
    }
    coerceInputValue(variables[name], type, (path, _value, error) => {
      if (errors.length < MAX_ERRORS) errors.push(describeMisfit({ field: pathText(name, path) }, error, type))
    })
  }
  return errors
}

type Where = Pick<Place, 'field'> & Partial<Place>

const invalid = (where: Where, reason: string, reasonZh: string): ZhengshuError =>
  new ZhengshuError('INVALID_INPUT', { ...where, reason, reasonZh })

const member = ({ field, fieldZh }: Where, name: string): Where => ({
  field: `${field}.${name}`,
  ...(fieldZh === undefined ? {} : { fieldZh: `${fieldZh}.${name}` }),
})

const pathText = (name: string, path: readonly (string | number)[]): string =>
  path.reduce<string>((text, part) => (typeof part === 'number' ? `${text}[${part}]` : `${text}.${part}`), name)

/** Why a value does not fit its type, in words of ours. */
export function describeMisfit(where: Where, error: GraphQLError, root?: GraphQLInputType): ZhengshuError {
  const cause = error.originalError
  if (isZhengshuError(cause)) return new ZhengshuError(cause.code, { ...cause.params, ...where })
  const [, missing] = /^Field "?([\w.]+)"? of required type/.exec(error.message) ?? []
  if (missing !== undefined) {
    const leaf = missing.split('.').at(-1)!
    return invalid(where.field.endsWith(`.${leaf}`) ? where : member(where, leaf), 'it is required', '不能为空')
  }
  if (/not to be null/.test(error.message)) return invalid(where, 'it is required', '不能为空')
  const [, unknown] = /^Field "(\w+)" is not defined by type/.exec(error.message) ?? []
  if (unknown !== undefined) return invalid(member(where, unknown), 'there is no such field', '没有此字段')
  const [, expected] = /^Expected (?:type|value of type) "?([\w![\]]+)"?/.exec(error.message) ?? []
  const named = getNamedType(root)
  const [, enumName = isEnumType(named) ? named.name : undefined] = /(?:^Enum "|in ")(\w+)"/.exec(error.message) ?? []
  if (enumName !== undefined) return invalid(where, `it is not a value of ${enumName}`, `不是 ${enumName} 的取值`)
  const [, builtIn] = /^(Int|Float|String|Boolean|ID) cannot represent/.exec(error.message) ?? []
  const kind = expected ?? builtIn ?? 'the type expected'
  return invalid(where, `it is not ${kind}`, `不符合类型 ${kind}`)
}
