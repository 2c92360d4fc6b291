import { authorize, type Actor } from '../access/index.ts'
import { daysBetween, today } from '../core/clock.ts'
import { ZhengshuError } from '../core/errors.ts'
import type { Listing } from '../core/listing.ts'
import type { Collection, Document } from '../store/index.ts'
import { collections, quotaId, readRequest } from './sharing-records.ts'
import type { SharingContext } from './sharing-deps.ts'
import type { AccessRequest, Grant, OwnUse } from './sharing.ts'
import { maySee, toAccessRequest } from './show-request.ts'

interface ListQuery {
  readonly first: number
  readonly after?: string
}

/** The sharing authority and the auditor see all; an agency sees what it asked for, and its provider's head what it is asked. */
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
    throw new ZhengshuError('NOT_FOUND', { what: `access request ${id}`, whatZh: `授权申请 ${id}` })
  return toAccessRequest(stored.document)
}

/** What is left of the agency's quotas today, and how long its grants last. */
export async function ownUse(context: SharingContext, actor: Actor): Promise<readonly OwnUse[]> {
  authorize(actor, 'findGrants')
  const date = today(context.clock)
  const page = await context.store.find(collections.grants, {
    index: 'by_agency',
    equals: { agency: actor.agency },
    limit: 1000,
  })
  const grants = page.items.map((item) => item.document).filter((grant) => grant.state !== 'REVOKED')
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
  const where =
    actor.role === 'REVIEWER' || actor.role === 'AUDITOR' || actor.role === 'ADMINISTRATOR'
      ? { index: 'id' }
      : await sideOf(context, collection, actor)
  const page = await context.store.find(collection, {
    ...where,
    limit: query.first,
    reader: actor.clientId,
    ...(query.after ? { after: query.after } : {}),
  })
  return { items: page.items.map((item) => show(item.document)), ...(page.next ? { next: page.next } : {}) }
}

/** A head looks at what others ask of the agency when there is any, otherwise, like everyone else there, at its own. */
async function sideOf<D extends Document>(context: SharingContext, collection: Collection<D>, actor: Actor) {
  const asProvider = { index: 'by_provider', equals: { provider: actor.agency } }
  const isAsked =
    actor.role === 'HEAD' && (await context.store.find(collection, { ...asProvider, limit: 1 })).items.length > 0
  return isAsked ? asProvider : { index: 'by_agency', equals: { agency: actor.agency } }
}
