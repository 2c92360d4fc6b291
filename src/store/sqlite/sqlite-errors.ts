import { ZhengshuError } from '../../core/errors.ts'

// Primary result codes (https://sqlite.org/rescode.html); extended ones carry them in the low byte.
const BUSY = 5
const LOCKED = 6
const NOMEM = 7
const READONLY = 8
const IOERR = 10
const CORRUPT = 11
const FULL = 13
const CANTOPEN = 14
const NOTADB = 26
const CONSTRAINT_UNIQUE = 2067

function codeOf(error: unknown): number | undefined {
  const code = (error as { errcode?: unknown } | null)?.errcode
  return typeof code === 'number' ? code : undefined
}

const isPrimary = (error: unknown, ...codes: readonly number[]): boolean => {
  const code = codeOf(error)
  return code !== undefined && codes.includes(code & 0xff)
}

export const isBusy = (error: unknown): boolean => isPrimary(error, BUSY, LOCKED)
const isDiskFull = (error: unknown): boolean => isPrimary(error, FULL)
/** An error of COMMIT after which nothing of the transaction is on the disk; after any other that is unknown. */
export const isUndone = (error: unknown): boolean => isDiskFull(error) || isBusy(error)
export const isUniqueViolation = (error: unknown): boolean => codeOf(error) === CONSTRAINT_UNIQUE
/** The file or the machine under it is at fault, not the statement. */
export const isMachineError = (error: unknown): boolean =>
  isPrimary(error, BUSY, LOCKED, NOMEM, READONLY, IOERR, CORRUPT, FULL, CANTOPEN, NOTADB)

/** What a caller may see of an engine error; a mistake of ours stays what it is. */
export function toStoreError(error: unknown): unknown {
  if (isDiskFull(error)) return new ZhengshuError('DISK_FULL', {}, { cause: error })
  if (isBusy(error)) return unavailable('another process holds the lock', '其他进程占用写锁', error)
  if (isMachineError(error))
    return unavailable(`the engine reported code ${codeOf(error)}`, `引擎返回代码 ${codeOf(error)}`, error)
  if (isClosed(error)) return unavailable('the store is closed', '存储已关闭', error)
  return error
}

// Node's own code for a DatabaseSync that is not open.
const isClosed = (error: unknown): boolean => (error as { code?: unknown } | null)?.code === 'ERR_INVALID_STATE'

export const unavailable = (reason: string, reasonZh: string, cause?: unknown) =>
  new ZhengshuError('STORE_UNAVAILABLE', { reason, reasonZh }, { cause })
