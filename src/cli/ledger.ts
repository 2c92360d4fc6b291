import { EXIT, type ExitCode } from './exit.ts'
import { configFrom, type StoreOptions } from './options.ts'
import { withApp } from './with-app.ts'

/** `zhengshu ledger export DIR`: the public tree of C2SP tlog-tiles, everything pending sequenced first. */
export async function exportLedger(directory: string, options: StoreOptions): Promise<ExitCode> {
  const { size } = await withApp(configFrom(options), async (app) => {
    await app.ledger.drain()
    return app.ledger.exportTo(directory)
  })
  process.stdout.write(`${directory}: ${size} entries\n`)
  return EXIT.yes
}
