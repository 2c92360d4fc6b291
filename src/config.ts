import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import { ZhengshuError, type Language } from './core/errors.ts'
import { nearestName } from './core/nearest-name.ts'

/** What a setting may be: the check, and the words that an error and the docs have for it. */
interface Accepted<T> {
  readonly schema: z.ZodType<T>
  readonly accepts: string
  readonly reasonZh: string
}

/**
 * Every setting: name, check, default and help stand in one row. This file is the only reader of process.env; the
 * table in docs/configuration.md is printed from it.
 */
interface Setting<T> extends Accepted<T> {
  readonly default: string
  readonly help: string
  readonly helpZh: string
  /** May also come from a file named by `<NAME>_FILE`. */
  readonly isSecret?: boolean
}

const setting = <T>(
  accepted: Accepted<T>,
  defaultText: string,
  help: string,
  helpZh: string,
  isSecret = false,
): Setting<T> => ({ ...accepted, default: defaultText, help, helpZh, isSecret })

const accepted = <T>(schema: z.ZodType<T>, accepts: string, reasonZh: string): Accepted<T> => ({
  schema,
  accepts,
  reasonZh,
})
const text = (atLeast: number, accepts: string, reasonZh: string) =>
  accepted(z.string().min(atLeast), accepts, reasonZh)
const matching = (pattern: RegExp, accepts: string, reasonZh: string) =>
  accepted(z.string().regex(pattern), accepts, reasonZh)
const oneOf = <const V extends string>(...values: readonly V[]) =>
  accepted(z.enum(values), `${values.slice(0, -1).join(', ')} or ${values.at(-1)}`, `应为 ${values.join('、')} 之一`)
/** Digits alone: an empty text is no zero. */
const integer = (from: number, to: number) =>
  accepted(
    z
      .string()
      .regex(/^\d{1,9}$/)
      .transform(Number)
      .refine((value) => value >= from && value <= to),
    `${from} to ${to}`,
    `应为 ${from} 至 ${to} 的整数`,
  )
const PATH = text(1, 'a path', '应为路径')
const PATH_OR_NOTHING = text(0, 'a path, or nothing', '应为路径或留空')

const DEVELOPMENT_PASSPHRASE = 'zhengshu-development'

