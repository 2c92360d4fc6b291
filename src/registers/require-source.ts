import type { Actor, AgencyRule } from '../access/index.ts'
import type { Register } from '../catalog/index.ts'
import { instantNow } from '../core/clock.ts'
import { ZhengshuError } from '../core/errors.ts'
import type { RegistersDeps } from './registers-deps.ts'

/**
 * Only the source agency speaks for its register. A refusal is a ledger entry like an access; then it is thrown, as
 * ACCESS_REFUSED with the rule `not-the-source`.
 */
export async function requireSource(
  deps: Pick<RegistersDeps, 'store' | 'ledger' | 'clock' | 'catalog'>,
  actor: Actor,
  register: Register,
  requestId: string | undefined,
): Promise<void> {
  if (deps.catalog.agencyByNumber(register.sourceAgency)?.creditCode === actor.agency) return
  const rule: AgencyRule = 'not-the-source'
  const resource = deps.catalog.resourceFor({ kind: 'REGISTER', register: register.slug })
  const { writes } = deps.ledger.prepare([
    {
      kind: 'ACCESS_REFUSED',
      at: instantNow(deps.clock),
      actor: { clientId: actor.clientId, agency: actor.agency },
      resources: resource ? [resource.metadata.code] : [],
      ...(requestId === undefined ? {} : { requestId }),
      data: { rule, register: register.slug },
    },
  ])
  await deps.store.commit(writes)
  throw new ZhengshuError('ACCESS_REFUSED', {
    rule,
    reason: `only a system of the source agency speaks for register ${register.slug}`,
    reasonZh: `仅数源部门的业务系统可操作基础库 ${register.slug}`,
  })
}
