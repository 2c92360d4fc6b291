import type { Clock } from '../core/clock.ts'
import type { Ids } from '../core/ids.ts'
import { canonicalJson } from '../core/canonical-json.ts'
import type { Keyring } from '../keys/index.ts'
import { signJws } from '../signing/index.ts'
import { CommitConflict, insert, replace, type Store } from '../store/index.ts'
import type { LicenceContent } from './licence.ts'
import { licenceStatuses, licenceStatusLists, type StatusListRecord } from './licence-records.ts'
import {
  ENTRIES_PER_LIST,
  packChanges,
  packStatuses,
  STATUS_BITS,
  STATUS_VALUES,
  type DatedState,
} from './status-bits.ts'

const STATUS_LIST_TYPE = 'statuslist+jwt'
const STATUS_LIST_SECONDS = 12 * 3600
const RENEW_AFTER_SECONDS = 6 * 3600
const BLOCK = 1024
const PAGE = 1000

export interface StatusLists {
  /** A free entry for each of `count` licences; never given twice, also not by another process. */
  allocate(count: number): Promise<readonly LicenceContent['status'][]>
  /** The signed list; undefined for an id that does not exist. */
  token(id: string): Promise<string | undefined>
}

interface StatusListDeps {
  readonly store: Store
  readonly keyring: Keyring
  readonly clock: Clock
  readonly ids: Ids
  readonly publicUrl: string
}

/**
 * Status lists (Token Status List). A process reserves blocks of entries in the store and gives them out in random
 * order, so that an index does not tell when its licence was issued; what a crash leaves of a block stays unused.
 */
export function createStatusLists(deps: StatusListDeps): StatusLists {
  const free: LicenceContent['status'][] = []
  let reserving: Promise<void> | undefined
  const signed = new Map<string, { readonly token: string; readonly changes: number; readonly signedAt: number }>()

  return {
    async allocate(count) {
      const given: LicenceContent['status'][] = []
      while (given.length < count) {
        given.push(...free.splice(0, count - given.length))
        if (given.length === count) break
        reserving ??= reserveBlock(deps)
          .then((block) => void free.push(...block))
          .finally(() => (reserving = undefined))
        await reserving
      }
      return given
    },

    async token(id) {
      const list = (await deps.store.get(licenceStatusLists, id))?.document
      if (!list) return undefined
      const now = Math.floor(deps.clock.now() / 1000)
      const known = signed.get(id)
      const age = known ? now - known.signedAt : 0
      // Younger than nothing after the clock was set back: no reader takes a list from the future.
      if (known?.changes === list.changes && age >= 0 && age < RENEW_AFTER_SECONDS) return known.token
      // The counter was read before the entries: a change in between only makes the next call sign again.
      const token = await signList(deps, list, now)
      signed.set(id, { token, changes: list.changes, signedAt: now })
      return token
    },
  }
}

async function reserveBlock(deps: StatusListDeps): Promise<LicenceContent['status'][]> {
  for (;;) {
    const page = await deps.store.find(licenceStatusLists, { index: 'by_number', descending: true, limit: 1 })
    const current = page.items[0]
    const isFull = current === undefined || current.document.next >= ENTRIES_PER_LIST
    const list: StatusListRecord = isFull
      ? newList((current?.document.number ?? 0) + 1)
      : { ...current.document, next: current.document.next + BLOCK }
    try {
      await deps.store.commit([
        isFull ? insert(licenceStatusLists, list) : replace(licenceStatusLists, list, current.version),
      ])
    } catch (error) {
      if (error instanceof CommitConflict) continue // another process took this block: take the next
      throw error
    }
    const first = list.next - BLOCK
    return shuffle(
      Array.from({ length: BLOCK }, (_, i) => ({ index: first + i, list: `/status/${list.id}` })),
      deps.ids,
    )
  }
}

const newList = (number: number): StatusListRecord => ({ id: String(number), number, next: BLOCK, changes: 0 })

/** Fisher-Yates; the slight bias of a 32-bit remainder does not matter for hiding an order. */
function shuffle<T>(items: T[], ids: Ids): T[] {
  const random = ids.random(items.length * 4)
  for (let i = items.length - 1; i > 0; i--) {
    const j = random.readUInt32BE(i * 4) % (i + 1)
    ;[items[i], items[j]] = [items[j]!, items[i]!]
  }
  return items
}

async function signList(deps: StatusListDeps, list: StatusListRecord, now: number): Promise<string> {
  const changes = await changesOf(deps.store, list.id)
  const values = new Map([...changes].map(([index, dated]) => [index, STATUS_VALUES[dated.at(-1)!.state]]))
  const payload = {
    sub: `${deps.publicUrl}/status/${list.id}`,
    iat: now,
    exp: now + STATUS_LIST_SECONDS,
    ttl: STATUS_LIST_SECONDS,
    status_list: { bits: STATUS_BITS, lst: packStatuses(values) },
    changes: packChanges(changes),
  }
  return signJws(deps.keyring.signerFor('status'), { typ: STATUS_LIST_TYPE }, Buffer.from(canonicalJson(payload)))
}

async function changesOf(store: Store, list: string): Promise<ReadonlyMap<number, readonly DatedState[]>> {
  const changes = new Map<number, readonly DatedState[]>()
  let after: string | undefined
  do {
    const page = await store.find(licenceStatuses, {
      index: 'by_entry',
      equals: { list: `/status/${list}` },
      limit: PAGE,
      ...(after === undefined ? {} : { after }),
    })
    for (const { document } of page.items) changes.set(document.index, document.changes)
    after = page.next
  } while (after !== undefined)
  return changes
}
