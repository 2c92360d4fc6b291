import type { Log } from '../core/log.ts'
import type { Store, Stored } from '../store/index.ts'
import type { Resource, ResourceBinding } from './catalog.ts'
import { bindingKey } from './resource.ts'
import { readChangedSince, readEpoch, type ResourceDocument } from './resource-records.ts'
import { createSearchIndex, type SearchIndex } from './search-index.ts'

/** Well below the 2 s within which a change must be seen everywhere. */
const POLL_EVERY_MS = 500

/** Every catalog entry, in memory in every process. */
export interface ResourcesInMemory {
  get(code: string): Stored<ResourceDocument> | undefined
  published(code: string): Resource | undefined
  publishedFor(binding: ResourceBinding): Resource | undefined
  /** All entries in order of code. */
  inOrder(): readonly Stored<ResourceDocument>[]
  readonly searchIndex: SearchIndex
  /** The epoch up to which changes are here. */
  epoch(): number
  /** Takes over every change committed before the call. */
  refresh(): Promise<void>
  start(): void
  stop(): Promise<void>
}

export function createResourcesInMemory(deps: {
  readonly store: Store
  readonly log: Log
  readonly providerName: (creditCode: string) => string
}): ResourcesInMemory {
  const { store, log } = deps
  const byCode = new Map<string, Stored<ResourceDocument>>()
  const byBinding = new Map<string, Resource>()
  const searchIndex = createSearchIndex(deps.providerName)
  let ordered: readonly Stored<ResourceDocument>[] | undefined
  let epoch = 0
  let counter: string | undefined
  let timer: NodeJS.Timeout | undefined
  let running: Promise<void> = Promise.resolve()
  let looking: Promise<void> = Promise.resolve()

  const put = (stored: Stored<ResourceDocument>) => {
    const { document } = stored
    const before = byCode.get(document.id)?.document.published
    if (before && byBinding.get(bindingKey(before.metadata.binding))?.metadata.code === document.id)
      byBinding.delete(bindingKey(before.metadata.binding))
    if (document.published && document.published.metadata.binding.kind !== 'NONE')
      byBinding.set(bindingKey(document.published.metadata.binding), document.published)
    byCode.set(document.id, stored)
    searchIndex.put(document)
    ordered = undefined
  }

  const takeOver = async () => {
    // The epoch is read before the entries: what is committed in between comes again at the next look.
    const next = await readEpoch(store)
    if (next === epoch) return
    for (const stored of await readChangedSince(store, epoch)) put(stored)
    epoch = next
  }
  // One look at a time, so that an older answer never overwrites a newer one.
  const refresh = (): Promise<void> => {
    const turn = running.then(takeOver)
    running = turn.catch(() => undefined) // who called refresh gets the error; the next look starts anew
    return turn
  }

  const poll = () => {
    looking = lookForChanges().finally(() => {
      if (timer) timer = setTimeout(poll, POLL_EVERY_MS).unref()
    })
  }
  const lookForChanges = async () => {
    try {
      const next = await store.changeCounter()
      if (next === counter) return
      await refresh()
      counter = next
    } catch (error) {
      log.error('changes of the catalog could not be looked for', {}, error)
    }
  }

  return {
    get: (code) => byCode.get(code),
    published: (code) => byCode.get(code)?.document.published,
    publishedFor: (binding) => byBinding.get(bindingKey(binding)),
    inOrder: () => (ordered ??= [...byCode.values()].sort((a, b) => (a.document.id < b.document.id ? -1 : 1))),
    searchIndex,
    epoch: () => epoch,
    refresh,
    start() {
      timer ??= setTimeout(poll, POLL_EVERY_MS).unref()
    },
    async stop() {
      clearTimeout(timer)
      timer = undefined
      await looking
    },
  }
}
