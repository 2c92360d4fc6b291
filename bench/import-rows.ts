import { once } from 'node:events'
import { request } from 'node:http'
import { join } from 'node:path'
import { DatabaseSync, type StatementSync } from 'node:sqlite'
import { AGENCY } from '../src/demo/cast.ts'
import { hireWithToken, makeProvince, startExchange, type Exchange } from './exchange.ts'
import { atLeast, median, ratioOf, toFigure, type CaseResult } from './figures.ts'
import type { CaseOptions } from './over-http.ts'
import { interleave, perSecond } from './rounds.ts'

const ROUNDS = 3
const WITHIN_MS = 40_000
const ROWS = 50_000
const TRANSACTION_ROWS = 10_000
const TABLE = 'c_register_records'
const POLL_MS = 5
const STALL_MS = 50

/**
 * (b) The population register through the upload endpoint: parsed, checked, sealed, indexed; against node:sqlite alone,
 * which gets the very same rows, as long and with the same keys, but in clear. Meanwhile the server is asked small things.
 */
export async function importRows({ directory, profileDirectory }: CaseOptions): Promise<CaseResult> {
  const files = populationFiles()
  const exchange = await startExchange(directory, profileDirectory)
  try {
    const token = await hireWithToken(exchange, AGENCY.police)
    const raw = openRaw(exchange, directory)
    // Until the code is compiled, as in every case; the peer writes these rows too.
    await importOnce(exchange, token, files[ROUNDS]!)
    await raw.insertWhatIsNew()
    const samples = await interleave(
      { rounds: ROUNDS, withinMs: WITHIN_MS },
      {
        import: (round) => importOnce(exchange, token, files[round]!),
        raw: () => raw.insertWhatIsNew(),
      },
    )
    raw.close()
    const rates = samples.import.map((sample) => sample.rowsPerSecond)
    const stall = median(samples.import.map((sample) => sample.eventLoopMs))
    const latency = median(samples.import.map((sample) => sample.latencyMs))
    const cpu = samples.import.flatMap((sample) => sample.rowsPerCpuSecond ?? [])
    return {
      figures: [
        toFigure('import-sealed-register', ratioOf(rates, samples.raw), atLeast(0.5), 'node:sqlite inserting equally large rows in clear, 10,000 a transaction'), // prettier-ignore
        toFigure('import-event-loop-stall', STALL_MS / stall, atLeast(1), `${STALL_MS} ms ÷ the longest stall of the server during an import`), // prettier-ignore
      ],
      lanes: [
        {
          name: 'rows imported over HTTP',
          perSecond: median(rates),
          ...(cpu.length > 0 ? { perCpuSecond: median(cpu) } : {}),
          note: `longest stall ${stall.toFixed(0)} ms, slowest small request ${latency.toFixed(0)} ms`,
        },
        { name: 'rows inserted by node:sqlite', perSecond: median(samples.raw) },
      ],
    }
  } finally {
    await exchange.server.stop()
  }
}

/** NDJSON, made before anything is measured; each file has other persons, and the last is for the warm-up. */
function populationFiles(): readonly Buffer[] {
  const rows = makeProvince(2, (ROUNDS + 1) * ROWS, 10).rows('population')
  const lines = Array.from(rows, (row) => `${JSON.stringify(row)}\n`)
  return Array.from({ length: ROUNDS + 1 }, (_, i) => Buffer.from(lines.slice(i * ROWS, (i + 1) * ROWS).join('')))
}

interface ImportSample {
  readonly rowsPerSecond: number
  readonly rowsPerCpuSecond: number | undefined
  readonly eventLoopMs: number
  readonly latencyMs: number
}

async function importOnce({ server }: Exchange, token: string, file: Buffer): Promise<ImportSample> {
  await longestStall(server.baseUrl) // forgets what was before
  const before = server.cpuSeconds()
  const poll = pollWhile(`${server.baseUrl}/livez`)
  const rowsPerSecond = await perSecond(ROWS, () => upload(server.port, token, file))
  const latencyMs = await poll.end()
  const after = server.cpuSeconds()
  const rowsPerCpuSecond = before === undefined || after === undefined ? undefined : ROWS / (after - before)
  return { rowsPerSecond, rowsPerCpuSecond, latencyMs, eventLoopMs: await longestStall(server.baseUrl) }
}

