import type { Actor, AgencyRule, Operation } from '../access/index.ts'
import { instantNow } from '../core/clock.ts'
import { ZhengshuError } from '../core/errors.ts'
import { plainName } from '../core/texts.ts'
import type { SharingContext } from './sharing-deps.ts'
import { seesAll } from './show-request.ts'

const WHAT = {
  request: { en: 'access request', zh: '共享申请' },
  grant: { en: 'grant', zh: '授权' },
} as const

/**
 * Another agency's request or grant looks like none. Both are an entry before they are told, and the same one: the caller
 * reads what the ledger holds about its own agency, and who tries ids that are not there is probing too. Who sees all is
 * just told that there is none.
 */
export async function refuseForeign(
  { ledger, store, clock }: Pick<SharingContext, 'ledger' | 'store' | 'clock'>,
  actor: Actor,
  tried: { what: keyof typeof WHAT; id: string; operation: Operation; requestId?: string },
): Promise<never> {
  const id = plainName(tried.id)
  if (!seesAll(actor)) {
    const rule: AgencyRule = 'not-a-party'
    const { writes } = ledger.prepare([
      {
        kind: 'ACCESS_REFUSED',
        at: instantNow(clock),
        actor: { clientId: actor.clientId, agency: actor.agency },
        ...(tried.requestId === undefined ? {} : { requestId: tried.requestId }),
        data: { rule, operation: tried.operation, id },
      },
    ])
    await store.commit(writes)
  }
  const { en, zh } = WHAT[tried.what]
  throw new ZhengshuError('NOT_FOUND', { what: `${en} ${id}`, whatZh: `${zh} ${id}` })
}
