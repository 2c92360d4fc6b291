import { authorize, type Actor } from '../access/index.ts'
import { canonicalJson } from '../core/canonical-json.ts'
import { ZhengshuError } from '../core/errors.ts'
import { sha256 } from '../core/hash.ts'
import type { Listing } from '../core/listing.ts'
import type { CatalogContext } from './catalog-deps.ts'
import type { Resource, ResourceSearch } from './catalog.ts'
import { readHistory, type ResourceDocument } from './resource-records.ts'
import type { Shown } from './search-index.ts'

const MOST_PER_PAGE = 100
const LONGEST_TEXT = 200

/**
 * Entries by words, best first, or in order of code. Everybody sees what is published; what is being worked on is seen
 * by its agency and by those who review and audit. Without a state an entry is shown as it is in force, if it is.
 */
export async function findResources(
  context: CatalogContext,
  actor: Actor,
  query: ResourceSearch,
): Promise<Listing<Resource>> {
  authorize(actor, 'findResources')
  checkQuery(query)
  const cursors = cursorsFor(actor, query)
  const isMatch = (resource: Resource): boolean =>
    (query.provider === undefined || resource.metadata.provider === query.provider) &&
    (query.sharingType === undefined || resource.metadata.sharingType === query.sharingType)
  const shownOf = (document: ResourceDocument): { resource: Resource; shown: Shown } | undefined => {
    const found = choose(actor, document, query)
    return found && isMatch(found.resource) ? found : undefined
  }
  const text = query.text?.trim() ?? ''
  const after = query.after === undefined ? undefined : cursors.read(query.after)
  const matches = text === '' ? listed(context, after, shownOf) : searched(context, text, after, shownOf)

  const page: { resource: Resource; position: string }[] = []
  for (const match of matches) {
    // One more than asked tells that there is a next page.
    page.push(match)
    if (page.length > query.first) break
  }
  const items = page.slice(0, query.first).map(({ resource }) => resource)
  return page.length > query.first ? { items, next: cursors.write(page[query.first - 1]!.position) } : { items }
}

type ShownOf = (document: ResourceDocument) => { resource: Resource; shown: Shown } | undefined
type Matches = Iterable<{ resource: Resource; position: string }>

/** In order of code; the position is the code, so an entry that stays appears exactly once. */
function* listed(context: CatalogContext, after: string | undefined, shownOf: ShownOf): Matches {
  const all = context.resources.inOrder()
  for (let i = firstAfter(all, after); i < all.length; i++) {
    const { document } = all[i]!
    const found = shownOf(document)
    if (found) yield { resource: found.resource, position: document.id }
  }
}

/** By rank; the position is the number of hits before. */
function* searched(context: CatalogContext, text: string, after: string | undefined, shownOf: ShownOf): Matches {
  const hits = context.resources.searchIndex.search(text)
  for (let i = after === undefined ? 0 : Number(after); i < hits.length; i++) {
    const { code, shown } = hits[i]!
    const found = shownOf(context.resources.get(code)!.document)
    if (found?.shown === shown) yield { resource: found.resource, position: String(i + 1) }
  }
}

function firstAfter(all: readonly { readonly document: ResourceDocument }[], code: string | undefined): number {
  if (code === undefined) return 0
  let low = 0
  let high = all.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (all[middle]!.document.id <= code) low = middle + 1
    else high = middle
  }
  return low
}

function choose(
  actor: Actor,
  document: ResourceDocument,
  query: ResourceSearch,
): { resource: Resource; shown: Shown } | undefined {
  const { published, current } = document
  const inForce = published && ({ resource: published, shown: 'published' } as const)
  if (query.state === 'PUBLISHED') return inForce
  const isSame = published?.revision === current.revision
  const newest = isSame || !seesWork(actor, current) ? undefined : ({ resource: current, shown: 'current' } as const)
  if (query.state === undefined) return inForce ?? newest
  return newest?.resource.state === query.state ? newest : undefined
}

const seesWork = (actor: Actor, resource: Resource): boolean =>
  actor.agency === resource.metadata.provider || ['REVIEWER', 'AUDITOR', 'ADMINISTRATOR'].includes(actor.role)

/** Every revision, the oldest first; who does not see work sees what was once in force or withdrawn. */
export async function resourceHistory(
  context: CatalogContext,
  actor: Actor,
  code: string,
): Promise<readonly Resource[]> {
  authorize(actor, 'findResources')
  const known = context.resources.get(code)
  const all = known ? await readHistory(context.store, code) : []
  const visible = all.filter(
    (resource) => seesWork(actor, resource) || resource.state === 'PUBLISHED' || resource.state === 'WITHDRAWN',
  )
  if (visible.length === 0) throw new ZhengshuError('NOT_FOUND', { what: 'This resource', whatZh: '该信息资源' })
  return visible
}

function checkQuery(query: ResourceSearch): void {
  if (!Number.isSafeInteger(query.first) || query.first < 1 || query.first > MOST_PER_PAGE)
    throw new ZhengshuError('INVALID_INPUT', {
      field: 'first',
      reason: `use 1 to ${MOST_PER_PAGE}`,
      reasonZh: `应为 1 至 ${MOST_PER_PAGE}`,
    })
  if ((query.text?.length ?? 0) > LONGEST_TEXT)
    throw new ZhengshuError('INVALID_INPUT', {
      field: 'text',
      reason: `use at most ${LONGEST_TEXT} characters`,
      reasonZh: `不得超过 ${LONGEST_TEXT} 个字符`,
    })
}

/** A cursor holds a position only; it belongs to one reader and one query. */
function cursorsFor(actor: Actor, { text, provider, sharingType, state }: ResourceSearch) {
  const query = canonicalJson([actor.clientId, text?.trim() ?? '', provider ?? '', sharingType ?? '', state ?? ''])
  const digest = sha256(query).toString('base64url').slice(0, 16)
  const isText = (text?.trim() ?? '') !== ''
  return {
    write: (position: string): string => Buffer.from(`${digest} ${position}`).toString('base64url'),
    read(cursor: string): string {
      const [of, position] = Buffer.from(cursor, 'base64url').toString().split(' ')
      if (of !== digest || position === undefined || !(isText ? /^\d{1,6}$/ : /^[\d/]{1,50}$/).test(position))
        throw new ZhengshuError('INVALID_CURSOR')
      return position
    },
  }
}
