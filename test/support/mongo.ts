import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { MongoClient, type MongoClientOptions } from 'mongodb'
import { onTestFinished } from 'vitest'
import { silentLog } from '../../src/core/log.ts'
import { openStore, type Collection, type Document, type Store, type StoreOptions } from '../../src/store/index.ts'
import { fixedClock } from './fixed.ts'
import { fixedSecrets } from './store.ts'

/** A MongoDB-wire server that the tests own. */
export interface MongoServer {
  /** Of a database. */
  url(database: string): string
  /** SIGKILL; nothing is flushed. */
  kill(): Promise<void>
  /** The same data on the same port; `secured` adds flags, and how to reach it then. */
  start(secured?: SecuredStart): Promise<void>
  /** Ends it for good and removes its data. */
  dispose(): Promise<void>
}

export interface SecuredStart {
  readonly flags: string
  readonly clientOptions: MongoClientOptions
}

const START_MS = 30_000

/**
 * The command that starts a server, with {port} and {dir}: ZHENGSHU_TEST_MONGO_COMMAND, a `mongod` on the path, or the
 * binary of mongodb-memory-server where it is on this machine already. Undefined: the tests are skipped, and counted
 * at the end of the run.
 */
export async function mongoCommand(): Promise<string | undefined> {
  const given = process.env['ZHENGSHU_TEST_MONGO_COMMAND']
  if (given) return given
  const binary = spawnSync('mongod', ['--version']).status === 0 ? 'mongod' : await memoryServerBinary()
  return (
    binary &&
    `${binary} --replSet rs0 --bind_ip 127.0.0.1 --port {port} --dbpath {dir} --setParameter enableTestCommands=1`
  )
}

/** Without a download: that would make `npm test` depend on more than the package registry. */
async function memoryServerBinary(): Promise<string | undefined> {
  process.env['MONGOMS_RUNTIME_DOWNLOAD'] ??= 'false'
  try {
    const { MongoBinary } = await import('mongodb-memory-server-core/lib/util/MongoBinary.js')
    return await MongoBinary.getPath()
  } catch {
    // No binary here: the caller skips.
    return undefined
  }
}

export async function startMongo(command: string): Promise<MongoServer> {
  const directory = mkdtempSync(join(tmpdir(), 'zhengshu-mongo-'))
  const port = await freePort()
  const line = command.replaceAll('{port}', String(port)).replaceAll('{dir}', directory)
  let child: ChildProcess | undefined
  const endChild = () => void child?.kill('SIGKILL')
  process.on('exit', endChild)

  const server: MongoServer = {
    url: (database) => `mongodb://127.0.0.1:${port}/${database}`,
    async start(secured) {
      child = spawn('sh', ['-c', `exec ${line} ${secured?.flags ?? ''}`], { stdio: 'ignore' })
      await untilPrimary(port, child, secured?.clientOptions)
    },
    async kill() {
      if (!child || child.exitCode !== null || child.signalCode !== null) return
      const ended = once(child, 'exit')
      child.kill('SIGKILL')
      await ended
    },
    async dispose() {
      await server.kill()
      process.off('exit', endChild)
      rmSync(directory, { recursive: true, force: true })
    },
  }
  await server.start()
  return server
}

/** Waits until the server takes writes, and makes a fresh mongod a replica set of one. */
async function untilPrimary(port: number, child: ChildProcess, clientOptions?: MongoClientOptions): Promise<void> {
  const deadline = performance.now() + START_MS
  for (;;) {
    const client = new MongoClient(`mongodb://127.0.0.1:${port}/?directConnection=true`, {
      serverSelectionTimeoutMS: 500,
      ...clientOptions,
    })
    try {
      const admin = (await client.connect()).db('admin')
      const hello = await admin.command({ hello: 1 })
      if (hello['isWritablePrimary'] && hello['setName']) return
      if (!hello['setName'])
        await admin.command({
          replSetInitiate: { _id: 'rs0', members: [{ _id: 0, host: `127.0.0.1:${port}` }] },
        })
    } catch (error) {
      if (child.exitCode !== null) throw new Error(`the MongoDB server ended with ${child.exitCode}`, { cause: error })
      if (performance.now() > deadline) throw new Error('the MongoDB server did not become primary', { cause: error })
    } finally {
      await client.close()
    }
    await sleep(100)
  }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as { port: number }
  probe.close()
  await once(probe, 'close')
  return port
}

let databases = 0

/** A store on a database of its own; closed when the test ends. */
export async function openMongoStore(
  server: MongoServer,
  collections: readonly Collection<Document>[],
  overrides: Partial<StoreOptions> = {},
): Promise<Store> {
  const store = await openStore({
    url: server.url(`t${process.pid}_${databases++}`),
    directory: '',
    collections,
    secrets: fixedSecrets,
    clock: fixedClock(),
    log: silentLog,
    ...overrides,
  })
  onTestFinished(() => store.close())
  return store
}
