import type { Catalog } from '../catalog/index.ts'
import type { Clock } from '../core/clock.ts'
import type { Ids } from '../core/ids.ts'
import type { Keyring } from '../keys/index.ts'
import type { Log } from '../core/log.ts'
import type { Ledger } from '../ledger/index.ts'
import type { Sharing } from '../sharing/index.ts'
import type { Store } from '../store/index.ts'
import type { RecordSource } from './registers.ts'
import type { RowThread } from './row-thread.ts'

/** What the composition root hands to registers. */
export interface RegistersDeps {
  readonly store: Store
  readonly ledger: Ledger
  readonly catalog: Catalog
  readonly sharing: Sharing
  /** Its `index` secret keys the digests in record ids. */
  readonly keyring: Pick<Keyring, 'secret'>
  readonly clock: Clock
  readonly ids: Ids
  readonly log: Log
  /** Production: the invented numbers of the demonstration province are refused. */
  readonly refuseSynthetic?: boolean
}

export type RegistersContext = RegistersDeps & { readonly source: RecordSource }

/** What an import needs besides. */
export type ImportDeps = RegistersDeps & { readonly rowThread: RowThread }
