import {
  MongoBulkWriteError,
  MongoError,
  MongoNetworkError,
  MongoServerError,
  MongoServerSelectionError,
} from 'mongodb'
import { ZhengshuError } from '../../core/errors.ts'

/*
 * Errors are told apart by code and label, never by their text: texts differ between server versions.
 * Codes: https://github.com/mongodb/mongo/blob/master/src/mongo/base/error_codes.yml
 */
const DUPLICATE_KEY = 11_000
const OUT_OF_DISK_SPACE = 14_031
const PASSING: ReadonlySet<number> = new Set([
  6, // HostUnreachable
  7, // HostNotFound
  24, // LockTimeout
  50, // MaxTimeMSExpired
  64, // WriteConcernTimeout
  89, // NetworkTimeout
  91, // ShutdownInProgress
  112, // WriteConflict
  134, // ReadConcernMajorityNotAvailableYet
  189, // PrimarySteppedDown
  225, // TransactionTooOld
  246, // SnapshotUnavailable
  251, // NoSuchTransaction
  262, // ExceededTimeLimit
  9_001, // SocketException
  10_107, // NotWritablePrimary
  11_600, // InterruptedAtShutdown
  11_602, // InterruptedDueToReplStateChange
  13_435, // NotPrimaryNoSecondaryOk
  13_436, // NotPrimaryOrSecondary
])

export const isDuplicateKey = (error: unknown): boolean =>
  error instanceof MongoServerError && error.code === DUPLICATE_KEY

export const isNamespaceExists = (error: unknown): boolean => error instanceof MongoServerError && error.code === 48

/** The place in an ordered insertMany that failed; 0 for a single insert. */
export const failedAt = (error: unknown): number => {
  if (!(error instanceof MongoBulkWriteError)) return 0
  const errors = Array.isArray(error.writeErrors) ? error.writeErrors : [error.writeErrors]
  return errors[0]?.index ?? 0
}

/** Every failed place of an unordered write; undefined when one failed for something else than a taken key. */
export function takenPlaces(error: unknown): readonly number[] | undefined {
  if (!(error instanceof MongoBulkWriteError)) return undefined
  const errors = Array.isArray(error.writeErrors) ? error.writeErrors : [error.writeErrors]
  if (errors.length === 0 || errors.some(({ code }) => code !== DUPLICATE_KEY)) return undefined
  return errors.map(({ index }) => index)
}

const SOCKET_ENDED: ReadonlySet<unknown> = new Set(['EPIPE', 'ECONNRESET', 'ECONNREFUSED', 'ETIMEDOUT', 'ENOTCONN'])

/** A socket that ends while the driver writes to it may reach us as Node's own error, not wrapped by the driver. */
const isSocketError = (error: unknown): error is Error & { readonly code: string } =>
  error instanceof Error && !(error instanceof MongoError) && SOCKET_ENDED.has((error as { code?: unknown }).code)

/** Of commitTransaction: it may have been applied. */
export const isUnknownCommit = (error: unknown): boolean =>
  isSocketError(error) || (error instanceof MongoError && error.hasErrorLabel('UnknownTransactionCommitResult'))

/** It may go well the next time: an election, a lost connection, a rival transaction. */
export function isPassing(error: unknown): boolean {
  if (isSocketError(error)) return true
  if (!(error instanceof MongoError)) return false
  return (
    error.hasErrorLabel('TransientTransactionError') ||
    error.hasErrorLabel('UnknownTransactionCommitResult') ||
    error.hasErrorLabel('RetryableWriteError') ||
    error instanceof MongoNetworkError ||
    error instanceof MongoServerSelectionError ||
    PASSING.has(Number(error.code))
  )
}

/** What a caller may see of an engine error; a mistake of ours stays what it is. */
export function toStoreError(error: unknown): unknown {
  if (isSocketError(error)) return unavailable(`MongoDB answered ${error.code}`, `MongoDB 返回 ${error.code}`, error)
  if (!(error instanceof MongoError)) return error
  if (error.code === OUT_OF_DISK_SPACE) return new ZhengshuError('DISK_FULL', {}, { cause: error })
  if (error instanceof MongoServerSelectionError)
    return unavailable('no server of the replica set was reached', '无法连接副本集中的任何服务器', error)
  const what = error.code === undefined ? error.name : `code ${error.code}`
  return unavailable(`MongoDB answered ${what}`, `MongoDB 返回 ${what}`, error)
}

export const unavailable = (reason: string, reasonZh: string, cause?: unknown) =>
  new ZhengshuError('STORE_UNAVAILABLE', { reason, reasonZh }, { cause })
