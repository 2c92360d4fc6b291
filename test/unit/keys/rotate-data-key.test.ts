import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { silentLog } from '../../../src/core/log.ts'
import { keysCollections, openKeyring, recordKeys, rotateDataKey } from '../../../src/keys/index.ts'
import { fixedClock, fixedIds } from '../../support/fixed.ts'
import { committedEvents, recordingLedger, recordingLedgerCollections } from '../../support/recording-ledger.ts'
import { openTestStore } from '../../support/store.ts'
import { temporaryDirectory } from '../../support/temporary.ts'

const PASSPHRASE = 'a passphrase for tests'

async function keyDirectory() {
  const directory = temporaryDirectory()
  const clock = fixedClock()
  const open = () =>
    openKeyring({
      directory,
      passphrase: PASSPHRASE,
      clock,
      ids: fixedIds(clock),
      log: silentLog,
      isProduction: false,
      createIfMissing: true,
    })
  const rotate = (seed: string, passphrase = PASSPHRASE) =>
    rotateDataKey({ directory, passphrase, ids: fixedIds(clock, seed) })
  return { directory, clock, open, rotate, first: await open() }
}
const hex = (secret: Uint8Array): string => Buffer.from(secret).toString('hex')
const files = (directory: string) => readdirSync(join(directory, 'private')).filter((name) => name.includes('secrets'))

describe('rotating the data key', () => {
  it('makes a new one, keeps the old to open with, and leaves the other secrets as they are', async () => {
    const { first, open, rotate } = await keyDirectory()
    expect(first.retiredSeals).toEqual([])
    const { keyId } = await rotate('a')
    const second = await open()
    expect(hex(second.secret('seal'))).not.toBe(hex(first.secret('seal')))
    expect(second.retiredSeals.map(hex)).toEqual([hex(first.secret('seal'))])
    for (const name of ['index', 'cursor', 'case'] as const) expect(second.secret(name)).toEqual(first.secret(name))

    expect((await rotate('b')).keyId).not.toBe(keyId)
    const third = await open()
    const earlier = [first, second].map((keyring) => hex(keyring.secret('seal')))
    expect(third.retiredSeals.map(hex).sort()).toEqual(earlier.sort())
  })

  it('twice at the same moment loses no key that was ever in use', async () => {
    const { first, open, rotate, directory } = await keyDirectory()
    const keyIds = (await Promise.all([rotate('a'), rotate('b')])).map(({ keyId }) => keyId)
    const after = await open()
    expect([...after.retiredSeals, after.secret('seal')].map(hex)).toContain(hex(first.secret('seal')))
    // Each answered key is in use or kept: every rotation but the last left a file.
    expect(files(directory).filter((name) => name.includes('retired'))).toHaveLength(new Set(keyIds).size)
    expect(files(directory).some((name) => name.includes('next'))).toBe(false)
  })

  it('that was interrupted changes nothing for readers and is ended by the next', async () => {
    const { directory, first, open, rotate } = await keyDirectory()
    const inFolder = (name: string) => join(directory, 'private', name)
    // What a crash leaves: the next secrets are there and, or, the present ones are kept already.
    cpSync(inFolder('secrets.json'), inFolder('before.json'))
    await rotate('a')
    const second = await open()
    cpSync(inFolder('secrets.json'), inFolder('.secrets-next.json'))
    cpSync(inFolder('before.json'), inFolder('secrets.json'))
    const between = await open()
    expect(hex(between.secret('seal'))).toBe(hex(first.secret('seal')))
    expect(between.retiredSeals).toEqual([])

    await rotate('b')
    const ended = await open()
    expect(hex(ended.secret('seal'))).toBe(hex(second.secret('seal')))
    expect(ended.retiredSeals.map(hex)).toEqual([hex(first.secret('seal'))])
  })

  it('refuses a wrong passphrase and a directory without keys, and touches nothing', async () => {
    const { directory, rotate } = await keyDirectory()
    const before = readFileSync(join(directory, 'private', 'secrets.json'), 'utf8')
    await expect(rotate('a', 'another passphrase')).rejects.toMatchObject({ code: 'CONFIG_INVALID' })
    expect(files(directory)).toEqual(['secrets.json'])
    expect(readFileSync(join(directory, 'private', 'secrets.json'), 'utf8')).toBe(before)
    const empty = temporaryDirectory()
    const ids = fixedIds(fixedClock())
    await expect(rotateDataKey({ directory: empty, passphrase: PASSPHRASE, ids })).rejects.toMatchObject({
      params: { setting: 'ZHENGSHU_KEYS' },
    })
    expect(existsSync(join(empty, 'private'))).toBe(false)
  })

  it('does not take retired secrets that the passphrase does not open', async () => {
    const { directory, open, rotate } = await keyDirectory()
    await rotate('a')
    const [name] = files(directory).filter((each) => each.includes('retired'))
    writeFileSync(join(directory, 'private', name!), readFileSync(join(directory, 'private', name!), 'utf8').replace(/"tag": "./, '"tag": "-')) // prettier-ignore
    await expect(open()).rejects.toMatchObject({ code: 'CONFIG_INVALID' })
  })

  it('is told by the ledger once, at the next start', async () => {
    const { clock, open, rotate } = await keyDirectory()
    const { keyId } = await rotate('a')
    const store = await openTestStore([...keysCollections, ...recordingLedgerCollections])
    const keyring = await open()
    for (let start = 0; start < 2; start++)
      await recordKeys({ keyring, store, ledger: recordingLedger(), clock, log: silentLog })
    const rotated = (await committedEvents(store)).filter(({ data }) => data['change'] === 'ROTATED')
    expect(rotated.map(({ kind, data }) => [kind, data])).toEqual([
      ['KEY_CHANGED', { change: 'ROTATED', keyId, use: 'data', algorithm: 'AES-256-GCM', isDevelopment: true }],
    ])
  })
})
