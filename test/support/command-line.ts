import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { realpathSync } from 'node:fs'
import { join } from 'node:path'

const PROGRAM = join(import.meta.dirname, '../../bin/zhengshu.mjs')

export interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>
}

/** Starts `zhengshu` as a person would, standing in a directory; nothing of this process' environment but PATH. */
export function start(directory: string, args: readonly string[], { env = {} }: RunOptions = {}): ChildProcess {
  return spawn(process.execPath, [PROGRAM, ...args], {
    cwd: directory,
    env: { PATH: process.env['PATH'], LANG: 'C', ZHENGSHU_LOG_LEVEL: 'error', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

export async function endOf(child: ChildProcess): Promise<Ended> {
  let stdout = ''
  let stderr = ''
  child.stdout!.setEncoding('utf8').on('data', (text: string) => void (stdout += text))
  child.stderr!.setEncoding('utf8').on('data', (text: string) => void (stderr += text))
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, stdout, stderr }
}

export const run = (directory: string, args: readonly string[], options?: RunOptions): Promise<Ended> =>
  endOf(start(directory, args, options))

/**
 * What a person sees: the command, what it wrote (`! ` before lines of stderr) and its exit code. What differs from run
 * to run is replaced: dates, ids, hashes, the directory.
 */
export async function transcript(directory: string, command: string, options?: RunOptions): Promise<string> {
  const args = [...command.matchAll(/'([^']*)'|(\S+)/g)].map((match) => match[1] ?? match[2]!)
  const { code, stdout, stderr } = await run(directory, args, options)
  const marked = stderr.replace(/^(?=.)/gm, '! ')
  const text = `$ zhengshu ${command}\n${stdout}${marked}exit ${code}\n`
  return text
    .replaceAll(realpathSync(directory), 'DIR')
    .replaceAll(directory, 'DIR')
    .replace(/\b([a-z]{3,8})_[0-9A-HJKMNP-TV-Z]{26}\b/g, '$1_…')
    .replace(/\b1\.2\.156\.[0-9A-Z.]+/g, '1.2.156.…')
    .replace(/\b20\d\d-\d\d-\d\d\b/g, 'DATE')
    .replace(/(?<![\w+/-])[\w+/-]{43}=?(?![\w+/=-])/g, 'HASH')
}

/** Waits until the service says where it listens. */
export function untilListening(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = ''
    child.stdout!.setEncoding('utf8').on('data', (more: string) => {
      text += more
      const url = /listens on (\S+)/.exec(text)?.[1]
      if (url) resolve(url)
    })
    child.once('close', (code) => reject(new Error(`it ended with ${code} before it listened: ${text}`)))
  })
}
