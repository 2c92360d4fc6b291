import { readLanguage } from '../config.ts'
import { verifyLedgerExport } from '../ledger/verify/index.ts'
import { answer } from './answer.ts'
import type { ExitCode } from './exit.ts'
import type { AnswerOptions } from './options.ts'
import { readText } from './read-file.ts'
import { describeVerdict, exitCodeOf, stepsOf } from './show-verdict.ts'
import { readLogKey } from './verify.ts'

interface VerifyLedgerOptions extends AnswerOptions {
  readonly logKey: string
  readonly earlier?: string
}

/** `zhengshu ledger verify DIR`: an exported log, offline, against the key that the caller trusts. */
export async function verifyLedger(directory: string, options: VerifyLedgerOptions): Promise<ExitCode> {
  const language = readLanguage()
  const earlier = options.earlier === undefined ? {} : { earlierCheckpoint: readText(options.earlier) }
  const verdict = await verifyLedgerExport(directory, readLogKey(options.logKey), earlier)
  const { size, root, origin } = verdict
  const more =
    size === undefined
      ? ''
      : language === 'zh'
        ? `，${origin}，${size} 条，树根 ${root}`
        : `, ${origin}, ${size} entries, root ${root}`
  answer(
    options,
    { file: directory, verdict: verdict.verdict, size, root, origin, steps: stepsOf(verdict) },
    describeVerdict(directory, verdict, language, more).join('\n'),
  )
  return exitCodeOf([verdict])
}
