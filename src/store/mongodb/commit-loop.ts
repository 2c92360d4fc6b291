import { randomInt, randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { ClientSession, Db, MongoClient } from 'mongodb'
import type { Clock } from '../../core/clock.ts'
import { ZhengshuError } from '../../core/errors.ts'
import type { RowWrite } from '../engine.ts'
import { CommitConflict } from '../store.ts'
import { isDuplicateKey, isPassing, isUnknownCommit, toStoreError } from './mongodb-errors.ts'
import { applyWrites, conflictOf, conflictWithin, KeyTaken } from './write-rows.ts'

/** The marker of a commit that was applied; kept 7 days by a TTL index. */
interface CommitMarker {
  readonly _id: string
  readonly at: Date
}

export const COMMITS = '_commits'
export const WRITE_CONCERN = { w: 'majority', j: true, wtimeoutMS: 10_000 } as const

interface CommitLoopOptions {
  readonly client: MongoClient
  readonly db: Db
  readonly clock: Clock
  /** After this, an unknown outcome is told as such. */
  readonly deadlineMs: number
}

/**
 * Commits one list of writes, however often that takes. The driver's `withTransaction` is not used: when an
 * acknowledgement is lost and the server restarts, it would run its callback, and apply the list, twice. Here every
 * attempt first inserts the same marker; finding it there means that an earlier attempt was applied.
 */
export async function commitOnce(options: CommitLoopOptions, writes: readonly RowWrite[]): Promise<void> {
  const commitId = randomUUID()
  const deadline = performance.now() + options.deadlineMs
  let mayBeApplied = false
  for (let attempt = 0; ; attempt++) {
    const outcome = await tryCommit(options, commitId, writes, deadline)
    if (outcome.kind === 'applied') return
    if (outcome.kind === 'refused') throw outcome.error
    mayBeApplied ||= outcome.wasSent
    const { error } = outcome
    const isWorthTrying = isPassing(error) || error instanceof KeyTaken
    if (!isWorthTrying || performance.now() > deadline)
      throw mayBeApplied ? new ZhengshuError('COMMIT_OUTCOME_UNKNOWN', {}, { cause: error }) : toStoreError(error)
    await pause(attempt)
  }
}

type Outcome =
  | { readonly kind: 'applied' }
  /** The preconditions do not hold. The marker could be inserted, so no earlier attempt was applied either. */
  | { readonly kind: 'refused'; readonly error: unknown }
  | { readonly kind: 'failed'; readonly error: unknown; readonly wasSent: boolean }

async function tryCommit(
  { client, db, clock }: CommitLoopOptions,
  commitId: string,
  writes: readonly RowWrite[],
  deadline: number,
): Promise<Outcome> {
  const session = client.startSession()
  let wasSent = false
  try {
    session.startTransaction({
      readConcern: { level: 'majority' },
      readPreference: 'primary',
      writeConcern: WRITE_CONCERN,
    })
    if (!(await insertMarker(db, session, commitId, clock))) return { kind: 'applied' }
    await applyWrites(db, session, commitId, writes)
    wasSent = true
    await commitSession(session, deadline)
    return { kind: 'applied' }
  } catch (error) {
    if (error instanceof KeyTaken) return await taken(db, session, writes, error)
    return error instanceof CommitConflict ? { kind: 'refused', error } : { kind: 'failed', error, wasSent }
  } finally {
    await giveUp(session)
  }
}

/**
 * Asks the same transaction to commit until the server answers: an abandoned one, still open, would hold its rows
 * against the next attempt for a minute. A server that no longer knows it says so, and the list is run again.
 */
async function commitSession(session: ClientSession, deadline: number): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await session.commitTransaction()
    } catch (error) {
      if (!isUnknownCommit(error) || performance.now() > deadline) throw error
    }
    await pause(attempt)
  }
}

const pause = (attempt: number) => sleep(randomInt(1, 2 + Math.min(100, 2 ** attempt)))

/** False when it is there already. */
async function insertMarker(db: Db, session: ClientSession, commitId: string, clock: Clock): Promise<boolean> {
  try {
    await db.collection<CommitMarker>(COMMITS).insertOne({ _id: commitId, at: new Date(clock.now()) }, { session })
    return true
  } catch (error) {
    if (isDuplicateKey(error)) return false
    throw error
  }
}

/** Looked up outside the transaction, which the server has ended. Nothing found: the key is free again, so try again. */
async function taken(db: Db, session: ClientSession, writes: readonly RowWrite[], taken: KeyTaken): Promise<Outcome> {
  try {
    await abort(session)
    const conflict = (await conflictOf(db, taken)) ?? conflictWithin(writes, taken)
    return conflict ? { kind: 'refused', error: conflict } : { kind: 'failed', error: taken, wasSent: false }
  } catch (error) {
    return { kind: 'failed', error, wasSent: false }
  }
}

async function abort(session: ClientSession): Promise<void> {
  if (session.inTransaction()) await session.abortTransaction()
}

/** Whatever is left open on the server would hold its rows against the next attempt. */
async function giveUp(session: ClientSession): Promise<void> {
  try {
    await abort(session)
  } catch {
    // The server ends an abandoned transaction itself, and the outcome is known without it.
  }
  await session.endSession()
}
