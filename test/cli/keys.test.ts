import { readdirSync, readFileSync, statSync, unlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { run, transcript } from '../support/command-line.ts'
import { makeKeystore } from '../support/keystore.ts'
import { openExchange, prepareExchange } from '../support/prepared-exchange.ts'
import { realCatalog } from '../support/real-catalog.ts'
import { temporaryDirectory } from '../support/temporary.ts'

// Every command is a process that starts anew.
vi.setConfig({ testTimeout: 60_000 })

/** A directory with a passphrase of its own, as production wants it. */
function productionDirectory() {
  const directory = temporaryDirectory()
  const file = join(directory, 'passphrase')
  writeFileSync(file, 'a long passphrase of the region\n')
  return { directory, options: { env: { ZHENGSHU_PROFILE: 'production', ZHENGSHU_KEY_PASSPHRASE_FILE: file } } }
}

/** What an operator does after the ceremony: nothing needs the private key of the root again. */
function takeRootKeyOffline(directory: string): void {
  const file = join(directory, 'keys/private/root.pem')
  const text = readFileSync(file, 'utf8')
  const certificate = text.replace(
    /-----BEGIN ENCRYPTED PRIVATE KEY-----[^-]+-----END ENCRYPTED PRIVATE KEY-----\n?/,
    '',
  )
  expect(certificate.length).toBeLessThan(text.length)
  writeFileSync(file, certificate)
}

describe('zhengshu keys', () => {
  it('makes production keys once, says what to back up, and lists them without the passphrase', async () => {
    const { directory, options } = productionDirectory()
    expect(await transcript(directory, 'keys init', options)).toMatchInlineSnapshot(`
      "$ zhengshu keys init
      root     ES256   DATE – DATE HASH  政枢根证书 Zhengshu Root
      issuing  ES256   DATE – DATE HASH  政枢签发机构 Zhengshu Issuing Authority
      exchange ES256   DATE – DATE HASH  政枢数据交换 Zhengshu Exchange
      status   ES256   DATE – DATE HASH  政枢证照状态 Zhengshu Licence Status
      token    ES256   DATE – DATE HASH  政枢访问令牌 Zhengshu Access Tokens
      ledger   Ed25519                         HASH  政枢存证日志 Zhengshu Ledger
      ! Copy DIR/keys now, and keep copy and passphrase in two other places: without them no data can be read.
      ! Then take the private key out of DIR/keys/private/root.pem and keep it offline; its certificate stays.
      ! Give DIR/keys/trust/root.pem to whoever verifies.
      exit 0
      "
    `)
    const again = await transcript(directory, 'keys init', options)
    expect(again).toMatchInlineSnapshot(`
      "$ zhengshu keys init
      ! ALREADY_EXISTS: the key directory exists already.
      exit 1
      "
    `)
    const { code, stdout, stderr } = await run(directory, ['keys', 'list', '--json'])
    const keys = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { use: string; isDevelopment: boolean })
    expect(keys.map(({ use }) => use)).toEqual(['root', 'issuing', 'exchange', 'status', 'token', 'ledger'])
    expect(keys.some(({ isDevelopment }) => isDevelopment)).toBe(false)
    expect([code, stderr]).toEqual([0, ''])
  })

  it('refuses the default passphrase in production, and development keys', async () => {
    const { directory, options } = productionDirectory()
    const withoutPassphrase = { env: { ZHENGSHU_PROFILE: 'production' } }
    expect(await transcript(directory, 'keys init', withoutPassphrase)).toMatchInlineSnapshot(`
      "$ zhengshu keys init
      ! CONFIG_INVALID: Setting ZHENGSHU_KEY_PASSPHRASE: the development default is refused in production.
      exit 64
      "
    `)
    expect((await run(directory, ['keys', 'init'])).code).toBe(0)
    expect(await transcript(directory, 'serve', options)).toMatchInlineSnapshot(`
      "$ zhengshu serve
      ! CONFIG_INVALID: Setting ZHENGSHU_KEYS: these are development keys; make your own with \`zhengshu keys init\`.
      exit 64
      "
    `)
  })
})

