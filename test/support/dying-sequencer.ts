import { generateKeyPairSync } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { instantNow, systemClock } from '../../src/core/clock.ts'
import { createIds } from '../../src/core/ids.ts'
import { silentLog } from '../../src/core/log.ts'
import { createLedger, ledgerCollections } from '../../src/ledger/index.ts'
import { signerFromKey } from '../../src/signing/index.ts'
import { openStore, requestLogCollections, type Collection, type Document } from '../../src/store/index.ts'
import { ledgerKeysFrom } from './ledger-keys.ts'

// Commits leaves to a log in a directory, sequences them and kills itself at a step of the second round.
const [directory, fatalStep] = process.argv.slice(2) as [string, string]
let isSecondRound = false
const secret = (n: number) => new Uint8Array(32).fill(n)
const store = await openStore({
  url: 'sqlite',
  directory: join(directory, 'data'),
  collections: [...ledgerCollections, ...requestLogCollections] as unknown as readonly Collection<Document>[],
  secrets: { seal: secret(1), index: secret(2), cursor: secret(3) },
  clock: systemClock,
  log: silentLog,
})
const ledger = await createLedger({
  store,
  ...ledgerKeysFrom(join(directory, 'keys')),
  receiptSigner: () => signerFromKey(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey),
  origin: 'zhengshu.example/test-ledger',
  secrets: { case: secret(4) },
  highWaterFile: join(directory, 'keys', 'high-water'),
  clock: systemClock,
  ids: createIds(systemClock),
  log: silentLog,
  maxDelayMs: 1_000,
  atStep: (step) => {
    if (isSecondRound && step === fatalStep) process.kill(process.pid, 'SIGKILL')
  },
})
const append = async (count: number): Promise<string[]> => {
  const { writes, leaves } = ledger.prepare(
    Array.from({ length: count }, () => ({ kind: 'RECORD_READ' as const, at: instantNow(systemClock), data: {} })),
  )
  await store.commit(writes)
  return leaves.map(({ leafId }) => leafId)
}
const ids = await append(257)
await ledger.drain()
ids.push(...(await append(3)))
writeFileSync(join(directory, 'leaves.json'), JSON.stringify(ids))
isSecondRound = true
await ledger.drain()
