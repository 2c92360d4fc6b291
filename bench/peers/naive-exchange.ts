import { createHash, createPrivateKey, createPublicKey, randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { ApolloServer } from '@apollo/server'
import { startStandaloneServer } from '@apollo/server/standalone'
import { GraphQLScalarType } from 'graphql'
import jwt from 'jsonwebtoken'

/*
 * The same question as one would build it in a day: Apollo Server with its defaults, the token verified by jsonwebtoken
 * at each request, grant and record by SQL, an audit row chained by SHA-256, a receipt signed by jsonwebtoken, and a
 * durable commit (synchronous=FULL) for each request.
 *
 * naive-exchange.ts DIRECTORY RECORDS KEY   KEY: a PEM private key that signed the token and signs receipts
 */
const [directory, recordsFile, keyFile] = process.argv.slice(2) as [string, string, string]
const privateKey = createPrivateKey(readFileSync(keyFile, 'utf8'))
const publicKey = createPublicKey(privateKey)

const database = new DatabaseSync(join(directory, 'naive.sqlite'))
database.exec(`
  PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
  CREATE TABLE records (register TEXT, subject TEXT, doc TEXT);
  CREATE INDEX records_by_subject ON records (register, subject);
  CREATE TABLE grants (agency TEXT, register TEXT, doc TEXT, PRIMARY KEY (agency, register));
  CREATE TABLE requests (id TEXT PRIMARY KEY, access TEXT);
  CREATE TABLE cases (id TEXT PRIMARY KEY, subject TEXT);
  CREATE TABLE accesses (id TEXT PRIMARY KEY, at TEXT, agency TEXT, subject TEXT, doc TEXT, hash TEXT);
  CREATE INDEX accesses_by_subject ON accesses (subject, at);
`)
database.exec('BEGIN')
const load = database.prepare('INSERT INTO records VALUES (?, ?, ?)')
for (const [subject, record] of JSON.parse(readFileSync(recordsFile, 'utf8')) as [string, object][])
  load.run('population', subject, JSON.stringify(record))
database
  .prepare('INSERT INTO grants VALUES (?, ?, ?)')
  .run('fund', 'population', JSON.stringify({ validTo: '2999-12-31', serviceItems: ['housing-fund-withdraw-rent'] }))
database.exec('COMMIT')

const typeDefs = `
  scalar JsonObject
  input PurposeInput { serviceItems: [String!]!  caseNumber: String!  basis: String! }
  input ReadRecordsInput {
    requestId: String!  purpose: PurposeInput!  register: String!  subject: String!  fields: [String!]!
  }
  type DisclosedRecord { recordId: ID!  data: JsonObject! }
  type ReadRecordsPayload { records: [DisclosedRecord!]!  receipt: String!  leafId: ID! }
  type Query { ready: Boolean! }
  type Mutation { readRecords(input: ReadRecordsInput!): ReadRecordsPayload! }
`

interface Input {
  readonly requestId: string
  readonly purpose: { readonly serviceItems: readonly string[]; readonly caseNumber: string; readonly basis: string }
  readonly register: string
  readonly subject: string
  readonly fields: readonly string[]
}
interface Context {
  readonly agency: string
}

let chain = ''
const findGrant = database.prepare('SELECT doc FROM grants WHERE agency = ? AND register = ?')
const findRecords = database.prepare('SELECT doc FROM records WHERE register = ? AND subject = ?')
const insertRequest = database.prepare('INSERT INTO requests VALUES (?, ?)')
const insertCase = database.prepare('INSERT INTO cases VALUES (?, ?)')
const insertAccess = database.prepare('INSERT INTO accesses VALUES (?, ?, ?, ?, ?, ?)')

function readRecords(_parent: unknown, { input }: { input: Input }, { agency }: Context) {
  const { requestId, purpose, register, subject, fields } = input
  const grantRow = findGrant.get(agency, register)
  if (!grantRow) throw new Error('no grant')
  const grant = JSON.parse(grantRow['doc'] as string) as { validTo: string; serviceItems: readonly string[] }
  const at = new Date().toISOString()
  if (at > grant.validTo || !purpose.serviceItems.every((item) => grant.serviceItems.includes(item)))
    throw new Error('not granted')
  const records = findRecords
    .all(register, subject)
    .map((row) => JSON.parse(row['doc'] as string) as { recordId: string; data: Record<string, unknown> })
    .map(({ recordId, data }) => ({
      recordId,
      data: Object.fromEntries(fields.map((field) => [field, data[field]])),
    }))
  const leafId = randomUUID()
  const doc = JSON.stringify({ leafId, at, agency, register, subject, fields, purpose, requestId })
  chain = createHash('sha256').update(chain).update(doc).digest('hex')
  const receipt = jwt.sign({ leafId, at, hash: chain }, privateKey, { algorithm: 'ES256' })
  database.exec('BEGIN')
  insertRequest.run(requestId, leafId)
  insertCase.run(purpose.caseNumber, subject)
  insertAccess.run(leafId, at, agency, subject, doc, chain)
  database.exec('COMMIT')
  return { records, receipt, leafId }
}

const server = new ApolloServer<Context>({
  typeDefs,
  resolvers: {
    JsonObject: new GraphQLScalarType({ name: 'JsonObject' }),
    Query: { ready: () => true },
    Mutation: { readRecords },
  },
})

const { url } = await startStandaloneServer(server, {
  listen: { port: 0, host: '127.0.0.1' },
  context: ({ req }) => {
    const token = (req.headers.authorization ?? '').replace('Bearer ', '')
    const { agency } = jwt.verify(token, publicKey, { algorithms: ['ES256'] }) as { agency: string }
    return Promise.resolve({ agency })
  },
})
process.stdout.write(`listens on ${url}\n`)
process.once('SIGTERM', () => process.exit(0))
