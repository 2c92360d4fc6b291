import { ZhengshuError } from '../core/errors.ts'
import type { Listing } from '../core/listing.ts'

export const MAX_FIRST = 100
const DEFAULT_FIRST = 20

interface PageArguments {
  readonly first?: number | null | undefined
  readonly after?: string | null | undefined
}

interface Connection<T> {
  readonly edges: readonly { readonly cursor: string | null; readonly node: T }[]
  readonly pageInfo: {
    readonly hasNextPage: boolean
    readonly hasPreviousPage: boolean
    readonly startCursor: string | null
    readonly endCursor: string | null
  }
}

/** Checks the page arguments of a list; throws INVALID_INPUT naming `first`. */
export function toPage({ first, after }: PageArguments, max = MAX_FIRST): { first: number; after?: string } {
  const size = first ?? DEFAULT_FIRST
  if (size < 1 || size > max)
    throw new ZhengshuError('INVALID_INPUT', {
      field: 'first',
      reason: `use 1 to ${max}`,
      reasonZh: `应为 1 至 ${max}`,
    })
  return { first: size, ...(after === null || after === undefined ? {} : { after }) }
}

/** A feature's page as a Relay connection; only its last entry has a cursor, because features give out one a page. */
export function toConnection<T>({ items, next }: Listing<T>): Connection<T> {
  const last = items.length - 1
  return {
    edges: items.map((node, i) => ({ cursor: i === last ? (next ?? null) : null, node })),
    pageInfo: {
      hasNextPage: next !== undefined,
      hasPreviousPage: false,
      startCursor: last === 0 ? (next ?? null) : null,
      endCursor: next ?? null,
    },
  }
}

/** A page of a list that is in memory, in order of a key that never changes. */
export function connectionOf<T>(all: readonly T[], keyOf: (item: T) => string, page: PageArguments): Connection<T> {
  const { first, after } = toPage(page)
  const sorted = [...all].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))
  const from = after === undefined ? 0 : positionAfter(sorted.map(keyOf), after)
  const items = sorted.slice(from, from + first)
  const edges = items.map((node) => ({ cursor: encodeCursor(keyOf(node)), node }))
  return {
    edges,
    pageInfo: {
      hasNextPage: from + items.length < sorted.length,
      hasPreviousPage: false,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  }
}

const encodeCursor = (key: string): string => Buffer.from(key).toString('base64url')

function positionAfter(keys: readonly string[], cursor: string): number {
  const position = keys.findIndex((key) => encodeCursor(key) === cursor)
  if (position < 0) throw new ZhengshuError('INVALID_CURSOR')
  return position + 1
}
