import type { Catalog } from '../catalog/index.ts'
import type { Clock } from '../core/clock.ts'
import type { Ids } from '../core/ids.ts'
import type { Log } from '../core/log.ts'
import type { Keyring } from '../keys/index.ts'
import type { Ledger } from '../ledger/index.ts'
import type { KeptHeaders, Licences } from '../licences/index.ts'
import type { Registers } from '../registers/index.ts'
import type { Sharing } from '../sharing/index.ts'
import type { Store } from '../store/index.ts'

/** What the composition root hands to evidence, narrowed to what it may use. */
export interface EvidenceDeps {
  readonly store: Store
  readonly ledger: Ledger
  readonly catalog: Catalog
  readonly sharing: Sharing
  readonly registers: Registers
  readonly licences: Pick<Licences, 'findByHolders' | 'disclose' | 'statusList'>
  readonly keyring: Pick<Keyring, 'signerFor' | 'secret'>
  readonly clock: Clock
  readonly ids: Ids
  readonly log: Log
  /** Production: the invented numbers of the demonstration province are refused. */
  readonly refuseSynthetic?: boolean
}

/** What the use cases of this folder share. */
export type EvidenceContext = EvidenceDeps & { readonly headers: KeptHeaders }
