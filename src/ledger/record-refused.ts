import { ACTOR_RULES, type Actor } from '../access/index.ts'
import { instantNow, type Clock } from '../core/clock.ts'
import { isZhengshuError, type ZhengshuError } from '../core/errors.ts'
import type { Store } from '../store/index.ts'
import type { Ledger } from './ledger.ts'

interface RefusalDeps {
  readonly ledger: Pick<Ledger, 'prepare'>
  readonly store: Pick<Store, 'commit'>
  readonly clock: Clock
}

/**
 * The feature, with one thing added: a use case that is refused for the caller's role, or for want of a second person,
 * leaves an ACCESS_REFUSED entry before the refusal is told. Refusals by a rule about data name their resources and are
 * recorded where they are decided.
 */
export function recordingRefusals<F extends object>(feature: F, deps: RefusalDeps): F {
  return new Proxy(feature, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name)
      if (typeof member !== 'function') return member
      return (...args: readonly unknown[]): unknown => {
        const result: unknown = Reflect.apply(member, target, args)
        const [actor, input] = args
        if (!(result instanceof Promise) || !isActor(actor)) return result
        return result.catch(async (error: unknown) => {
          const rule = ruleOf(error)
          if (rule) await recordRefused(deps, actor, requestIdOf(input), rule, error as ZhengshuError)
          throw error
        })
      }
    },
  })
}

type Rule = keyof typeof ACTOR_RULES
const RULES = Object.keys(ACTOR_RULES) as Rule[]

const ruleOf = (error: unknown): Rule | undefined =>
  RULES.find((rule) => isZhengshuError(error, ACTOR_RULES[rule].code))

const isActor = (value: unknown): value is Actor =>
  typeof value === 'object' && value !== null && 'clientId' in value && 'role' in value

const requestIdOf = (input: unknown): string | undefined =>
  typeof input === 'object' && input !== null && 'requestId' in input ? String(input.requestId) : undefined

async function recordRefused(
  { ledger, store, clock }: RefusalDeps,
  { clientId, agency }: Actor,
  requestId: string | undefined,
  rule: Rule,
  { params }: ZhengshuError,
): Promise<void> {
  const { writes } = ledger.prepare([
    {
      kind: 'ACCESS_REFUSED',
      at: instantNow(clock),
      actor: { clientId, agency },
      ...(requestId === undefined ? {} : { requestId }),
      data: { rule, operation: String(params['operation']) },
    },
  ])
  await store.commit(writes)
}
