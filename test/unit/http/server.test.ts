import { EventEmitter } from 'node:events'
import { request } from 'node:http'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { silentLog } from '../../../src/core/log.ts'
import { closeOnSignal, createServer } from '../../../src/http/index.ts'
import { CommitConflict } from '../../../src/store/index.ts'
import { errorOf, send, sendRaw, type Reply } from '../../support/http.ts'
import { startStub, stubApp, TOKEN } from './stub-app.ts'

const JSON_HEADERS = { 'content-type': 'application/json', authorization: `Bearer ${TOKEN}` }
const ASK = JSON.stringify({ query: '{ serviceItem(code: "x") { code } }' })

async function post(
  body: RequestInit['body'],
  headers: Record<string, string> = {},
): Promise<Reply & { log: string[] }> {
  const { url, log } = await startStub()
  const reply = await send(`${url}/graphql`, {
    method: 'POST',
    headers: { ...JSON_HEADERS, ...headers },
    body: body ?? null,
  })
  return { ...reply, log }
}

describe('POST /graphql', () => {
  it('answers a query', async () => {
    const reply = await post(ASK)
    expect(reply).toMatchObject({ status: 200, text: '{"data":{"serviceItem":null}}' })
    expect(reply.headers.get('content-type')).toBe('application/json; charset=utf-8')
    expect(reply.headers.get('cache-control')).toBe('no-store')
    expect(reply.headers.get('x-content-type-options')).toBe('nosniff')
    expect(reply.headers.get('x-request-id')).toMatch(/^req_/)
  })

  const accepts: readonly [string | undefined, string, number][] = [
    ['application/graphql-response+json', 'application/graphql-response+json; charset=utf-8', 400],
    [
      'application/graphql-response+json, application/json;q=0.9',
      'application/graphql-response+json; charset=utf-8',
      400,
    ],
    ['application/json', 'application/json; charset=utf-8', 200],
    ['application/json;q=0.9, application/graphql-response+json;q=0.5', 'application/json; charset=utf-8', 200],
    ['*/*', 'application/json; charset=utf-8', 200],
    ['text/html, application/*;q=0.8', 'application/json; charset=utf-8', 200],
  ]
  for (const [accept, type, status] of accepts)
    it(`answers ${type} for Accept: ${accept}, an invalid document with ${status}`, async () => {
      const reply = await post('{"query":"{ nothing }"}', accept === undefined ? {} : { accept })
      expect(reply.headers.get('content-type')).toBe(type)
      expect(reply.status).toBe(status)
      expect(errorOf(reply).code).toBe('GRAPHQL_VALIDATION_FAILED')
    })

  const wrong: readonly [string, RequestInit['body'], Record<string, string>, number, string][] = [
    ['an Accept that is not offered', ASK, { accept: 'text/html' }, 406, 'NOT_ACCEPTABLE'],
    ['another media type', ASK, { 'content-type': 'text/plain' }, 415, 'UNSUPPORTED_MEDIA_TYPE'],
    ['a form', 'query=x', { 'content-type': 'application/x-www-form-urlencoded' }, 415, 'UNSUPPORTED_MEDIA_TYPE'],
    ['another charset', ASK, { 'content-type': 'application/json; charset=gbk' }, 415, 'UNSUPPORTED_MEDIA_TYPE'],
    ['a compressed body', gzipSync(ASK), { 'content-encoding': 'gzip' }, 415, 'UNSUPPORTED_MEDIA_TYPE'],
    ['no body', '', {}, 400, 'INVALID_JSON'],
    ['broken JSON', '{"query":', {}, 400, 'INVALID_JSON'],
    ['a key twice', '{"query":"{a}","query":"{b}"}', {}, 400, 'INVALID_JSON'],
    ['a number that loses digits', '{"query":"{a}","variables":{"a":12345678901234567890}}', {}, 400, 'INVALID_JSON'],
    ['bytes that are not UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d]), {}, 400, 'INVALID_JSON'],
    ['a lone surrogate', '{"query":"\\ud800"}', {}, 400, 'INVALID_JSON'],
    ['a NUL', '{"query":"\\u0000"}', {}, 400, 'INVALID_JSON'],
    ['nesting over 20', `{"query":"{a}","variables":${'{"a":'.repeat(21)}1${'}'.repeat(21)}}`, {}, 400, 'INVALID_JSON'],
    ['a body over 100 KB', `{"query":"{a} #${'x'.repeat(100_000)}"}`, {}, 413, 'PAYLOAD_TOO_LARGE'],
    ['a batch', `[${ASK}]`, {}, 400, 'INVALID_INPUT'],
    ['__proto__ as a member', '{"__proto__":{"query":"{a}"}}', {}, 400, 'INVALID_INPUT'],
    [
      'a broken document',
      '{"query":"{"}',
      { accept: 'application/graphql-response+json' },
      400,
      'GRAPHQL_PARSE_FAILED',
    ],
    ['no bearer token', ASK, { authorization: 'Basic eDp5' }, 401, 'UNAUTHENTICATED'],
    ['an unknown token', ASK, { authorization: 'Bearer nope' }, 401, 'UNAUTHENTICATED'],
    ['a token that is not one', ASK, { authorization: 'Bearer a b c' }, 401, 'UNAUTHENTICATED'],
  ]
  for (const [title, body, headers, status, code] of wrong)
    it(`refuses ${title}: ${status} ${code}`, async () => {
      const reply = await post(body, headers)
      expect(reply.status).toBe(status)
      const error = errorOf(reply)
      expect(error.code).toBe(code)
      expect(error.requestId).toBe(reply.headers.get('x-request-id'))
      expect(reply.text).not.toMatch(/<html|\bat .*\.[jt]s:\d+|node_modules/i)
      expect(reply.headers.get('www-authenticate') !== null).toBe(status === 401)
    })

  for (const method of ['GET', 'PUT', 'DELETE', 'OPTIONS', 'PATCH'])
    it(`refuses ${method} with 405 and says what is allowed`, async () => {
      const { url } = await startStub()
      const reply = await send(`${url}/graphql?query={a}`, { method, headers: JSON_HEADERS })
      expect(reply.status).toBe(405)
      expect(reply.headers.get('allow')).toBe('POST')
      expect(errorOf(reply).code).toBe('METHOD_NOT_ALLOWED')
    })

  it('goes on answering on the same connection after a refusal', async () => {
    const { url } = await startStub()
    for (let i = 0; i < 3; i++) {
      expect(
        (
          await send(`${url}/graphql`, {
            method: 'POST',
            headers: JSON_HEADERS,
            body: `{"a":"${'x'.repeat(150_000)}"}`,
          })
        ).status,
      ).toBe(413)
      expect((await send(`${url}/graphql`, { method: 'POST', headers: JSON_HEADERS, body: ASK })).status).toBe(200)
    }
  })

  it('writes nothing of a request to the log', async () => {
    const { url, log } = await startStub({
      catalog: {
        serviceItem: () => {
          throw new Error('390001199001011230')
        },
      },
    })
    await send(`${url}/graphql`, {
      method: 'POST',
      headers: JSON_HEADERS,
      body: JSON.stringify({ query: '{ serviceItem(code: "张三390001199001011230") { code } }' }),
    })
    await send(`${url}/graphql`, { method: 'POST', headers: JSON_HEADERS, body: '{"query":"390001199001011230' })
    expect(log.join('\n')).toContain('unexpected error')
    expect(log.join('\n')).not.toMatch(/3900011990|张三|good-token/)
  })

  it('answers a conflict that a feature did not expect as CONFLICT', async () => {
    const { url } = await startStub({
      catalog: {
        serviceItem: () => {
          throw new CommitConflict('version', 'grants', 'grn_1')
        },
      },
    })
    const reply = await send(`${url}/graphql`, { method: 'POST', headers: JSON_HEADERS, body: ASK })
    expect(errorOf(reply).code).toBe('CONFLICT')
    expect(reply.text).not.toContain('grn_1')
  })
})

describe('other paths', () => {
  const wrong: readonly [string, string, number, string][] = [
    ['GET', '/', 404, 'NOT_FOUND'],
    ['GET', '/nothing/here', 404, 'NOT_FOUND'],
    ['POST', '/nothing', 404, 'NOT_FOUND'],
    ['GET', '/%', 404, 'NOT_FOUND'],
    ['GET', '/trust/%E0%A4%A', 400, 'INVALID_INPUT'],
    ['GET', '/trust/../package.json', 404, 'NOT_FOUND'],
    ['GET', '/trust/other.pem', 404, 'NOT_FOUND'],
    ['GET', '/status/2', 404, 'NOT_FOUND'],
    ['GET', '/status/..%2f..%2fetc', 404, 'NOT_FOUND'],
    ['GET', '/ledger/tile/0/999', 404, 'NOT_FOUND'],
    ['GET', '/ledger/..%2fkeys', 404, 'NOT_FOUND'],
    ['GET', '/ledger', 404, 'NOT_FOUND'],
    ['GET', '/.well-known/other', 404, 'NOT_FOUND'],
    ['POST', '/trust/root.pem', 405, 'METHOD_NOT_ALLOWED'],
    ['OPTIONS', '/livez', 405, 'METHOD_NOT_ALLOWED'],
    ['GET', '/oauth2/token', 405, 'METHOD_NOT_ALLOWED'],
    ['GET', '/registers/population/batches', 405, 'METHOD_NOT_ALLOWED'],
    ['POST', '/registers/population/batches', 401, 'UNAUTHENTICATED'],
    ['GET', '/graphiql/package.json', 404, 'NOT_FOUND'],
  ]
  for (const [method, path, status, code] of wrong)
    it(`answer ${method} ${path} with ${status} ${code}`, async () => {
      const { url } = await startStub()
      const reply = await send(`${url}${path}`, { method })
      expect(reply.status).toBe(status)
      expect(errorOf(reply).code).toBe(code)
    })

  it('serve the public documents with their media types and lifetimes', async () => {
    const { url } = await startStub()
    const expected: readonly [string, string, RegExp][] = [
      ['/.well-known/jwks.json', 'application/json; charset=utf-8', /max-age/],
      ['/.well-known/oauth-authorization-server', 'application/json; charset=utf-8', /max-age/],
      ['/trust/root.pem', 'application/pem-certificate-chain', /max-age/],
      ['/trust/issuing.pem', 'application/pem-certificate-chain', /max-age/],
      ['/status/1', 'application/statuslist+jwt', /max-age/],
      ['/ledger/checkpoint', 'text/plain; charset=utf-8', /no-cache/],
      ['/ledger/tile/0/x001/234', 'application/octet-stream', /immutable/],
    ]
    for (const [path, type, lifetime] of expected) {
      const reply = await send(url + path)
      expect(reply.status, path).toBe(200)
      expect(reply.headers.get('content-type'), path).toBe(type)
      expect(reply.headers.get('cache-control'), path).toMatch(lifetime)
      const head = await send(url + path, { method: 'HEAD' })
      expect([head.status, head.text]).toEqual([200, ''])
    }
  })

  it('say alive, ready, and why not ready', async () => {
    const { url } = await startStub()
    expect(await send(`${url}/livez`)).toMatchObject({ status: 200, text: '{"status":"alive"}' })
    expect(await send(`${url}/readyz`)).toMatchObject({ status: 200 })
    const failing = await startStub({
      health: () =>
        Promise.resolve({ isReady: false, checks: [{ name: 'ledger', isOk: false, reason: 'not writable' }] }),
    })
    const reply = await send(`${failing.url}/readyz`)
    expect(reply.status).toBe(503)
    expect(JSON.parse(reply.text)).toEqual({
      status: 'not ready',
      checks: [{ name: 'ledger', isOk: false, reason: 'not writable' }],
    })
  })

  it('count requests by route, never by path', async () => {
    const { url } = await startStub()
    await send(`${url}/status/390001199001011230`)
    await send(`${url}/390001199001011230`)
    const { text, headers } = await send(`${url}/metrics`)
    expect(headers.get('content-type')).toContain('text/plain')
    expect(text).toMatch(/zhengshu_http_requests_total\{route="status",status="404"\} 1/)
    expect(text).toMatch(/zhengshu_ledger_size 3/)
    expect(text).not.toContain('390001199001011230')
  })
})

describe('broken HTTP', () => {
  const cases: readonly [string, string, number][] = [
    ['no HTTP at all', 'hello\r\n\r\n', 400],
    ['a header without a colon', 'GET / HTTP/1.1\r\nHost: x\r\nbad\r\n\r\n', 400],
    ['no Host', 'GET /livez HTTP/1.1\r\nConnection: close\r\n\r\n', 400],
    ['headers over 16 KB', `GET / HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`, 431],
    ['two lengths', 'POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nx', 400],
    [
      'a length and chunks',
      'POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      400,
    ],
    ['CONNECT', 'CONNECT example.com:443 HTTP/1.1\r\nHost: x\r\n\r\n', 405],
    ['an unknown Expect', 'POST /graphql HTTP/1.1\r\nHost: x\r\nExpect: magic\r\nContent-Length: 0\r\n\r\n', 417],
  ]
  for (const [title, bytes, status] of cases)
    it(`${title}: ${status} with a typed JSON body`, async () => {
      const { port, url } = await startStub()
      const answer = await sendRaw(port, bytes)
      expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `))
      expect(answer).toContain('application/json')
      const body = answer.slice(answer.indexOf('{"errors"'), answer.lastIndexOf('}') + 1)
      expect(JSON.parse(body)).toMatchObject({ errors: [{ extensions: { code: expect.any(String) as string } }] })
      expect((await send(`${url}/livez`)).status).toBe(200)
    })
})

describe('POST /oauth2/token', () => {
  const form = (body: string, headers: Record<string, string> = {}): RequestInit => ({
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    body,
  })

  it('answers a token that must not be stored', async () => {
    const { url } = await startStub()
    const reply = await send(`${url}/oauth2/token`, form('grant_type=client_credentials'))
    expect(JSON.parse(reply.text)).toEqual({ access_token: 'a', token_type: 'Bearer', expires_in: 600 })
    expect(reply.headers.get('cache-control')).toBe('no-store')
    expect(reply.headers.get('pragma')).toBe('no-cache')
  })

  it('hands over the form, the Authorization header and the address', async () => {
    const seen: unknown[] = []
    const { url } = await startStub({
      identity: {
        issueToken: (request) => {
          seen.push(request)
          return Promise.resolve({ ok: false, status: 401, body: { error: 'invalid_client', error_description: 'x' } })
        },
      },
    })
    const reply = await send(
      `${url}/oauth2/token`,
      form('grant_type=client_credentials&a=%E4%B8%AD+x', { authorization: 'Basic eDp5' }),
    )
    const sent = { authorization: 'Basic eDp5', form: { grant_type: 'client_credentials', a: '中 x' } }
    expect(seen).toEqual([{ ...sent, address: '127.0.0.1' }])
    expect(reply.status).toBe(401)
    expect(reply.headers.get('www-authenticate')).toBe('Basic realm="zhengshu"')
  })

  const wrong: readonly [string, RequestInit, number][] = [
    ['JSON', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' }, 400],
    ['a parameter twice', form('grant_type=a&grant_type=b'), 400],
    ['a form over 16 KB', form(`a=${'x'.repeat(17_000)}`), 413],
    ['a broken escape', form('a=%E4%B8'), 400],
    ['a stray percent sign', form('a=%'), 400],
  ]
  for (const [title, init, status] of wrong)
    it(`refuses ${title} as RFC 6749 §5.2 says`, async () => {
      const { url } = await startStub()
      const reply = await send(`${url}/oauth2/token`, init)
      expect(reply.status).toBe(status)
      expect(JSON.parse(reply.text)).toMatchObject({ error: 'invalid_request' })
      expect(reply.headers.get('cache-control')).toBe('no-store')
    })
})

describe('POST /registers/:register/batches', () => {
  const upload = (headers: Record<string, string>, body: RequestInit['body']): RequestInit => ({
    method: 'POST',
    headers: { authorization: `Bearer ${TOKEN}`, ...headers },
    body: body ?? null,
  })

  it('streams the file to the register and answers the batch', async () => {
    const { url } = await startStub()
    const reply = await send(
      `${url}/registers/population/batches?batchId=batch-0001`,
      upload({ 'content-type': 'text/csv; charset=utf-8' }, 'x'.repeat(300_000)),
    )
    expect(reply).toMatchObject({ status: 200, text: '{"id":"imp_1","rowsRead":300000}' })
  })

  it('refuses what is no CSV or NDJSON, and a batchId out of form', async () => {
    const { url } = await startStub()
    const path = `${url}/registers/population/batches`
    expect(errorOf(await send(path, upload({ 'content-type': 'application/json' }, '{}')))).toMatchObject({
      code: 'UNSUPPORTED_MEDIA_TYPE',
      messageZh: '请使用 text/csv 或 application/x-ndjson（UTF-8 或 GB18030，未压缩）。',
    })
    expect(errorOf(await send(`${path}?batchId=x`, upload({ 'content-type': 'text/csv' }, 'a'))).code).toBe(
      'INVALID_INPUT',
    )
  })

  it('refuses a file over 50 MB by its declared length, without reading it', async () => {
    const { url } = await startStub()
    const status = await new Promise((resolve, reject) => {
      const call = request(`${url}/registers/population/batches`, {
        method: 'POST',
        headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'text/csv', 'content-length': 50_000_001 },
      })
      call.on('response', (response) => {
        resolve(response.statusCode)
        response.resume()
        call.destroy()
      })
      call.on('error', reject)
      call.flushHeaders()
    })
    expect(status).toBe(413)
  })

  it('can still answer when the register gives up early', async () => {
    const { url } = await startStub({
      registers: {
        importRecords: async (_actor, { body }) => {
          for await (const _chunk of body) throw new CommitConflict('exists', 'batches', 'x')
          throw new Error('no chunk came')
        },
      },
    })
    const reply = await send(
      `${url}/registers/population/batches`,
      upload({ 'content-type': 'text/csv' }, 'x'.repeat(200_000)),
    )
    expect(errorOf(reply).code).toBe('CONFLICT')
  })
})

describe('GraphiQL', () => {
  it('is served by ourselves under a policy that allows nothing from elsewhere', async () => {
    const { url } = await startStub()
    const reply = await send(`${url}/graphiql`)
    const policy = reply.headers.get('content-security-policy') ?? ''
    const nonce = /script-src 'nonce-([^']+)'/.exec(policy)?.[1]
    expect(nonce).toBeTruthy()
    expect(reply.text.match(/<script /g)).toHaveLength(4)
    expect(reply.text.split(`<script nonce="${nonce}"`)).toHaveLength(5)
    expect(reply.text).not.toMatch(/https?:/)
    const again = await send(`${url}/graphiql`)
    expect(again.headers.get('content-security-policy')).not.toBe(policy)
    for (const [, path] of reply.text.matchAll(/(?:src|href)="(\/[^"]+)"/g))
      expect((await send(url + path)).status, path).toBe(200)
  })

  it('does not exist where it is switched off', async () => {
    const { url } = await startStub({ config: { serveGraphiql: false } })
    expect(errorOf(await send(`${url}/graphiql`)).code).toBe('NOT_FOUND')
  })
})

describe('closing', () => {
  it('finishes what is in flight, takes nothing new, then stops the app', async () => {
    const steps: string[] = []
    let begin = (): void => {}
    const begun = new Promise<void>((resolve) => (begin = resolve))
    let finish = (): void => {}
    const held = new Promise<void>((resolve) => (finish = resolve)).then(() => void steps.push('finished'))
    const { url, server } = await startStub({
      catalog: {
        serviceItem: (() => {
          begin()
          return held
        }) as never,
      },
      stop: (() => Promise.resolve(void steps.push('stopped'))) as never,
    })
    const answer = send(`${url}/graphql`, { method: 'POST', headers: JSON_HEADERS, body: ASK })
    await begun
    const closed = server.close().then(() => void steps.push('closed'))
    await expect(send(`${url}/livez`)).rejects.toThrow()
    expect(steps).toEqual([])
    finish()
    const reply = await answer
    expect(reply.status).toBe(200)
    expect(reply.headers.get('connection')).toBe('close')
    await closed
    await server.close()
    expect(steps).toEqual(['finished', 'stopped', 'closed'])
  })

  it('tells a connection that stays open to go elsewhere', async () => {
    let begin = (): void => {}
    const begun = new Promise<void>((resolve) => (begin = resolve))
    let finish = (): void => {}
    const held = new Promise<void>((resolve) => (finish = resolve))
    const { port, server } = await startStub({
      catalog: {
        serviceItem: (() => {
          begin()
          return held
        }) as never,
      },
    })
    const head = `POST /graphql HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${TOKEN}\r\nContent-Type: application/json\r\n`
    const call = `${head}Content-Length: ${ASK.length}\r\n\r\n${ASK}`
    const answers = sendRaw(port, call)
    await begun
    const closed = server.close()
    finish()
    expect(await answers).toMatch(/^HTTP\/1.1 200 [^]*connection: close/i)
    await closed
  })

  it('stops the app again when the port is taken', async () => {
    const { port } = await startStub()
    const steps: string[] = []
    const app = stubApp({ config: { port }, stop: (() => Promise.resolve(void steps.push('stopped'))) as never })
    await expect(createServer(app).listen()).rejects.toMatchObject({ code: 'EADDRINUSE' })
    expect(steps).toEqual(['stopped'])
  })

  it('begins at the first SIGTERM', async () => {
    const steps: string[] = []
    const signals = new EventEmitter()
    const server = {
      listen: () => Promise.reject(new Error('not here')),
      close: () => Promise.resolve(void steps.push('closed')),
    }
    const done = closeOnSignal(server, silentLog, signals as unknown as NodeJS.Process)
    signals.emit('SIGTERM', 'SIGTERM')
    await done
    expect(steps).toEqual(['closed'])
    expect(signals.listenerCount('SIGTERM') + signals.listenerCount('SIGINT')).toBe(0)
  })
})
