import { writeSync } from 'node:fs'
import { systemClock } from '../../src/core/clock.ts'
import { silentLog } from '../../src/core/log.ts'
import { add, insert, openStore } from '../../src/store/index.ts'
import { counters, halves, otherHalves, sealedRows } from './store-fixtures.ts'

/*
 * A process that writes until it is killed, and says on stdout what was acknowledged: `node store-writer.ts URL DIR
 * FIRST MODE`. It uses fs.writeSync, so that nothing said is lost with the process.
 */
const [url, directory, first, mode] = process.argv.slice(2) as [string, string, string, string]
const store = await openStore({
  url,
  directory,
  collections: [halves, otherHalves, counters, sealedRows],
  secrets: { seal: new Uint8Array(32).fill(1), index: new Uint8Array(32).fill(2), cursor: new Uint8Array(32).fill(3) },
  clock: systemClock,
  log: silentLog,
  commitThread: true,
})
const say = (line: string) => writeSync(1, `${line}\n`)

say('ready')
let next = Number(first)

async function commitForEver(): Promise<void> {
  for (;;) {
    const id = `h${next++}`
    await store.commit([insert(halves, { id }), insert(otherHalves, { id }), add(counters, 'sum', 'value', 1)])
    say(id)
  }
}

async function loadForEver(): Promise<void> {
  for (;;) {
    const from = next
    next += 2_000
    const rows = Array.from({ length: 2_000 }, (_, i) => ({
      document: { id: `s${from + i}`, number: `n${from + i}`, text: '满'.repeat(50) },
    }))
    await store.bulkLoad(sealedRows, rows)
    say(`s${from}`)
  }
}

await Promise.all(mode === 'load' ? [loadForEver()] : Array.from({ length: 4 }, commitForEver))
