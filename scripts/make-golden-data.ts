import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { systemClock } from '../src/core/clock.ts'
import { createLog } from '../src/core/log.ts'
import { openStore } from '../src/store/index.ts'
import { goldenCollections, goldenWrites } from '../test/support/golden-data.ts'

/**
 * Writes a data directory of the present format for the tests to keep: `node scripts/make-golden-data.ts DIR`. Run once
 * for each released format, never again for the same one: what later programs must still open is what was written then.
 */
const directory = process.argv[2]
if (!directory || existsSync(join(directory, 'store.sqlite')))
  throw new Error('name a directory that holds no store yet')
const store = await openStore({
  url: 'sqlite',
  directory,
  collections: goldenCollections,
  secrets: { seal: new Uint8Array(32).fill(1), index: new Uint8Array(32).fill(2), cursor: new Uint8Array(32).fill(3) },
  clock: systemClock,
  log: createLog('error'),
})
await store.commit(goldenWrites())
await store.close()
