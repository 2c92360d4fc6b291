import type { Clock } from '../core/clock.ts'
import type { Ids } from '../core/ids.ts'
import type { Log } from '../core/log.ts'
import type { Ledger } from '../ledger/index.ts'
import type { Store } from '../store/index.ts'
import type { CatalogFiles } from './catalog-files.ts'
import type { FileIndex } from './index-files.ts'
import type { ResourcesInMemory } from './resources-in-memory.ts'

/** What the composition root hands to the catalog. */
export interface CatalogDeps {
  /** The catalog directory. */
  readonly directory: string
  readonly store: Store
  readonly ledger: Pick<Ledger, 'prepare'>
  readonly clock: Clock
  readonly ids: Ids
  readonly log: Log
  /** Production: invented agencies and divisions are refused at start. */
  readonly refuseSynthetic?: boolean
}

/** What the use cases of this feature work on. */
export interface CatalogContext extends CatalogDeps {
  readonly files: CatalogFiles
  readonly index: FileIndex
  readonly resources: ResourcesInMemory
}
