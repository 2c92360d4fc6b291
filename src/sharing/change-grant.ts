import { authorize, type Actor, type Operation } from '../access/index.ts'
import { instantNow, toInstant, type Instant } from '../core/clock.ts'
import { ZhengshuError } from '../core/errors.ts'
import { checkText, LONGEST_REASON } from '../core/texts.ts'
import { CommitConflict, findRequest, replace, saveRequest } from '../store/index.ts'
import { raiseEpoch } from './answer-request.ts'
import { CONFIRM_WITHIN_MS } from './grants-in-memory.ts'
import { refuseForeign } from './refuse-foreign.ts'
import { collections, readGrant } from './sharing-records.ts'
import type { SharingContext } from './sharing-deps.ts'
import type { Grant, GrantState } from './sharing.ts'

type GrantChange = 'SUSPEND' | 'RESUME' | 'REVOKE'

/** Revoked never returns; who wants the data again asks again. */
const CHANGES: Record<GrantChange, { from: readonly GrantState[]; to: GrantState; operation: Operation }> = {
  SUSPEND: { from: ['ACTIVE'], to: 'SUSPENDED', operation: 'suspendGrant' },
  RESUME: { from: ['SUSPENDED'], to: 'ACTIVE', operation: 'resumeGrant' },
  REVOKE: { from: ['ACTIVE', 'SUSPENDED'], to: 'REVOKED', operation: 'revokeGrant' },
}

/**
 * The provider's head or the sharing authority suspends, resumes or revokes (Order 809 art. 27). The answer says from
 * when no process uses the grant as it was: each confirms the epoch within 2 s or refuses.
 */
export async function changeGrant(
  context: SharingContext,
  actor: Actor,
  input: { requestId: string; grantId: string; change: GrantChange; reason: string },
): Promise<{ grant: Grant; effectiveEverywhereAt: Instant }> {
  const { from, to, operation } = CHANGES[input.change]
  authorize(actor, operation)
  const scope = { clientId: actor.clientId, requestId: input.requestId, operation, body: input }
  const isReplay = (await findRequest(context.store, scope)) !== undefined
  const stored = await readGrant(context.store, input.grantId)
  if (!stored || (actor.role === 'HEAD' && actor.agency !== stored.document.provider))
    return refuseForeign(context, actor, { what: 'grant', id: input.grantId, operation, requestId: input.requestId })
  if (isReplay) return { grant: stored.document, effectiveEverywhereAt: everywhereFrom(context) }
  checkText('reason', input.reason, LONGEST_REASON)
  if (!from.includes(stored.document.state))
    throw new ZhengshuError('INVALID_TRANSITION', {
      what: `grant ${input.grantId}`,
      whatZh: `授权 ${input.grantId}`,
      state: stored.document.state,
      operation,
    })

  const at = instantNow(context.clock)
  const grant: Grant = { ...stored.document, state: to, version: stored.version + 1, reason: input.reason }
  const { writes } = context.ledger.prepare([
    {
      kind: 'GRANT_CHANGED',
      at,
      actor: { clientId: actor.clientId, agency: actor.agency },
      resources: [grant.resource],
      requestId: input.requestId,
      data: { grantId: grant.id, version: grant.version, state: to },
    },
  ])
  try {
    await context.store.commit([
      replace(collections.grants, grant, stored.version),
      await raiseEpoch(context.store),
      saveRequest(context.store, scope, grant.id, at),
      ...writes,
    ])
  } catch (error) {
    // The same request came twice at once, and the other one did it.
    if (error instanceof CommitConflict && (await findRequest(context.store, scope)) !== undefined)
      return {
        grant: (await readGrant(context.store, grant.id))!.document,
        effectiveEverywhereAt: everywhereFrom(context),
      }
    if (error instanceof CommitConflict)
      throw new ZhengshuError('CONFLICT', { what: `grant ${grant.id}`, whatZh: `授权 ${grant.id}` }, { cause: error })
    throw error
  }
  context.grants.put(grant)
  return { grant, effectiveEverywhereAt: everywhereFrom(context) }
}

/** Counted from after the commit: until then another process could still confirm the grant as it was. */
const everywhereFrom = (context: SharingContext): Instant => toInstant(context.clock.now() + CONFIRM_WITHIN_MS)
