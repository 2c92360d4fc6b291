import type { KeyObject } from 'node:crypto'
import { signBytes, verifyBytesOnThread } from './algorithms.ts'
import type { AlgorithmName } from './signer.ts'

/**
 * Where signatures are made and checked, off the event loop.
 *
 * `sign` MUST sign exactly the bytes given and rejects when the key cannot be used. `verify` MUST answer false, and not
 * reject, for whatever is no signature of that key and algorithm over those bytes. Neither falls back to another key or
 * algorithm. The caller MUST NOT change the bytes before it has the answer.
 */
export interface SignatureWork {
  sign(algorithm: AlgorithmName, key: KeyObject, data: Uint8Array): Promise<Uint8Array>
  verify(algorithm: AlgorithmName, key: KeyObject, data: Uint8Array, signature: Uint8Array): Promise<boolean>
}

/** On node's thread pool, a job each: for commands, and for algorithms that take far longer than waking a thread. */
export const poolWork: SignatureWork = { sign: signBytes, verify: verifyBytesOnThread }
