import { loadConfig, type Config } from '../config.ts'

/** Every command that answers something answers it for a person, or with `--json` for a program. */
export interface AnswerOptions {
  readonly json?: boolean
}

/** Options that every command which opens a data directory takes. */
export interface StoreOptions extends AnswerOptions {
  readonly data?: string
  readonly keys?: string
  readonly port?: string
}

/** Command-line options win over the environment. */
export const configFrom = (options: StoreOptions): Config =>
  loadConfig({ ZHENGSHU_DATA: options.data, ZHENGSHU_KEYS: options.keys, ZHENGSHU_PORT: options.port })
