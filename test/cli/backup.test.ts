import { createPrivateKey, generateKeyPairSync, randomUUID, type JsonWebKey } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { endOf, run, start, transcript as exactTranscript, untilListening } from '../support/command-line.ts'
import { PUBLIC_URL, tokenOf } from '../support/server.ts'

// Every command is a process that starts anew.
vi.setConfig({ testTimeout: 60_000 })

const directory = mkdtempSync(join(tmpdir(), 'zhengshu-'))
afterAll(() => rmSync(directory, { recursive: true, force: true }))
const ENV = { env: { ZHENGSHU_PUBLIC_URL: PUBLIC_URL } }
const AGENCY = '11390000XN0001146F'

/** How many entries there are depends on how fast the server was. */
const transcript = async (command: string) =>
  (await exactTranscript(directory, command))
    .replace(/\b\d+ (?=entries|were signed)/g, 'N ')
    .replace(/(?<=^|: )\d+$/gm, 'N')

/** A server as a process of its own, and its administrator registering clients. */
async function serve(data: string) {
  const child = start(directory, ['serve', '--port', '0', '--data', data, '--keys', 'keys'], ENV)
  const ended = endOf(child)
  const url = await untilListening(child)
  const file = join(directory, 'keys/administrator.jwk')
  const jwk = JSON.parse(readFileSync(file, 'utf8')) as JsonWebKey & { clientId: string }
  const token = await tokenOf(url, jwk.clientId, createPrivateKey({ key: jwk, format: 'jwk' }))
  const publicJwk = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' })
  return {
    url,
    async register(): Promise<string> {
      const input = { requestId: randomUUID(), name: 'x', role: 'SYSTEM', agency: AGENCY, authMethod: 'PRIVATE_KEY_JWT', publicJwk } // prettier-ignore
      const reply = await fetch(`${url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body: JSON.stringify({
          query: 'mutation R($input: RegisterClientInput!) { registerClient(input: $input) { client { clientId } } }',
          variables: { input },
        }),
      })
      const body = (await reply.json()) as { data?: { registerClient: { client: { clientId: string } } } | null }
      return body.data?.registerClient.client.clientId ?? ''
    },
    async stop() {
      child.kill('SIGTERM')
      return (await ended).code
    },
  }
}

describe('a backup', () => {
  it('is taken while the server writes, and the service goes on from it in an empty directory', async () => {
    const server = await serve('data')
    let isCopied = false
    const written: string[] = []
    const writing = (async () => {
      while (!isCopied) written.push(await server.register())
    })()
    const copied = await transcript('backup live.copy --data data --keys keys')
    isCopied = true
    await writing
    expect(copied).toMatchInlineSnapshot(`
      "$ zhengshu backup live.copy --data data --keys keys
      live.copy
      ! The keys are not in it: copy the key directory apart. Without its secrets nothing here can be read.
      exit 0
      "
    `)
    expect(written.every((id) => id.startsWith('cli_'))).toBe(true)
    expect(written.length).toBeGreaterThan(2)
    expect(await server.stop()).toBe(0)

    // All at rest: this copy holds the last signed head.
    expect((await run(directory, 'backup last.copy --data data --keys keys'.split(' '))).code).toBe(0)
    expect(await transcript('restore last.copy --data second/data --keys keys')).toMatchInlineSnapshot(`
      "$ zhengshu restore last.copy --data second/data --keys keys
      DIR/second/data
      exit 0
      "
    `)
    const second = await serve('second/data')
    expect((await fetch(`${second.url}/readyz`)).status).toBe(200)
    expect(await second.register()).toMatch(/^cli_/)
    writeFileSync(join(directory, 'checkpoint'), await (await fetch(`${second.url}/ledger/checkpoint`)).text())
    expect(await second.stop()).toBe(0)
  })

  it('that is older than what was signed signs nothing and says so, until the gap is recorded in the log', async () => {
    const options = '--data third/data --keys keys'
    expect(await transcript(`restore live.copy ${options}`)).toMatchInlineSnapshot(`
      "$ zhengshu restore live.copy --data third/data --keys keys
      DIR/third/data
      ! the ledger must not be written (LEDGER_FORK, the store holds N entries, N were signed)
      ! leaves wait for the next start (LEDGER_FORK)
      ! This copy is older than what the log has signed since. It signs nothing and releases no data until you run: zhengshu ledger record-gap --reason TEXT
      exit 0
      "
    `)
    writeFileSync(join(directory, 'persons.csv'), 'idNumber,name,sex,ethnicGroup,birthDate,registeredDivision,status\n')
    expect(await transcript(`import population persons.csv ${options}`)).toMatchInlineSnapshot(`
      "$ zhengshu import population persons.csv --data third/data --keys keys
      ! the ledger must not be written (LEDGER_FORK, the store holds N entries, N were signed)
      ! Batch bat_…; after an interruption repeat the command with --batch bat_…
      ! leaves wait for the next start (LEDGER_FORK)
      ! AUDIT_UNAVAILABLE: The ledger cannot be written, so no data is released: the store holds N entries, N were signed.
      exit 1
      "
    `)
    const server = await serve('third/data')
    expect((await fetch(`${server.url}/readyz`)).status).toBe(503)
    expect(await server.register()).toBe('')
    expect(await server.stop()).toBe(0)

    expect(await transcript(`ledger record-gap ${options}`)).toContain('exit 64')
    expect(await transcript(`ledger record-gap --reason '磁盘损坏，恢复备份' ${options}`)).toMatchInlineSnapshot(`
      "$ zhengshu ledger record-gap --reason '磁盘损坏，恢复备份' --data third/data --keys keys
      N
      ! the ledger must not be written (LEDGER_FORK, the store holds N entries, N were signed)
      ! The log goes on, and an entry in it names the gap. Servers that were started on these data go on by themselves. Whoever holds a later checkpoint will see that the log does not continue it.
      exit 0
      "
    `)
    expect((await run(directory, ['ledger', 'export', 'after', ...options.split(' ')])).code).toBe(0)
    const verify = ['ledger', 'verify', 'after', '--log-key', 'after/log.vkey']
    expect((await run(directory, verify)).code).toBe(0)
    // Whoever kept a checkpoint of the time that was lost sees it.
    const seen = await run(directory, [...verify, '--earlier', 'checkpoint', '--json'])
    expect([seen.code, seen.stdout]).toEqual([1, expect.stringContaining('EARLIER_NOT_CONTINUED')])
    expect(await transcript(`ledger record-gap --reason again ${options}`)).toMatchInlineSnapshot(`
      "$ zhengshu ledger record-gap --reason again --data third/data --keys keys
      ! INVALID_INPUT: reason: the ledger has no gap to record.
      exit 64
      "
    `)
  })

  it('goes into no directory that has a store, over no file, and not without its keys', async () => {
    expect(await transcript('restore last.copy --data data --keys keys')).toMatchInlineSnapshot(`
      "$ zhengshu restore last.copy --data data --keys keys
      ! FILE_INVALID: DIR/data/store.sqlite: a store is there already.
      exit 64
      "
    `)
    expect(await transcript('backup last.copy --data data --keys keys')).toMatchInlineSnapshot(`
      "$ zhengshu backup last.copy --data data --keys keys
      ! FILE_INVALID: last.copy: it exists already.
      exit 64
      "
    `)
    writeFileSync(join(directory, 'noise.copy'), 'not a database')
    expect(await transcript('restore noise.copy --data fourth/data --keys keys')).toMatchInlineSnapshot(`
      "$ zhengshu restore noise.copy --data fourth/data --keys keys
      ! FILE_INVALID: noise.copy: it is not a backup of this system.
      exit 64
      "
    `)
    expect(existsSync(join(directory, 'fourth'))).toBe(false)
    expect(await transcript('restore last.copy --data fifth/data')).toMatchInlineSnapshot(`
      "$ zhengshu restore last.copy --data fifth/data
      DIR/fifth/data
      ! There are no keys in DIR/fifth/keys: put the copy of the key directory there before anything else.
      exit 0
      "
    `)
  })
})
