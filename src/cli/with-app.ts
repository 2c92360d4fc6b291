import { buildApp, type App } from '../app.ts'
import type { Config } from '../config.ts'

/** Opens the store, runs the work, sequences what it recorded and closes. Logs only what an operator must see. */
export async function withApp<T>(config: Config, work: (app: App) => Promise<T>): Promise<T> {
  const app = await buildApp({ ...config, logLevel: config.logLevel === 'info' ? 'warn' : config.logLevel })
  try {
    return await work(app)
  } finally {
    await app.stop()
  }
}
