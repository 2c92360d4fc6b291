import type { Actor, AgencyRule } from '../access/index.ts'
import { instantNow } from '../core/clock.ts'
import { ZhengshuError } from '../core/errors.ts'
import type { LicencesContext } from './licences-deps.ts'

/** Rules of this feature; those of the grants belong to sharing. */
interface Refusal {
  readonly rule: AgencyRule
  readonly reason: string
  readonly reasonZh: string
  readonly licenceType: string
}

/** A refusal is a ledger entry like an access; then it is thrown. */
export async function refuse(
  context: Pick<LicencesContext, 'store' | 'ledger' | 'clock' | 'catalog'>,
  actor: Actor,
  requestId: string,
  refusal: Refusal,
): Promise<never> {
  await recordRefusal(context, actor, requestId, refusal.rule, [refusal.licenceType])
  throw new ZhengshuError('ACCESS_REFUSED', {
    rule: refusal.rule,
    reason: refusal.reason,
    reasonZh: refusal.reasonZh,
  })
}

export async function recordRefusal(
  context: Pick<LicencesContext, 'store' | 'ledger' | 'clock' | 'catalog'>,
  actor: Actor,
  requestId: string,
  rule: Refusal['rule'],
  licenceTypes: readonly string[],
): Promise<void> {
  const leaf = context.ledger.prepare([
    {
      kind: 'ACCESS_REFUSED',
      at: instantNow(context.clock),
      actor: { clientId: actor.clientId, agency: actor.agency },
      resources: licenceTypes.flatMap((licenceType) => resourceOf(context.catalog, licenceType) ?? []),
      requestId,
      data: { rule, licenceTypes },
    },
  ])
  await context.store.commit(leaf.writes)
}

/** The published resource that stands for a licence type, if there is one. */
export const resourceOf = (catalog: LicencesContext['catalog'], licenceType: string): string | undefined =>
  catalog.resourceFor({ kind: 'LICENCE_TYPE', licenceType })?.metadata.code
