import { collectDefaultMetrics, Gauge, Registry } from 'prom-client'
import type { App } from '../app.ts'
import { RequestCounts } from './count-requests.ts'

/** Labels come from closed lists: nothing of a request, no person, no case. */
export interface Metrics {
  observe(route: string, status: number, seconds: number): void
  render(): Promise<{ readonly text: string; readonly type: string }>
  close(): void
}

export function createMetrics({ ledger }: Pick<App, 'ledger'>): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const registers = [registry]
  const requests = new RequestCounts()
  ledgerGauge('zhengshu_ledger_size', 'Entries in the ledger.', () => ledger.health().size)
  ledgerGauge('zhengshu_ledger_pending', 'Leaves that wait for the sequencer.', () => ledger.health().pending)
  ledgerGauge(
    'zhengshu_ledger_oldest_pending_seconds',
    'How long the oldest of them waits.',
    () => ledger.health().oldestPendingSeconds,
  )
  ledgerGauge('zhengshu_ledger_writable', '1 while the ledger takes entries.', () => Number(ledger.health().isWritable))

  function ledgerGauge(name: string, help: string, read: () => number): void {
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(read())
      },
    })
  }

  return {
    observe: (route, status, seconds) => requests.count(route, status, seconds),
    render: async () => ({ text: `${await registry.metrics()}\n${requests.render()}`, type: registry.contentType }),
    close: () => registry.clear(),
  }
}

const ROUTES = [
  'graphql',
  'oauth2',
  '.well-known',
  'trust',
  'status',
  'ledger',
  'registers',
  'livez',
  'readyz',
  'metrics',
  'graphiql',
]

/** The first segment of a path when it is a route of ours, else `other`. */
export function routeOf(path: string): string {
  const end = path.indexOf('/', 1)
  const first = end < 0 ? path.slice(1) : path.slice(1, end)
  return ROUTES.includes(first) ? first : 'other'
}
