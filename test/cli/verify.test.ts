import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { run, transcript } from '../support/command-line.ts'
import { prepareExchange } from '../support/prepared-exchange.ts'

// Every command is a process that starts anew.
vi.setConfig({ testTimeout: 60_000 })

const directory = mkdtempSync(join(tmpdir(), 'zhengshu-'))
const CHINESE = { env: { LANG: 'zh_CN.UTF-8' } }

beforeAll(() => prepareExchange(directory))
afterAll(() => rmSync(directory, { recursive: true, force: true }))

describe('zhengshu verify', () => {
  it('passes a licence in seven steps with anchor, status list, proof and log key', async () => {
    const command =
      'verify licence.jws --anchor root.pem --status status.jwt --proof licence.tlog-proof --log-key log.vkey'
    expect(await transcript(directory, command)).toMatchInlineSnapshot(`
      "$ zhengshu verify licence.jws --anchor root.pem --status status.jwt --proof licence.tlog-proof --log-key log.vkey
      licence.jws: VALID on DATE
        ✓ form
        ✓ signature
        ✓ chain
        ✓ authority
        ✓ period
        ✓ status
        ✓ inclusion
      exit 0
      "
    `)
  })

  it('names the step that fails when one date in the licence was changed', async () => {
    const command = 'verify licence-changed.jws --anchor root.pem --status status.jwt'
    expect(await transcript(directory, command)).toMatchInlineSnapshot(`
      "$ zhengshu verify licence-changed.jws --anchor root.pem --status status.jwt
      licence-changed.jws: NOT VALID on DATE
        ✓ form
        ✗ signature   SIGNATURE_WRONG: the signature does not fit the bytes
        · chain
        · authority
        · period
        · status
        · inclusion
      exit 1
      "
    `)
  })

  it('names an anchor that cannot be used', async () => {
    writeFileSync(join(directory, 'broken.pem'), '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n')
    expect(await transcript(directory, 'verify licence.jws --anchor broken.pem')).toMatchInlineSnapshot(`
      "$ zhengshu verify licence.jws --anchor broken.pem
      ! FILE_INVALID: broken.pem: a certificate is not strict DER.
      exit 64
      "
    `)
    expect(await transcript(directory, 'verify licence.jws --anchor licence.jws', CHINESE)).toMatchInlineSnapshot(`
      "$ zhengshu verify licence.jws --anchor licence.jws
      ! FILE_INVALID: licence.jws：不含 PEM 格式的证书。
      exit 64
      "
    `)
  })

  it('cannot tell without a status list and a proof', async () => {
    expect(await transcript(directory, 'verify licence.jws --anchor root.pem', CHINESE)).toMatchInlineSnapshot(`
      "$ zhengshu verify licence.jws --anchor root.pem
      licence.jws：无法判断，判断日期 DATE
        ✓ 格式
        ✓ 签名
        ✓ 证书链
        ✓ 颁发权限
        ✓ 有效期
        ? 状态        STATUS_LIST_MISSING：未提供其状态列表
        ? 存证        PROOF_MISSING：未提供存证证明
      exit 2
      "
    `)
  })

  it('says of evidence on which date it was true, and apart from it where its licences stand now', async () => {
    const command =
      'verify evidence.jws --anchor root.pem --status status-after.jwt --proof evidence.tlog-proof --log-key log.vkey'
    expect(await transcript(directory, command)).toMatchInlineSnapshot(`
      "$ zhengshu verify evidence.jws --anchor root.pem --status status-after.jwt --proof evidence.tlog-proof --log-key log.vkey
      evidence.jws: VALID, true on DATE
        ✓ form
        ✓ signature
        ✓ chain
        ✓ authority
        ✓ period
        ✓ status
        ✓ inclusion
      State now of the licences that it rests on:
        1.2.156.…  REVOKED since DATE
      exit 0
      "
    `)
    expect(await transcript(directory, command, CHINESE)).toMatchInlineSnapshot(`
      "$ zhengshu verify evidence.jws --anchor root.pem --status status-after.jwt --proof evidence.tlog-proof --log-key log.vkey
      evidence.jws：有效，所载内容于 DATE 属实
        ✓ 格式
        ✓ 签名
        ✓ 证书链
        ✓ 颁发权限
        ✓ 有效期
        ✓ 状态
        ✓ 存证
      所依据证照的现状：
        1.2.156.…  已吊销（自 DATE）
      exit 0
      "
    `)
  })

  it('says nothing of the present of evidence when no status list was given', async () => {
    const { stdout } = await run(directory, ['verify', 'evidence.jws', '--anchor', 'root.pem'])
    expect(stdout).toContain('✓ status')
    expect(stdout).not.toMatch(/state now/i)
  })

  it('judges the revoked licence at a date', async () => {
    const options = '--anchor root.pem --proof licence.tlog-proof --log-key log.vkey --status status-after.jwt'
    expect(await transcript(directory, `verify licence.jws ${options}`)).toMatchInlineSnapshot(`
      "$ zhengshu verify licence.jws --anchor root.pem --proof licence.tlog-proof --log-key log.vkey --status status-after.jwt
      licence.jws: NOT VALID on DATE
        ✓ form
        ✓ signature
        ✓ chain
        ✓ authority
        ✓ period
        ✗ status      STATUS_REVOKED: it had been revoked
        ✓ inclusion
      exit 1
      "
    `)
    const before = await run(directory, ['verify', 'licence.jws', '--valid-on', '2015-05-21', ...options.split(' ')])
    expect(before.stdout).toContain('on 2015-05-21')
    expect([before.code, before.stdout.includes('STATUS_REVOKED')]).toEqual([0, false])
  })

  it('answers one JSON object a file, and ends with the worst verdict', async () => {
    const files = ['receipt.jws', 'evidence.jws', 'licence.jws', 'licence-changed.jws', 'log.vkey', 'nowhere.jws']
    const proofs = ['--proof', 'licence.tlog-proof', '--proof', 'evidence.tlog-proof']
    const options = ['--anchor', 'root.pem', '--log-key', 'log.vkey', ...proofs, '--json']
    const { code, stdout, stderr } = await run(directory, ['verify', ...files, ...options])
    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Verdict)
    expect(lines.map(({ file, verdict }) => [file, verdict])).toEqual([
      ['receipt.jws', 'VALID'],
      ['evidence.jws', 'VALID'],
      ['licence.jws', 'CANNOT_TELL'],
      ['licence-changed.jws', 'NOT_VALID'],
      ['log.vkey', 'NOT_VALID'],
      ['nowhere.jws', 'CANNOT_TELL'],
    ])
    expect(lines[2]!.steps).toEqual([
      ...['form', 'signature', 'chain', 'authority', 'period'].map((step) => ({ step, result: 'PASSED' })),
      { step: 'status', result: 'CANNOT_TELL', code: 'STATUS_LIST_MISSING' },
      { step: 'inclusion', result: 'PASSED' },
    ])
    expect(lines[5]!.steps[0]).toEqual({ step: 'form', result: 'CANNOT_TELL', code: 'FILE_UNREADABLE' })
    expect(lines.map(({ documentKind }) => documentKind)).toEqual([
      'receipt',
      'evidence',
      'licence',
      'licence',
      'unknown',
      'unknown',
    ])
    expect([code, stderr]).toEqual([1, ''])
  })

  it('holds a proof of something else against a single file, and lacks a proof for one of several', async () => {
    const inclusionOf = async (...files: string[]) => {
      const options = ['--anchor', 'root.pem', '--log-key', 'log.vkey', '--proof', 'evidence.tlog-proof', '--json']
      const { stdout } = await run(directory, ['verify', ...files, ...options])
      const verdict = JSON.parse(stdout.split('\n').at(files.length - 1)!) as Verdict
      return verdict.steps.find(({ step }) => step === 'inclusion')
    }
    expect(await inclusionOf('licence.jws')).toMatchObject({ result: 'FAILED', code: 'PROOF_OF_ANOTHER' })
    expect(await inclusionOf('receipt.jws', 'licence.jws')).toMatchObject({ result: 'CANNOT_TELL' })
  })

  it('refuses a date that does not exist and a key file that cannot be read as wrong usage', async () => {
    expect(await transcript(directory, 'verify licence.jws --valid-on 2026-02-30')).toMatchInlineSnapshot(`
      "$ zhengshu verify licence.jws --valid-on DATE
      ! INVALID_DATE: --valid-on must be a real date written YYYY-MM-DD.
      exit 64
      "
    `)
    expect(await transcript(directory, 'verify licence.jws --anchor nowhere.pem', CHINESE)).toMatchInlineSnapshot(`
      "$ zhengshu verify licence.jws --anchor nowhere.pem
      ! FILE_INVALID: nowhere.pem：文件无法读取。
      exit 64
      "
    `)
  })
})

