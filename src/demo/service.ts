import { spawn, type ChildProcessByStdio } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import type { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { environmentWithoutSettings } from '../config.ts'

export interface Service {
  readonly baseUrl: string
  readonly dataDirectory: string
  readonly keyDirectory: string
  stop(): Promise<void>
}

const PROGRAM = fileURLToPath(new URL('../../bin/zhengshu.mjs', import.meta.url))
const READY_WITHIN_MS = 30_000

/**
 * Starts the service as anyone would, as a process of its own, and waits until it listens. `signal` ends it. The
 * operator's own settings do not reach it: the story must never be told into a store of his.
 */
export async function startService(dataDirectory: string, keyDirectory: string, signal: AbortSignal): Promise<Service> {
  const port = await freePort()
  const child = spawn(
    process.execPath,
    [PROGRAM, 'serve', '--data', dataDirectory, '--keys', keyDirectory, '--port', String(port)],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...environmentWithoutSettings(), ZHENGSHU_LOG_LEVEL: 'error' },
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
  } catch (error) {
    await stop()
    throw error
  }
  return { baseUrl: `http://localhost:${port}`, dataDirectory, keyDirectory, stop }
}

function untilListening(child: ChildProcessByStdio<null, Readable, Readable>): Promise<void> {
  let complaints = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => void (complaints = (complaints + text).slice(-4000)))
  return new Promise<void>((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`the service did not start within 30 s\n${complaints}`)),
      READY_WITHIN_MS,
    )
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      if (text.includes('http://')) resolve(clearTimeout(timer))
    })
    child.once('exit', (code) => {
      clearTimeout(timer)
      reject(new Error(`the service ended with code ${code}\n${complaints}`))
    })
    child.on('error', reject) // by the signal too
  })
}

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
    env: environmentWithoutSettings(),
  })
  let stdout = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => void (stdout += text))
  child.stderr.resume()
  const [code] = (await once(child, 'close')) as [number]
  return { code, stdout }
}
