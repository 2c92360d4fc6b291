import type { KeyObject } from 'node:crypto'

/*
 * Between the event loop and the signing thread. A message for many jobs in flat lists: posting as many small objects,
 * or keys anew, would cost more than it saves.
 */

export interface SignRequest {
  /** Everything told before is out of date; the numbers of keys begin again. */
  readonly forgetsKeys: boolean
  /** They get the next numbers. A key has one algorithm, so none is named. */
  readonly newKeys: readonly KeyObject[]
  /** A job: the number of its key, the length of its data, the length of the signature to be checked or SIGN. */
  readonly numbers: Int32Array
  /** Data and signature of each job, one behind the other. */
  readonly bytes: Uint8Array
}

/** In place of a signature's length: one is to be made. */
export const SIGN = -1

/** For the jobs of one request, in their order. */
export interface SignAnswer {
  /** A job: the length of the signature made; RIGHT or WRONG for one that was checked; or FAILED. */
  readonly numbers: Int32Array
  /** The signatures made, one behind the other. */
  readonly bytes: Uint8Array
  /** Why jobs failed, in their order. */
  readonly failures: readonly string[]
}

export const WRONG = 0
export const RIGHT = 1
export const FAILED = -1
