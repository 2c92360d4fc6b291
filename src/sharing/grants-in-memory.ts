import type { Clock } from '../core/clock.ts'
import { ZhengshuError } from '../core/errors.ts'
import type { Log } from '../core/log.ts'
import type { Store } from '../store/index.ts'
import { readAllGrants, readEpoch } from './sharing-records.ts'
import type { Grant } from './sharing.ts'

/** How long a process may go on without having seen that no other process changed a grant (design §4, "Hot data"). */
export const CONFIRM_WITHIN_MS = 2_000
const POLL_EVERY_MS = 400

/**
 * Every grant, in memory. Another process's change is seen by polling an epoch that is raised in the commit of each
 * change; a process that could not confirm the epoch for 2 s refuses instead of using what may be revoked.
 */
export interface GrantsInMemory {
  for(agency: string, resource: string): readonly Grant[]
  get(id: string): Grant | undefined
  /** Takes over a change made by this process, after its commit. */
  put(grant: Grant): void
  /** Throws GRANTS_STALE. */
  assertFresh(): void
  /** Looks whether another process changed something, and reloads if so. */
  confirm(): Promise<void>
  start(): void
  stop(): Promise<void>
}

export async function loadGrants(deps: { store: Store; clock: Clock; log: Log }): Promise<GrantsInMemory> {
  const { store, clock, log } = deps
  let byId = new Map<string, Grant>()
  let byUse = new Map<string, Grant[]>()
  let counter = ''
  let epoch = -1
  let confirmedAt = 0
  let timer: NodeJS.Timeout | undefined
  let running: Promise<void> = Promise.resolve()

  const useKey = (grant: Pick<Grant, 'agency' | 'resource'>) => `${grant.agency} ${grant.resource}`
  // Grants are never removed and their versions rise, so the newer one is right: a list that was read before a change
  // of this process must not bring back what that change ended.
  const rebuild = (read: readonly Grant[]) => {
    const next = new Map(byId)
    for (const grant of read) if (grant.version >= (next.get(grant.id)?.version ?? 0)) next.set(grant.id, grant)
    byId = next
    byUse = Map.groupBy(next.values(), useKey)
  }

  const confirm = async () => {
    // The time is taken before the look: what is seen was true at least until then.
    const lookedAt = clock.now()
    const nextCounter = await store.changeCounter()
    if (nextCounter !== counter || epoch < 0) {
      const nextEpoch = await readEpoch(store)
      // The epoch is read before the grants: a change in between is seen at the next look.
      if (nextEpoch !== epoch) rebuild(await readAllGrants(store))
      epoch = nextEpoch
      counter = nextCounter
    }
    confirmedAt = lookedAt
  }
  await confirm()

  const poll = () => {
    running = confirm()
      .catch((error: unknown) => log.error('grants could not be confirmed', {}, error))
      .finally(() => {
        if (timer) timer = setTimeout(poll, POLL_EVERY_MS).unref()
      })
  }

  return {
    for: (agency, resource) => byUse.get(`${agency} ${resource}`) ?? [],
    get: (id) => byId.get(id),
    put(grant) {
      byId.set(grant.id, grant)
      const others = (byUse.get(useKey(grant)) ?? []).filter((other) => other.id !== grant.id)
      byUse.set(useKey(grant), [...others, grant])
    },
    assertFresh() {
      const age = clock.now() - confirmedAt
      // Below zero the clock was set back since: how old the look is cannot be told.
      if (age < 0 || age > CONFIRM_WITHIN_MS) throw new ZhengshuError('GRANTS_STALE')
    },
    confirm,
    start() {
      timer ??= setTimeout(poll, POLL_EVERY_MS).unref()
    },
    async stop() {
      clearTimeout(timer)
      timer = undefined
      await running
    },
  }
}
