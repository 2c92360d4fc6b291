import type { Catalog } from '../catalog/index.ts'
import type { Clock } from '../core/clock.ts'
import type { Ids } from '../core/ids.ts'
import type { Ledger } from '../ledger/index.ts'
import type { Log } from '../core/log.ts'
import type { Store } from '../store/index.ts'
import type { GrantsInMemory } from './grants-in-memory.ts'
import type { WorkingDays } from './working-days.ts'

export interface SharingDeps {
  readonly store: Store
  readonly ledger: Ledger
  readonly catalog: Catalog
  readonly workingDays: WorkingDays
  /** 32 bytes that key the digests of case numbers and parties. */
  readonly caseSecret: Uint8Array
  readonly clock: Clock
  readonly ids: Ids
  readonly log: Log
}

export type SharingContext = SharingDeps & { readonly grants: GrantsInMemory }
