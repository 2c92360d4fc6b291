import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { errorOf, send, sendRaw } from '../support/http.ts'
import { startStub, TOKEN } from '../unit/http/stub-app.ts'

const HEADERS = {
  'content-type': 'application/json',
  accept: 'application/graphql-response+json',
  authorization: `Bearer ${TOKEN}`,
}

const PIECES = [
  '{', '}', '(', ')', '[', ']', ':', '$', '!', '...', '@', '"', '"""', '#', ' ', ',', '\n', '\\', '\u202e', '张',
  'query', 'mutation', 'subscription', 'fragment', 'on', 'Query', '__typename', '__schema', 'serviceItem', 'code', 'first',
  'requestEvidence', 'input', 'true', 'null', '1', '-', '1e999', 'type', 'extend',
] // prettier-ignore

describe('whatever is sent to POST /graphql', () => {
  /** Typed JSON, of the client's making, and the service goes on. */
  async function check(url: string, body: Uint8Array | string): Promise<void> {
    const reply = await send(`${url}/graphql`, { method: 'POST', headers: HEADERS, body: body as string })
    expect([200, 400, 413]).toContain(reply.status)
    if (reply.text.startsWith('{"data"')) return
    expect(errorOf(reply).code).not.toBe('INTERNAL')
  }

  it('bytes get a typed answer', async () => {
    const { url } = await startStub()
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), (bytes) => check(url, bytes)),
      { numRuns: 150 },
    )
  })

  it('JSON of any shape gets a typed answer', async () => {
    const { url } = await startStub()
    const member = fc.constantFrom('query', 'variables', 'operationName', 'extensions', '__proto__', 'constructor')
    const value = fc.oneof(fc.jsonValue(), fc.dictionary(member, fc.jsonValue()))
    await fc.assert(
      fc.asyncProperty(value, (json) => check(url, JSON.stringify(json))),
      { numRuns: 200 },
    )
  })

  it('documents of shuffled tokens get a typed answer, from both executors', async () => {
    const { url } = await startStub()
    const query = fc.array(fc.constantFrom(...PIECES), { maxLength: 40 }).map((pieces) => pieces.join(' '))
    await fc.assert(
      fc.asyncProperty(query, fc.jsonValue(), async (text, input) => {
        for (let i = 0; i < 2; i++) await check(url, JSON.stringify({ query: text, variables: { input } }))
      }),
      { numRuns: 300 },
    )
  })

  it('any variables of a mutation get a typed answer that does not repeat them', async () => {
    const { url } = await startStub()
    const query = 'mutation M($input: RequestEvidenceInput!) { requestEvidence(input: $input) { evidence { leafId } } }'
    const number = '390101199001010010'
    const member = fc.constantFrom('requestId', 'purpose', 'parties', 'situations', 'asOf', 'id', 'role', 'idType')
    const leaf = fc.oneof(fc.constant(number), fc.constant([number]), fc.integer(), fc.constant(null), fc.boolean())
    const input = fc.dictionary(
      member,
      fc.oneof(leaf, fc.array(fc.dictionary(member, leaf)), fc.dictionary(member, leaf)),
    )
    await fc.assert(
      fc.asyncProperty(input, async (value) => {
        const body = JSON.stringify({ query, variables: { input: value } })
        const reply = await send(`${url}/graphql`, { method: 'POST', headers: HEADERS, body })
        expect(reply.status).toBe(400)
        expect(errorOf(reply).code).toMatch(/^INVALID_/)
        expect(reply.text).not.toContain(number)
      }),
      { numRuns: 200 },
    )
  })
})

describe('whatever is sent to the port', () => {
  it('is answered with JSON or with a closed connection', async () => {
    const { port, url } = await startStub()
    const line = fc.constantFrom(
      'GET / HTTP/1.1',
      'POST /graphql HTTP/1.1',
      'GET /%zz HTTP/1.1',
      'X',
      '\0',
      'Host: x',
      'a:b',
      '',
    )
    await fc.assert(
      fc.asyncProperty(fc.array(line, { maxLength: 5 }), async (lines) => {
        const answer = await sendRaw(port, `${lines.join('\r\n')}\r\nConnection: close\r\n\r\nX\r\n\r\n`)
        if (answer !== '') expect(answer).toMatch(/^HTTP\/1.1 4\d\d [^]*content-type: application\/json/i)
      }),
      { numRuns: 100 },
    )
    expect((await send(`${url}/livez`)).status).toBe(200)
  })
})
