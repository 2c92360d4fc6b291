import {
  getNamedType,
  isLeafType,
  isNonNullType,
  isObjectType,
  isUnionType,
  type GraphQLNamedType,
  type GraphQLSchema,
} from 'graphql'

/** A selection of every field below a type that needs no argument, so that no resolver is left out. */
export function selectAll(type: GraphQLNamedType, prefix = ''): string {
  if (isUnionType(type))
    return `{ __typename ${type
      .getTypes()
      .map((member) => `... on ${member.name} ${selectAll(member, member.name)}`)
      .join(' ')} }`
  if (!isObjectType(type)) return ''
  const fields = Object.values(type.getFields())
    .filter((field) => field.args.every((argument) => !isNonNullType(argument.type)))
    .map((field) => {
      const below = getNamedType(field.type)
      // Members of a union may have a field of one name with different types: aliases keep them apart.
      const alias = prefix === '' ? '' : `${prefix}_${field.name}: `
      return `${alias}${field.name} ${isLeafType(below) ? '' : selectAll(below)}`
    })
  return `{ ${fields.join(' ')} }`
}

export const selectionOf = (schema: GraphQLSchema, typeName: string): string => selectAll(schema.getType(typeName)!)
