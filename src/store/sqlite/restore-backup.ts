import { constants, copyFileSync, existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { ZhengshuError } from '../../core/errors.ts'
import { FORMAT, unsupported, type FormatState } from '../formats.ts'
import { APPLICATION_ID, syncFile } from './format-files.ts'
import { DATABASE_FILE } from './open-sqlite.ts'

/**
 * Puts a backup into a data directory that has no store yet. The file is checked first: it is ours, whole, and of a
 * format that this program reads.
 */
export function restoreBackup(file: string, directory: string): void {
  const target = join(directory, DATABASE_FILE)
  if (existsSync(target)) throw refusal(target, 'a store is there already', '该目录中已有数据库')
  checkBackup(file)
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  copyFileSync(file, target, constants.COPYFILE_EXCL)
  syncFile(target)
  syncFile(directory)
}

function checkBackup(file: string): void {
  if (!existsSync(file)) throw refusal(file, 'it does not exist', '文件不存在')
  let database
  try {
    database = new DatabaseSync(file, { readOnly: true })
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
