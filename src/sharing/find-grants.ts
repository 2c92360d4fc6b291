import { authorize, type Actor } from '../access/index.ts'
import { daysBetween, today, type LocalDate } from '../core/clock.ts'
import { ZhengshuError } from '../core/errors.ts'
import type { Listing } from '../core/listing.ts'
import type { Collection, Document, Page, Query } from '../store/index.ts'
import { refuseForeign } from './refuse-foreign.ts'
import { collections, quotaId, readRequest } from './sharing-records.ts'
import type { SharingContext } from './sharing-deps.ts'
import type { AccessRequest, Grant, OwnUse } from './sharing.ts'
import { maySee, seesAll, toAccessRequest } from './show-request.ts'

interface ListQuery {
  readonly first: number
  readonly after?: string
}

/** What `maySee` shows, a page at a time. */
export async function findGrants(context: SharingContext, actor: Actor, query: ListQuery): Promise<Listing<Grant>> {
  authorize(actor, 'findGrants')
  return list(context, collections.grants, actor, query, (grant) => grant)
}

export async function findRequests(
  context: SharingContext,
  actor: Actor,
  query: ListQuery,
): Promise<Listing<AccessRequest>> {
  authorize(actor, 'findGrants')
  return list(context, collections.requests, actor, query, toAccessRequest)
}

export async function accessRequest(context: SharingContext, actor: Actor, id: string): Promise<AccessRequest> {
  authorize(actor, 'findGrants')
  const stored = await readRequest(context.store, id)
  if (!stored || !maySee(actor, stored.document))
    return refuseForeign(context, actor, { what: 'request', id, operation: 'findGrants' })
  return toAccessRequest(stored.document)
}

/** What is left of the agency's quotas today, and how long its grants last. */
export async function ownUse(context: SharingContext, actor: Actor): Promise<readonly OwnUse[]> {
  authorize(actor, 'findGrants')
  const date = today(context.clock)
  const all: OwnUse[] = []
  let after: string | undefined
  do {
    const page = await context.store.find(collections.grants, {
      index: 'by_agency',
      equals: { agency: actor.agency },
      limit: 1000,
      ...(after === undefined ? {} : { after }),
    })
    all.push(...(await useOf(context, toListing(page).documents, date)))
    after = page.next
  } while (after !== undefined)
  return all
}

async function useOf(context: SharingContext, all: readonly Grant[], date: LocalDate): Promise<readonly OwnUse[]> {
  const grants = all.filter((grant) => grant.state !== 'REVOKED')
  const counters = await context.store.getMany(
    collections.quotas,
    grants.map((grant) => quotaId(grant.id, date)),
  )
  return grants.map((grant, i) => {
    const usedToday = counters[i]?.document.used ?? 0
    return {
      grant,
      usedToday,
      leftToday: Math.max(0, grant.quota - usedToday),
      daysToExpiry: daysBetween(date, grant.validTo),
    }
  })
}

async function list<D extends Document & Pick<Grant, 'agency' | 'provider'>, T>(
  context: SharingContext,
  collection: Collection<D>,
  actor: Actor,
  query: ListQuery,
  show: (document: D) => T,
): Promise<Listing<T>> {
  const find = (where: Pick<Query, 'index' | 'equals'>, limit: number, after?: string): Promise<Page<D>> =>
    context.store.find(collection, { ...where, limit, reader: actor.clientId, ...(after ? { after } : {}) })
  const { documents, next } = seesAll(actor)
    ? toListing(await find({ index: 'id' }, query.first, query.after))
    : await listBothSides(find, actor, query)
  return { items: documents.map(show), ...(next === undefined ? {} : { next }) }
}

interface DocumentPage<D> {
  readonly documents: readonly D[]
  readonly next?: string | undefined
}
const toListing = <D extends Document>(page: Page<D>): DocumentPage<D> => ({
  documents: page.items.map((item) => item.document),
  next: page.next,
})

/** First what the agency asked for, then what others ask of it: two indexes, so the cursor names the one it belongs to. */
async function listBothSides<D extends Document & Pick<Grant, 'agency'>>(
  find: (where: Pick<Query, 'index' | 'equals'>, limit: number, after?: string) => Promise<Page<D>>,
  { agency }: Actor,
  { first, after = 'own.' }: ListQuery,
): Promise<DocumentPage<D>> {
  const [, side, cursor] = /^(own|asked)\.(.*)$/.exec(after) ?? []
  if (side === undefined) throw new ZhengshuError('INVALID_CURSOR')
  const own = side === 'own' ? await find({ index: 'by_agency', equals: { agency } }, first, cursor) : undefined
  const { documents, next } = own ? toListing(own) : { documents: [] }
  if (next !== undefined) return { documents, next: `own.${next}` }
  const left = first - documents.length
  // A page that is full already still has to know whether there is more.
  const asked = await find({ index: 'by_provider', equals: { provider: agency } }, Math.max(left, 1), own ? '' : cursor)
  if (left === 0) return { documents, next: asked.items.length > 0 ? 'asked.' : undefined }
  // What an agency asks of itself is on the first side already.
  const others = toListing(asked).documents.filter((document) => document.agency !== agency)
  return { documents: [...documents, ...others], next: asked.next === undefined ? undefined : `asked.${asked.next}` }
}
