import { randomBytes } from 'node:crypto'
import {
  closeSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { ZhengshuError } from '../core/errors.ts'

/** Where everything stands in a key directory (README of this folder). */
export const keyPaths = (directory: string) => ({
  private: join(directory, 'private'),
  manifest: join(directory, 'private', 'keys.json'),
  secrets: join(directory, 'private', 'secrets.json'),
  nextSecrets: join(directory, 'private', '.secrets-next.json'),
  retiredSecrets: (keyId: string) => join(directory, 'private', `secrets-retired-${keyId}.json`),
  keyFile: (name: string) => join(directory, 'private', `${name}.pem`),
  seals: join(directory, 'private', 'seals'),
  trust: join(directory, 'trust'),
  highWater: join(directory, 'ledger-high-water'),
})

const PRIVATE_MODE = 0o600
const PUBLIC_MODE = 0o644

/** Writes a file whole or not at all, durably; replaces one of that name. */
export function writeFileDurably(path: string, text: string, access: 'private' | 'public' = 'private'): void {
  withTemporary(path, text, access, (temporary) => renameSync(temporary, path))
}

/** The same, but answers false and changes nothing when the name is taken: of two processes one wins. */
export function claimFileDurably(path: string, text: string): boolean {
  try {
    withTemporary(path, text, 'private', (temporary) => linkSync(temporary, path))
    return true
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false
    throw error
  }
}

/** Gives the text to `place` as a file that is on the disk; nothing of it stays behind, also when something fails. */
function withTemporary(
  path: string,
  text: string,
  access: 'private' | 'public',
  place: (temporary: string) => void,
): void {
  // A random name: two processes must never share one. It is no key material, so it does not come from `ids`.
  const temporary = join(dirname(path), `.${basename(path)}.${randomBytes(8).toString('hex')}`)
  try {
    const file = openSync(temporary, 'wx', access === 'private' ? PRIVATE_MODE : PUBLIC_MODE)
    try {
      writeFileSync(file, text) // and not writeSync, which may write a part of it and say so by its result alone
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
    place(temporary)
  } finally {
    rmSync(temporary, { force: true })
  }
  syncDirectory(dirname(path))
}

export function syncDirectory(directory: string): void {
  const handle = openSync(directory, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}

export const makePrivateDirectory = (path: string): void => void mkdirSync(path, { recursive: true, mode: 0o700 })

/** The text of a file; undefined when there is none. Throws FILE_INVALID when it cannot be read. */
export function readIfPresent(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined
    throw unreadable(path, error)
  }
}

export function readRequired(path: string): string {
  const text = readIfPresent(path)
  if (text === undefined) throw unreadable(path)
  return text
}

export function listDirectory(path: string): readonly string[] {
  try {
    return readdirSync(path).filter((name) => name.endsWith('.pem') && !name.startsWith('.'))
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return []
    throw unreadable(path, error)
  }
}

const unreadable = (path: string, cause?: unknown) =>
  new ZhengshuError(
    'FILE_INVALID',
    { file: basename(path), reason: 'it is missing or cannot be read', reasonZh: '文件缺失或无法读取' },
    { cause },
  )

/** An error of the operating system (`ENOENT`, `EEXIST` …) rather than one of ours. */
export const hasCode = (error: unknown, ...codes: readonly string[]): boolean =>
  error instanceof Error && 'code' in error && codes.includes(String(error.code))
