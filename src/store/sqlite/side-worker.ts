import { parentPort, workerData } from 'node:worker_threads'
import { CommitConflict } from '../store.ts'
import { isAtCommit, loadBatch } from './load-batch.ts'
import { openDatabase } from './open-database.ts'
import type { SideAnswer, SideRequest, SideThreadData } from './side-messages.ts'
import { isUndone } from './sqlite-errors.ts'
import { createStatements } from './statements.ts'

/*
 * The side thread of a process: a connection of its own for what would stop the event loop, the transactions of bulk
 * loads and the checkpoints of the write-ahead log. To the main thread it is one more process on the same file.
 */
const { file, lockWaitMs, mainWaits } = workerData as SideThreadData
const port = parentPort!
const database = openDatabase(file)
database.exec(`PRAGMA busy_timeout = ${lockWaitMs}; PRAGMA wal_autocheckpoint = 0`)
const statements = createStatements(database)

port.on('message', (request: SideRequest) => {
  try {
    port.postMessage(answer(request))
    if (request.kind === 'close') port.close()
  } catch (error) {
    port.postMessage(failure(request.id, error))
  }
})

function answer(request: SideRequest): SideAnswer {
  switch (request.kind) {
    case 'load':
      return {
        id: request.id,
        kind: 'done',
        result: loadBatch({ database, statements, mainWaits }, request.batch),
      }
    case 'checkpoint':
      statements('PRAGMA wal_checkpoint(PASSIVE)').get()
      return { id: request.id, kind: 'done', result: undefined }
    case 'close':
      database.close()
      return { id: request.id, kind: 'done', result: undefined }
  }
}

function failure(id: number, error: unknown): SideAnswer {
  if (error instanceof CommitConflict)
    return {
      id,
      kind: 'conflict',
      reason: error.reason,
      collection: error.collection,
      row: error.id,
      index: error.index,
    }
  const { errcode, message } = error as { errcode?: number; message: string }
  const isFatal = isAtCommit(error) && !isUndone(error)
  return { id, kind: 'failed', message, errcode, isFatal }
}