async function upload(port: number, token: string, file: Buffer): Promise<void> {
  const sending = request({
    port,
    host: '127.0.0.1',
    method: 'POST',
    path: '/registers/population/batches',
    headers: {
      'content-type': 'application/x-ndjson',
      'content-length': file.length,
      authorization: `Bearer ${token}`,
    },
  })
  sending.end(file)
  const [response] = (await once(sending, 'response')) as [AsyncIterable<Buffer>]
  const chunks = []
  for await (const chunk of response) chunks.push(chunk)
  const text = Buffer.concat(chunks).toString('utf8')
  const batch = JSON.parse(text) as { inserted?: number }
  if (batch.inserted !== ROWS) throw new Error(`the import did not take every row: ${text.slice(0, 500)}`)
}

/** Asks for something small again and again; ends with the longest that an answer took. */
function pollWhile(url: string): { end(): Promise<number> } {
  let isOver = false
  const running = (async () => {
    let longest = 0
    while (!isOver) {
      const begun = performance.now()
      await (await fetch(url)).arrayBuffer()
      longest = Math.max(longest, performance.now() - begun)
      await new Promise((resolve) => setTimeout(resolve, POLL_MS))
    }
    return longest
  })()
  return {
    end() {
      isOver = true
      return running
    },
  }
}

/** Milliseconds since this was asked last, as the server measures it itself (monitorEventLoopDelay). */
async function longestStall(baseUrl: string): Promise<number> {
  const text = await (await fetch(`${baseUrl}/metrics`)).text()
  const seconds = /^nodejs_eventloop_lag_max_seconds (\S+)$/m.exec(text)?.[1]
  return Number(seconds) * 1000
}

/** A second database with the same table and indexes, and the same pragmas. */
function openRaw({ dataDirectory }: Exchange, directory: string) {
  const source = new DatabaseSync(join(dataDirectory, 'store.sqlite'), { readOnly: true })
  const target = new DatabaseSync(join(directory, 'raw.sqlite'))
  target.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -262144')
  const parts = source.prepare('SELECT sql FROM sqlite_schema WHERE tbl_name = ? AND sql IS NOT NULL').all(TABLE)
  for (const { sql } of parts) target.exec(sql as string)
  const columns = source.prepare('SELECT name FROM pragma_table_info(?)').all(TABLE).map(({ name }) => name as string) // prettier-ignore
  const insert = target.prepare(`INSERT INTO ${TABLE} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`) // prettier-ignore
  const readFrom = source.prepare(
    `SELECT rowid AS at, ${columns.join(', ')} FROM ${TABLE} WHERE rowid > ? ORDER BY rowid`,
  )
  let reached = 0
  return {
    /** Reads the rows of the import before, and measures only the writing of them. */
    insertWhatIsNew(): Promise<number> {
      const stored = readFrom.all(reached)
      reached = stored.at(-1)!['at'] as number
      const rows = stored.map((row) => columns.map((name) => (name === 'doc' ? inClear(row[name]) : row[name]!)))
      return perSecond(rows.length, () => insertAll(target, insert, rows as (string | number)[][]))
    },
    close() {
      source.close()
      target.close()
    },
  }
}

const inClear = (sealed: unknown): string => 'x'.repeat((sealed as Uint8Array).byteLength)

function insertAll(
  database: DatabaseSync,
  insert: StatementSync,
  rows: readonly (readonly (string | number)[])[],
): void {
  for (let at = 0; at < rows.length; at += TRANSACTION_ROWS) {
    database.exec('BEGIN IMMEDIATE')
    for (const row of rows.slice(at, at + TRANSACTION_ROWS)) insert.run(...row)
    database.exec('COMMIT')
  }
}
