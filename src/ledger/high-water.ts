import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { ZhengshuError } from '../core/errors.ts'
import { checkpointBody, parseCheckpointBody, type Checkpoint, type TreeHead } from './checkpoint.ts'

/**
 * The last head that was signed, kept beside the keys and outside the data directory: a restored older copy of the data
 * does not bring it back, so it shows that the copy is older. The file holds a checkpoint's text.
 */
export interface HighWater {
  /** Undefined when nothing was ever signed with these keys. Throws LEDGER_FORK for a file that cannot be read as one. */
  read(): TreeHead | undefined
  /** Durable when it returns: the file and its directory entry. */
  write(head: TreeHead): void
}

export function openHighWater(file: string, origin: string, uniqueSuffix: () => string): HighWater {
  return {
    read() {
      const text = readIfThere(file)
      if (text === undefined) return undefined
      const head = parseCheckpointBody(text)
      if (head?.origin !== origin)
        throw new ZhengshuError('LEDGER_FORK', {
          reason: 'the high-water file is damaged or belongs to another log',
          reasonZh: '高水位文件损坏或属于其他日志',
        })
      return head
    },
    write({ size, root }) {
      const checkpoint: Checkpoint = { origin, size, root }
      mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
      const temporary = `${file}.${uniqueSuffix()}`
      writeDurably(temporary, checkpointBody(checkpoint))
      renameSync(temporary, file)
      syncDirectory(dirname(file))
    },
  }
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

function writeDurably(file: string, text: string): void {
  const handle = openSync(file, 'wx', 0o600)
  try {
    writeSync(handle, text)
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}

function syncDirectory(directory: string): void {
  const handle = openSync(directory, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}
