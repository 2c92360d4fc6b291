import { instantNow, type Clock, type Instant } from '../core/clock.ts'
import { isZhengshuError } from '../core/errors.ts'
import type { Log } from '../core/log.ts'
import type { Ledger } from '../ledger/index.ts'
import { CommitConflict, defineCollection, insert, type Collection, type Document, type Store } from '../store/index.ts'
import type { KeyDescription, Keyring } from './keyring.ts'
import { dataKeyId } from './rotate-data-key.ts'

/** A key whose creation stands in the ledger of this store. */
interface KeyRecord extends Document {
  readonly use: string
  readonly at: Instant
}

const keyRecords = defineCollection<KeyRecord>({ name: 'key_records', schema: 1, indexes: [] })
/** What the store must hold to know which keys the ledger has been told. */
export const keysCollections: readonly Collection<Document>[] = [keyRecords as unknown as Collection<Document>]

interface KeyRecordDeps {
  readonly keyring: Keyring
  readonly store: Store
  readonly ledger: Ledger
  readonly clock: Clock
  readonly log: Log
}

/**
 * Puts every key that the ledger does not know yet into it (KEY_CHANGED), and from then on each new one before its first
 * use. Keys are older than any store, so this runs at start, when there is a ledger. A ledger that takes no entries is
 * told at the next start: a restored copy may lack keys that are younger than it, and its gap is recorded from an open
 * store.
 */
export async function recordKeys(deps: KeyRecordDeps): Promise<void> {
  deps.keyring.onKeyUse((key) => recordKey(deps, key))
  try {
    for (const key of deps.keyring.list()) await recordKey(deps, key)
    await recordDataKey(deps)
  } catch (error) {
    if (!isZhengshuError(error, 'AUDIT_UNAVAILABLE')) throw error
    deps.log.warn('the ledger does not know every key yet; the next start tells it', { code: error.code })
  }
}

/** The first data key is as old as the directory; of each that follows the ledger tells. */
async function recordDataKey(deps: KeyRecordDeps): Promise<void> {
  const { keyring } = deps
  if (keyring.retiredSeals.length === 0) return
  const { isDevelopment } = keyring
  const keyId = dataKeyId(keyring.secret('seal'))
  await recordKey(deps, { keyId, use: 'data', algorithm: 'AES-256-GCM', isDevelopment }, 'ROTATED')
}

async function recordKey(
  { store, ledger, clock }: KeyRecordDeps,
  key: Pick<KeyDescription, 'keyId' | 'algorithm' | 'isDevelopment'> & { readonly use: KeyDescription['use'] | 'data' },
  change: 'CREATED' | 'ROTATED' = 'CREATED',
): Promise<void> {
  if (await store.get(keyRecords, key.keyId)) return
  const at = instantNow(clock)
  const { writes } = ledger.prepare([{ kind: 'KEY_CHANGED', at, data: { change, ...key } }])
  try {
    await store.commit([insert(keyRecords, { id: key.keyId, use: key.use, at }), ...writes])
  } catch (error) {
    // Another process recorded it at the same moment.
    if (error instanceof CommitConflict && error.collection === keyRecords.name) return
    throw error
  }
}
