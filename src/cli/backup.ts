import { existsSync } from 'node:fs'
import { ZhengshuError } from '../core/errors.ts'
import { restoreBackup } from '../store/index.ts'
import { EXIT, type ExitCode } from './exit.ts'
import { configFrom, type StoreOptions } from './options.ts'
import { withApp } from './with-app.ts'

/** `zhengshu backup FILE`: a consistent copy, also while a server runs on the same data. */
export async function backup(file: string, options: StoreOptions): Promise<ExitCode> {
  if (existsSync(file))
    throw new ZhengshuError('FILE_INVALID', { file, reason: 'it exists already', reasonZh: '文件已存在' })
  await withApp(configFrom(options), (app) => app.backup(file))
  process.stdout.write(`${file}\n`)
  return EXIT.yes
}

/** `zhengshu restore FILE`: into an empty data directory. The keys are kept and backed up apart. */
export function restore(file: string, options: StoreOptions): ExitCode {
  const { dataDirectory } = configFrom(options)
  restoreBackup(file, dataDirectory)
  process.stdout.write(`${dataDirectory}\n`)
  return EXIT.yes
}
