import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

/** A writing process (test/fault/store-writer.ts) and what it said was acknowledged. */
export interface WriterProcess {
  readonly acknowledged: readonly string[]
  /** Resolves when that many were acknowledged since the start. */
  until(count: number): Promise<void>
  /** SIGKILL. */
  kill(): Promise<void>
}

const WRITER = join(import.meta.dirname, '../fault/store-writer.ts')

export async function startWriter(
  url: string,
  directory: string,
  first: number,
  mode: 'commit' | 'load' = 'commit',
): Promise<WriterProcess> {
  const child = spawn(process.execPath, [WRITER, url, directory, String(first), mode], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const acknowledged: string[] = []
  const listeners = new Set<() => void>()
  const lines = createInterface({ input: child.stdout })
  let isReady = false
  lines.on('line', (line) => {
    if (line === 'ready') isReady = true
    else acknowledged.push(line)
    for (const listener of listeners) listener()
  })
  child.once('exit', () => {
    for (const listener of listeners) listener()
  })
  const waitFor = (condition: () => boolean) =>
    new Promise<void>((resolve, reject) => {
      const look = () => {
        const hasEnded = child.exitCode !== null || child.signalCode !== null
        if (!condition() && !hasEnded) return
        listeners.delete(look)
        if (condition()) resolve()
        else reject(new Error(`the writer ended with ${child.exitCode ?? child.signalCode}`))
      }
      listeners.add(look)
      look()
    })
  await waitFor(() => isReady)
  return {
    acknowledged,
    until: (count) => waitFor(() => acknowledged.length >= count),
    async kill() {
      const closed = once(lines, 'close')
      child.kill('SIGKILL')
      // What it said before it died is still in the pipe.
      await closed
    },
  }
}
