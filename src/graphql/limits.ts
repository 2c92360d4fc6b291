import {
  getNamedType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type DocumentNode,
  type FieldNode,
  type GraphQLNamedType,
  type GraphQLOutputType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
  type FragmentDefinitionNode,
} from 'graphql'
import { ZhengshuError } from '../core/errors.ts'
import { checkLiterals } from './check-text.ts'
import { MAX_FIRST } from './listing.ts'

/** What one document may ask. Bytes and nesting are bounded before parsing, the rest before execution. */
export const LIMITS = {
  bodyBytes: 100_000,
  brackets: 20,
  tokens: 2_000,
  aliases: 15,
  depth: 20,
  cost: 50_000,
} as const

/** A list without `first` counts as so many. */
const ASSUMED_LIST_SIZE = 10

const tooComplex = (limit: number, measure: string, measureZh: string): ZhengshuError =>
  new ZhengshuError('QUERY_TOO_COMPLEX', { limit, measure, measureZh })

export const tooManyTokens = (): ZhengshuError => tooComplex(LIMITS.tokens, 'tokens', '词法单元数')

/** Before parsing, because the parser recurses per bracket. Brackets in strings and comments do not count. */
export function checkBrackets(source: string): void {
  let depth = 0
  for (let i = 0; i < source.length; i++) {
    const char = source[i]
    if (char === '"') i = endOfString(source, i)
    else if (char === '#') i = endOfLine(source, i)
    else if (char === '{' || char === '[' || char === '(') {
      if (++depth > LIMITS.brackets) throw tooComplex(LIMITS.brackets, 'bracket depth', '括号嵌套层数')
    } else if (char === '}' || char === ']' || char === ')') depth--
  }
}

function endOfLine(source: string, from: number): number {
  const end = source.slice(from).search(/[\r\n]/)
  return end < 0 ? source.length : from + end
}

function endOfString(source: string, from: number): number {
  const pattern = source.startsWith('"""', from) ? /"""(?:\\"""|(?!""")[^])*"""/y : /"(?:\\.|[^"\\\r\n])*"?/y
  pattern.lastIndex = from
  return pattern.test(source) ? pattern.lastIndex - 1 : source.length
}

/** What was found of an operation once; cost only depends on variables where a `first` comes from one. */
interface Measures {
  readonly aliases: number
  readonly depth: number
  readonly cost: (variables: Readonly<Record<string, unknown>>) => number
}
const measured = new WeakMap<OperationDefinitionNode, Measures>()

/** Refuses an operation with too many aliases, too deep, that could answer too much, or with unreadable text in it. */
export function checkLimits(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): void {
  let measures = measured.get(operation)
  if (!measures) {
    checkLiterals(document)
    measured.set(operation, (measures = measure(schema, document, operation)))
  }
  if (measures.aliases > LIMITS.aliases) throw tooComplex(LIMITS.aliases, 'aliases', '别名数')
  if (measures.depth > LIMITS.depth) throw tooComplex(LIMITS.depth, 'depth', '查询深度')
  if (measures.cost(variables) > LIMITS.cost) throw tooComplex(LIMITS.cost, 'cost', '查询开销')
}

function measure(schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode): Measures {
  const fragments = new Map<string, FragmentDefinitionNode>()
  for (const definition of document.definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition)
  const root = schema.getRootType(operation.operation)
  const walk = { schema, fragments, operation, usesVariables: false, seen: new Map<string, Walked>() }
  const worst = root ? walkSelections(walk, operation.selectionSet, root, {}) : NOTHING
  const cost = walk.usesVariables
    ? (variables: Readonly<Record<string, unknown>>) =>
        walkSelections({ ...walk, seen: new Map() }, operation.selectionSet, root!, variables).cost
    : () => worst.cost
  return { aliases: worst.aliases, depth: worst.depth, cost }
}

