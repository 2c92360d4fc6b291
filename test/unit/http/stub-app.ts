import { onTestFinished } from 'vitest'
import type { Actor } from '../../../src/access/index.ts'
import type { App } from '../../../src/app.ts'
import { loadConfig } from '../../../src/config.ts'
import { systemClock } from '../../../src/core/clock.ts'
import { ZhengshuError } from '../../../src/core/errors.ts'
import { createIds } from '../../../src/core/ids.ts'
import type { Log } from '../../../src/core/log.ts'
import { createServer, type HttpServer } from '../../../src/http/index.ts'
import type { ImportInput } from '../../../src/registers/index.ts'

export const TOKEN = 'good-token'
const ACTOR: Actor = { clientId: 'cli_1', role: 'SYSTEM', agency: '11390000XN0000041L' as Actor['agency'] }

type Parts = { readonly [K in keyof App]?: Partial<App[K]> }

/** Features that answer as little as the edge needs: what is tested is the edge. */
export function stubApp(parts: Parts = {}, log: string[] = []): App {
  const write =
    (level: string): Log['error'] =>
    (message, fields, error) =>
      void log.push(JSON.stringify({ level, message, fields, error: error instanceof Error ? error.name : undefined }))
  const app = {
    config: {
      ...loadConfig({ ZHENGSHU_PORT: '0', ZHENGSHU_PUBLIC_URL: 'http://localhost:4000' }, {}),
      ...parts.config,
    },
    identity: {
      authenticate: (token: string) =>
        token === TOKEN
          ? Promise.resolve(ACTOR)
          : Promise.reject(new ZhengshuError('UNAUTHENTICATED', { reason: 'unknown token', reasonZh: '令牌无效' })),
      issueToken: () =>
        Promise.resolve({
          ok: true as const,
          body: { access_token: 'a', token_type: 'Bearer' as const, expires_in: 600 },
        }),
      jwks: () => ({ keys: [] }),
      metadata: () => ({ issuer: 'http://localhost' }),
      ...parts.identity,
    },
    catalog: { serviceItems: [], serviceItem: () => undefined, ...parts.catalog },
    registers: {
      importRecords: async (_actor: Actor, { body }: ImportInput) => {
        let size = 0
        for await (const chunk of body) size += (chunk as Buffer).length
        return { id: 'imp_1', rowsRead: size }
      },
      ...parts.registers,
    },
    licences: { statusList: (id: string) => Promise.resolve(id === '1' ? 'a.b.c' : undefined), ...parts.licences },
    ledger: {
      health: () => ({ isWritable: true, size: 3, pending: 1, oldestPendingSeconds: 0 }),
      drain: () => Promise.resolve(),
      publicFile: (path: string) =>
        Promise.resolve(
          path === 'checkpoint'
            ? { bytes: Buffer.from('origin\n3\n'), isImmutable: false }
            : path === 'tile/0/x001/234'
              ? { bytes: Buffer.alloc(8_192), isImmutable: true }
              : undefined,
        ),
      ...parts.ledger,
    },
    keyring: { rootPem: '-----BEGIN CERTIFICATE-----\nroot\n', issuingPem: 'issuing', ...parts.keyring },
    log: { info: write('info'), warn: write('warn'), error: write('error') },
    clock: systemClock,
    ids: createIds(systemClock),
    start: () => Promise.resolve(),
    stop: () => Promise.resolve(),
    health: () => Promise.resolve({ isReady: true, checks: [{ name: 'store', isOk: true }] }),
    ...(parts.health ? { health: parts.health } : {}),
    ...(parts.stop ? { stop: parts.stop } : {}),
  }
  return app as unknown as App
}

export interface RunningStub {
  readonly url: string
  readonly port: number
  readonly server: HttpServer
  readonly log: string[]
}

export async function startStub(parts: Parts = {}): Promise<RunningStub> {
  const log: string[] = []
  const server = createServer(stubApp(parts, log))
  const { url, port } = await server.listen()
  onTestFinished(() => server.close())
  return { url, port, server, log }
}
