import type { Config } from '../config.ts'
import { isZhengshuError } from '../core/errors.ts'
import type { Log } from '../core/log.ts'

/** What an operator at a terminal must see, as lines on stderr; the service itself logs JSON. */
export function createCommandLog(level: Config['logLevel']): Log {
  const write = (...parts: readonly (string | undefined)[]) => {
    const [message, ...details] = parts.filter((part) => part !== undefined)
    process.stderr.write(details.length === 0 ? `${message}\n` : `${message} (${details.join(', ')})\n`)
  }
  return {
    info() {},
    warn: (message, { path, detail } = {}) => {
      if (level !== 'error' && level !== 'silent') write(message, path, detail)
    },
    error: (message, { code, path, detail } = {}, error) => {
      if (level !== 'silent') write(message, code, path, detail, nameOf(error))
    },
  }
}

const nameOf = (error: unknown): string | undefined =>
  isZhengshuError(error) ? error.code : error instanceof Error ? error.name : undefined
