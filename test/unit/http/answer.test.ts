import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { sendText } from '../../../src/http/answer.ts'

const stops: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop()
})

/** What a client receives when this text is the answer. */
async function received(text: string): Promise<Response> {
  const server = createServer((_req, res) => sendText(res, 200, text, 'text/plain; charset=utf-8'))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  stops.push(async () => {
    server.close()
    server.closeAllConnections()
    await once(server, 'close')
  })
  return fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
}

describe('an answer', () => {
  it.each([
    ['nothing', ''],
    ['ASCII', '{"data":null}'],
    ['Latin letters', 'Zürich, naïve, ÿ'],
    ['Chinese', '{"name":"岭江省住房公积金"}'],
    ['characters beyond the first plane', '𠮷野家 😀'],
    ['more than the room for most answers', `${'政枢'.repeat(50_000)}。`],
  ])('arrives as UTF-8 of the announced length: %s', async (_what, text) => {
    const response = await received(text)
    const bytes = Buffer.from(await response.arrayBuffer())
    expect(bytes.equals(Buffer.from(text))).toBe(true)
    expect(response.headers.get('content-length')).toBe(String(Buffer.byteLength(text)))
  })

  it('shows half a character as the replacement character', async () => {
    expect(await (await received('a\ud842b')).text()).toBe('a\ufffdb')
  })
})
