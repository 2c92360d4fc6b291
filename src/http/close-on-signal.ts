import type { Log } from '../core/log.ts'
import type { HttpServer } from './server.ts'

type Signals = Pick<NodeJS.Process, 'once' | 'removeListener'>

/** Resolves when SIGTERM or SIGINT has come and the server has drained. A second signal ends the process as usual. */
export function closeOnSignal(server: HttpServer, log: Log, signals: Signals = process): Promise<void> {
  return new Promise((resolve, reject) => {
    const onSignal = (signal: NodeJS.Signals): void => {
      signals.removeListener('SIGTERM', onSignal)
      signals.removeListener('SIGINT', onSignal)
      log.info('draining', { detail: signal })
      server.close().then(resolve, reject)
    }
    signals.once('SIGTERM', onSignal)
    signals.once('SIGINT', onSignal)
  })
}
