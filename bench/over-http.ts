import { createPrivateKey, generateKeyPairSync } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import jwt from 'jsonwebtoken'
import { AGENCY } from '../src/demo/cast.ts'
import type { Person } from '../src/demo/province/people.ts'
import type { Province } from '../src/demo/province/province.ts'
import { READ_RECORDS, REQUEST_EVIDENCE } from '../src/demo/queries.ts'
import { hireWithToken, makeProvince, startExchange } from './exchange.ts'
import { atLeast, median, ratioOf, toComparison, toFigure, type CaseResult, type Lane } from './figures.ts'
import { cycle, drive, FRESH_NUMBER, postTemplate, type Answers } from './load-generator.ts'
import { fileOf, startServer, type Server } from './processes.ts'
import { evidenceInput, fillForRentItem, purpose, RECORD_FIELDS, type Couple } from './rent-item.ts'
import { interleave } from './rounds.ts'

const PERSONS = 20_000
const COMPANIES = 1_000
const SUBJECTS = 2_000
const COUPLES = 150
const ROUNDS = 5
const WITHIN_MS = 60_000
const SLICE_MS = 2_000
/** Until the code is compiled: the same for all. */
const WARM_UP_MS = 5_000
const CONNECTIONS = 32

export interface CaseOptions {
  /** An empty directory of its own. */
  readonly directory: string
  readonly profileDirectory?: string | undefined
}

/**
 * (a) What a department feels: a single record and evidence of five materials, each request with token, grant, its own
 * requestId and case, a signed receipt and a durable ledger leaf.
 */
export async function overHttp({ directory, profileDirectory }: CaseOptions): Promise<CaseResult> {
  const province = makeProvince(1, PERSONS, COMPANIES)
  const exchange = await startExchange(directory, profileDirectory)
  const servers: Server[] = [exchange.server]
  try {
    const couples = await fillForRentItem(exchange, province, COUPLES)
    const token = await hireWithToken(exchange, AGENCY.housingFund)
    const subjects = province.persons.slice(0, SUBJECTS)
    const records = join(directory, 'records.json')
    writeFileSync(records, JSON.stringify(subjects.map((person) => [person.id, recordOf(province, person)])))
    const bare = await startServer({ file: fileOf('./peers/bare-post.ts'), args: [records] })
    servers.push(bare)
    const floor = await startServer({ file: fileOf('./peers/floor-post.ts'), args: [directory, records, token] })
    servers.push(floor)
    const naive = await startNaive(directory, records)
    servers.push(naive.server)

    const recordRequests = (bearer: string) => cycle(subjects.map(({ id }) => recordTemplate(bearer, id)))
    const lanes = {
      bare: laneOf(bare, recordRequests(token)),
      floor: laneOf(floor, recordRequests(token)),
      record: laneOf(exchange.server, recordRequests(token), true),
      evidence: laneOf(exchange.server, cycle(couples.map((couple) => evidenceTemplate(token, couple))), true),
      naive: laneOf(naive.server, recordRequests(naive.token)),
    }
    for (const lane of Object.values(lanes)) await lane(WARM_UP_MS)
    const samples = await interleave(
      { rounds: ROUNDS, withinMs: WITHIN_MS },
      {
        bare: () => lanes.bare(SLICE_MS),
        floor: () => lanes.floor(SLICE_MS),
        record: () => lanes.record(SLICE_MS),
        naive: () => lanes.naive(SLICE_MS),
        evidence: () => lanes.evidence(SLICE_MS),
      },
    )
    return toResult(samples)
  } finally {
    for (const server of servers) await server.stop()
  }
}

// ---- what is measured -----------------------------------------------------------------------------------------------

interface Sample {
  readonly perSecond: number
  readonly perCpuSecond: number | undefined
  readonly answers: Answers
}

const laneOf =
  (server: Server, next: () => Buffer, hasLedger = false) =>
  async (milliseconds: number): Promise<Sample> => {
    const before = server.cpuSeconds()
    const answers = await drive({ port: server.port, next, connections: CONNECTIONS, milliseconds })
    // Leaves that wait for their number are work of this slice; it must not fall into the next one.
    if (hasLedger) await ledgerIsIdle(server)
    const after = server.cpuSeconds()
    const perCpuSecond = before === undefined || after === undefined ? undefined : answers.count / (after - before)
    return { perSecond: (answers.count * 1000) / answers.milliseconds, perCpuSecond, answers }
  }

