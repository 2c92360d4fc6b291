import { randomBytes } from 'node:crypto'
import { chmodSync, constants, copyFileSync, existsSync, linkSync, mkdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { pathToFileURL } from 'node:url'
import { ZhengshuError } from '../../core/errors.ts'
import { FORMAT, unsupported, type FormatState } from '../formats.ts'
import { APPLICATION_ID, syncFile } from './format-files.ts'
import { DATABASE_FILE } from './open-sqlite.ts'

/**
 * Puts a backup into a data directory that has no store yet. The file is checked first: it is ours, whole, and of a
 * format that this program reads. The store is there whole or not at all.
 */
export function restoreBackup(file: string, directory: string): void {
  const target = join(directory, DATABASE_FILE)
  refuseExisting(target)
  checkBackup(file)
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  const temporary = join(directory, `.${DATABASE_FILE}.${randomBytes(6).toString('hex')}`)
  try {
    copyFileSync(file, temporary, constants.COPYFILE_EXCL)
    chmodSync(temporary, 0o600)
    syncFile(temporary)
    linkSync(temporary, target) // and no rename, which would replace a store that came there meanwhile
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code === 'ENOSPC'
      ? new ZhengshuError('DISK_FULL', {}, { cause: error })
      : error
  } finally {
    rmSync(temporary, { force: true })
  }
  syncFile(directory)
}

/** A log that was left without its store would be written over the restored one when that is opened. */
function refuseExisting(target: string): void {
  if (existsSync(target)) throw refusal(target, 'a store is there already', '该目录中已有数据库')
  for (const beside of [`${target}-wal`, `${target}-shm`])
    if (existsSync(beside))
      throw refusal(beside, 'it belongs to an earlier store; move it away', '属于先前的数据库，请先移走')
}

function checkBackup(file: string): void {
  if (!existsSync(file)) throw refusal(file, 'it does not exist', '文件不存在')
  // Files of a store in use: what stands in the log alone would be lost.
  if ((statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0)
    throw refusal(
      file,
      'it is no backup but a store with a log beside it; make one with `zhengshu backup`',
      '它不是备份，而是仍带日志文件的数据库；请用 zhengshu backup 制作备份',
    )
  let database
  try {
    // Immutable, so that it is opened where nothing can be written too, and no file appears beside it.
    const url = pathToFileURL(file)
    url.searchParams.set('immutable', '1')
    database = new DatabaseSync(url, { readOnly: true })
    const value = (sql: string) => Object.values(database!.prepare(sql).get() ?? {})[0]
    if (value('PRAGMA application_id') !== APPLICATION_ID)
      throw refusal(file, 'it is not a backup of this system', '不是本系统的备份')
    if (value('PRAGMA integrity_check(1)') !== 'ok') throw refusal(file, 'it is damaged', '文件已损坏')
    const { format } = JSON.parse(String(value(`SELECT value FROM _meta WHERE key = 'format'`))) as FormatState
    if (format > FORMAT) throw unsupported(format, FORMAT)
  } catch (error) {
    if (error instanceof ZhengshuError) throw error
    throw refusal(file, 'it is not a backup of this system', '不是本系统的备份', error)
  } finally {
    database?.close()
  }
}

const refusal = (file: string, reason: string, reasonZh: string, cause?: unknown) =>
  new ZhengshuError('FILE_INVALID', { file, reason, reasonZh }, { cause })
