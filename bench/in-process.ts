import { join } from 'node:path'
import type { Actor } from '../src/access/index.ts'
import { buildApp, type App } from '../src/app.ts'
import { loadConfig } from '../src/config.ts'

/** The features without the edges, in this process. */
export async function openApp(directory: string): Promise<App> {
  const app = await buildApp(
    loadConfig(
      { ZHENGSHU_DATA: join(directory, 'data'), ZHENGSHU_KEYS: join(directory, 'keys'), ZHENGSHU_LOG_LEVEL: 'error' },
      {},
    ),
    { ownThreads: true },
  )
  await app.start()
  return app
}

/** A system of an agency, as the identity feature would name it. */
export const systemOf = (app: App, agencyNumber: string): Actor => ({
  clientId: `bench-${agencyNumber}`,
  role: 'SYSTEM',
  agency: app.catalog.agencyByNumber(agencyNumber)!.creditCode,
})
