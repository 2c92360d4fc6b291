import type { KeyObject } from 'node:crypto'
import { Worker } from 'node:worker_threads'
import { joinBytes } from '../core/bytes.ts'
import { algorithmOfKey, isQuickAlgorithm } from './algorithms.ts'
import { FAILED, RIGHT, SIGN, type SignAnswer, type SignRequest } from './sign-messages.ts'
import { poolWork, type SignatureWork } from './signature-work.ts'
import type { AlgorithmName } from './signer.ts'

/**
 * Makes and checks signatures on a thread of its own. What one turn of the event loop asks for goes over in one message
 * and comes back in one: the thread pool wakes a thread for each job, which for a quick algorithm costs the caller as
 * much as the signature. What is slow (RSA) still goes to the pool, which has more than one thread.
 *
 * The thread starts with the first job, and an idle one does not keep the process alive. When it dies, jobs under way
 * reject, for nobody can tell what became of them, and the next job starts a new one. Nothing is ever tried twice.
 */
export interface SignThread extends SignatureWork {
  /** After the jobs under way. MUST NOT be asked for anything afterwards. */
  close(): Promise<void>
}

interface Job {
  readonly key: KeyObject
  readonly data: Uint8Array
  /** To be checked; undefined when one is to be made. */
  readonly signature: Uint8Array | undefined
  readonly resolve: (result: Uint8Array | boolean) => void
  readonly reject: (error: Error) => void
}

// A server has a few seals and services; beyond this the thread is told its keys anew.
const MAX_KEYS = 1_000

// Answered for themselves, so that what follows from the first is done here while the next are computed there.
const MAX_JOBS = 64

/** `entry` is another worker for fault tests. */
export function createSignThread(entry = ownEntry()): SignThread {
  let collected: Job[] = []
  /** Requests that were posted, in the order in which they are answered. */
  const posted: (readonly Job[])[] = []
  const knownKeys = new Map<KeyObject, number>()
  let worker: Worker | undefined
  let whenIdle: (() => void) | undefined
  const isIdle = () => collected.length + posted.length === 0

  function ask(key: KeyObject, data: Uint8Array, signature: Uint8Array | undefined): Promise<Uint8Array | boolean> {
    return new Promise((resolve, reject) => {
      collected.push({ key, data, signature, resolve, reject })
      // Once every promise that can go on has gone on: a whole turn later the thread would have stood idle meanwhile.
      if (collected.length === 1) process.nextTick(post)
    })
  }

  function post(): void {
    const all = collected
    collected = []
    for (let at = 0; at < all.length; at += MAX_JOBS) postSome(all.slice(at, at + MAX_JOBS))
  }

  function postSome(jobs: readonly Job[]): void {
    worker ??= start()
    const request = requestOf(jobs, knownKeys)
    posted.push(jobs)
    worker.ref() // something is asked: the process stays
    worker.postMessage(request)
  }

  function start(): Worker {
    knownKeys.clear()
    const started = new Worker(entry, { execArgv: [] })
    started.on('message', hear)
    started.on('error', (error) => lose(started, error))
    started.on('exit', () => lose(started, new Error('the signing thread ended')))
    return started
  }

  function hear(answer: SignAnswer): void {
    settle(posted.shift()!, answer)
    if (posted.length === 0) worker?.unref()
    if (isIdle()) whenIdle?.()
  }

  function lose(lost: Worker, cause: unknown): void {
    if (worker !== lost) return
    worker = undefined
    const error = new Error('the signing thread ended', { cause })
    for (const { reject } of posted.splice(0).flat()) reject(error)
    if (isIdle()) whenIdle?.()
  }

  return {
    async sign(algorithm, key, data) {
      if (!isForThread(algorithm, key)) return poolWork.sign(algorithm, key, data)
      return (await ask(key, data, undefined)) as Uint8Array
    },
    async verify(algorithm, key, data, signature) {
      if (!isForThread(algorithm, key)) return poolWork.verify(algorithm, key, data, signature)
      return (await ask(key, data, signature)) as boolean
    },
    async close() {
      if (!isIdle()) await new Promise<void>((resolve) => (whenIdle = resolve))
      const closing = worker
      worker = undefined
      await closing?.terminate()
    },
  }
}

/** The thread takes a key's own algorithm. */
const isForThread = (algorithm: AlgorithmName, key: KeyObject): boolean =>
  isQuickAlgorithm(algorithm) && algorithmOfKey(key) === algorithm

function requestOf(jobs: readonly Job[], knownKeys: Map<KeyObject, number>): SignRequest {
  const forgetsKeys = knownKeys.size === 0 || knownKeys.size + jobs.length > MAX_KEYS
  if (forgetsKeys) knownKeys.clear()
  const newKeys: KeyObject[] = []
  const numbers: number[] = []
  const parts: Uint8Array[] = []
  for (const { key, data, signature } of jobs) {
    let number = knownKeys.get(key)
    if (number === undefined) {
      knownKeys.set(key, (number = knownKeys.size))
      newKeys.push(key)
    }
    numbers.push(number, data.byteLength, signature?.byteLength ?? SIGN)
    parts.push(data)
    if (signature) parts.push(signature)
  }
  const bytes = joinBytes(parts)
  return newKeys.length > 0 ? [numbers, bytes, newKeys, forgetsKeys] : [numbers, bytes]
}

function settle(jobs: readonly Job[], [numbers, signatures, failures = []]: SignAnswer): void {
  const bytes = Buffer.from(signatures, 'latin1')
  let at = 0
  let failed = 0
  jobs.forEach(({ signature, resolve, reject }, job) => {
    const outcome = numbers[job]!
    if (outcome === FAILED) reject(new Error(failures[failed++]))
    else if (signature) resolve(outcome === RIGHT)
    else resolve(bytes.subarray(at, (at += outcome)))
  })
}

// The build keeps the file's place and changes its ending.
const ownEntry = (): URL =>
  new URL(import.meta.url.endsWith('.ts') ? './sign-worker.ts' : './sign-worker.js', import.meta.url)
