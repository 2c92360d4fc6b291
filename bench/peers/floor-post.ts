import { createSecretKey, hash, randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Access, CommitThreadData } from './floor-commit.ts'
import { keyedDigest, open, randomPieces, seal } from './floor-seal.ts'
import { startThread } from './floor-thread.ts'

/*
 * The floor: what the promises themselves cost. Everything that the exchange must do for a single record is done, each
 * in the fastest form that we know: a record sealed at rest and found by a keyed digest, a payload sealed and indexed, a
 * public entry, a signed receipt, request key, case and quota in one durable commit, and no answer before all of that.
 * Nothing else is: no GraphQL, no grants, no checks of input, no masking, no limits, no numbering of leaves. A failure
 * ends the process.
 *
 * floor-post.ts DIRECTORY RECORDS TOKEN   RECORDS: a JSON file: [[subject, record], …]
 */
const [directory, recordsFile, token] = process.argv.slice(2) as [string, string, string]
const file = join(directory, 'floor.sqlite')
const newKey = (): Buffer => randomBytes(32)

// Invented, as long as real ones.
const caller = { agency: '11390000XN0001146F', clientId: 'cli_01M8JW86DABG5Q5BDWVSZX7DDS' }
const callers = new Map([[`Bearer ${token}`, caller]])
const grantId = 'grant_01M8JW86E69PS6G1TJQ968SZAM'
const resource = '101001/000001'
const log = { origin: 'zhengshu.example/ledger', key: 'c6182e96', maxDelayMs: 1_000 }

// ---- the register: sealed rows, found by a keyed digest of the subject --------------------------------------------------

interface StoredRecord {
  readonly recordId: string
  readonly data: Readonly<Record<string, unknown>>
}

/** Of a person in the exchange, all fields and the envelope. */
const RECORD_BYTES = 680
const recordKey = createSecretKey(newKey())
const lookupDigest = keyedDigest(newKey())
const database = new DatabaseSync(file)
database.exec(`
  PRAGMA journal_mode = WAL; PRAGMA mmap_size = 1073741824; PRAGMA cache_size = -262144;
  CREATE TABLE records (id TEXT NOT NULL UNIQUE, lookup TEXT NOT NULL UNIQUE, doc);
  BEGIN;
`)
const insertRecord = database.prepare('INSERT INTO records VALUES (?, ?, ?)')
const persons = JSON.parse(readFileSync(recordsFile, 'utf8')) as [subject: string, record: StoredRecord][]
for (const [number, [subject, record]] of persons.entries()) {
  const id = `row_${number}` // an id stands in clear, so it holds no person's number
  const known = JSON.stringify({ ...record, subject, rest: '' })
  const rest = 'x'.repeat(RECORD_BYTES - Buffer.byteLength(known))
  const text = JSON.stringify({ ...record, subject, rest })
  insertRecord.run(id, lookupDigest(subject), seal(recordKey, id, text, 'utf8'))
}
database.exec('COMMIT')

const selectRecord = database.prepare('SELECT id, doc FROM records WHERE lookup = ?')

function findRecord(subject: string): StoredRecord {
  const { id, doc } = selectRecord.get(lookupDigest(subject)) as { id: string; doc: Uint8Array }
  return JSON.parse(open(recordKey, id, doc)) as StoredRecord
}

// ---- the two threads ---------------------------------------------------------------------------------------------------

// Random bytes in place of the service's certificate and its issuer's.
const x5c = [575, 535].map((bytes) => randomBytes(bytes).toString('base64'))
const kid = randomBytes(32).toString('base64url')
const header = Buffer.from(JSON.stringify({ alg: 'ES256', typ: 'zhengshu-receipt+jwt', kid, x5c })).toString(
  'base64url',
)
const signReceipt = startThread<string, string>('./floor-sign.ts', { header })

const keys = { subject: newKey(), case: newKey(), party: newKey() }
const commitData: CommitThreadData = { file, grantId, sealKey: createSecretKey(newKey()), keys }
const commit = startThread<Access, true>('./floor-commit.ts', commitData)

// ---- a request -----------------------------------------------------------------------------------------------------------

interface Input {
  readonly requestId: string
  readonly purpose: { readonly serviceItems: readonly string[]; readonly caseNumber: string; readonly basis: string }
  readonly register: string
  readonly subject: string
  readonly fields: readonly string[]
}

const kind = 'RECORD_READ'
const payloadCaseDigest = keyedDigest(newKey())
const nextSalt = randomPieces(32)
let leaves = 0

function readRecord(
  input: Input,
  { agency, clientId }: typeof caller,
  requestDigest: string,
  res: ServerResponse,
): void {
  const { requestId, purpose, register, subject, fields } = input
  const { recordId, data } = findRecord(subject)
  const released: Record<string, unknown> = {}
  for (const field of fields) released[field] = data[field]

  // The members stand in the order of canonical JSON (RFC 8785).
  const now = Date.now()
  const at = new Date(now).toISOString()
  const leafId = `leaf_${now}${String(++leaves).padStart(13, '0')}`
  const payload = JSON.stringify({
    actor: { agency, clientId },
    at,
    caseDigest: payloadCaseDigest(purpose.caseNumber),
    data: { basis: purpose.basis, fields, grantId, grantVersion: 1, records: 1, register, serviceItems: purpose.serviceItems }, // prettier-ignore
    id: leafId,
    kind,
    requestId,
    resources: [resource],
    subjects: [subject],
  })
  // Leaf and receipt, as src/ledger makes them.
  const opening = Buffer.concat([nextSalt(), Buffer.from(payload)])
  const entry = `{"digest":"${hash('sha256', opening, 'base64')}","hour":"${at.slice(0, 13)}Z","kind":"${kind}","v":1}`
  const leafHash = hash('sha256', `\0${entry}`, 'base64') // RFC 6962 §2.1
  const promisedBy = new Date(now + log.maxDelayMs).toISOString()

  const answer = Buffer.from(JSON.stringify([{ recordId, data: released }])).toString('latin1')
  let receipt = ''
  let awaited = 2
  const goOn = (): void => {
    if (--awaited > 0) return
    // A character a byte: node writes head and body in one piece, and need not look for wide ones.
    const text = `{"data":{"readRecords":{"records":${answer},"receipt":"${header}.${receipt}","leafId":"${leafId}"}}}`
    res.writeHead(200, { 'content-type': 'application/json; charset=utf-8', 'content-length': text.length })
    res.end(text, 'latin1')
  }
  const receiptText = JSON.stringify({ at, kind, leafHash, leafId, logKey: log.key, origin: log.origin, promisedBy })
  signReceipt(receiptText, (signed) => {
    receipt = signed
    goOn()
  })
  const requestKey = `${clientId} ${requestId}`
  const caseKey = `${clientId} ${purpose.caseNumber}`
  const text = opening.toString('latin1')
  commit([leafId, at, agency, resource, subject, text, entry, requestKey, requestDigest, caseKey], goOn)
}

const server = createServer((req, res) => {
  const chunks: Buffer[] = []
  req.on('data', (chunk: Buffer) => chunks.push(chunk))
  req.on('end', () => {
    const known = callers.get(req.headers.authorization!)
    if (!known) return void res.writeHead(401).end()
    const body = Buffer.concat(chunks)
    const { variables } = JSON.parse(body.toString('utf8')) as { variables: { input: Input } }
    readRecord(variables.input, known, hash('sha256', body, 'base64url'), res)
  })
})

server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`listens on http://127.0.0.1:${(server.address() as AddressInfo).port}\n`)
})
process.once('SIGTERM', () => process.exit(0))
