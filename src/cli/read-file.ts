import { readFileSync, statSync } from 'node:fs'
import { ZhengshuError } from '../core/errors.ts'

const MOST_BYTES = 5_000_000

/** A small file that was named on the command line. Throws FILE_INVALID. */
export const readText = (file: string, mostBytes?: number): string => decode(readBytes(file, mostBytes))

/** The same of a file that is no text. */
export function readBytes(file: string, mostBytes = MOST_BYTES): Buffer {
  const { size } = readOr(file, () => statSync(file))
  if (size > mostBytes)
    throw new ZhengshuError('FILE_INVALID', {
      file,
      reason: `it is larger than ${mostBytes / 1e6} MB`,
      reasonZh: `文件超过 ${mostBytes / 1e6} MB`,
    })
  return readOr(file, () => readFileSync(file))
}

/** UTF-8 as programs write it, GB18030 as spreadsheets on Chinese Windows do. */
function decode(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('gb18030').decode(bytes)
  }
}

function readOr<T>(file: string, read: () => T): T {
  try {
    return read()
  } catch (cause) {
    throw new ZhengshuError('FILE_INVALID', { file, reason: 'it cannot be read', reasonZh: '文件无法读取' }, { cause })
  }
}
