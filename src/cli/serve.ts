import { buildApp } from '../app.ts'
import { createServer } from '../http/index.ts'
import { EXIT, type ExitCode } from './exit.ts'
import { configFrom, type StoreOptions } from './options.ts'

/** `zhengshu serve`: runs until SIGTERM or SIGINT, then drains: no new requests, those under way end, leaves are sequenced. */
export async function serve(options: StoreOptions): Promise<ExitCode> {
  const config = configFrom(options)
  const app = await buildApp(config)
  await app.start()
  const server = createServer(app)
  const { port } = await server.listen()
  process.stdout.write(`Zhengshu listens on http://${config.host}:${port}\n`)
  if (app.keyring.isDevelopment)
    process.stdout.write(
      `Development keys are in ${config.keyDirectory}; administrator.jwk there opens the API. Production refuses them.\n`,
    )
  const signal = await new Promise<NodeJS.Signals>((resolve) => {
    for (const name of ['SIGTERM', 'SIGINT'] as const) process.once(name, resolve)
  })
  app.log.info('draining', { detail: signal })
  await server.close()
  await app.stop()
  return EXIT.yes
}
