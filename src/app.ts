import type { Catalog } from './catalog/index.ts'
import type { Config } from './config.ts'
import type { Clock } from './core/clock.ts'
import type { Ids } from './core/ids.ts'
import type { Log } from './core/log.ts'
import type { EvidenceFeature } from './evidence/index.ts'
import type { Identity } from './identity/index.ts'
import type { Keyring } from './keys/index.ts'
import type { Ledger } from './ledger/index.ts'
import type { Licences } from './licences/index.ts'
import type { Registers } from './registers/index.ts'
import type { Sharing } from './sharing/index.ts'

/** Whether the service may be given work, and if not, why. */
export interface Health {
  readonly isReady: boolean
  readonly checks: readonly { readonly name: string; readonly isOk: boolean; readonly reason?: string }[]
}

/** Every feature, built and wired. The edges (graphql, http, cli) hold nothing else. */
export interface App {
  readonly config: Config
  readonly catalog: Catalog
  readonly identity: Identity
  readonly sharing: Sharing
  readonly registers: Registers
  readonly licences: Licences
  readonly evidence: EvidenceFeature
  readonly ledger: Ledger
  readonly keyring: Keyring
  readonly log: Log
  readonly clock: Clock
  readonly ids: Ids
  /** Begins background work: sequencing, following grants. */
  start(): Promise<void>
  /** Ends it, sequences what is pending and closes the store. */
  stop(): Promise<void>
  health(): Promise<Health>
}
