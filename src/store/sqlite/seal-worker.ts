import { parentPort, workerData } from 'node:worker_threads'
import { becomeBackgroundThread } from '../../core/background-thread.ts'
import { openCollections } from '../open-collections.ts'
import type { SealedCollections } from './commit-messages.ts'
import { buffersOf, sealBatch } from './row-batch.ts'
import type { SealAnswer, SealRequest } from './side-messages.ts'

/* Seals the rows of loads. It opens no database. */
const { collections, secrets } = workerData as SealedCollections
becomeBackgroundThread()
const open = openCollections(collections, secrets)
const port = parentPort!

port.on('message', (request: SealRequest) => {
  const { id } = request
  if (request.kind === 'close') {
    port.postMessage({ id, kind: 'closed' } satisfies SealAnswer)
    return port.close()
  }
  try {
    const batch = sealBatch(open.get(request.batch.table.name)!.seal, request.batch)
    port.postMessage({ id, kind: 'sealed', batch } satisfies SealAnswer, buffersOf(batch))
  } catch (error) {
    port.postMessage({ id, kind: 'failed', message: String(error) } satisfies SealAnswer)
  }
})
