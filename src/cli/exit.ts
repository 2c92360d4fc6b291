import { describeError, isZhengshuError, type Language } from '../core/errors.ts'

/** Exit codes (README, "Command line"). */
export const EXIT = { yes: 0, no: 1, cannotTell: 2, usage: 64, internal: 70 } as const
export type ExitCode = (typeof EXIT)[keyof typeof EXIT]

/** A command ends with a code by returning it; whatever it throws becomes one here. */
export type Command = () => Promise<ExitCode> | ExitCode

/** `LANG=zh_CN.UTF-8` speaks Chinese, everything else English. */
export const languageOf = (environment: Readonly<Record<string, string | undefined>>): Language =>
  /^zh/i.test(environment.LC_ALL || environment.LC_MESSAGES || environment.LANG || '') ? 'zh' : 'en'

export async function runCommand(command: Command): Promise<void> {
  try {
    process.exitCode = await command()
  } catch (error) {
    process.exitCode = reportError(error)
  }
}

/** The message in the reader's language on stderr; of an unknown error its name and place, for a report. */
export function reportError(error: unknown): ExitCode {
  if (isZhengshuError(error) && error.code !== 'INTERNAL') {
    process.stderr.write(`${error.code}: ${describeError(error.code, error.params, languageOf(process.env))}\n`)
    return error.code === 'INVALID_INPUT' || error.code === 'CONFIG_INVALID' ? EXIT.usage : EXIT.no
  }
  process.stderr.write(`INTERNAL: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
  return EXIT.internal
}
