import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import { ZhengshuError } from './core/errors.ts'

/**
 * Every setting: name, check, default and help stand in one row. This file is the only reader of process.env; the
 * table in docs/configuration.md is printed from it.
 */
interface Setting<T> {
  readonly schema: z.ZodType<T>
  readonly default: string
  readonly help: string
  /** May also come from a file named by `<NAME>_FILE`. */
  readonly isSecret?: boolean
}

const setting = <T>(schema: z.ZodType<T>, defaultText: string, help: string, isSecret = false): Setting<T> => ({
  schema,
  default: defaultText,
  help,
  isSecret,
})
const integer = (from: number, to: number) => z.coerce.number().int().min(from).max(to)
const flag = z.enum(['true', 'false']).transform((text) => text === 'true')

export const DEVELOPMENT_PASSPHRASE = 'zhengshu-development'

export const SETTINGS = {
  ZHENGSHU_PROFILE: setting(
    z.enum(['development', 'production']),
    'development',
    'In production development keys, default secrets and synthetic subjects are refused.',
  ),
  ZHENGSHU_DATA: setting(z.string().min(1), './data', 'Data directory of the embedded store.'),
  ZHENGSHU_KEYS: setting(z.string(), '', 'Key directory; empty: `keys` beside the data directory.'),
  ZHENGSHU_KEY_PASSPHRASE: setting(z.string().min(8), DEVELOPMENT_PASSPHRASE, 'Opens the encrypted key files.', true),
  ZHENGSHU_PORT: setting(integer(0, 65_535), '4000', 'TCP port; 0 takes a free one.'),
  ZHENGSHU_HOST: setting(z.string().min(1), '127.0.0.1', 'Address to listen on; 0.0.0.0 in a container.'),
  ZHENGSHU_PUBLIC_URL: setting(
    z.string(),
    '',
    'URL under which clients reach the service, the token audience; empty: http://localhost:PORT.',
  ),
  ZHENGSHU_STORE: setting(z.string(), 'sqlite', '`sqlite`, or a mongodb:// URL of a replica set.', true),
  ZHENGSHU_CATALOG: setting(z.string(), '', 'Directory of the catalog files; empty: the ones shipped.'),
  ZHENGSHU_LEDGER_ORIGIN: setting(
    z.string().regex(/^[\x21-\x7e]+$/),
    'zhengshu.example/ledger',
    'Origin line of checkpoints (C2SP tlog-checkpoint); it names this log for ever.',
  ),
  ZHENGSHU_LEDGER_DELAY_MS: setting(
    integer(50, 60_000),
    '1000',
    'The longest a leaf waits before it is in a checkpoint; what receipts promise.',
  ),
  ZHENGSHU_TOKEN_SECONDS: setting(integer(60, 3600), '600', 'Lifetime of access tokens.'),
  ZHENGSHU_LOG_LEVEL: setting(
    z.enum(['debug', 'info', 'warn', 'error', 'silent']),
    'info',
    'Log level; JSON lines on stderr.',
  ),
  ZHENGSHU_GRAPHIQL: setting(flag, 'true', 'Serve GraphiQL at /graphiql; never in production.'),
} as const satisfies Record<string, Setting<unknown>>

export interface Config {
  readonly isProduction: boolean
  readonly dataDirectory: string
  readonly keyDirectory: string
  readonly keyPassphrase: string
  readonly port: number
  readonly host: string
  readonly publicUrl: string
  readonly store: string
  readonly catalogDirectory: string
  readonly ledgerOrigin: string
  readonly ledgerDelayMs: number
  readonly tokenSeconds: number
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent'
  readonly serveGraphiql: boolean
}

type Environment = Readonly<Record<string, string | undefined>>
type Values = { [K in keyof typeof SETTINGS]: z.output<(typeof SETTINGS)[K]['schema']> }

/** Reads and checks every setting; `overrides` are the command line's. Throws CONFIG_INVALID naming the setting. */
export function loadConfig(overrides: Environment = {}, environment: Environment = process.env): Config {
  const values = Object.fromEntries(
    Object.entries(SETTINGS).map(([name, row]) => [
      name,
      readSetting(name, row, { ...environment, ...dropUndefined(overrides) }),
    ]),
  ) as Values
  const isProduction = values.ZHENGSHU_PROFILE === 'production'
  if (isProduction && values.ZHENGSHU_KEY_PASSPHRASE === DEVELOPMENT_PASSPHRASE)
    throw new ZhengshuError('CONFIG_INVALID', {
      setting: 'ZHENGSHU_KEY_PASSPHRASE',
      reason: 'the development default is refused in production',
      reasonZh: '生产环境不得使用开发默认口令',
    })
  const dataDirectory = resolve(values.ZHENGSHU_DATA)
  return {
    isProduction,
    dataDirectory,
    keyDirectory: values.ZHENGSHU_KEYS === '' ? join(dataDirectory, '..', 'keys') : resolve(values.ZHENGSHU_KEYS),
    keyPassphrase: values.ZHENGSHU_KEY_PASSPHRASE,
    port: values.ZHENGSHU_PORT,
    host: values.ZHENGSHU_HOST,
    publicUrl: values.ZHENGSHU_PUBLIC_URL || `http://localhost:${values.ZHENGSHU_PORT}`,
    store: values.ZHENGSHU_STORE,
    catalogDirectory:
      values.ZHENGSHU_CATALOG === '' ? join(import.meta.dirname, '..', 'catalog') : resolve(values.ZHENGSHU_CATALOG),
    ledgerOrigin: values.ZHENGSHU_LEDGER_ORIGIN,
    ledgerDelayMs: values.ZHENGSHU_LEDGER_DELAY_MS,
    tokenSeconds: values.ZHENGSHU_TOKEN_SECONDS,
    logLevel: values.ZHENGSHU_LOG_LEVEL,
    serveGraphiql: values.ZHENGSHU_GRAPHIQL && !isProduction,
  }
}

const dropUndefined = (values: Environment): Environment =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined))

function readSetting(name: string, row: Setting<unknown>, environment: Environment): unknown {
  const file = row.isSecret ? environment[`${name}_FILE`] : undefined
  const text = environment[name] ?? (file === undefined ? row.default : readSecretFile(name, file))
  const parsed = row.schema.safeParse(text)
  if (!parsed.success) {
    const reason = parsed.error.issues[0]?.message ?? 'not accepted'
    throw new ZhengshuError('CONFIG_INVALID', { setting: name, reason, reasonZh: reason })
  }
  return parsed.data
}

function readSecretFile(name: string, file: string): string {
  try {
    return readFileSync(file, 'utf8').trimEnd()
  } catch (cause) {
    throw new ZhengshuError(
      'CONFIG_INVALID',
      { setting: `${name}_FILE`, reason: 'the file cannot be read', reasonZh: '文件无法读取' },
      { cause },
    )
  }
}
