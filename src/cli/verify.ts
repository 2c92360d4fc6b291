import { existsSync, readFileSync, statSync } from 'node:fs'
import { parseDate, systemClock } from '../core/clock.ts'
import { isZhengshuError, ZhengshuError, type Language } from '../core/errors.ts'
import type { StepResult, Verdict } from '../licences/index.ts'
import { verifyDocument, type VerifyDocumentOptions } from '../licences/verify/index.ts'
import { EXIT, languageOf, type ExitCode } from './exit.ts'

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
    else printVerdict(verdict, language)
  }
  if (verdicts.some(({ verdict }) => verdict === 'NOT_VALID')) return EXIT.no
  return verdicts.some(({ verdict }) => verdict === 'CANNOT_TELL') ? EXIT.cannotTell : EXIT.yes
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

const toJson = ({ file, verdict, validOn, documentKind, identifier, steps }: Verdict & { file: string }) => ({
  file,
  verdict,
  validOn,
  documentKind,
  identifier,
  steps: steps.map(({ step, result, code }) => ({ step, result, ...(code === undefined ? {} : { code }) })),
})

const VERDICTS = {
  en: { VALID: 'VALID', NOT_VALID: 'NOT VALID', CANNOT_TELL: 'CANNOT TELL', on: 'on' },
  zh: { VALID: '有效', NOT_VALID: '无效', CANNOT_TELL: '无法判断', on: '，判断日期' },
} as const

const MARKS: Record<StepResult['result'], string> = { PASSED: '✓', FAILED: '✗', CANNOT_TELL: '?', NOT_REACHED: '·' }

function printVerdict({ file, verdict, validOn, steps }: Verdict & { file: string }, language: Language): void {
  const words = VERDICTS[language]
  process.stdout.write(`${file}: ${words[verdict]} ${words.on} ${validOn}\n`)
  for (const { step, result, code, en, zh } of steps) {
    const why = language === 'zh' ? zh : en
    process.stdout.write(
      `  ${MARKS[result]} ${step.padEnd(10)}${code === undefined ? '' : ` ${code}${why ? `: ${why}` : ''}`}\n`,
    )
  }
}
