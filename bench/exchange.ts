import { join } from 'node:path'
import { loadCatalogFiles } from '../src/catalog/index.ts'
import { systemClock, today } from '../src/core/clock.ts'
import { castClients, type Cast } from '../src/demo/cast.ts'
import { freshRequestId } from '../src/demo/demo-client.ts'
import type { County } from '../src/demo/province/people.ts'
import { generateProvince, type Province } from '../src/demo/province/province.ts'
import { REGISTER_CLIENT } from '../src/demo/queries.ts'
import { fileOf, freePort, startServer, type Server } from './processes.ts'

export const CATALOG_DIRECTORY = fileOf('../catalog')
export const catalogFiles = loadCatalogFiles(CATALOG_DIRECTORY)

/** A running service with its clients, as the demonstration casts them. */
export interface Exchange {
  readonly server: Server
  readonly cast: Cast
  readonly dataDirectory: string
  readonly keyDirectory: string
}

export async function startExchange(directory: string, profileDirectory?: string): Promise<Exchange> {
  const dataDirectory = join(directory, 'data')
  const keyDirectory = join(directory, 'keys')
  const port = await freePort()
  const server = await startServer({
    file: fileOf('../bin/zhengshu.mjs'),
    args: ['serve', '--data', dataDirectory, '--keys', keyDirectory, '--port', String(port)],
    env: { ZHENGSHU_TOKEN_SECONDS: '3600' }, // longer than a run
    profileDirectory,
  })
  // Under its public name, which is the audience of the clients' assertions.
  const service = { baseUrl: `http://localhost:${port}`, dataDirectory, keyDirectory, stop: () => server.stop() }
  const cast = await castClients(service, catalogFiles.agencies, () => {})
  return { server, cast, dataDirectory, keyDirectory }
}

/** A further system of an agency, with its access token: the load generator sends the same bytes again and again. */
export async function hireWithToken({ server, cast }: Exchange, agencyNumber: string): Promise<string> {
  const { registerClient } = await cast.administrator.must<{
    registerClient: { client: { clientId: string }; clientSecret: string }
  }>(REGISTER_CLIENT, {
    input: {
      requestId: freshRequestId('client'),
      name: '压测系统',
      role: 'SYSTEM',
      agency: cast.agency(agencyNumber).creditCode,
      authMethod: 'CLIENT_SECRET_BASIC',
    },
  })
  const basic = Buffer.from(`${registerClient.client.clientId}:${registerClient.clientSecret}`).toString('base64')
  const response = await fetch(`${server.baseUrl}/oauth2/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${basic}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  })
  const { access_token: token } = (await response.json()) as { access_token?: string }
  if (token === undefined) throw new Error(`no token: HTTP ${response.status}`)
  return token
}

export function makeProvince(seed: number, persons: number, companies: number): Province {
  const names = new Map(catalogFiles.divisions.map((division) => [division.code, division.name]))
  const counties: County[] = catalogFiles.divisions
    .filter(({ code }) => code.startsWith('39') && !code.endsWith('00'))
    .map(({ code, name }) => ({ code, name, city: names.get(`${code.slice(0, 4)}00`) ?? '' }))
  return generateProvince({ seed, persons, companies, counties, asOf: today(systemClock) })
}
