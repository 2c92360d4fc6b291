import { loadConfig, type Config } from '../config.ts'

/** Options that every command which opens a data directory takes. */
export interface StoreOptions {
  readonly data?: string
  readonly keys?: string
  readonly port?: string
}

/** Command-line options win over the environment. */
export const configFrom = (options: StoreOptions, more: Readonly<Record<string, string | undefined>> = {}): Config =>
  loadConfig({ ZHENGSHU_DATA: options.data, ZHENGSHU_KEYS: options.keys, ZHENGSHU_PORT: options.port, ...more })
