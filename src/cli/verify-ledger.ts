import { verifyLedgerExport } from '../ledger/verify/index.ts'
import { languageOf, type ExitCode } from './exit.ts'
import { exitCodeOf, printVerdict, stepsOf } from './show-verdict.ts'
import { readLogKey, readText } from './verify.ts'

export interface VerifyLedgerOptions {
  readonly logKey: string
  readonly earlier?: string
  readonly json?: boolean
}

/** `zhengshu ledger verify DIR`: an exported log, offline, against the key that the caller trusts. */
export async function verifyLedger(directory: string, options: VerifyLedgerOptions): Promise<ExitCode> {
  const earlier = options.earlier === undefined ? {} : { earlierCheckpoint: readText(options.earlier) }
  const verdict = await verifyLedgerExport(directory, readLogKey(options.logKey), earlier)
  const { size, root, origin } = verdict
  if (options.json)
    process.stdout.write(
      `${JSON.stringify({ file: directory, verdict: verdict.verdict, size, root, origin, steps: stepsOf(verdict) })}\n`,
    )
  else
    printVerdict(
      directory,
      verdict,
      languageOf(process.env),
      size === undefined ? '' : `, ${origin}, ${size} entries, root ${root}`,
    )
  return exitCodeOf([verdict])
}
