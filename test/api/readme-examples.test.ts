import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer as createTcpServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildApp, type App } from '../../src/app.ts'
import { loadConfig } from '../../src/config.ts'
import { silentLog } from '../../src/core/log.ts'
import { createServer, type HttpServer } from '../../src/http/index.ts'
import { fixedClock } from '../support/fixed.ts'
import { send } from '../support/http.ts'

// Not the synchronous one: the child asks the server of this very process.
const run = promisify(execFile)
const root = resolve(import.meta.dirname, '../..')
const readme = readFileSync(join(root, 'README.md'), 'utf8')

// ---- the examples, as they stand in the README ---------------------------------------------------------------------

interface Fence {
  readonly language: string
  readonly marks: Readonly<Record<string, string>>
  readonly text: string
}

const fencesOf = (markdown: string): readonly Fence[] =>
  [...markdown.matchAll(/^```(\w+)([^\n]*)\n(.*?)^```$/gms)].map(([, language = '', info = '', text = '']) => ({
    language,
    marks: Object.fromEntries(
      info
        .split(' ')
        .filter((mark) => mark.includes('='))
        .map((mark) => mark.split('=') as [string, string]),
    ),
    text,
  }))

const fences = fencesOf(readme)
const marked = (mark: string, name: string): string | undefined =>
  fences.find(({ marks }) => marks[mark] === name)?.text
const examples = fences.filter(({ language, marks }) => language === 'graphql' && marks['example'] !== undefined)

/** What stands for the rest of a value in the README, and what it was in this run. */
type Seen = Map<string, string>
const REST = '…'

/** Every difference between an answer and what the README shows; notes what its shortened values were. */
function differences(shown: unknown, actual: unknown, seen: Seen, path = ''): readonly string[] {
  if (typeof shown === 'string' && shown.endsWith(REST)) {
    if (typeof actual !== 'string' || !actual.startsWith(shown.slice(0, -REST.length)))
      return [`${path}: ${JSON.stringify(actual)} is not ${shown}`]
    if (shown !== REST && !seen.has(shown)) seen.set(shown, actual)
    return []
  }
  if (typeof shown !== 'object' || shown === null || typeof actual !== 'object' || actual === null)
    return shown === actual ? [] : [`${path}: ${JSON.stringify(actual)} is not ${JSON.stringify(shown)}`]
  const [left, right] = [shown, actual] as Record<string, unknown>[]
  return [...new Set([...Object.keys(left!), ...Object.keys(right!)])].flatMap((name) =>
    differences(left![name], right![name], seen, path ? `${path}.${name}` : name),
  )
}

/** The variables of an example, with what was shortened written out. */
const writtenOut = (text: string, known: Seen): unknown =>
  JSON.parse(text, (_name, value: unknown) => (typeof value === 'string' ? (known.get(value) ?? value) : value))

// ---- the service ---------------------------------------------------------------------------------------------------

// The README speaks of this day; its grant and its legal clock are reckoned from it.
const clock = fixedClock('2026-11-24T02:00:00.000Z')
const directory = mkdtempSync(join(tmpdir(), 'zhengshu-'))
let url = ''
let app: App
let server: HttpServer
const tokens = new Map<string, string>()

beforeAll(async () => {
  const port = await freePort()
  url = `http://localhost:${port}`
  const settings = {
    ZHENGSHU_DATA: join(directory, 'data'),
    ZHENGSHU_PORT: String(port),
    ZHENGSHU_LEDGER_DELAY_MS: '100',
  }
  app = await buildApp(loadConfig(settings, {}), { clock, log: silentLog })
  server = createServer(app)
  await server.listen()
})
afterAll(async () => {
  await server.close()
  rmSync(directory, { recursive: true, force: true })
})

async function freePort(): Promise<number> {
  const probe = createTcpServer()
  await new Promise<void>((done) => probe.listen(0, '127.0.0.1', done))
  const { port } = probe.address() as AddressInfo
  await new Promise((done) => probe.close(done))
  return port
}

/** The README's own recipe, in a process whose clock shows the day of the README. */
async function tokenByRecipe(...args: readonly string[]): Promise<string> {
  const setClock = `data:text/javascript,Date.now=()=>${clock.now()}`
  const { stdout } = await run(
    process.execPath,
    ['--import', setClock, join(root, 'docs/examples/token.mjs'), ...args],
    { env: { ...process.env, ZHENGSHU_URL: url } },
  )
  return stdout.trim()
}

async function ask(token: string, query: string, variables: unknown): Promise<unknown> {
  const { text } = await send(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query, variables }),
  })
  return JSON.parse(text)
}

/** `ROLE@agency number`: a client of that role there, registered as the README shows. */
async function tokenFor(who: string): Promise<string> {
  const known = tokens.get(who)
  if (known !== undefined) return known
  const token =
    who === 'ADMINISTRATOR' ? await tokenByRecipe(join(app.config.keyDirectory, 'administrator.jwk')) : await hire(who)
  tokens.set(who, token)
  return token
}

