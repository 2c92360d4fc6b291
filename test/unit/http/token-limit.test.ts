import { describe, expect, it } from 'vitest'
import type { TokenRequest } from '../../../src/identity/index.ts'
import { send } from '../../support/http.ts'
import { startStub } from './stub-app.ts'

async function post(trustedProxies: number, headers: Record<string, string> = {}) {
  let heard: TokenRequest | undefined
  const { url } = await startStub({
    config: { trustedProxies },
    identity: {
      issueToken: (request) => {
        heard = request
        return Promise.resolve({
          ok: false,
          status: 429,
          retryAfterSeconds: 42,
          body: { error: 'temporarily_unavailable', error_description: 'later' },
        })
      },
    },
  })
  const body = 'grant_type=client_credentials'
  const type = { 'content-type': 'application/x-www-form-urlencoded' }
  const reply = await send(`${url}/oauth2/token`, { method: 'POST', headers: { ...type, ...headers }, body })
  return { reply, address: heard?.address }
}

describe('POST /oauth2/token after too many failures', () => {
  it('answers 429 with Retry-After and the JSON of RFC 6749', async () => {
    const { reply } = await post(0)
    expect(reply.status).toBe(429)
    expect(reply.headers.get('retry-after')).toBe('42')
    expect(reply.headers.get('cache-control')).toBe('no-store')
    expect(JSON.parse(reply.text)).toEqual({ error: 'temporarily_unavailable', error_description: 'later' })
  })
})

describe('the address that failures are counted for', () => {
  const forged = { 'x-forwarded-for': '203.0.113.9, 192.0.2.7, 198.51.100.1' }

  it('is the peer, whatever the client writes, unless there are trusted proxies', async () => {
    expect((await post(0, forged)).address).toBe('127.0.0.1')
  })

  it.each([
    [1, '198.51.100.1'],
    [2, '192.0.2.7'],
  ])('is what the outermost of %i trusted proxies heard', async (proxies, address) => {
    expect((await post(proxies, forged)).address).toBe(address)
  })

  it('is the peer when the header has not as many entries as there are proxies', async () => {
    expect((await post(2, { 'x-forwarded-for': '198.51.100.1' })).address).toBe('127.0.0.1')
    expect((await post(1)).address).toBe('127.0.0.1')
  })
})
