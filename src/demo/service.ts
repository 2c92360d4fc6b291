import { spawn, type ChildProcessByStdio } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { environmentOfDemo } from '../config.ts'
import { DemoFailure } from './stage.ts'

export interface Service {
  readonly baseUrl: string
  readonly dataDirectory: string
  readonly keyDirectory: string
  stop(): Promise<void>
}

const PROGRAM = fileURLToPath(new URL('../../bin/zhengshu.mjs', import.meta.url))
const READY_WITHIN_MS = 30_000

/**
 * Starts the service as anyone would, as a process of its own, and waits until it listens. `signal` ends it. Of the
 * operator's settings only the store reaches it, and one that is in use is refused before anything is told into it.
 */
export async function startService(dataDirectory: string, keyDirectory: string, signal: AbortSignal): Promise<Service> {
  const port = await freePort()
  const child = spawn(
    process.execPath,
    [PROGRAM, 'serve', '--data', dataDirectory, '--keys', keyDirectory, '--port', String(port)],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...environmentOfDemo(), ZHENGSHU_LOG_LEVEL: 'error' },
      signal,
    },
  )
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const stop = async (): Promise<void> => {
    if (!child.killed) child.kill('SIGTERM')
    await ended
  }
  try {
    await untilListening(child)
    // Made with the first administrator of a store: one that has an administrator belongs to somebody.
    if (!existsSync(join(keyDirectory, 'administrator.jwk'))) throw storeInUse()
  } catch (error) {
    await stop()
    throw error
  }
  return { baseUrl: `http://localhost:${port}`, dataDirectory, keyDirectory, stop }
}

const storeInUse = (): DemoFailure =>
  new DemoFailure(
    'the database that ZHENGSHU_STORE names is in use; name an empty one',
    'ZHENGSHU_STORE 所指数据库已在使用，请指定空数据库',
  )

function untilListening(child: ChildProcessByStdio<null, Readable, Readable>): Promise<void> {
  let complaints = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => void (complaints = (complaints + text).slice(-4000)))
  return new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => reject(notStarted(complaints)), READY_WITHIN_MS)
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      if (text.includes('http://')) resolve(clearTimeout(timer))
    })
    child.once('exit', () => {
      clearTimeout(timer)
      reject(notStarted(complaints))
    })
    child.on('error', reject) // by the signal too
  })
}

const notStarted = (complaints: string): DemoFailure =>
  new DemoFailure(`the service did not start\n${complaints.trimEnd()}`, `服务未能启动\n${complaints.trimEnd()}`)

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  await once(server, 'close')
  return port
}

/** Runs a command of the program and collects what it prints. */
export async function runProgram(args: readonly string[]): Promise<{ readonly code: number; readonly stdout: string }> {
  const child = spawn(process.execPath, [PROGRAM, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: environmentOfDemo(),
  })
  let stdout = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => void (stdout += text))
  child.stderr.resume()
  const [code] = (await once(child, 'close')) as [number]
  return { code, stdout }
}
