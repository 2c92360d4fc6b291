import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { silentLog } from '../../../src/core/log.ts'
import { createTokenKeys, jwksOf } from '../../../src/identity/token-keys.ts'
import { openKeyring } from '../../../src/keys/index.ts'
import { keyIdOf } from '../../../src/signing/index.ts'
import { fixedClock, fixedIds } from '../../support/fixed.ts'
import { temporaryDirectory } from '../../support/temporary.ts'

async function openTwoProcesses() {
  const clock = fixedClock()
  const directory = temporaryDirectory()
  const options = { passphrase: 'a passphrase for tests', isProduction: false, createIfMissing: true, log: silentLog }
  const open = () => openKeyring({ ...options, directory, clock, ids: fixedIds(clock) })
  return { clock, here: await open(), there: await open() }
}
const isThere = async (key: Promise<KeyObject | undefined>) => (await key) !== undefined

describe('the keys of access tokens', () => {
  it('stay known when the next takes over, for tokens that were given before', async () => {
    const { clock, here } = await openTwoProcesses()
    const keys = createTokenKeys(here, clock)
    const before = here.signerFor('token').keyId
    clock.set('2031-10-25T00:00:00.000Z')
    await here.renewServiceKeys()
    const next = here.signerFor('token').keyId
    expect(next).not.toBe(before)
    for (const keyId of [before, next, undefined]) expect(await isThere(keys.find(keyId))).toBe(true)
    expect(jwksOf(keys).keys.map(({ kid, alg, use }) => [kid, alg, use])).toEqual([
      [before, 'ES256', 'sig'],
      [next, 'ES256', 'sig'],
    ])
  })

  it('are looked for once more when another process may have made one', async () => {
    const { clock, here, there } = await openTwoProcesses()
    const keys = createTokenKeys(here, clock)
    clock.set('2031-10-25T00:00:00.000Z')
    await there.renewServiceKeys()
    expect(await isThere(keys.find(there.signerFor('token').keyId))).toBe(true)
  })

  it('are not looked for again and again by invented keys', async () => {
    const { clock, here } = await openTwoProcesses()
    let looks = 0
    const counted = { ...here, renewServiceKeys: () => (looks++, here.renewServiceKeys()) }
    const keys = createTokenKeys(counted, clock)
    const invented = () => keyIdOf(generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey)
    for (let i = 0; i < 5; i++) expect(await isThere(keys.find(invented()))).toBe(false)
    expect(looks).toBe(1)
    clock.advance(10_000)
    await keys.find(invented())
    expect(looks).toBe(2)
  })
})
