import { once } from 'node:events'
import { readFileSync, statSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { createPrivateKey, type JsonWebKey } from 'node:crypto'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { buildApp } from '../../src/app.ts'
import { loadConfig } from '../../src/config.ts'
import { silentLog } from '../../src/core/log.ts'
import { endOf, start, transcript, untilListening } from '../support/command-line.ts'
import { fixedClock } from '../support/fixed.ts'
import { PUBLIC_URL, tokenOf } from '../support/server.ts'
import { temporaryDirectory } from '../support/temporary.ts'

// Every command is a process that starts anew.
vi.setConfig({ testTimeout: 60_000 })

const ENV = { env: { ZHENGSHU_PUBLIC_URL: PUBLIC_URL } }

describe('zhengshu serve', () => {
  it('starts with keys and an administrator of its own, and SIGTERM drains what is in flight and ends with 0', async () => {
    const directory = temporaryDirectory()
    const child = start(directory, ['serve', '--port', '0'], ENV)
    const ended = endOf(child)
    const url = await untilListening(child)
    expect((await fetch(`${url}/readyz`)).status).toBe(200)
    const jwk = JSON.parse(readFileSync(join(directory, 'keys/administrator.jwk'), 'utf8')) as JsonWebKey & {
      clientId: string
    }
    const token = await tokenOf(url, jwk.clientId, createPrivateKey({ key: jwk, format: 'jwk' }))

    // A request whose body has not come to its end when the signal arrives.
    const body = JSON.stringify({ query: '{ registers(first: 1) { edges { node { code } } } }' })
    let finish = () => {}
    const stream = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(Buffer.from(body.slice(0, 10)))
        finish = () => {
          controller.enqueue(Buffer.from(body.slice(10)))
          controller.close()
        }
      },
    })
    const inFlight = fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: stream,
      duplex: 'half',
    } as RequestInit)
    await fetch(`${url}/livez`)
    child.kill('SIGTERM')
    await refusesConnections(url)
    finish()
    const answer = await inFlight
    expect([answer.status, await answer.text()]).toEqual([200, expect.stringContaining('household')])
    const { code, stdout, stderr } = await ended
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toContain('administrator.jwk opens the API. Production refuses them.')
  })

  it('names the setting when another program listens there', async () => {
    const taken = createServer().listen(0, '127.0.0.1')
    await once(taken, 'listening')
    const { port } = taken.address() as AddressInfo
    const shown = await transcript(temporaryDirectory(), `serve --port ${port}`)
    taken.close()
    expect(shown.replaceAll(String(port), 'PORT')).toMatchInlineSnapshot(`
      "$ zhengshu serve --port PORT
      ! CONFIG_INVALID: Setting ZHENGSHU_PORT: 127.0.0.1:PORT: another program listens there.
      exit 64
      "
    `)
  })
})

describe('the data directory of a new service', () => {
  it('opens to its owner alone', async () => {
    const directory = join(temporaryDirectory(), 'data')
    const app = await buildApp(loadConfig({ ZHENGSHU_DATA: directory }, {}), { log: silentLog })
    await app.stop()
    expect(statSync(directory).mode & 0o777).toBe(0o700)
  })
})

describe('a service that runs for years', () => {
  it('looks at its keys every hour, and no longer once it was told to stop', async () => {
    const clock = fixedClock()
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
    onTestFinished(() => void vi.useRealTimers())
    const directory = join(temporaryDirectory(), 'data')
    const app = await buildApp(loadConfig({ ZHENGSHU_DATA: directory }, {}), { clock, log: silentLog })
    await app.start()
    await app.ledger.drain()
    const { keyId } = app.keyring.signerFor('exchange')
    clock.set('2031-10-25T00:00:00.000Z')
    vi.advanceTimersByTime(3_600_000)
    await app.stop() // and waits for what was under way
    const next = app.keyring.signerFor('exchange').keyId
    expect(next).not.toBe(keyId)
    clock.set('2036-10-25T00:00:00.000Z')
    vi.advanceTimersByTime(3_600_000)
    expect(app.keyring.signerFor('exchange').keyId).toBe(next)
    expect(vi.getTimerCount()).toBe(0)
  })
})

describe('zhengshu serve that cannot start', () => {
  it('ends instead of staying without listening', async () => {
    const wrong = { env: { ...ENV.env, ZHENGSHU_OPERATING_AGENCY: '99' } }
    const shown = await transcript(temporaryDirectory(), 'serve --port 0', wrong)
    expect(shown).toMatchInlineSnapshot(`
      "$ zhengshu serve --port 0
      ! CONFIG_INVALID: Setting ZHENGSHU_OPERATING_AGENCY: agencies.json has no agency 99.
      exit 64
      "
    `)
  })
})

/** The drain has begun: nothing new is let in. */
async function refusesConnections(url: string): Promise<void> {
  for (;;) {
    const isOpen = await fetch(`${url}/livez`, { headers: { connection: 'close' } }).then(
      ({ status }) => status === 200,
      () => false,
    )
    if (!isOpen) return
  }
}
