import type { KeyObject } from 'node:crypto'
import { parentPort } from 'node:worker_threads'
import { joinBytes } from '../core/bytes.ts'
import { algorithmOfKey, signBytesNow, verifyBytes } from './algorithms.ts'
import { FAILED, RIGHT, SIGN, WRONG, type SignAnswer, type SignRequest } from './sign-messages.ts'

/* The signing thread of a process (sign-thread.ts). */
const port = parentPort!
let keys: KeyObject[] = []

port.on('message', (request: SignRequest) => {
  keys = request.forgetsKeys ? [...request.newKeys] : [...keys, ...request.newKeys]
  const { answer, transfer } = work(request)
  port.postMessage(answer, transfer)
})

function work({ numbers, bytes }: SignRequest): { answer: SignAnswer; transfer: readonly ArrayBuffer[] } {
  const outcomes = new Int32Array(numbers.length / 3)
  const signatures: Uint8Array[] = []
  const failures: string[] = []
  let at = 0
  const take = (length: number) => bytes.subarray(at, (at += length))
  for (let job = 0; job < outcomes.length; job++) {
    const key = keys[numbers[job * 3]!]!
    const algorithm = algorithmOfKey(key)!
    const data = take(numbers[job * 3 + 1]!)
    const signatureLength = numbers[job * 3 + 2]!
    const given = signatureLength === SIGN ? undefined : take(signatureLength)
    try {
      if (given) outcomes[job] = verifyBytes(algorithm, key, data, given) ? RIGHT : WRONG
      else outcomes[job] = signatures[signatures.push(signBytesNow(algorithm, key, data)) - 1]!.byteLength
    } catch (error) {
      outcomes[job] = FAILED
      failures.push((error as Error).message)
    }
  }
  const made = joinBytes(signatures)
  return { answer: { numbers: outcomes, bytes: made, failures }, transfer: [outcomes.buffer, made.buffer] }
}
