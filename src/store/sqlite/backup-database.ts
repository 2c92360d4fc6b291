import { closeSync, openSync, renameSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { backup, DatabaseSync } from 'node:sqlite'
import { ZhengshuError } from '../../core/errors.ts'
import { syncFile } from './format-files.ts'
import { toStoreError } from './sqlite-errors.ts'

/**
 * A consistent copy while others write. A connection of its own stands in a read transaction: it sees one snapshot to
 * the end, where a copy without one begins again with every commit of another process. Until it is whole the name that
 * was asked for stands for an empty file, so that nobody takes what an interruption left for a backup.
 */
export async function backupDatabase(database: DatabaseSync, file: string): Promise<void> {
  createExclusively(file)
  const source = new DatabaseSync(database.location()!, { timeout: 5_000 })
  try {
    source.exec('BEGIN; SELECT count(*) FROM sqlite_schema')
    discardPartial(file)
    await backup(source, partial(file), { rate: 2_000 })
    syncFile(partial(file))
    renameSync(partial(file), file)
    syncFile(dirname(file))
  } catch (error) {
    discardBackup(file)
    throw toStoreError(error)
  } finally {
    source.close()
  }
}

const partial = (file: string): string => `${file}.partial`

/** Removes a backup that was begun and is not wanted any more, with what it has written so far. */
export function discardBackup(file: string): void {
  discardPartial(file)
  rmSync(file, { force: true })
}

/** SQLite writes a journal beside a database that is not whole. */
function discardPartial(file: string): void {
  for (const path of [partial(file), `${partial(file)}-journal`]) rmSync(path, { force: true })
}

function createExclusively(file: string): void {
  try {
    closeSync(openSync(file, 'wx', 0o600))
  } catch (cause) {
    const isThere = (cause as NodeJS.ErrnoException).code === 'EEXIST'
    throw new ZhengshuError(
      'FILE_INVALID',
      {
        file,
        reason: isThere ? 'it exists already' : 'it cannot be written there',
        reasonZh: isThere ? '文件已存在' : '无法写入该位置',
      },
      { cause },
    )
  }
}
