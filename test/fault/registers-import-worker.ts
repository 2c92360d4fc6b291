import { createReadStream } from 'node:fs'
import { systemClock } from '../../src/core/clock.ts'
import { createIds } from '../../src/core/ids.ts'
import { silentLog } from '../../src/core/log.ts'
import { createRegisters, registersCollections } from '../../src/registers/index.ts'
import type { Sharing } from '../../src/sharing/index.ts'
import { openStore, requestLogCollections } from '../../src/store/index.ts'
import { recordingLedger, recordingLedgerCollections } from '../support/recording-ledger.ts'
import { agencyOf, catalogOfRegisters } from '../support/registers.ts'

/** Imports a file in a process of its own and says so after each chunk, so that a test may kill it at any point. */
const [directory, file, batchId] = process.argv.slice(2) as [string, string, string]
const secrets = {
  seal: new Uint8Array(32).fill(1),
  index: new Uint8Array(32).fill(2),
  cursor: new Uint8Array(32).fill(3),
}
const store = await openStore({
  url: 'sqlite',
  directory,
  collections: [...requestLogCollections, ...registersCollections, ...recordingLedgerCollections],
  secrets,
  clock: systemClock,
  log: silentLog,
})
const registers = createRegisters({
  store,
  ledger: recordingLedger(),
  catalog: catalogOfRegisters(),
  sharing: {} as Sharing,
  keyring: { secret: () => secrets.index },
  clock: systemClock,
  ids: createIds(systemClock),
  log: silentLog,
})
await registers.importRecords(
  { clientId: 'system-of-population', role: 'SYSTEM', agency: agencyOf('07').creditCode },
  {
    register: 'population',
    format: 'csv',
    body: createReadStream(file),
    batchId,
    onProgress: ({ rowsRead }) => process.stdout.write(`${rowsRead}\n`),
  },
)
process.stdout.write('done\n')
await store.close()
