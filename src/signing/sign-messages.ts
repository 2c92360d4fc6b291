import type { KeyObject } from 'node:crypto'

/*
 * Between the event loop and the signing thread. One message for many jobs, in few flat parts: a message costs by what
 * it is made of, and as many small objects, or keys anew, would cost more than the signatures. Nothing is transferred:
 * up to some hundred kilobytes a copy costs less than to take a buffer from one thread and give it to the other.
 */

export type SignRequest = readonly [
  /** Of each job: the number of its key, the length of its data, the length of the signature to be checked or SIGN. */
  numbers: readonly number[],
  /** Data and signature of each job, one behind the other. */
  bytes: Uint8Array,
  /** Where there are new ones: they get the next numbers. A key has one algorithm, so none is named. */
  newKeys?: readonly KeyObject[],
  /** Everything told before is out of date; the numbers of keys begin again. */
  forgetsKeys?: boolean,
]

/** In place of a signature's length: one is to be made. */
export const SIGN = -1

/** For the jobs of one request, in their order. */
export type SignAnswer = readonly [
  /** Of each job: the length of the signature made; RIGHT or WRONG for one that was checked; or FAILED. */
  numbers: readonly number[],
  /** The signatures made, one behind the other, an octet a character: short texts cost least of all. */
  signatures: string,
  /** Why jobs failed, in their order. */
  failures?: readonly string[],
]

export const WRONG = 0
export const RIGHT = 1
export const FAILED = -1
