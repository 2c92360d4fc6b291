import { buildApp } from '../app.ts'
import { closeOnSignal, createServer } from '../http/index.ts'
import { EXIT, type ExitCode } from './exit.ts'
import { configFrom, type StoreOptions } from './options.ts'

/** `zhengshu serve`: runs until SIGTERM or SIGINT, then drains. */
export async function serve(options: StoreOptions): Promise<ExitCode> {
  const config = configFrom(options)
  const app = await buildApp(config)
  const server = createServer(app)
  const { url } = await server.listen()
  process.stdout.write(`Zhengshu listens on ${url}\n`)
  if (app.keyring.isDevelopment)
    process.stdout.write(
      `Development keys are in ${config.keyDirectory}; administrator.jwk there opens the API. Production refuses them.\n`,
    )
  await closeOnSignal(server, app.log)
  return EXIT.yes
}