describe('zhengshu keys import-seal', () => {
  const prepare = async () => {
    const directory = temporaryDirectory()
    await prepareExchange(directory)
    const put = (name: string, content: string | Buffer) => writeFileSync(join(directory, name), content)
    put('seal.p12', makeKeystore('its password').keystore)
    put('password', 'its password\n')
    put('other', 'another password\n')
    return directory
  }

  it('makes the key that an agency brings its seal, for what is issued from then on', async () => {
    const directory = await prepare()
    const before = await run(directory, ['keys', 'list', '--json'])
    expect(await transcript(directory, 'keys import-seal seal.p12 --agency 08 --password-file password'))
      .toMatchInlineSnapshot(`
      "$ zhengshu keys import-seal seal.p12 --agency 08 --password-file password
      seal     RS256   DATE – DATE HASH  岭江省民政厅  (development)
      ! Copy DIR/keys again: the copies from before lack this key.
      ! Restart every server on these data: one that runs on seals with the key from before.
      exit 0
      "
    `)
    const listed = (await run(directory, ['keys', 'list', '--json'])).stdout.trim().split('\n')
    const [added, ...others] = listed.filter((line) => !before.stdout.includes(line))
    const key = JSON.parse(added!) as { keyId: string; use: string; agency: string }
    expect([key, others]).toEqual([expect.objectContaining({ use: 'seal', algorithm: 'RS256' }), []])

    const app = await openExchange(directory)
    const { creditCode, name } = app.catalog.agencyByNumber('08')!
    expect(key.agency).toBe(creditCode)
    expect(await app.keyring.sealFor({ creditCode, name: name.zh })).toMatchObject({ keyId: key.keyId })
    const changes = (await app.ledger.follow(0, 1_000)).filter(({ kind }) => kind === 'KEY_CHANGED')
    expect(changes.map(({ data }) => data['keyId'])).toContain(key.keyId)
    // What was sealed before stays good.
    const licence = readFileSync(join(directory, 'licence.jws'), 'utf8')
    const auditor = { clientId: 'auditor', role: 'AUDITOR', agency: creditCode } as const
    const { steps } = await app.licences.verify(auditor, { document: licence })
    expect(steps.find(({ step }) => step === 'signature')).toMatchObject({ result: 'PASSED' })
    await app.stop()
  })

  it('answers JSON for a program', async () => {
    const directory = await prepare()
    const args = ['keys', 'import-seal', 'seal.p12', '--agency', '08', '--password-file', 'password', '--json']
    const { code, stdout } = await run(directory, args)
    expect([code, JSON.parse(stdout)]).toEqual([0, expect.objectContaining({ use: 'seal', algorithm: 'RS256' })])
  })

  it('says in the language of its reader what cannot be used, and changes nothing', async () => {
    const directory = await prepare()
    const seals = () => readdirSync(join(directory, 'keys/private/seals'))
    const before = seals()
    const shown: string[] = []
    for (const command of [
      'keys import-seal seal.p12 --agency 08 --password-file other',
      'keys import-seal password --agency 08 --password-file password',
      'keys import-seal absent.p12 --agency 08 --password-file password',
      'keys import-seal seal.p12 --agency 99 --password-file password',
      'keys import-seal seal.p12 --agency 08',
    ])
      for (const options of [{}, { env: { LANG: 'zh_CN.UTF-8' } }])
        shown.push(await transcript(directory, command, options))
    expect(shown.join('')).toMatchInlineSnapshot(`
      "$ zhengshu keys import-seal seal.p12 --agency 08 --password-file other
      ! FILE_INVALID: seal.p12: it is not a PKCS#12 keystore, or the password does not open it.
      exit 64
      $ zhengshu keys import-seal seal.p12 --agency 08 --password-file other
      ! FILE_INVALID: seal.p12：不是 PKCS#12 密钥库，或口令不正确。
      exit 64
      $ zhengshu keys import-seal password --agency 08 --password-file password
      ! FILE_INVALID: password: it is not a PKCS#12 keystore, or the password does not open it.
      exit 64
      $ zhengshu keys import-seal password --agency 08 --password-file password
      ! FILE_INVALID: password：不是 PKCS#12 密钥库，或口令不正确。
      exit 64
      $ zhengshu keys import-seal absent.p12 --agency 08 --password-file password
      ! FILE_INVALID: absent.p12: it cannot be read.
      exit 64
      $ zhengshu keys import-seal absent.p12 --agency 08 --password-file password
      ! FILE_INVALID: absent.p12：文件无法读取。
      exit 64
      $ zhengshu keys import-seal seal.p12 --agency 99 --password-file password
      ! INVALID_INPUT: --agency: there is no agency 99; give its two-digit number or its credit code.
      exit 64
      $ zhengshu keys import-seal seal.p12 --agency 99 --password-file password
      ! INVALID_INPUT: --agency：没有部门 99，应为两位部门编号或统一社会信用代码。
      exit 64
      $ zhengshu keys import-seal seal.p12 --agency 08
      ! error: required option '--password-file <file>' not specified
      ! zhengshu keys import-seal [options] <file>
      ! (zhengshu keys import-seal --help)
      exit 64
      $ zhengshu keys import-seal seal.p12 --agency 08
      ! 错误：必须给出选项 --password-file <file>
      ! zhengshu keys import-seal [options] <file>
      ! (zhengshu keys import-seal --help)
      exit 64
      "
    `)
    expect(seals()).toEqual(before)
    const empty = temporaryDirectory()
    writeFileSync(join(empty, 'f'), '')
    expect(await transcript(empty, 'keys import-seal f --agency 08 --password-file f')).toMatchInlineSnapshot(`
      "$ zhengshu keys import-seal f --agency 08 --password-file f
      ! CONFIG_INVALID: Setting ZHENGSHU_DATA: there is no directory DIR/data.
      exit 64
      "
    `)
  })
})

