import { systemClock } from '../core/clock.ts'
import { createIds } from '../core/ids.ts'
import { describeKeys, initKeys } from '../keys/index.ts'
import { EXIT, type ExitCode } from './exit.ts'
import { configFrom, type StoreOptions } from './options.ts'

/** `zhengshu keys init`: root → issuing authority → service keys. Refuses a directory that has keys. */
export async function initialiseKeys(options: StoreOptions): Promise<ExitCode> {
  const config = configFrom(options)
  await initKeys({
    directory: config.keyDirectory,
    passphrase: config.keyPassphrase,
    isDevelopment: !config.isProduction,
    clock: systemClock,
    ids: createIds(systemClock),
  })
  return listKeys(options)
}

export function listKeys(options: StoreOptions & { readonly json?: boolean }): ExitCode {
  const keys = describeKeys(configFrom(options).keyDirectory)
  if (options.json) {
    process.stdout.write(`${JSON.stringify(keys)}\n`)
    return EXIT.yes
  }
  for (const key of keys) {
    const period = key.notAfter === undefined ? '' : `${key.notBefore} to ${key.notAfter}`
    process.stdout.write(
      `${key.use.padEnd(9)} ${key.algorithm.padEnd(8)} ${period.padEnd(24)} ${key.keyId}  ${key.subject}${key.isDevelopment ? '  (development)' : ''}\n`,
    )
  }
  return EXIT.yes
}