async function hire(who: string): Promise<string> {
  const [role, number] = who.split('@') as [string, string]
  const input = {
    requestId: randomUUID(),
    name: who,
    role,
    agency: app.catalog.agencyByNumber(number)!.creditCode,
    authMethod: 'CLIENT_SECRET_BASIC',
    ...(role === 'SYSTEM' ? {} : { personId: `person-${role}-${number}` }),
  }
  const answer = (await ask(await tokenFor('ADMINISTRATOR'), marked('example', 'register-client')!, { input })) as {
    data: { registerClient: { client: { clientId: string }; clientSecret: string } }
  }
  const { client, clientSecret } = answer.data.registerClient
  const clientId = client.clientId
  const file = join(directory, `${who}.json`)
  writeFileSync(
    file,
    JSON.stringify([{ clientId, role, tokenEndpointAuthMethod: 'client_secret_basic', clientSecret }]),
  )
  return tokenByRecipe(file, clientId)
}

describe('the example that prints a token', () => {
  const keyFile = () => join(app.config.keyDirectory, 'administrator.jwk')
  const failure = (args: readonly string[], service = url): Promise<unknown> =>
    run(process.execPath, [join(root, 'docs/examples/token.mjs'), ...args], { env: { ZHENGSHU_URL: service } }).then(
      () => 'a token',
      ({ code, stdout, stderr }: { code: number; stdout: string; stderr: string }) => ({ code, stdout, stderr }),
    )

  it('says in one line that nothing listens', async () => {
    const silent = `http://localhost:${await freePort()}`
    expect(await failure([keyFile()], silent)).toEqual({
      code: 1,
      stdout: '',
      stderr: `nothing answers at ${silent}: start the service, or name another with ZHENGSHU_URL\n`,
    })
  })

  it.each([
    ['no file is named', [], /^name the file of the client: .*\n$/],
    ['the file is not there', ['nowhere.jwk'], /^nowhere\.jwk cannot be read: .*\n$/],
    ['the service knows no such client', ['KEY', 'cli_x'], /^invalid_client: .*\n$/],
  ])('says in one line that %s', async (_, args, stderr) => {
    expect(await failure(args.map((arg) => (arg === 'KEY' ? keyFile() : arg)))).toEqual({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(stderr) as string,
    })
  })
})

describe('the README', () => {
  const known: Seen = new Map()

  const show = (name: string, actual: unknown): void => {
    const seen: Seen = new Map()
    const shown = marked('answer', name)
    expect(differences(JSON.parse(shown!), actual, seen), JSON.stringify(actual, null, 2)).toEqual([])
    for (const [short, value] of seen) known.set(short, value)
  }

  it('has only GraphQL that is run, each with its answer', () => {
    expect(examples.length).toBeGreaterThan(8)
    expect(fences.filter(({ language }) => language === 'graphql')).toEqual(examples)
    for (const { marks } of examples) expect(marked('answer', marks['example']!), marks['example']).toBeDefined()
  })

  it('would be caught with an answer that is not so', () => {
    const seen: Seen = new Map()
    expect(differences({ id: 'req_01…', n: [1] }, { id: 'req_01K', n: [1] }, seen)).toEqual([])
    expect(seen.get('req_01…')).toBe('req_01K')
    expect(differences({ id: 'req_01…' }, { id: 'grant_01K' }, seen)).toHaveLength(1)
    expect(differences({ n: [1, 2] }, { n: [1] }, seen)).toHaveLength(1)
    expect(differences({}, { more: 1 }, seen)).toHaveLength(1)
  })

  // Told in order: what one example answers, a later one uses.
  it('loads the file it shows, and the row that is wrong is named', async () => {
    const { marks, text } = fences.find((fence) => fence.marks['upload'] !== undefined)!
    const { id } = JSON.parse(marked('answer', 'upload')!) as { id: string }
    const reply = await send(`${url}/registers/${marks['upload']}/batches?batchId=${id}`, {
      method: 'POST',
      headers: { 'content-type': 'text/csv', authorization: `Bearer ${await tokenFor(marks['as']!)}` },
      body: text,
    })
    show('upload', JSON.parse(reply.text))
  })

  for (const { marks, text } of examples) {
    const name = marks['example']!
    it(`answers as shown: ${name}`, async () => {
      await app.ledger.drain()
      const variables = writtenOut(marked('variables', name) ?? '{}', known)
      show(name, await ask(await tokenFor(marks['as']!), text, variables))
    })
  }

  it('verifies a document with openssl alone and with a JOSE library, and notices a changed byte', async () => {
    const document = known.get('eyJ…')!
    const changed = `${document.slice(0, -6)}${document.at(-6) === 'A' ? 'B' : 'A'}${document.slice(-5)}`
    const anchor = join(app.config.keyDirectory, 'trust/root.pem')
    const script = join(directory, 'verify-with-jose.mjs')
    symlinkSync(join(root, 'node_modules'), join(directory, 'node_modules'))
    writeFileSync(script, marked('example', 'verify-with-jose.mjs')!)
    const verify = async (how: 'openssl' | 'jose', text: string): Promise<string> => {
      const file = join(directory, 'document.jws')
      writeFileSync(file, text)
      const [program, ...args] =
        how === 'openssl' ? ['sh', join(root, 'docs/examples/verify-with-openssl.sh')] : [process.execPath, script]
      return (await run(program!, [...args, file, anchor])).stdout
    }
    expect(await verify('openssl', document)).toContain('chain OK')
    expect(await verify('openssl', document)).toContain('Verified OK')
    expect(await verify('jose', document)).toContain('materialsHeld')
    await expect(verify('openssl', changed)).rejects.toThrow()
    await expect(verify('jose', changed)).rejects.toThrow()
  })
})
