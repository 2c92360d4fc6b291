import type { Instant } from '../core/clock.ts'
import type { ErrorCode, ErrorParams } from '../core/errors.ts'
import type { LastRows, RowChunk } from './chunk-rows.ts'
import type { RowJob } from './row-job.ts'

/** `take` and `end` are answered. */
export type RowRequest = { readonly file: number } & (
  | { readonly kind: 'open'; readonly job: RowJob }
  | { readonly kind: 'take'; readonly bytes: Uint8Array; readonly now: Instant }
  | { readonly kind: 'end'; readonly now: Instant }
  | { readonly kind: 'close' }
)

/** In the order of what was asked of a file. */
export type RowAnswer = { readonly file: number } & (
  | { readonly kind: 'done'; readonly result: readonly RowChunk[] | LastRows }
  | { readonly kind: 'refused'; readonly code: ErrorCode; readonly params: ErrorParams }
  | { readonly kind: 'failed'; readonly message: string }
)
