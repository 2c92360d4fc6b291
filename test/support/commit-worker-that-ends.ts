import { parentPort } from 'node:worker_threads'

/** A commit thread that dies over its first commit. */
parentPort!.once('message', () => process.exit(3))
