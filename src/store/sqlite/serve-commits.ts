import { randomInt } from 'node:crypto'
import { receiveMessageOnPort, type MessagePort } from 'node:worker_threads'
import type { RowWrite } from '../engine.ts'
import { commitGroup, faultOf, type CommitOutcome, type GroupConnection } from './commit-group.ts'
import type { CommitAnswer, CommitRequest, CommitThreadData } from './commit-messages.ts'
import { openCollections } from '../open-collections.ts'
import { unpackCommits } from './pack-writes.ts'
import { isBusy } from './sqlite-errors.ts'

/** Answers commit requests on a thread that may block. In order: the asking side counts on it. */
export function serveCommits(port: MessagePort, connection: GroupConnection, data: CommitThreadData): void {
  const open = [...openCollections(data.collections, data.secrets).values()]
  let isBroken = false
  port.on('message', (first: CommitRequest) => {
    const requests = [first]
    // What came in while the group before was written becomes one group.
    for (let more = receiveMessageOnPort(port); more; more = receiveMessageOnPort(port))
      requests.push(more.message as CommitRequest)
    const commits = requests.flatMap((request) => (request === 'close' ? [] : unpackCommits(open, request)))
    // After an I/O error at COMMIT nothing more is written; the asking side has given up too.
    for (let from = 0; from < commits.length && !isBroken;) {
      const outcomes = runGroup(connection, data, commits, from)
      from += outcomes.length
      isBroken = outcomes.some(({ kind }) => kind === 'unknown')
      port.postMessage(answerOf(outcomes))
    }
    if (!requests.includes('close')) return
    connection.database.close()
    port.close()
  })
}

function runGroup(
  connection: GroupConnection,
  data: CommitThreadData,
  commits: readonly (readonly RowWrite[])[],
  from: number,
): readonly CommitOutcome[] {
  try {
    beginBlocking(connection, data)
    const outcomes = commitGroup(connection, commits, from)
    if (outcomes) return outcomes
    beginBlocking(connection, data)
  } catch (error) {
    return commits.slice(from).map(() => faultOf('failed', error))
  }
  return commitGroup(connection, commits, from, true)
}

/** Waits here and not inside SQLite, whose own waiting grows to a tenth of a second. */
function beginBlocking({ statements }: GroupConnection, { lockWaitMs, mainWaits }: CommitThreadData): void {
  const deadline = performance.now() + lockWaitMs
  try {
    for (let attempt = 0; ; attempt++) {
      try {
        statements('BEGIN IMMEDIATE').run()
        return
      } catch (error) {
        if (!isBusy(error) || performance.now() > deadline) throw error
      }
      Atomics.store(mainWaits, 0, 1)
      // Jitter, so that two waiting processes do not meet again and again.
      Atomics.wait(NEVER, 0, 0, 1 + randomInt(Math.min(16, 2 + attempt)))
    }
  } finally {
    Atomics.store(mainWaits, 0, 0)
    Atomics.notify(mainWaits, 0)
  }
}

const NEVER = new Int32Array(new SharedArrayBuffer(4))

const answerOf = (outcomes: readonly CommitOutcome[]): CommitAnswer => ({
  count: outcomes.length,
  others: outcomes.flatMap((outcome, at) => (outcome.kind === 'done' ? [] : [{ at, outcome }])),
})
