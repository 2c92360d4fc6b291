import { readLanguage } from '../config.ts'
import { describeError, isZhengshuError, ZhengshuError, type ErrorCode, type Language } from '../core/errors.ts'

/** Exit codes (README, "Command line"). */
export const EXIT = { yes: 0, no: 1, cannotTell: 2, usage: 64, internal: 70 } as const
export type ExitCode = (typeof EXIT)[keyof typeof EXIT]

/** A command ends with a code by returning it; whatever it throws becomes one here. */
export type Command = () => Promise<ExitCode> | ExitCode

export async function runCommand(command: Command): Promise<void> {
  try {
    process.exitCode = await command()
  } catch (error) {
    process.exitCode = reportError(error)
  }
}

/** What was typed, set or named does not fit; every other refusal is a "no". */
const USAGE_CODES: ReadonlySet<ErrorCode> = new Set([
  'INVALID_INPUT',
  'INVALID_DATE',
  'INVALID_IDENTIFIER',
  'FILE_INVALID',
  'CONFIG_INVALID',
  'CATALOG_INVALID',
])

/** The message in the reader's language on stderr; of an unknown error its name and place, for a report. */
export function reportError(thrown: unknown, language: Language = readLanguage()): ExitCode {
  const error = toFileError(thrown)
  if (isZhengshuError(error) && error.code !== 'INTERNAL') {
    process.stderr.write(`${error.code}: ${describeError(error.code, error.params, language)}\n`)
    return USAGE_CODES.has(error.code) ? EXIT.usage : EXIT.no
  }
  process.stderr.write(`INTERNAL: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
  return EXIT.internal
}

/** What the operating system says of a path that was named on the command line or in a setting. */
const FILE_FAULTS: Readonly<Record<string, readonly [reason: string, reasonZh: string]>> = {
  ENOENT: ['it does not exist', '不存在'],
  EACCES: ['permission denied', '没有权限'],
  EPERM: ['permission denied', '没有权限'],
  EROFS: ['the file system is read-only', '文件系统只读'],
  EISDIR: ['it is a directory', '是目录'],
  ENOTDIR: ['a part of the path is no directory', '路径中有一段不是目录'],
  EEXIST: ['it exists already', '已存在'],
}

function toFileError(error: unknown): unknown {
  if (!(error instanceof Error) || !('code' in error) || !('path' in error)) return error
  if (error.code === 'ENOSPC') return new ZhengshuError('DISK_FULL', {}, { cause: error })
  const [reason, reasonZh] = FILE_FAULTS[String(error.code)] ?? []
  if (reason === undefined || reasonZh === undefined) return error
  return new ZhengshuError('FILE_INVALID', { file: String(error.path), reason, reasonZh }, { cause: error })
}
