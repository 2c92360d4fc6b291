import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'

/** A server under test, in a process of its own on the loopback interface. */
export interface Server {
  readonly port: number
  readonly baseUrl: string
  /** CPU seconds that all its threads have used so far; undefined where the system does not tell. */
  cpuSeconds(): number | undefined
  stop(): Promise<void>
}

export interface StartOptions {
  readonly file: string
  readonly args?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  /** Where a CPU profile is left when the process ends. */
  readonly profileDirectory?: string | undefined
}

const READY_WITHIN_MS = 30_000
const ENDS_WITHIN_MS = 20_000

/** Starts a file and waits until it prints where it listens. */
export async function startServer({ file, args = [], env = {}, profileDirectory }: StartOptions): Promise<Server> {
  const profiling = profileDirectory === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profileDirectory}`]
  const child = spawn(process.execPath, [...profiling, file, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NODE_ENV: 'production', ZHENGSHU_LOG_LEVEL: 'error', ...env },
  })
  const ended = once(child, 'exit')
  const kill = () => void child.kill('SIGKILL')
  process.once('exit', kill) // a run that is broken off leaves nothing behind
  const baseUrl = await urlOf(child)
  return {
    port: Number(new URL(baseUrl).port),
    baseUrl,
    cpuSeconds: () => cpuSecondsOf(child.pid),
    async stop() {
      child.kill('SIGTERM')
      const timer = setTimeout(() => child.kill('SIGKILL'), ENDS_WITHIN_MS)
      await ended
      clearTimeout(timer)
      process.off('exit', kill)
    },
  }
}

function urlOf(child: ChildProcess): Promise<string> {
  let said = ''
  const listen = (text: string): void => void (said = (said + text).slice(-4_000))
  child.stderr!.setEncoding('utf8').on('data', listen)
  return new Promise((resolve, reject) => {
    const fail = (why: string): void => reject(new Error(`${child.spawnargs.join(' ')}: ${why}\n${said}`))
    const timer = setTimeout(() => {
      child.kill('SIGKILL')
      fail('it does not listen')
    }, READY_WITHIN_MS)
    child.once('exit', (code) => fail(`it ended with code ${code}`))
    child.stdout!.setEncoding('utf8').on('data', (text: string) => {
      listen(text)
      const url = /http:\/\/\S+/.exec(said)?.[0]
      if (url === undefined) return
      clearTimeout(timer)
      resolve(url)
    })
  })
}

// USER_HZ is 100 on every Linux that Node runs on.
const TICKS_A_SECOND = 100

function cpuSecondsOf(pid: number | undefined): number | undefined {
  try {
    // proc(5): the second field may hold spaces; utime and stime are the 14th and 15th.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ')
    return (Number(fields[11]) + Number(fields[12])) / TICKS_A_SECOND
  } catch {
    return undefined // not Linux: the figures per CPU-second are left out
  }
}

export const fileOf = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