describe('rotating the data key', () => {
  it('is followed by sealing everything anew, after which the old key opens nothing that is held', async () => {
    const directory = temporaryDirectory()
    await prepareExchange(directory)
    const retired = () => readdirSync(join(directory, 'keys/private')).filter((name) => name.includes('retired'))
    const rotated = await transcript(directory, 'keys rotate-data-key')
    expect(rotated.replace(/^[\w-]{16}$/m, 'KEY')).toMatchInlineSnapshot(`
      "$ zhengshu keys rotate-data-key
      KEY
      ! Copy DIR/keys again: the copies from before lack this key.
      ! Restart every server on these data now: one that runs on cannot read what the new key seals.
      ! Then run: zhengshu keys reseal
      exit 0
      "
    `)
    const [file] = retired()
    const kept = readFileSync(join(directory, 'keys/private', file!))
    // The negative control: before all is sealed anew, the data cannot be opened without the old key.
    unlinkSync(join(directory, 'keys/private', file!))
    expect((await run(directory, ['keys', 'reseal'])).stderr).toContain('sealed with a key that is not here')
    writeFileSync(join(directory, 'keys/private', file!), kept)

    const { code, stdout } = await run(directory, ['keys', 'reseal', '--json'])
    expect([code, (JSON.parse(stdout) as { resealed: number }).resealed]).toEqual([0, expect.any(Number)])
    expect((JSON.parse(stdout) as { resealed: number }).resealed).toBeGreaterThan(10)
    expect(await transcript(directory, 'keys reseal')).toMatchInlineSnapshot(`
      "$ zhengshu keys reseal
      0
      ! Nothing here needs keys/private/secrets-retired-*.json any more; backups from before the rotation do.
      exit 0
      "
    `)
    unlinkSync(join(directory, 'keys/private', file!))
    const app = await openExchange(directory)
    const licence = readFileSync(join(directory, 'licence.jws'), 'utf8')
    const auditor = { clientId: 'auditor', role: 'AUDITOR', agency: app.catalog.agencies[0]!.creditCode } as const
    expect((await app.licences.verify(auditor, { document: licence })).steps.at(-1)).toMatchObject({ result: 'PASSED' })
    await app.stop()
  })

  it('needs keys and a store that are there', async () => {
    const directory = temporaryDirectory()
    expect(await transcript(directory, 'keys rotate-data-key')).toMatchInlineSnapshot(`
      "$ zhengshu keys rotate-data-key
      ! CONFIG_INVALID: Setting ZHENGSHU_KEYS: there are no keys; make them with \`zhengshu keys init\`.
      exit 64
      "
    `)
    expect(await transcript(directory, 'keys reseal')).toMatchInlineSnapshot(`
      "$ zhengshu keys reseal
      ! CONFIG_INVALID: Setting ZHENGSHU_DATA: there is no directory DIR/data.
      exit 64
      "
    `)
  })
})

