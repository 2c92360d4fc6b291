import type { SealSecrets } from '../seal-documents.ts'
import type { Collection, Document } from '../store.ts'
import type { CommitOutcome } from './commit-group.ts'
import type { PackedCommits } from './pack-writes.ts'

/** What the commit thread is told when it starts. */
export interface CommitThreadData extends SealedCollections {
  readonly file: string
  readonly lockWaitMs: number
  /** Shared; 1 while this process waits for the write lock, so that a load stands back. */
  readonly mainWaits: Int32Array
}

/** From which the thread makes tables and seals for itself; the numbers of tables in a message follow their order. */
export interface SealedCollections {
  readonly collections: readonly Collection<Document>[]
  readonly secrets: SealSecrets
}

export type CommitRequest = PackedCommits | 'close'

/** The outcomes of the next commits, in the order in which they were asked; what is not named was done. */
export interface CommitAnswer {
  readonly count: number
  readonly others: readonly { readonly at: number; readonly outcome: CommitOutcome }[]
}
