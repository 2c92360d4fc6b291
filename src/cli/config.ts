import { SETTINGS, type Config } from '../config.ts'
import { EXIT, type ExitCode } from './exit.ts'
import { configFrom, type StoreOptions } from './options.ts'
import { withApp } from './with-app.ts'

export interface ConfigOptions extends StoreOptions {
  readonly json?: boolean
  readonly differences?: boolean
}

/** `zhengshu config`: every setting with its value in force, secrets hidden; and where catalog files and store differ. */
export async function showConfig(options: ConfigOptions): Promise<ExitCode> {
  const config = configFrom(options)
  const differences = options.differences
    ? await withApp(config, (app) => Promise.resolve(app.catalog.fileDifferences()))
    : []
  if (options.json) {
    process.stdout.write(`${JSON.stringify({ ...hideSecrets(config), differences })}\n`)
    return EXIT.yes
  }
  for (const [name, value] of Object.entries(hideSecrets(config)))
    process.stdout.write(`${name.padEnd(18)} ${String(value)}\n`)
  process.stdout.write('\n')
  for (const [name, row] of Object.entries(SETTINGS)) process.stdout.write(`${name.padEnd(26)} ${row.help}\n`)
  for (const difference of differences) process.stdout.write(`${JSON.stringify(difference)}\n`)
  return EXIT.yes
}

const hideSecrets = (config: Config) => ({
  ...config,
  keyPassphrase: '(hidden)',
  // A URL of the store may carry a password.
  store: config.store.replace(/\/\/[^@/]*@/, '//(hidden)@'),
})
