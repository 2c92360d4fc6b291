import type { Language } from '../core/errors.ts'
import { EXIT, type ExitCode } from './exit.ts'

/** What both verifiers answer, of a document and of a log. */
export interface ShownVerdict {
  readonly verdict: 'VALID' | 'NOT_VALID' | 'CANNOT_TELL'
  readonly steps: readonly {
    readonly step: string
    readonly result: 'PASSED' | 'FAILED' | 'CANNOT_TELL' | 'NOT_REACHED'
    readonly code?: string
    readonly en?: string
    readonly zh?: string
    readonly where?: string
  }[]
}

const WORDS = {
  en: { VALID: 'VALID', NOT_VALID: 'NOT VALID', CANNOT_TELL: 'CANNOT TELL' },
  zh: { VALID: '有效', NOT_VALID: '无效', CANNOT_TELL: '无法判断' },
} as const

const MARKS = { PASSED: '✓', FAILED: '✗', CANNOT_TELL: '?', NOT_REACHED: '·' } as const

/** The worst of several verdicts decides: no before cannot tell before yes. */
export function exitCodeOf(verdicts: readonly ShownVerdict[]): ExitCode {
  if (verdicts.some(({ verdict }) => verdict === 'NOT_VALID')) return EXIT.no
  return verdicts.some(({ verdict }) => verdict === 'CANNOT_TELL') ? EXIT.cannotTell : EXIT.yes
}

/** The steps as a script reads them: closed codes, no prose. */
export const stepsOf = ({ steps }: ShownVerdict) =>
  steps.map(({ step, result, code, where }) => ({
    step,
    result,
    ...(code === undefined ? {} : { code }),
    ...(where === undefined ? {} : { where }),
  }))

export function printVerdict(what: string, shown: ShownVerdict, language: Language, more = ''): void {
  process.stdout.write(`${what}: ${WORDS[language][shown.verdict]}${more}\n`)
  for (const { step, result, code, where, ...texts } of shown.steps) {
    const why =
      code === undefined ? '' : ` ${code}: ${texts[language] ?? ''}${where === undefined ? '' : ` (${where})`}`
    process.stdout.write(`  ${MARKS[result]} ${step.padEnd(12)}${why}\n`)
  }
}
