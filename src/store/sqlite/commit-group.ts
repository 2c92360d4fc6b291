import type { DatabaseSync } from 'node:sqlite'
import { ZhengshuError } from '../../core/errors.ts'
import type { RowWrite } from '../engine.ts'
import { CommitConflict } from '../store.ts'
import { createGroupWrites } from './group-writes.ts'
import { isMachineError, isUndone, toStoreError } from './sqlite-errors.ts'
import type { Statements } from './statements.ts'
import { rollback } from './write-lock.ts'
import { applyWrite } from './write-rows.ts'

/** The write-ahead connection on which groups are committed. */
export interface GroupConnection {
  readonly database: DatabaseSync
  readonly statements: Statements
}

/** What became of one commit, in a form that may go to another thread. */
export type CommitOutcome =
  | { readonly kind: 'done' }
  | {
      readonly kind: 'conflict'
      readonly reason: CommitConflict['reason']
      readonly collection: string
      readonly id: string
      readonly index: string | undefined
    }
  /** Nothing of it happened. */
  | { readonly kind: 'failed'; readonly message: string; readonly errcode: number | undefined }
  /** fsync failed: whether it is on the disk cannot be known (rules: an fsync error is fatal). */
  | { readonly kind: 'unknown'; readonly message: string; readonly errcode: number | undefined }

/** A group stops taking more after this, so that the lock, and an event loop that runs it, are free again soon. */
const GROUP_MS = 25

const DONE: CommitOutcome = { kind: 'done' }

/**
 * Group commit: several commits become one transaction. Call it with the transaction begun; afterwards it is over.
 * Answers for as many of `commits`, from `from` on, as fitted into the time, at least one; their outcomes count only
 * now: before COMMIT a conflict may be with a neighbour that is lost again.
 *
 * Answers `undefined`, and nothing happened, when one of them was refused: begin a transaction once more and say
 * `isEachUndoable`. A savepoint a commit, by which one can be undone alone, has SQLite keep a copy of every page that the
 * commit touches, the same ones for each of the group; nearly no commit is refused, so none pays for it beforehand.
 */
export function commitGroup(
  { database, statements }: GroupConnection,
  commits: readonly (readonly RowWrite[])[],
  from: number,
  isEachUndoable: true,
): readonly CommitOutcome[]
export function commitGroup(
  connection: GroupConnection,
  commits: readonly (readonly RowWrite[])[],
  from?: number,
  isEachUndoable?: boolean,
): readonly CommitOutcome[] | undefined
export function commitGroup(
  { database, statements }: GroupConnection,
  commits: readonly (readonly RowWrite[])[],
  from = 0,
  isEachUndoable = false,
): readonly CommitOutcome[] | undefined {
  const begun = performance.now()
  const outcomes: CommitOutcome[] = []
  const together = createGroupWrites(statements)
  try {
    for (let i = from; i < commits.length; i++) {
      if (outcomes.length > 0 && performance.now() - begun > GROUP_MS) break
      if (isEachUndoable) outcomes.push(applyUndoably(database, statements, commits[i]!))
      else {
        for (const write of commits[i]!) together.apply(write)
        outcomes.push(DONE)
      }
    }
    together.finish()
  } catch (error) {
    const isRefusal = !isEachUndoable && database.isTransaction && !isMachineError(error)
    // A full disk or a broken file: whatever else the group did is gone with it.
    rollback(database, statements)
    return isRefusal ? undefined : Array.from({ length: outcomes.length + 1 }, () => faultOf('failed', error))
  }
  try {
    statements('COMMIT').run()
    return outcomes
  } catch (error) {
    if (!isUndone(error)) return outcomes.map(() => faultOf('unknown', error))
    rollback(database, statements)
    return outcomes.map(() => faultOf('failed', error))
  }
}

function applyUndoably(database: DatabaseSync, statements: Statements, writes: readonly RowWrite[]): CommitOutcome {
  statements('SAVEPOINT one').run()
  try {
    for (const write of writes) applyWrite(statements, write)
  } catch (error) {
    if (!database.isTransaction || isMachineError(error)) throw error
    statements('ROLLBACK TO one').run()
    statements('RELEASE one').run()
    if (!(error instanceof CommitConflict)) return faultOf('failed', error)
    const { reason, collection, id, index } = error
    return { kind: 'conflict', reason, collection, id, index }
  }
  statements('RELEASE one').run()
  return DONE
}

export function faultOf(kind: 'failed' | 'unknown', error: unknown): CommitOutcome {
  const { message, errcode } = error as { readonly message: string; readonly errcode?: number }
  return { kind, message, errcode }
}

/** What a caller is told; undefined for a commit that was made. */
export function errorOf(outcome: CommitOutcome): unknown {
  switch (outcome.kind) {
    case 'done':
      return undefined
    case 'conflict':
      return new CommitConflict(outcome.reason, outcome.collection, outcome.id, outcome.index)
    case 'failed':
      return toStoreError(causeOf(outcome))
    case 'unknown':
      return new ZhengshuError('COMMIT_OUTCOME_UNKNOWN', {}, { cause: causeOf(outcome) })
  }
}

export const causeOf = ({ message, errcode }: Extract<CommitOutcome, { kind: 'failed' | 'unknown' }>): Error =>
  Object.assign(new Error(message), errcode === undefined ? {} : { errcode })
