import { today } from '../core/clock.ts'
import { accessRequest, findGrants, findRequests, ownUse } from './find-grants.ts'
import { answerRequest, approveRequest } from './answer-request.ts'
import { createCaseBinder } from './bind-case.ts'
import { changeGrant } from './change-grant.ts'
import { createAccessCounter } from './count-access.ts'
import { decideAccess } from './decide-access.ts'
import { loadGrants } from './grants-in-memory.ts'
import { refusalEvents } from './record-refusals.ts'
import { requestAccess } from './request-access.ts'
import type { SharingContext, SharingDeps } from './sharing-deps.ts'
import type { Sharing } from './sharing.ts'

/** Who may use what: access requests, grants, decisions, quotas (design §7). */
export async function createSharing(deps: SharingDeps): Promise<Sharing> {
  const grants = await loadGrants(deps)
  const context: SharingContext = { ...deps, grants }
  const isNotShared = (resource: string) => deps.catalog.resource(resource)?.metadata.sharingType === 'NOT_SHARED'
  const providerOf = (resource: string) => deps.catalog.resource(resource)?.metadata.provider
  return {
    decideAccess(actor, purpose, needs) {
      grants.assertFresh()
      return decideAccess(
        { grantsFor: grants.for, isNotShared, providerOf, today: today(deps.clock) },
        actor,
        purpose,
        needs,
      )
    },
    accessWrites: createAccessCounter(context),
    ...createCaseBinder(deps),
    refusalEvents: (actor, purpose, refused, subjects, requestId) =>
      refusalEvents(deps, actor, purpose, refused, subjects, requestId),
    async recordRefusals(actor, purpose, refused, subjects, requestId) {
      const events = refusalEvents(deps, actor, purpose, refused, subjects, requestId)
      if (events.length > 0) await deps.store.commit(deps.ledger.prepare(events).writes)
    },
    requestAccess: (actor, input) => requestAccess(context, actor, input),
    approveRequest: (actor, input) => approveRequest(context, actor, input),
    answerRequest: (actor, input) => answerRequest(context, actor, input),
    changeGrant: (actor, input) => changeGrant(context, actor, input),
    accessRequest: (actor, id) => accessRequest(context, actor, id),
    findRequests: (actor, query) => findRequests(context, actor, query),
    findGrants: (actor, query) => findGrants(context, actor, query),
    ownUse: (actor) => ownUse(context, actor),
    confirmGrants: () => grants.confirm(),
    start: () => grants.start(),
    stop: () => grants.stop(),
  }
}
