import { ZhengshuError } from '../core/errors.ts'
import { isScalar, isStorableString } from './documents.ts'
import type { Plan } from './engine.ts'
import { compareKeys, encodeKey, endOfType, prefixSuccessor, startOfType } from './index-keys.ts'
import { ID_INDEX, type Table } from './table.ts'
import type { Query, Scalar } from './store.ts'

const MAX_IN = 1_000
const MAX_LIMIT = 1_000

/** How values of one collection become keys; a personal value has several while its key is being rotated. */
export interface KeyEncoder {
  isPersonal(field: string): boolean
  /** Every key under which the value may be held; empty when no document can hold it. */
  candidates(field: string, value: Scalar): readonly string[]
}

export const plainKeys: KeyEncoder = {
  isPersonal: () => false,
  candidates: (_field, value) => {
    const key = encodeKey(value)
    return key === undefined ? [] : [key]
  },
}

type Conditions = Omit<Query, 'limit' | 'after' | 'reader'>

/** Checks a query against the declared indexes; 'nothing' when no document can match. */
export function planQuery(table: Table, query: Conditions, encoder: KeyEncoder): Plan | 'nothing' {
  const index = query.index === ID_INDEX.name ? ID_INDEX : table.indexes.find(({ name }) => name === query.index)
  if (!index) throw unsupported(table, query, 'there is no such index')
  const refuse = (why: string) => unsupported(table, query, why)

  // 1. Equalities on the leading fields.
  const equalities = Object.entries(query.equals ?? {})
  const equals: (readonly string[])[] = []
  for (const field of index.fields.slice(0, equalities.length)) {
    const value = query.equals![field]
    if (!isScalar(value)) throw refuse('equalities must be scalars on the leading fields of the index')
    equals.push(candidates(encoder, field, value))
  }
  if (equals.length !== equalities.length) throw refuse('there are more equalities than fields')

  // 2. At most one `in`, on the next field.
  let anyOf: readonly string[] | undefined
  let next = equals.length
  if (query.in) {
    if (query.in.field !== index.fields[next]) throw refuse('`in` must be on the field after the equalities')
    if (query.in.values.length > MAX_IN) throw refuse(`\`in\` takes at most ${MAX_IN} values`)
    if (!query.in.values.every(isScalar)) throw refuse('`in` takes scalars')
    anyOf = query.in.values.flatMap((value) => candidates(encoder, index.fields[next]!, value))
    next++
  }

  // 3. One range or prefix, on the field after those.
  if (query.range && query.prefix) throw refuse('range and prefix exclude each other')
  const ordered = query.range ?? query.prefix
  if (ordered && ordered.field !== index.fields[next])
    throw refuse('a range or prefix must be on the field after the equalities and `in`')
  if (ordered && encoder.isPersonal(ordered.field)) throw refuse('a personal field has no ranges and no prefixes')
  const range = query.range ? rangeOf(query.range, refuse) : query.prefix ? prefixOf(query.prefix, refuse) : undefined
  if (range === 'nothing' || anyOf?.length === 0 || equals.some((keys) => keys.length === 0)) return 'nothing'

  return {
    table,
    index,
    ...splitCandidates(equals, anyOf, refuse),
    ...(range ? { range } : {}),
    descending: query.descending === true,
  }
}

/** A personal value under two keys turns its equality into an `in`; that is one place, and it must be the last one. */
function splitCandidates(
  equals: readonly (readonly string[])[],
  anyOf: readonly string[] | undefined,
  refuse: (why: string) => ZhengshuError,
): Pick<Plan, 'equals' | 'anyOf'> {
  const firstSeveral = equals.findIndex((keys) => keys.length > 1)
  const sorted = (keys: readonly string[]) => [...new Set(keys)].sort(compareKeys)
  if (firstSeveral === -1) return { equals: equals.map((keys) => keys[0]!), ...(anyOf ? { anyOf: sorted(anyOf) } : {}) }
  if (firstSeveral !== equals.length - 1 || anyOf)
    throw refuse('while index keys are rotated, a personal field must be the last equality')
  return { equals: equals.slice(0, -1).map((keys) => keys[0]!), anyOf: sorted(equals.at(-1)!) }
}

// Ids are compared as they are; they are strings in any case.
const candidates = (encoder: KeyEncoder, field: string, value: Scalar): readonly string[] =>
  field === 'id'
    ? typeof value === 'string' && isStorableString(value)
      ? [value]
      : []
    : encoder.candidates(field, value)

function rangeOf(
  { field, from, to }: NonNullable<Query['range']>,
  refuse: (why: string) => ZhengshuError,
): Plan['range'] | 'nothing' {
  const bounds = [from, to].filter((bound) => bound !== undefined)
  if (!bounds.every(isScalar)) throw refuse('the bounds of a range must be scalars')
  if (bounds.length === 0) throw refuse('a range needs a bound')
  if (new Set(bounds.map((bound) => typeof bound)).size > 1) throw refuse('the bounds of a range must have one type')
  const keyOf = (bound: Scalar): string => {
    const key = field === 'id' ? String(bound) : encodeKey(bound)
    if (key === undefined || !isStorableString(key)) throw refuse('a bound is not a storable value')
    return key
  }
  const fromKey = from === undefined ? undefined : keyOf(from)
  const toKey = to === undefined ? undefined : keyOf(to)
  if (field === 'id') return orNothing({ from: fromKey ?? '', ...(toKey === undefined ? {} : { to: toKey }) })
  return orNothing({ from: fromKey ?? startOfType(toKey!), to: toKey ?? endOfType(fromKey!) })
}

function prefixOf(
  { field, value }: NonNullable<Query['prefix']>,
  refuse: (why: string) => ZhengshuError,
): Plan['range'] | 'nothing' {
  if (typeof value !== 'string') throw refuse('a prefix is a string')
  if (!isStorableString(value)) return 'nothing'
  const from = field === 'id' ? value : `s${value}`
  // No successor only for an id of U+10FFFF alone, or the empty prefix: then everything above.
  const to = from === '' ? undefined : prefixSuccessor(from)
  return { from, ...(to === undefined ? {} : { to }) }
}

const orNothing = (range: NonNullable<Plan['range']>): Plan['range'] | 'nothing' =>
  range.to !== undefined && compareKeys(range.from, range.to) >= 0 ? 'nothing' : range

export function checkLimit(table: Table, query: Query): void {
  if (!Number.isInteger(query.limit) || query.limit < 1 || query.limit > MAX_LIMIT)
    throw unsupported(table, query, `the limit must be 1 to ${MAX_LIMIT}`)
}

const unsupported = (table: Table, query: Conditions, why: string) =>
  new ZhengshuError('QUERY_UNSUPPORTED', {
    reason: `${table.name}.${query.index}: ${why}`,
    reasonZh: `${table.name}.${query.index}:${why}`,
  })
