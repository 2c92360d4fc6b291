import type { KeyObject } from 'node:crypto'
import { parentPort } from 'node:worker_threads'
import { algorithmOfKey, signBytesNow, verifyBytes } from './algorithms.ts'
import { FAILED, RIGHT, SIGN, WRONG, type SignAnswer, type SignRequest } from './sign-messages.ts'

/* The signing thread of a process (sign-thread.ts). */
const port = parentPort!
let keys: KeyObject[] = []

port.on('message', ([numbers, bytes, newKeys, forgetsKeys = false]: SignRequest) => {
  if (newKeys) keys = forgetsKeys ? [...newKeys] : [...keys, ...newKeys]
  port.postMessage(work(numbers, bytes))
})

function work(numbers: readonly number[], bytes: Uint8Array): SignAnswer {
  const outcomes: number[] = []
  const failures: string[] = []
  let signatures = ''
  let at = 0
  const take = (length: number) => bytes.subarray(at, (at += length))
  for (let job = 0; job < numbers.length; job += 3) {
    const key = keys[numbers[job]!]!
    const algorithm = algorithmOfKey(key)!
    const data = take(numbers[job + 1]!)
    const signatureLength = numbers[job + 2]!
    const given = signatureLength === SIGN ? undefined : take(signatureLength)
    try {
      if (given) outcomes.push(verifyBytes(algorithm, key, data, given) ? RIGHT : WRONG)
      else {
        const signature = signBytesNow(algorithm, key, data)
        signatures += Buffer.from(signature.buffer, signature.byteOffset, signature.byteLength).toString('latin1')
        outcomes.push(signature.byteLength)
      }
    } catch (error) {
      outcomes.push(FAILED)
      failures.push((error as Error).message)
    }
  }
  return failures.length > 0 ? [outcomes, signatures, failures] : [outcomes, signatures]
}
