import type { Actor, Purpose } from '../access/index.ts'
import { instantNow } from '../core/clock.ts'
import type { AuditEvent } from '../ledger/index.ts'
import type { SharingContext } from './sharing-deps.ts'
import type { AccessDecision } from './sharing.ts'

/** One event per rule that refused, with the resources it refused. */
export function refusalEvents(
  context: Pick<SharingContext, 'clock'>,
  actor: Actor,
  purpose: Purpose,
  decisions: readonly AccessDecision[],
  subjects: readonly string[],
  requestId?: string,
): readonly AuditEvent[] {
  const refused = decisions.filter((decision) => !decision.permitted)
  return [...Map.groupBy(refused, (decision) => decision.rule)].map(([rule, group]) => ({
    kind: 'ACCESS_REFUSED' as const,
    at: instantNow(context.clock),
    actor: { clientId: actor.clientId, agency: actor.agency },
    resources: [...new Set(group.map((decision) => decision.need.resource))],
    subjects,
    ...(requestId === undefined ? {} : { requestId }),
    caseNumber: purpose.caseNumber,
    data: {
      rule,
      serviceItems: [...purpose.serviceItems],
      fields: [...new Set(group.flatMap((decision) => decision.need.fields))],
      grants: [...new Set(group.flatMap((decision) => decision.grantId ?? []))],
    },
  }))
}
