import { onTestFinished } from 'vitest'
import { silentLog } from '../../src/core/log.ts'
import { openStore, type Collection, type Document, type Store, type StoreOptions } from '../../src/store/index.ts'
import { fixedClock } from './fixed.ts'
import { temporaryDirectory } from './temporary.ts'

export const fixedSecrets = {
  seal: new Uint8Array(32).fill(1),
  index: new Uint8Array(32).fill(2),
  cursor: new Uint8Array(32).fill(3),
}

/** The real SQLite store in a directory of its own; closed when the test ends. */
export async function openTestStore(
  collections: readonly Collection<Document>[],
  overrides: Partial<StoreOptions> = {},
): Promise<Store> {
  const store = await openStore({
    url: 'sqlite',
    directory: overrides.directory ?? temporaryDirectory(),
    collections,
    secrets: fixedSecrets,
    clock: fixedClock(),
    log: silentLog,
    ...overrides,
  })
  onTestFinished(() => store.close())
  return store
}
