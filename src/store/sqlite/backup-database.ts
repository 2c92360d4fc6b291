import { closeSync, openSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { backup, DatabaseSync } from 'node:sqlite'
import { ZhengshuError } from '../../core/errors.ts'
import { syncFile } from './format-files.ts'
import { toStoreError } from './sqlite-errors.ts'

/**
 * A consistent copy while others write. A connection of its own stands in a read transaction: it sees one snapshot to
 * the end, where a copy without one begins again with every commit of another process.
 */
export async function backupDatabase(database: DatabaseSync, file: string): Promise<void> {
  createExclusively(file)
  const source = new DatabaseSync(database.location()!, { timeout: 5_000 })
  try {
    source.exec('BEGIN; SELECT count(*) FROM sqlite_schema')
    await backup(source, file, { rate: 2_000 })
    syncFile(file)
    syncFile(dirname(file))
  } catch (error) {
    rmSync(file, { force: true })
    throw toStoreError(error)
  } finally {
    source.close()
  }
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
