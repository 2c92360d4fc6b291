import { createHash } from 'node:crypto'
import { afterAll } from 'vitest'
import { mongoCommand, startMongo, type MongoServer } from './mongo.ts'

let server: Promise<MongoServer> | undefined
// The worker of a test file may be ended without notice: the server is ended before.
afterAll(async () => (await server)?.dispose())

/**
 * Which store the service of an API test runs on: SQLite in its directory, or, with ZHENGSHU_TEST_STORE=mongodb, a
 * database of its own on a server that this test file starts and ends.
 */
export async function storeSettings(directory: string): Promise<Readonly<Record<string, string>>> {
  if (process.env['ZHENGSHU_TEST_STORE'] !== 'mongodb') return {}
  server ??= startServer()
  const database = `api_${createHash('sha256').update(directory).digest('hex').slice(0, 16)}`
  return { ZHENGSHU_STORE: (await server).url(database) }
}

async function startServer(): Promise<MongoServer> {
  const command = await mongoCommand()
  if (command === undefined) throw new Error('ZHENGSHU_TEST_STORE=mongodb, but there is no server to start')
  return startMongo(command)
}
