import type { FileDifference } from '../catalog/index.ts'
import { readLanguage, SETTINGS, type Config } from '../config.ts'
import { EXIT, type ExitCode } from './exit.ts'
import { configFrom, type StoreOptions } from './options.ts'

interface ConfigOptions extends StoreOptions {
  readonly differences?: boolean
}

/** `zhengshu config`: every setting with its value in force, secrets hidden; and where catalog files and store differ. */
export async function showConfig(options: ConfigOptions): Promise<ExitCode> {
  const config = configFrom(options)
  const differences = options.differences ? await readDifferences(config) : undefined
  const lines = options.json
    ? [JSON.stringify({ ...valuesOf(config), ...(differences && { differences }) })]
    : [...describeSettings(config), ...(differences ? ['', ...describeDifferences(differences)] : [])]
  process.stdout.write(`${lines.join('\n')}\n`)
  return EXIT.yes
}

/** Alone in needing a store, which takes longer to load than everything else here. */
async function readDifferences(config: Config): Promise<readonly FileDifference[]> {
  const { withExistingApp } = await import('./with-app.ts')
  return withExistingApp(config, (app) => app.catalog.fileDifferences())
}

/** The value of each setting as it is in force; secrets hidden. */
const valuesOf = (config: Config): Record<keyof typeof SETTINGS, string | number | boolean> => ({
  ZHENGSHU_PROFILE: config.isProduction ? 'production' : 'development',
  ZHENGSHU_DATA: config.dataDirectory,
  ZHENGSHU_KEYS: config.keyDirectory,
  ZHENGSHU_KEY_PASSPHRASE: '***',
  ZHENGSHU_PORT: config.port,
  ZHENGSHU_HOST: config.host,
  ZHENGSHU_PUBLIC_URL: config.publicUrl,
  ZHENGSHU_TRUSTED_PROXIES: config.trustedProxies,
  // A URL of the store may carry a password.
  ZHENGSHU_STORE: config.store.replace(/\/\/.*@/, '//***@'),
  ZHENGSHU_CATALOG: config.catalogDirectory,
  ZHENGSHU_OPERATING_AGENCY: config.operatingAgency,
  ZHENGSHU_LEDGER_ORIGIN: config.ledgerOrigin,
  ZHENGSHU_LEDGER_DELAY_MS: config.ledgerDelayMs,
  ZHENGSHU_TOKEN_SECONDS: config.tokenSeconds,
  ZHENGSHU_LOG_LEVEL: config.logLevel,
  ZHENGSHU_GRAPHIQL: config.serveGraphiql,
})

function* describeSettings(config: Config): Generator<string> {
  const values = valuesOf(config)
  for (const [name, { help, helpZh }] of Object.entries(SETTINGS)) {
    yield `${name.padEnd(25)} ${values[name as keyof typeof SETTINGS]}`
    yield `  ${readLanguage() === 'zh' ? helpZh : help}`
  }
}

const KINDS: Readonly<Record<FileDifference['kind'], { readonly en: string; readonly zh: string }>> = {
  DRAFT_WAITING: {
    en: "the file's text waits as a draft, to be submitted and published",
    zh: '文件内容已作为草稿，待提交发布',
  },
  STORE_CHANGED: {
    en: 'was changed here since the file was taken over; the store is in force',
    zh: '采用文件后在系统中改过，以系统为准',
  },
  FILE_NOT_TAKEN: {
    en: 'the file changed while the entry was worked on or withdrawn; it was not taken over',
    zh: '条目编制中或已撤销时文件有变，未采用',
  },
  ONLY_IN_STORE: { en: 'registered here, in no file', zh: '仅在系统中登记，不在文件中' },
}

function describeDifferences(differences: readonly FileDifference[]): readonly string[] {
  const language = readLanguage()
  if (differences.length === 0)
    return [language === 'zh' ? '目录文件与系统一致。' : 'Catalog files and store say the same.']
  return differences.map(({ code, kind, elements }) => {
    if (elements.length === 0) return `${code}  ${KINDS[kind][language]}`
    const which = language === 'zh' ? `（${elements.join('、')}）` : ` (${elements.join(', ')})`
    return `${code}  ${KINDS[kind][language]}${which}`
  })
}
