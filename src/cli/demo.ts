import { loadConfig, readLanguage, refuseUnknownSettings } from '../config.ts'
import { ZhengshuError, type Language } from '../core/errors.ts'
import { DemoFailure, runDemo } from '../demo/index.ts'
import { EXIT, type ExitCode } from './exit.ts'

interface DemoCommandOptions {
  readonly lang?: string
  readonly json?: boolean
  readonly keep?: string
}

/** `zhengshu demo`: exit 0, or 1 with the step that did not come out as it must. */
export async function demo(options: DemoCommandOptions): Promise<ExitCode> {
  const language = parseLanguage(options.lang)
  refuseUnknownSettings()
  try {
    await runDemo({
      language,
      json: options.json ?? false,
      ...(options.keep === undefined ? {} : { keep: options.keep }),
      // The story is about the invented province, whatever catalog the installation has.
      catalogDirectory: loadConfig({}, {}).catalogDirectory,
      write: (text) => process.stdout.write(text),
    })
    return EXIT.yes
  } catch (error) {
    if (!(error instanceof DemoFailure)) throw error
    process.stderr.write(
      language === 'zh' ? `演示未通过：${error.messageZh}\n` : `The demonstration failed: ${error.message}\n`,
    )
    return EXIT.no
  }
}

function parseLanguage(option: string | undefined): Language {
  if (option === undefined) return readLanguage()
  if (option === 'en' || option === 'zh') return option
  throw new ZhengshuError('INVALID_INPUT', { field: '--lang', reason: 'use zh or en', reasonZh: '应为 zh 或 en' })
}