export const SETTINGS = {
  ZHENGSHU_PROFILE: setting(
    oneOf('development', 'production'),
    'development',
    'In production development keys, default secrets and synthetic subjects are refused.',
    '生产环境（production）拒绝开发密钥、默认口令与虚构主体。',
  ),
  ZHENGSHU_DATA: setting(PATH, './data', 'Data directory of the embedded store.', '内嵌数据库的数据目录。'),
  ZHENGSHU_KEYS: setting(
    PATH_OR_NOTHING,
    '',
    'Key directory; empty: `keys` beside the data directory.',
    '密钥目录；留空为数据目录旁的 `keys`。',
  ),
  ZHENGSHU_KEY_PASSPHRASE: setting(
    text(8, 'at least 8 characters', '至少 8 个字符'),
    DEVELOPMENT_PASSPHRASE,
    'Opens the encrypted key files.',
    '打开加密密钥文件的口令。',
    true,
  ),
  ZHENGSHU_PORT: setting(
    integer(0, 65_535),
    '4000',
    'TCP port; 0 takes a free one, and needs ZHENGSHU_PUBLIC_URL.',
    'TCP 端口；0 表示任取空闲端口，须同时设置 ZHENGSHU_PUBLIC_URL。',
  ),
  ZHENGSHU_HOST: setting(
    text(1, 'an address or a host name', '应为地址或主机名'),
    '127.0.0.1',
    'Address to listen on; 0.0.0.0 in a container.',
    '监听地址；容器中用 0.0.0.0。',
  ),
  ZHENGSHU_PUBLIC_URL: setting(
    matching(
      /^(https?:\/\/[^/?#\s]+(\/[^/?#\s]+)*\/?)?$/,
      'an http:// or https:// URL without a query, or nothing',
      '应为不带查询参数的 http:// 或 https:// URL，或留空',
    ),
    '',
    'URL under which clients reach the service, the token audience; empty: http://localhost:PORT.',
    '客户端访问本服务的 URL，即令牌受众；留空为 http://localhost:端口。',
  ),
  ZHENGSHU_TRUSTED_PROXIES: setting(
    integer(0, 5),
    '0',
    'How many reverse proxies of yours stand in front, each adding to X-Forwarded-For; 0 ignores that header.',
    '前置的自有反向代理层数，每层均追加 X-Forwarded-For；0 表示忽略该请求头。',
  ),
  ZHENGSHU_STORE: setting(
    matching(/^(sqlite|mongodb(\+srv)?:\/\/\S+)$/, 'sqlite, or a mongodb:// URL', '应为 sqlite 或 mongodb:// URL'),
    'sqlite',
    '`sqlite`, or a mongodb:// URL of a replica set.',
    '`sqlite`，或 MongoDB 副本集的 mongodb:// URL。',
    true,
  ),
  ZHENGSHU_CATALOG: setting(
    PATH_OR_NOTHING,
    '',
    'Directory of the catalog files; empty: the ones shipped.',
    '目录文件所在目录；留空为随附目录。',
  ),
  ZHENGSHU_OPERATING_AGENCY: setting(
    matching(/^\d{2}$/, 'two digits', '应为两位数字'),
    '41',
    'Number (agencies.json) of the agency that runs the exchange; administrators made on the command line belong to it.',
    '运行本系统的部门编号（agencies.json）；命令行创建的管理员属于该部门。',
  ),
  ZHENGSHU_LEDGER_ORIGIN: setting(
    // A name of a signed note.
    matching(/^[!-*,-~]+$/, 'ASCII characters without a space or a plus sign', '应为不含空格与加号的 ASCII 字符'),
    'zhengshu.example/ledger',
    'Origin line of checkpoints (C2SP tlog-checkpoint); it names this log for ever.',
    '检查点的来源行（C2SP tlog-checkpoint），永久标识本日志。',
  ),
  ZHENGSHU_LEDGER_DELAY_MS: setting(
    integer(50, 60_000),
    '1000',
    'The longest a leaf waits before it is in a checkpoint; what receipts promise.',
    '条目写入检查点的最长等待（毫秒），即回执的承诺。',
  ),
  ZHENGSHU_TOKEN_SECONDS: setting(integer(60, 3600), '600', 'Lifetime of access tokens.', '访问令牌的有效秒数。'),
  ZHENGSHU_LOG_LEVEL: setting(
    oneOf('debug', 'info', 'warn', 'error', 'silent'),
    'info',
    'Log level; JSON lines on stderr.',
    '日志级别；以 JSON 行写到标准错误。',
  ),
  ZHENGSHU_GRAPHIQL: setting(
    oneOf('true', 'false'),
    'true',
    'Serve GraphiQL at /graphiql; never in production.',
    '在 /graphiql 提供 GraphiQL；生产环境从不提供。',
  ),
} as const satisfies Record<string, Setting<unknown>>

export interface Config {
  readonly isProduction: boolean
  readonly dataDirectory: string
  readonly keyDirectory: string
  readonly keyPassphrase: string
  readonly port: number
  readonly host: string
  readonly publicUrl: string
  readonly trustedProxies: number
  readonly store: string
  readonly catalogDirectory: string
  readonly operatingAgency: string
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
  refuseUnknownSettings({ ...environment, ...overrides })
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
  if (values.ZHENGSHU_PORT === 0 && values.ZHENGSHU_PUBLIC_URL === '')
    throw new ZhengshuError('CONFIG_INVALID', {
      setting: 'ZHENGSHU_PUBLIC_URL',
      reason: 'with port 0 it is needed, because tokens and status lists name it',
      reasonZh: '端口为 0 时须设置，令牌与状态列表均含此 URL',
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
    trustedProxies: values.ZHENGSHU_TRUSTED_PROXIES,
    store: values.ZHENGSHU_STORE,
    catalogDirectory:
      values.ZHENGSHU_CATALOG === '' ? join(import.meta.dirname, '..', 'catalog') : resolve(values.ZHENGSHU_CATALOG),
    operatingAgency: values.ZHENGSHU_OPERATING_AGENCY,
    ledgerOrigin: values.ZHENGSHU_LEDGER_ORIGIN,
    ledgerDelayMs: values.ZHENGSHU_LEDGER_DELAY_MS,
    tokenSeconds: values.ZHENGSHU_TOKEN_SECONDS,
    logLevel: values.ZHENGSHU_LOG_LEVEL,
    serveGraphiql: values.ZHENGSHU_GRAPHIQL === 'true' && !isProduction,
  }
}

/** Of the tests and the examples, and what Kubernetes sets for a Service that is called zhengshu. */
const OF_OTHERS = /^ZHENGSHU_(URL$|TEST_|SERVICE_|PORT_)/

/** A misspelt setting would leave its default in force without a word. Throws CONFIG_INVALID naming it. */
export function refuseUnknownSettings(environment: Environment = process.env): void {
  const known = Object.entries<Setting<unknown>>(SETTINGS).flatMap(([name, { isSecret }]) =>
    isSecret ? [name, `${name}_FILE`] : [name],
  )
  for (const name of Object.keys(environment)) {
    if (!name.startsWith('ZHENGSHU_') || known.includes(name) || OF_OTHERS.test(name)) continue
    const nearest = nearestName(name, known)
    throw new ZhengshuError('CONFIG_INVALID', {
      setting: name,
      reason: `there is none of that name; the nearest is ${nearest}`,
      reasonZh: `没有该配置项，最接近的是 ${nearest}`,
    })
  }
}

const dropUndefined = (values: Environment): Environment =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined))

function readSetting(name: string, row: Setting<unknown>, environment: Environment): unknown {
  const file = row.isSecret ? environment[`${name}_FILE`] : undefined
  const text = environment[name] ?? (file === undefined ? row.default : readSecretFile(name, file))
  const parsed = row.schema.safeParse(text)
  if (parsed.success) return parsed.data
  const { accepts, reasonZh } = row
  throw new ZhengshuError('CONFIG_INVALID', { setting: name, reason: `use ${accepts}`, reasonZh })
}

/** `LANG=zh_CN.UTF-8` speaks Chinese, everything else English (POSIX: LC_ALL before LC_MESSAGES before LANG). */
export const readLanguage = (environment: Environment = process.env): Language =>
  /^zh/i.test(environment['LC_ALL'] || environment['LC_MESSAGES'] || environment['LANG'] || '') ? 'zh' : 'en'

const OF_THE_DEMO = /^ZHENGSHU_(STORE|KEY_PASSPHRASE)(_FILE)?$/

/** What the demonstration gets of the environment: of the settings only which engine to play on and who opens the keys. */
export const environmentOfDemo = (environment: Environment = process.env): Environment =>
  Object.fromEntries(
    Object.entries(environment).filter(([name]) => !name.startsWith('ZHENGSHU_') || OF_THE_DEMO.test(name)),
  )

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