const LEDGER_WITHIN_MS = 30_000

/** Waits until every leaf has its number. */
async function ledgerIsIdle({ baseUrl }: Server): Promise<void> {
  const until = performance.now() + LEDGER_WITHIN_MS
  while (performance.now() < until) {
    const text = await (await fetch(`${baseUrl}/metrics`)).text()
    if (/^zhengshu_ledger_pending 0$/m.test(text)) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error('the sequencer does not keep up')
}

function toResult(samples: Record<'bare' | 'floor' | 'record' | 'naive' | 'evidence', Sample[]>): CaseResult {
  const rates = (name: keyof typeof samples) => samples[name].map(({ perSecond }) => perSecond)
  const lane = (name: keyof typeof samples, text: string): Lane => {
    const perCpu = samples[name].flatMap(({ perCpuSecond }) => perCpuSecond ?? [])
    const at = (of: 'p50' | 'p99') => median(samples[name].map(({ answers }) => answers[of])).toFixed(1)
    return {
      name: text,
      perSecond: median(rates(name)),
      ...(perCpu.length > 0 ? { perCpuSecond: median(perCpu) } : {}),
      note: `p50 ${at('p50')} ms, p99 ${at('p99')} ms`,
    }
  }
  const bare = 'a bare node:http POST handler answering from a Map'
  return {
    figures: [
      toFigure('http-single-record', ratioOf(rates('record'), rates('bare')), atLeast(0.3), bare),
      toFigure('http-evidence-five-materials', ratioOf(rates('evidence'), rates('bare')), atLeast(0.15), bare),
      toFigure('http-single-record-vs-naive', ratioOf(rates('record'), rates('naive')), atLeast(3), 'a naive build of the same query: Apollo defaults, jsonwebtoken, a durable commit per request'), // prettier-ignore
    ],
    comparisons: [
      toComparison('http-floor', ratioOf(rates('floor'), rates('bare')), bare),
      toComparison('http-single-record-vs-floor', ratioOf(rates('record'), rates('floor')), 'the floor: node:http doing only what a record must cost'), // prettier-ignore
    ],
    lanes: [
      lane('bare', 'bare node:http POST'),
      lane('floor', 'the floor of readRecords'),
      lane('record', 'readRecords over HTTP'),
      lane('evidence', 'requestEvidence over HTTP'),
      lane('naive', 'naive build of readRecords'),
    ],
  }
}

// ---- requests -------------------------------------------------------------------------------------------------------

const recordTemplate = (token: string, subject: string) =>
  postTemplate('/graphql', token, {
    query: READ_RECORDS,
    variables: {
      input: {
        requestId: `record-${FRESH_NUMBER}`,
        purpose: purpose(`JL-${FRESH_NUMBER}`),
        register: 'population',
        subject,
        fields: RECORD_FIELDS,
      },
    },
  })

const evidenceTemplate = (token: string, couple: Couple) =>
  postTemplate('/graphql', token, {
    query: REQUEST_EVIDENCE,
    variables: { input: evidenceInput(couple, FRESH_NUMBER) },
  })

/** What the exchange answers for a person, for the peers to hold ready. */
function recordOf(province: Province, person: Person): object {
  const data = {
    name: person.name,
    sex: person.sex,
    birthDate: person.birthDate,
    registeredDivision: person.household.county.code,
    maritalStatus: person.spouse ? '21' : '10',
    status: 'NORMAL',
  }
  return { recordId: `rec_${person.id}`, sourceAgency: '07', validFrom: province.asOf, data }
}

async function startNaive(directory: string, records: string): Promise<{ server: Server; token: string }> {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  const file = join(directory, 'naive.pem')
  writeFileSync(file, pem)
  const token = jwt.sign({ agency: 'fund' }, createPrivateKey(pem), { algorithm: 'ES256', expiresIn: 3600 })
  return { server: await startServer({ file: fileOf('./peers/naive-exchange.ts'), args: [directory, records, file] }), token } // prettier-ignore
}
