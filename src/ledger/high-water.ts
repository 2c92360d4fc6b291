import { mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { ZhengshuError } from '../core/errors.ts'
import { checkpointBody, parseCheckpointBody, type Checkpoint, type TreeHead } from './checkpoint.ts'

/**
 * The last head that was signed, kept beside the keys and outside the data directory: a restored older copy of the data
 * does not bring it back, so it shows that the copy is older. The file holds a checkpoint's text. Every round reads it
 * and waits for the disk to have it, which the event loop must not wait for.
 */
export interface HighWater {
  /** Undefined when nothing was ever signed with these keys. Throws LEDGER_FORK for a file that cannot be read as one. */
  read(): Promise<TreeHead | undefined>
  /** Durable when it resolves: the file and its directory entry. */
  write(head: TreeHead): Promise<void>
}

export function openHighWater(file: string, origin: string, uniqueSuffix: () => string): HighWater {
  return {
    async read() {
      const text = await readIfThere(file)
      if (text === undefined) return undefined
      const head = parseCheckpointBody(text)
      if (head?.origin !== origin)
        throw new ZhengshuError('LEDGER_FORK', {
          reason: 'the high-water file is damaged or belongs to another log',
          reasonZh: '高水位文件损坏或属于其他日志',
        })
      return head
    },
    async write({ size, root }) {
      const checkpoint: Checkpoint = { origin, size, root }
      await mkdir(dirname(file), { recursive: true, mode: 0o700 })
      const temporary = `${file}.${uniqueSuffix()}`
      try {
        await writeDurably(temporary, checkpointBody(checkpoint))
        await rename(temporary, file)
      } catch (error) {
        await rm(temporary, { force: true }) // rounds that fail, as on a full disk, are many
        throw error
      }
      await syncDirectory(dirname(file))
    },
  }
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

async function writeDurably(file: string, text: string): Promise<void> {
  const handle = await open(file, 'wx', 0o600)
  try {
    await handle.writeFile(text)
    await handle.sync()
  } finally {
    await handle.close()
  }
}

async function syncDirectory(directory: string): Promise<void> {
  const handle = await open(directory, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