interface Walk {
  readonly schema: GraphQLSchema
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>
  readonly operation: OperationDefinitionNode
  usesVariables: boolean
  /** Fragments already walked: spreads that double at each level must not double the walk. */
  readonly seen: Map<string, Walked>
}
interface Walked {
  readonly cost: number
  readonly depth: number
  readonly aliases: number
}
const NOTHING: Walked = { cost: 0, depth: 0, aliases: 0 }
type Variables = Readonly<Record<string, unknown>>

function walkSelections(walk: Walk, set: SelectionSetNode, parent: GraphQLNamedType, variables: Variables): Walked {
  let total = NOTHING
  for (const selection of set.selections) {
    const found =
      selection.kind === Kind.FIELD
        ? walkField(walk, selection, parent, variables)
        : selection.kind === Kind.INLINE_FRAGMENT
          ? walkSelections(
              walk,
              selection.selectionSet,
              typeOf(walk, selection.typeCondition?.name.value) ?? parent,
              variables,
            )
          : walkFragment(walk, selection.name.value, variables)
    total = {
      cost: total.cost + found.cost,
      depth: Math.max(total.depth, found.depth),
      aliases: total.aliases + found.aliases,
    }
  }
  return total
}

const typeOf = (walk: Walk, name: string | undefined): GraphQLNamedType | undefined =>
  name === undefined ? undefined : walk.schema.getType(name)

function walkFragment(walk: Walk, name: string, variables: Variables): Walked {
  const known = walk.seen.get(name)
  if (known) return known
  const fragment = walk.fragments.get(name)
  const type = typeOf(walk, fragment?.typeCondition.name.value)
  // The document is valid, so there is no cycle; NOTHING is what a cycle would meet.
  walk.seen.set(name, NOTHING)
  const walked = fragment && type ? walkSelections(walk, fragment.selectionSet, type, variables) : NOTHING
  walk.seen.set(name, walked)
  return walked
}

function walkField(walk: Walk, field: FieldNode, parent: GraphQLNamedType, variables: Variables): Walked {
  const aliases = field.alias ? 1 : 0
  const definition = isObjectType(parent) ? parent.getFields()[field.name.value] : undefined
  // Introspection: bounded by graphql-js's own rule, and the schema's size is known.
  if (!definition || !field.selectionSet) return { cost: 1, depth: depthOf(field), aliases }
  const below = walkSelections(walk, field.selectionSet, getNamedType(definition.type), variables)
  const size = definition.args.some((argument) => argument.name === 'first')
    ? firstOf(walk, field, variables)
    : isList(definition.type) && !field.name.value.startsWith('edges')
      ? ASSUMED_LIST_SIZE
      : 1
  return { cost: 1 + size * below.cost, depth: 1 + below.depth, aliases: aliases + below.aliases }
}

const isList = (type: GraphQLOutputType): boolean =>
  isListType(type) || (isNonNullType(type) && isListType(type.ofType))

/** Depth of a part that is not measured by type: nested braces. */
function depthOf(field: FieldNode): number {
  let deepest = 0
  for (const selection of field.selectionSet?.selections ?? [])
    if (selection.kind === Kind.FIELD) deepest = Math.max(deepest, depthOf(selection))
  return 1 + deepest
}

/** Unknown counts as the most a list gives. What is over it is refused by the list itself. */
function firstOf(walk: Walk, field: FieldNode, variables: Variables): number {
  const value = field.arguments?.find((argument) => argument.name.value === 'first')?.value
  if (!value) return ASSUMED_LIST_SIZE * 2 // the default of 20
  if (value.kind === Kind.INT) return Number(value.value)
  if (value.kind !== Kind.VARIABLE) return MAX_FIRST
  walk.usesVariables = true
  const given = variables[value.name.value]
  if (typeof given === 'number') return given
  const fallback = walk.operation.variableDefinitions?.find((d) => d.variable.name.value === value.name.value)
  return fallback?.defaultValue?.kind === Kind.INT ? Number(fallback.defaultValue.value) : MAX_FIRST
}
