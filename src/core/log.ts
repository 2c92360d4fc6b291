import { pino, type Logger as PinoLogger } from 'pino'

/** Fields that may be logged. Nothing of a request or a record is logged otherwise (design: no personal data in logs). */
interface LogFields {
  readonly requestId?: string
  readonly code?: string
  readonly operation?: string
  readonly clientId?: string
  readonly agency?: string
  readonly resource?: string
  readonly batchId?: string
  readonly status?: number
  readonly milliseconds?: number
  readonly count?: number
  readonly size?: number
  readonly path?: string
  readonly port?: number
  readonly detail?: string
}

export interface Log {
  info(message: string, fields?: LogFields): void
  warn(message: string, fields?: LogFields): void
  error(message: string, fields?: LogFields, error?: unknown): void
}

/** JSON lines on stderr, so that stdout stays for results. Of an error only its name, code and stack frames are kept. */
export function createLog(level: 'debug' | 'info' | 'warn' | 'error' | 'silent'): Log {
  const logger: PinoLogger = pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime },
    pino.destination({ fd: 2, sync: true }),
  )
  return {
    info: (message, fields = {}) => logger.info(fields, message),
    warn: (message, fields = {}) => logger.warn(fields, message),
    error: (message, fields = {}, error) => logger.error({ ...fields, ...describe(error) }, message),
  }
}

export const silentLog: Log = { info() {}, warn() {}, error() {} }

function describe(error: unknown): object {
  if (!(error instanceof Error)) return {}
  // The message may quote input, lines that look like frames too; the frames behind it cannot.
  const { message, stack = '' } = error
  const from = stack.indexOf(message)
  const frames = (from < 0 ? '' : stack.slice(from + message.length))
    .split('\n')
    .filter((line) => line.trimStart().startsWith('at '))
    .slice(0, 8)
  return { error: error.name, errorCode: (error as { code?: unknown }).code, frames }
}
