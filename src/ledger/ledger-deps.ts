import type { Clock } from '../core/clock.ts'
import type { Ids } from '../core/ids.ts'
import type { Log } from '../core/log.ts'
import type { Signer } from '../signing/index.ts'
import type { Store } from '../store/index.ts'
import type { AuditEvent } from './audit-events.ts'
import type { PreparedAudit } from './ledger.ts'
import type { SequencerStep } from './publish-checkpoint.ts'
import type { TreeReader } from './tree-reader.ts'

/** What the composition root hands to the ledger. */
export interface LedgerDeps {
  readonly store: Store
  /** Ed25519, for checkpoints. */
  readonly signer: Signer
  /** Of that signer, raw 32 bytes. */
  readonly ledgerPublicKey: Uint8Array
  /** With certificates, for receipts. */
  readonly receiptSigner: () => Signer
  /** Names the log for ever. */
  readonly origin: string
  readonly secrets: { readonly case: Uint8Array }
  /** Beside the keys, outside the data. */
  readonly highWaterFile: string
  readonly clock: Clock
  readonly ids: Ids
  readonly log: Log
  /** What receipts promise. */
  readonly maxDelayMs: number
  /** Fault tests end a round at a step by throwing here. */
  readonly atStep?: (step: SequencerStep) => void | Promise<void>
}

/** What the ledger's own use cases work with. */
export interface LedgerTools {
  readonly store: Store
  readonly clock: Clock
  readonly ids: Ids
  readonly reader: TreeReader
  readonly prepare: (events: readonly AuditEvent[]) => PreparedAudit
}
