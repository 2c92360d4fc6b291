import type { Language } from '../core/errors.ts'
import { EXIT, type ExitCode } from './exit.ts'

/** What both verifiers answer, of a document and of a log. */
interface ShownVerdict {
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

const VERDICTS = {
  en: { VALID: 'VALID', NOT_VALID: 'NOT VALID', CANNOT_TELL: 'CANNOT TELL' },
  zh: { VALID: '有效', NOT_VALID: '无效', CANNOT_TELL: '无法判断' },
} as const

/** Steps of documents and of logs. */
const STEPS_ZH: Readonly<Record<string, string>> = {
  form: '格式',
  signature: '签名',
  chain: '证书链',
  authority: '颁发权限',
  period: '有效期',
  status: '状态',
  inclusion: '存证',
  key: '公钥',
  checkpoint: '检查点',
  entries: '条目',
  hashes: '哈希',
  root: '树根',
  consistency: '一致性',
}

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

/** `what: VALID, more` and a line for each step. */
export function describeVerdict(
  what: string,
  shown: ShownVerdict,
  language: Language,
  more: string,
): readonly string[] {
  const colon = language === 'zh' ? '：' : ': '
  const lines = shown.steps.map(({ step, result, code, where, ...texts }) => {
    const name = language === 'zh' ? (STEPS_ZH[step] ?? step) : step
    const place = where === undefined ? '' : language === 'zh' ? `（${where}）` : ` (${where})`
    const why = code === undefined ? '' : `${colon}${texts[language] ?? ''}${place}`
    // A Chinese character takes two columns.
    const padding = ' '.repeat(Math.max(1, 12 - (language === 'zh' ? 2 * name.length : name.length)))
    return `  ${MARKS[result]} ${name}${code === undefined ? '' : `${padding}${code}${why}`}`
  })
  return [`${what}${colon}${VERDICTS[language][shown.verdict]}${more}`, ...lines]
}
