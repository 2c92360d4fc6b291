import { existsSync, readFileSync, statSync } from 'node:fs'
import { parseDate, systemClock } from '../core/clock.ts'
import { isZhengshuError, ZhengshuError } from '../core/errors.ts'
import type { Verdict } from '../licences/index.ts'
import { verifyDocument, type VerifyDocumentOptions } from '../licences/verify/index.ts'
import { languageOf, type ExitCode } from './exit.ts'
import { exitCodeOf, printVerdict, stepsOf } from './show-verdict.ts'

export interface VerifyOptions {
  readonly anchor?: string
  readonly logKey?: string
  readonly status?: string
  readonly proof?: string
  readonly validOn?: string
  readonly json?: boolean
}

const MAX_BYTES = 5_000_000

/**
 * `zhengshu verify FILE…`: offline, with published keys only. One verdict a file; the exit code is the worst of them:
 * 0 all valid, 1 one is not valid, 2 one cannot be told.
 */
export function verify(files: readonly string[], options: VerifyOptions): ExitCode {
  const language = languageOf(process.env)
  const how: VerifyDocumentOptions = {
    anchors: options.anchor === undefined ? [] : [readText(options.anchor)],
    now: systemClock.now(),
    ...(options.validOn === undefined ? {} : { validOn: parseDate(options.validOn, '--valid-on') }),
    ...(options.status === undefined ? {} : { statusLists: [readText(options.status)] }),
    ...(options.proof === undefined ? {} : { proof: readText(options.proof) }),
    ...(options.logKey === undefined ? {} : { logKey: readLogKey(options.logKey) }),
  }
  const verdicts = files.map((file) => ({ file, ...verifyDocument(readText(file), how) }))
  for (const verdict of verdicts) {
    if (options.json) process.stdout.write(`${JSON.stringify(toJson(verdict))}\n`)
    else
      printVerdict(
        verdict.file,
        verdict,
        language,
        language === 'zh' ? `，判断日期 ${verdict.validOn}` : ` on ${verdict.validOn}`,
      )
  }
  return exitCodeOf(verdicts)
}

export function readText(file: string): string {
  try {
    if (statSync(file).size > MAX_BYTES)
      throw new ZhengshuError('FILE_INVALID', { file, reason: 'it is larger than 5 MB', reasonZh: '文件超过 5 MB' })
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (isZhengshuError(error)) throw error
    throw new ZhengshuError(
      'FILE_INVALID',
      { file, reason: 'it cannot be read', reasonZh: '文件无法读取' },
      { cause: error },
    )
  }
}

/** A vkey has plus signs and no slash at its start, a path names a file: the file wins when there is one. */
export const readLogKey = (option: string): string => (existsSync(option) ? readText(option) : option).trim()

const toJson = ({ file, verdict, validOn, documentKind, identifier, ...rest }: Verdict & { file: string }) => ({
  file,
  verdict,
  validOn,
  documentKind,
  identifier,
  steps: stepsOf({ verdict, ...rest }),
})
