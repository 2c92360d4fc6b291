import { randomBytes } from 'node:crypto'
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { ZhengshuError } from '../../core/errors.ts'
import { FORMAT, unsupported, type FormatRecord, type FormatState } from '../formats.ts'

const FORMAT_FILE = 'format.json'
/** "ZSHU": `file` and we ourselves know our databases by it. */
export const APPLICATION_ID = 0x5a534855

/** Refuses a newer data directory before its database is touched. */
export function checkFormatFile(directory: string): void {
  const file = join(directory, FORMAT_FILE)
  let text
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    // Not there: a new directory, or one whose creation was interrupted; the database itself knows.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return
    throw error
  }
  const format = formatIn(text)
  if (format === undefined)
    throw new ZhengshuError('FILE_INVALID', { file, reason: 'it names no format', reasonZh: '未注明格式版本' })
  if (format > FORMAT) throw unsupported(format, FORMAT)
}

function formatIn(text: string): number | undefined {
  try {
    const { format } = JSON.parse(text) as { format?: unknown }
    return typeof format === 'number' && Number.isSafeInteger(format) ? format : undefined
  } catch {
    return undefined
  }
}

/** The same for people and for programs that look before they open. Whole or not at all. */
export function writeFormatFile(directory: string): void {
  writeFileDurably(join(directory, FORMAT_FILE), `${JSON.stringify({ format: FORMAT, engine: 'sqlite' })}\n`)
}

function writeFileDurably(file: string, text: string): void {
  const temporary = `${file}.${randomBytes(6).toString('hex')}`
  try {
    const descriptor = openSync(temporary, 'wx', 0o600)
    try {
      writeFileSync(descriptor, text)
      fsyncSync(descriptor)
    } finally {
      closeSync(descriptor)
    }
    renameSync(temporary, file)
  } finally {
    rmSync(temporary, { force: true })
  }
  syncFile(dirname(file))
}

/** Of a directory: its entries. */
export function syncFile(path: string): void {
  const descriptor = openSync(path, 'r')
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

/** What the store says about itself, in a table of its own. */
export interface MetaTable extends FormatRecord {
  get(key: string): string | undefined
  set(key: string, value: string): void
}

export function createMetaTable(database: DatabaseSync): MetaTable {
  database.exec(`PRAGMA application_id = ${APPLICATION_ID};
    CREATE TABLE IF NOT EXISTS _meta (key TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL)`)
  const get = (key: string) =>
    database.prepare('SELECT value FROM _meta WHERE key = ?').get(key)?.['value'] as string | undefined
  return {
    get,
    set: (key, value) => void database.prepare('INSERT OR REPLACE INTO _meta VALUES (?, ?)').run(key, value),
    read: async () => {
      const text = get('format')
      return text === undefined ? undefined : (JSON.parse(text) as FormatState)
    },
    write: async (expected, next) => {
      const value = JSON.stringify(next)
      const { changes } =
        expected === undefined
          ? database.prepare(`INSERT INTO _meta VALUES ('format', ?) ON CONFLICT DO NOTHING`).run(value)
          : database
              .prepare(`UPDATE _meta SET value = ? WHERE key = 'format' AND value = ?`)
              .run(value, JSON.stringify(expected))
      return changes === 1
    },
  }
}