describe('zhengshu administrator create', () => {
  it('gives production its first administrator, once, and another only when asked for', async () => {
    const { directory, options: production } = productionDirectory()
    // The shipped catalog is an invented province, which production refuses.
    const options = { env: { ...production.env, ZHENGSHU_CATALOG: realCatalog() } }
    await run(directory, ['keys', 'init'], options)
    takeRootKeyOffline(directory)
    const { code: withInvented, stderr } = await run(directory, ['administrator', 'create'], production)
    expect([withInvented, stderr]).toEqual([64, expect.stringContaining('CATALOG_INVALID')])
    expect(await transcript(directory, 'administrator create', options)).toMatchInlineSnapshot(`
      "$ zhengshu administrator create
      cli_…  DIR/keys/administrator.jwk
      ! This file is the private key: move it to where the administrator works, and leave no copy here.
      exit 0
      "
    `)
    const file = join(directory, 'keys/administrator.jwk')
    expect(statSync(file).mode & 0o777).toBe(0o600)
    const first = JSON.parse(readFileSync(file, 'utf8')) as { clientId: string; d: string }
    expect(first).toMatchObject({ kty: 'EC', crv: 'P-256', clientId: expect.stringMatching(/^cli_/) as string })

    expect(await transcript(directory, 'administrator create', options)).toMatchInlineSnapshot(`
      "$ zhengshu administrator create
      ! If its key is lost, make one more with --another.
      ! ALREADY_EXISTS: an administrator exists already.
      exit 1
      "
    `)
    const { code, stdout } = await run(directory, ['administrator', 'create', '--another', '--json'], options)
    const another = JSON.parse(stdout) as { clientId: string; file: string }
    expect(code).toBe(0)
    expect(another.clientId).not.toBe(first.clientId)
    expect(JSON.parse(readFileSync(another.file, 'utf8'))).toMatchObject({ clientId: another.clientId })
  })
})

describe('zhengshu config', () => {
  it('shows every setting as it is in force and hides secrets', async () => {
    const { directory, options } = productionDirectory()
    const env = { ...options.env, ZHENGSHU_STORE: 'mongodb://operator:hunter2@db.example/zhengshu?replicaSet=r' }
    const shown = await transcript(directory, 'config --port 8080', { env })
    expect(shown.replace(/^(ZHENGSHU_CATALOG +).*$/m, '$1SHIPPED')).toMatchInlineSnapshot(`
      "$ zhengshu config --port 8080
      ZHENGSHU_PROFILE          production
        In production development keys, default secrets and synthetic subjects are refused.
      ZHENGSHU_DATA             DIR/data
        Data directory of the embedded store.
      ZHENGSHU_KEYS             DIR/keys
        Key directory; empty: \`keys\` beside the data directory.
      ZHENGSHU_KEY_PASSPHRASE   ***
        Opens the encrypted key files.
      ZHENGSHU_PORT             8080
        TCP port; 0 takes a free one, and needs ZHENGSHU_PUBLIC_URL.
      ZHENGSHU_HOST             127.0.0.1
        Address to listen on; 0.0.0.0 in a container.
      ZHENGSHU_PUBLIC_URL       http://localhost:8080
        URL under which clients reach the service, the token audience; empty: http://localhost:PORT.
      ZHENGSHU_TRUSTED_PROXIES  0
        How many reverse proxies of yours stand in front, each adding to X-Forwarded-For; 0 ignores that header.
      ZHENGSHU_STORE            mongodb://***@db.example/zhengshu?replicaSet=r
        \`sqlite\`, or a mongodb:// URL of a replica set.
      ZHENGSHU_CATALOG          SHIPPED
        Directory of the catalog files; empty: the ones shipped.
      ZHENGSHU_OPERATING_AGENCY 41
        Number (agencies.json) of the agency that runs the exchange; administrators made on the command line belong to it.
      ZHENGSHU_LEDGER_ORIGIN    zhengshu.example/ledger
        Origin line of checkpoints (C2SP tlog-checkpoint); it names this log for ever.
      ZHENGSHU_LEDGER_DELAY_MS  1000
        The longest a leaf waits before it is in a checkpoint; what receipts promise.
      ZHENGSHU_TOKEN_SECONDS    600
        Lifetime of access tokens.
      ZHENGSHU_LOG_LEVEL        error
        Log level; JSON lines on stderr.
      ZHENGSHU_GRAPHIQL         false
        Serve GraphiQL at /graphiql; never in production.
      exit 0
      "
    `)
    const { stdout } = await run(directory, ['config', '--json'], { env })
    expect(JSON.parse(stdout)).toMatchObject({ ZHENGSHU_PROFILE: 'production', ZHENGSHU_GRAPHIQL: false })
    expect(stdout).not.toMatch(/hunter2|long passphrase/)
  })
})
