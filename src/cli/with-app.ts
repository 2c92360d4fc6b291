import { existsSync } from 'node:fs'
import { buildApp, type App } from '../app.ts'
import type { Config } from '../config.ts'
import { ZhengshuError } from '../core/errors.ts'
import { createCommandLog } from './command-log.ts'

/** Opens the store, runs the work, sequences what it recorded and closes. */
export async function withApp<T>(config: Config, work: (app: App) => Promise<T>): Promise<T> {
  const app = await buildApp(config, { log: createCommandLog(config.logLevel) })
  try {
    return await work(app)
  } finally {
    await app.stop()
  }
}

/** The same where a mistyped directory must not become an empty store with keys of its own. */
export async function withExistingApp<T>(config: Config, work: (app: App) => Promise<T>): Promise<T> {
  for (const [setting, directory] of [
    ['ZHENGSHU_DATA', config.dataDirectory],
    ['ZHENGSHU_KEYS', config.keyDirectory],
  ] as const)
    if (!existsSync(directory) && (setting === 'ZHENGSHU_KEYS' || config.store === 'sqlite'))
      throw new ZhengshuError('CONFIG_INVALID', {
        setting,
        reason: `there is no directory ${directory}`,
        reasonZh: `目录 ${directory} 不存在`,
      })
  return withApp(config, work)
}
