import type { ServerResponse } from 'node:http'
import express, { type Express, type NextFunction, type Request, type Response } from 'express'
import helmet from 'helmet'
import type { App } from '../app.ts'
import { ZhengshuError } from '../core/errors.ts'
import { sendError, sendJson, sendText } from './answer.ts'
import type { Deadlines } from '../core/deadlines.ts'
import { isGraphiqlInstalled, sendGraphiqlAsset, sendGraphiqlPage } from './graphiql.ts'
import type { Metrics } from './metrics.ts'
import { sendLedgerFile, sendStatusList, sendTrust, sendWellKnown } from './public-documents.ts'
import { answerToken } from './token-endpoint.ts'
import { answerUpload } from './upload-endpoint.ts'

interface RoutesDeps {
  readonly app: App
  readonly metrics: Metrics
  readonly bodyArrives: Deadlines
  /** Of the request that this answers, while it is in flight. */
  readonly requestIdOf: (res: ServerResponse) => string
  readonly isDraining: () => boolean
}

type Handler = (req: Request, res: Response) => void | Promise<void>

/** Everything but `POST /graphql`. A path has one method; another one is METHOD_NOT_ALLOWED, another path NOT_FOUND. */
export function createRoutes(deps: RoutesDeps): Express {
  const { app, metrics, bodyArrives } = deps
  const { identity } = app
  const routes = express()
  routes.disable('x-powered-by')
  routes.disable('etag')
  routes.use(helmet({ contentSecurityPolicy: { directives: { defaultSrc: ["'none'"] }, useDefaults: false } }))

  const on = (method: 'get' | 'post', path: string, handler: Handler): void => {
    const allowed = method === 'get' ? { allowed: 'GET, HEAD', allowedZh: 'GET 或 HEAD' } : { allowed: 'POST' }
    routes
      .route(path)
      [method](handler)
      .all(() => {
        throw new ZhengshuError('METHOD_NOT_ALLOWED', allowed)
      })
  }
  const parameter = (req: Request, name: string): string => {
    const value: unknown = req.params[name]
    return Array.isArray(value) ? value.join('/') : String(value)
  }

  on('post', '/oauth2/token', (req, res) =>
    answerToken({ identity, trustedProxies: app.config.trustedProxies, bodyArrives }, req, res),
  )
  on('post', '/registers/:register/batches', (req, res) => {
    const { batchId } = req.query
    return answerUpload(app, req, res, parameter(req, 'register'), batchId === undefined ? undefined : String(batchId))
  })
  on('get', '/.well-known/:name', (req, res) => sendWellKnown(app, res, parameter(req, 'name')))
  on('get', '/trust/:name', (req, res) => sendTrust(app, res, parameter(req, 'name')))
  on('get', '/status/:id', (req, res) => sendStatusList(app, res, parameter(req, 'id')))
  on('get', '/ledger/*path', (req, res) => sendLedgerFile(app, res, parameter(req, 'path')))
  on('get', '/livez', (_req, res) => sendJson(res, 200, { status: 'alive' }))
  on('get', '/readyz', (_req, res) => sendReadiness(deps, res))
  on('get', '/metrics', async (_req, res) => {
    const { text, type } = await metrics.render()
    sendText(res, 200, text, type)
  })
  if (app.config.serveGraphiql && isGraphiqlInstalled()) {
    on('get', '/graphiql', (_req, res) => sendGraphiqlPage(res, app.ids.random(16).toString('base64')))
    on('get', '/graphiql/:asset', (req, res) => sendGraphiqlAsset(res, parameter(req, 'asset')))
  }
  routes.use(() => {
    throw new ZhengshuError('NOT_FOUND', { what: 'This path', whatZh: '此路径' })
  })
  // Four parameters make it an error handler.
  routes.use((error: unknown, req: Request, res: Response, _next: NextFunction) => {
    sendError(req, res, fromExpress(error), { requestId: deps.requestIdOf(res), log: app.log })
  })
  return routes
}

async function sendReadiness({ app, isDraining }: RoutesDeps, res: Response): Promise<void> {
  const health = await app.health()
  const isReady = health.isReady && !isDraining()
  const status = isReady ? 'ready' : isDraining() ? 'draining' : 'not ready'
  sendJson(res, isReady ? 200 : 503, { status, checks: health.checks })
}

/** Express refuses a path with a broken percent escape by an error of its own. */
function fromExpress(error: unknown): unknown {
  const isClientError = error instanceof URIError || (error as { status?: unknown } | null)?.status === 400
  return isClientError
    ? new ZhengshuError('INVALID_INPUT', {
        field: 'path',
        reason: 'a percent escape is broken',
        reasonZh: '百分号转义不完整',
      })
    : error
}
