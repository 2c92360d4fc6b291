import http, { type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { App } from '../app.ts'
import { ZhengshuError } from '../core/errors.ts'
import { createGraphqlApi } from '../graphql/index.ts'
import { REQUEST_ID_HEADER, sendError } from './answer.ts'
import { Deadlines } from '../core/deadlines.ts'
import { answerGraphql } from './graphql-endpoint.ts'
import { createMetrics, routeOf } from './metrics.ts'
import { Places } from '../core/places.ts'
import { refuseConnections } from './refuse-connections.ts'
import { createRoutes } from './routes.ts'
import { Turns } from './turns.ts'

const HEADER_BYTES = 16_384
const HEADERS_WITHIN_MS = 10_000
/** A whole request: an upload of 50 MB over a slow line. Other bodies have their own, shorter limit. */
const REQUEST_WITHIN_MS = 600_000
const IDLE_MS = 10_000
const MAX_IN_FLIGHT = 1_000
const DRAIN_WITHIN_MS = 10_000
const BODY_WITHIN_MS = 15_000
const ANSWERED_WITHIN_MS = 30_000

/** The service as it listens; tests and the demo start several in one process. */
export interface HttpServer {
  /** Starts the app and listens; port 0 takes a free one. */
  listen(): Promise<{ readonly port: number; readonly url: string }>
  /** Stops accepting, finishes what is in flight (at most 10 s), then stops the app, which sequences the ledger. */
  close(): Promise<void>
}

/** The HTTP edge of an app, which it starts and stops with itself. */
export function createServer(app: App): HttpServer {
  const graphql = createGraphqlApi(app)
  const metrics = createMetrics(app)
  const bodyArrives = new Deadlines(BODY_WITHIN_MS)
  const isAnswered = new Deadlines(ANSWERED_WITHIN_MS)
  /** Answers that have not ended. */
  const inFlight = new Places<ServerResponse>()
  let isDraining = false
  let closing: Promise<void> | undefined

  const routes = createRoutes({
    app,
    metrics,
    bodyArrives,
    requestIdOf: (res) => String(res.getHeader(REQUEST_ID_HEADER) ?? ''),
    isDraining: () => isDraining,
  })

  const graphqlDeps = { app, graphql, bodyArrives, isAnswered, turns: new Turns() }

  function handle(req: IncomingMessage, res: ServerResponse): void {
    const path = pathOf(req.url ?? '/')
    const requestId = admit(res, path)
    const refusal = refusalOf(req, path)
    if (refusal) sendError(req, res, refusal, { requestId, log: app.log })
    else if (path === '/graphql') void answerGraphql(graphqlDeps, req, res, requestId)
    else {
      res.setHeader(REQUEST_ID_HEADER, requestId)
      routes(req, res)
    }
  }

  /** Gives the request its id and counts it until its answer has ended. */
  function admit(res: ServerResponse, path: string): string {
    const started = performance.now()
    const requestId = app.ids.next('req')
    const ended = inFlight.take(res)
    if (isDraining) res.shouldKeepAlive = false
    res.on('close', () => {
      ended()
      metrics.observe(routeOf(path), res.statusCode, (performance.now() - started) / 1000)
    })
    return requestId
  }

  function refusalOf(req: IncomingMessage, path: string): ZhengshuError | undefined {
    if (req.headers.host === undefined && req.httpVersion === '1.1')
      return new ZhengshuError('INVALID_INPUT', { field: 'Host', reason: 'send the header', reasonZh: '缺少请求头' })
    const isProbe = path === '/livez' || path === '/readyz'
    if (isDraining && !isProbe) return new ZhengshuError('SHUTTING_DOWN')
    return inFlight.size > MAX_IN_FLIGHT && !isProbe ? new ZhengshuError('OVERLOADED') : undefined
  }

  const server = http.createServer(
    {
      maxHeaderSize: HEADER_BYTES,
      headersTimeout: HEADERS_WITHIN_MS,
      requestTimeout: REQUEST_WITHIN_MS,
      keepAliveTimeout: IDLE_MS,
      connectionsCheckingInterval: 5_000,
      requireHostHeader: false, // refused by ourselves, with a body
    },
    handle,
  )
  refuseConnections(server)

  async function drain(): Promise<void> {
    isDraining = true
    for (const res of inFlight) if (!res.headersSent) res.shouldKeepAlive = false
    await closeListener(server)
    await graphql.stop()
    metrics.close()
    await app.stop()
    app.log.info('stopped')
  }

  return {
    async listen() {
      try {
        await app.start()
        await graphql.start()
        await bind(server, app.config)
      } catch (error) {
        // Its background work would keep a process alive that never listens.
        await app.stop()
        throw error
      }
      const { port } = server.address() as AddressInfo
      app.log.info('listening', { port })
      return { port, url: `http://${app.config.host}:${port}` }
    },
    close: () => (closing ??= drain()),
  }
}

const bind = (server: Server, { port, host }: Pick<App['config'], 'port' | 'host'>): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.removeListener('error', reject)
      resolve()
    })
  })

function pathOf(url: string): string {
  const end = url.indexOf('?')
  return end < 0 ? url : url.slice(0, end)
}

async function closeListener(server: Server): Promise<void> {
  if (!server.listening) return
  const closed = new Promise<void>((resolve) => server.close(() => resolve()))
  server.closeIdleConnections()
  const timer = setTimeout(() => server.closeAllConnections(), DRAIN_WITHIN_MS)
  await closed
  clearTimeout(timer)
}
