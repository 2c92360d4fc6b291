import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/*
 * The ceiling: node:http alone. It reads the same requests as the exchange, finds the subject in a Map and answers it;
 * no token, no grant, no ledger, no GraphQL.
 *
 * bare-post.ts RECORDS   a JSON file: [[subject, record], …]
 */
const records = new Map(JSON.parse(readFileSync(process.argv[2]!, 'utf8')) as [string, object][])

const server = createServer((req, res) => {
  const chunks: Buffer[] = []
  req.on('data', (chunk: Buffer) => chunks.push(chunk))
  req.on('end', () => {
    const { variables } = JSON.parse(Buffer.concat(chunks).toString('utf8')) as {
      variables: { input: { subject: string } }
    }
    const text = JSON.stringify({ data: { readRecords: { records: [records.get(variables.input.subject)] } } })
    res.writeHead(200, { 'content-type': 'application/json; charset=utf-8', 'content-length': Buffer.byteLength(text) })
    res.end(text)
  })
})

server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`listens on http://127.0.0.1:${(server.address() as AddressInfo).port}\n`)
})
process.once('SIGTERM', () => process.exit(0))