describe('zhengshu ledger verify', () => {
  it('recomputes the whole log and that it continues an earlier checkpoint', async () => {
    const command = 'ledger verify ledger --log-key log.vkey --earlier earlier-checkpoint'
    expect((await transcript(directory, command)).replace(/\d+ entries/, 'N entries')).toMatchInlineSnapshot(`
      "$ zhengshu ledger verify ledger --log-key log.vkey --earlier earlier-checkpoint
      ledger: VALID, zhengshu.example/ledger, N entries, root HASH
        ✓ key
        ✓ checkpoint
        ✓ entries
        ✓ hashes
        ✓ root
        ✓ consistency
      exit 0
      "
    `)
  })

  it('fails at a changed bit of an entry, and passes again without it', async () => {
    const tile = readFileSync(join(directory, 'ledger/checkpoint'), 'utf8').split('\n')[1]!
    const bundle = join(directory, `ledger/tile/entries/000.p/${tile}`)
    const bytes = readFileSync(bundle)
    const changed = Buffer.from(bytes)
    changed[10]! ^= 1
    writeFileSync(bundle, changed)
    const failed = await run(directory, ['ledger', 'verify', 'ledger', '--log-key', 'log.vkey', '--json'])
    expect(failed.code).toBe(1)
    expect(JSON.parse(failed.stdout)).toMatchObject({ file: 'ledger', verdict: 'NOT_VALID' })
    const inChinese = await run(directory, ['ledger', 'verify', 'ledger', '--log-key', 'log.vkey'], CHINESE)
    expect(inChinese.stdout).toMatch(/^  ✗ 条目 +ENTRY_MALFORMED：.*（tile\/entries\/.+）$/m)
    writeFileSync(bundle, bytes)
    expect((await run(directory, ['ledger', 'verify', 'ledger', '--log-key', 'log.vkey'])).code).toBe(0)
  })

  it('cannot tell where there is no log', async () => {
    expect(await transcript(directory, 'ledger verify nowhere --log-key log.vkey')).toMatchInlineSnapshot(`
      "$ zhengshu ledger verify nowhere --log-key log.vkey
      nowhere: CANNOT TELL
        ✓ key
        ? checkpoint  CHECKPOINT_MISSING: there is no checkpoint
      exit 2
      "
    `)
  })
})

interface Verdict {
  readonly file: string
  readonly verdict: string
  readonly documentKind: string
  readonly steps: readonly { readonly step: string; readonly result: string; readonly code?: string }[]
}
