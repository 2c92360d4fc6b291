import type { BulkLoadResult } from '../store.ts'
import type { RowBatch } from './row-batch.ts'

/** What the side thread is told when it starts. */
export interface SideThreadData {
  readonly file: string
  readonly lockWaitMs: number
  /** Shared; 1 while the main thread waits for the write lock, so that a load stands back. */
  readonly mainWaits: Int32Array
}

export type SideRequest =
  | { readonly id: number; readonly kind: 'load'; readonly batch: RowBatch }
  | { readonly id: number; readonly kind: 'checkpoint' }
  | { readonly id: number; readonly kind: 'close' }

export type SideAnswer =
  | { readonly id: number; readonly kind: 'done'; readonly result: BulkLoadResult | undefined }
  | {
      readonly id: number
      readonly kind: 'conflict'
      readonly reason: 'exists' | 'version' | 'missing' | 'bound'
      readonly collection: string
      readonly row: string
      readonly index: string | undefined
    }
  | {
      readonly id: number
      readonly kind: 'failed'
      readonly message: string
      /** Of SQLite. */
      readonly errcode: number | undefined
      /** An I/O error at COMMIT. */
      readonly isFatal: boolean
    }

export type SealRequest =
  | { readonly id: number; readonly kind: 'seal'; readonly batch: RowBatch }
  | { readonly id: number; readonly kind: 'close' }

export type SealAnswer =
  | { readonly id: number; readonly kind: 'sealed'; readonly batch: RowBatch }
  | { readonly id: number; readonly kind: 'failed'; readonly message: string }
  | { readonly id: number; readonly kind: 'closed' }
