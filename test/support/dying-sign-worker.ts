import { parentPort } from 'node:worker_threads'
import type { SignRequest } from '../../src/signing/sign-messages.ts'

/* A signing thread that dies of data that begin with 0xff, in the middle of its work. */
parentPort!.on('message', ([, bytes]: SignRequest) => {
  if (bytes[0] === 0xff) process.exit(1)
})
await import('../../src/signing/sign-worker.ts')
