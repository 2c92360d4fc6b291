import { execFileSync, spawnSync } from 'node:child_process'
import { createPrivateKey, createPublicKey, generateKeyPairSync, verify, type KeyObject } from 'node:crypto'
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { creditCodeCheck } from '../../../src/core/identifiers.ts'
import { silentLog } from '../../../src/core/log.ts'
import { describeKeys, initKeys, keysCollections, openKeyring, recordKeys } from '../../../src/keys/index.ts'
import {
  certificatesFromPem,
  certificateToPem,
  createChainValidator,
  encryptPrivateKey,
  keyIdOf,
  readCertificate,
} from '../../../src/signing/index.ts'
import { fixedClock, fixedIds } from '../../support/fixed.ts'
import { makeKeystore } from '../../support/keystore.ts'
import { committedEvents, recordingLedger, recordingLedgerCollections } from '../../support/recording-ledger.ts'
import { openTestStore } from '../../support/store.ts'
import { temporaryDirectory } from '../../support/temporary.ts'

const PASSPHRASE = 'a passphrase for tests'
const code = (first17: string) => first17 + creditCodeCheck(first17)
const POLICE = { creditCode: code('11390000XN0000011'), name: '岭江省公安厅' }
const CIVIL = { creditCode: code('11390000XN0000012'), name: '岭江省民政厅' }

function optionsFor(directory: string, clock = fixedClock()) {
  const shared = { directory, passphrase: PASSPHRASE, clock, ids: fixedIds(clock), log: silentLog }
  return { ...shared, isProduction: false, createIfMissing: true }
}
const filesOf = (directory: string) =>
  readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))

describe('a key directory', () => {
  it('is made whole on first start and opens the same afterwards', async () => {
    const directory = temporaryDirectory()
    const first = await openKeyring(optionsFor(directory))
    const second = await openKeyring(optionsFor(directory))
    expect(second.list()).toEqual(first.list())
    expect(first.list().map(({ use }) => use)).toEqual(['root', 'issuing', 'exchange', 'status', 'token', 'ledger'])
    for (const name of ['seal', 'index', 'cursor', 'case'] as const) {
      expect(second.secret(name)).toEqual(first.secret(name))
      expect(first.secret(name)).toHaveLength(32)
    }
    expect(
      new Set((['seal', 'index', 'cursor', 'case'] as const).map((n) => Buffer.from(first.secret(n)).toString('hex')))
        .size,
    ).toBe(4)
  })

  it('holds private keys only as encrypted PKCS#8, readable by its owner alone', async () => {
    const directory = temporaryDirectory()
    const keyring = await openKeyring(optionsFor(directory))
    await keyring.sealFor(POLICE)
    for (const file of filesOf(join(directory, 'private'))) {
      expect(statSync(file).mode & 0o777, file).toBe(0o600)
      const text = readFileSync(file, 'utf8')
      expect(text, file).not.toMatch(/BEGIN (EC |RSA )?PRIVATE KEY/)
      if (file.endsWith('.pem')) {
        expect(text, file).toContain('BEGIN ENCRYPTED PRIVATE KEY')
        expect(() => createPrivateKey({ key: text, passphrase: 'wrong' }), file).toThrow()
      }
      for (const name of ['seal', 'index', 'cursor', 'case'] as const)
        for (const form of ['hex', 'base64', 'base64url'] as const)
          expect(text).not.toContain(Buffer.from(keyring.secret(name)).toString(form))
    }
    expect(statSync(join(directory, 'private')).mode & 0o777).toBe(0o700)
    for (const name of ['root.pem', 'issuing.pem'])
      expect(readFileSync(join(directory, 'trust', name), 'utf8')).toMatch(
        /^-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----\n$/,
      )
  })

  it('refuses another passphrase', async () => {
    const directory = temporaryDirectory()
    await openKeyring(optionsFor(directory))
    await expect(openKeyring({ ...optionsFor(directory), passphrase: 'another passphrase' })).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      params: { setting: 'ZHENGSHU_KEY_PASSPHRASE' },
    })
  })

  it('is described without a passphrase', async () => {
    const directory = temporaryDirectory()
    const keyring = await openKeyring(optionsFor(directory))
    await keyring.sealFor(POLICE)
    const keys = describeKeys(directory)
    expect(keys).toEqual(keyring.list())
    expect(keys.at(-1)).toMatchObject({
      use: 'seal',
      agency: POLICE.creditCode,
      subject: POLICE.name,
      isDevelopment: true,
    })
  })

  it('is made once when two processes start at the same moment', async () => {
    const directory = temporaryDirectory()
    const [one, two] = await Promise.all([openKeyring(optionsFor(directory)), openKeyring(optionsFor(directory))])
    expect(one.list()).toEqual(two.list())
    expect(readdirSync(directory).sort()).toEqual(['private', 'trust'])
  })

  it('is never overwritten by a second ceremony', async () => {
    const directory = temporaryDirectory()
    const options = { ...optionsFor(directory), isDevelopment: false }
    const made = await initKeys(options)
    await expect(initKeys(options)).rejects.toMatchObject({ code: 'ALREADY_EXISTS' })
    expect(describeKeys(directory)).toEqual(made)
    expect(readdirSync(directory).sort()).toEqual(['private', 'trust'])
  })

  it('makes the seals work without the private key of its root, which belongs offline', async () => {
    const directory = temporaryDirectory()
    const { rootPem } = await openKeyring(optionsFor(directory))
    writeFileSync(join(directory, 'private', 'root.pem'), rootPem)
    const keyring = await openKeyring(optionsFor(directory))
    expect((await keyring.sealFor(POLICE)).algorithm).toBe('ES256')
  })
})

describe('in production', () => {
  const production = (directory: string) => ({ ...optionsFor(directory), isProduction: true })

  it('no keys are made', async () => {
    const directory = temporaryDirectory()
    await expect(openKeyring(production(directory))).rejects.toMatchObject({ code: 'CONFIG_INVALID' })
    expect(readdirSync(directory)).toEqual([])
  })

  it('development keys are refused, and keys of a ceremony are taken', async () => {
    const development = temporaryDirectory()
    await openKeyring(optionsFor(development))
    await expect(openKeyring(production(development))).rejects.toMatchObject({ params: { setting: 'ZHENGSHU_KEYS' } })
    const own = temporaryDirectory()
    await initKeys({ ...optionsFor(own), isDevelopment: false })
    const keyring = await openKeyring(production(own))
    expect(keyring.isDevelopment).toBe(false)
  })

  it('development keys cannot be passed off as others by editing keys.json', async () => {
    const directory = temporaryDirectory()
    await openKeyring(optionsFor(directory))
    const manifest = join(directory, 'private', 'keys.json')
    writeFileSync(manifest, readFileSync(manifest, 'utf8').replace('"isDevelopment": true', '"isDevelopment": false'))
    await expect(openKeyring(production(directory))).rejects.toMatchObject({ code: 'CONFIG_INVALID' })
  })

  it('every development certificate says so', async () => {
    const directory = temporaryDirectory()
    const keyring = await openKeyring(optionsFor(directory))
    const seal = await keyring.sealFor(POLICE)
    for (const der of [...seal.certificates, ...certificatesFromPem(keyring.rootPem)]) {
      const certificate = readCertificate(der)
      expect(certificate.ok && certificate.value.subject.unit).toMatch(/DEVELOPMENT/)
    }
  })
})

describe('a seal', () => {
  it('names its agency, leads to the root and is for sealing alone', async () => {
    const directory = temporaryDirectory()
    const clock = fixedClock()
    const keyring = await openKeyring(optionsFor(directory, clock))
    const seal = await keyring.sealFor(POLICE)
    const validator = createChainValidator({ anchors: certificatesFromPem(keyring.rootPem) })
    const question = { certificates: seal.certificates, at: clock.now() }
    const result = validator.validate({ ...question, purpose: 'seal' })
    expect(result.ok && result.value.certificate.subject).toMatchObject({
      commonName: POLICE.name,
      creditCode: POLICE.creditCode,
    })
    expect(validator.validate({ ...question, purpose: 'exchange' })).toMatchObject({ code: 'PURPOSE_WRONG' })
  })

  it('is one per agency, also for many callers at once and for another process', async () => {
    const directory = temporaryDirectory()
    const one = await openKeyring(optionsFor(directory))
    const two = await openKeyring(optionsFor(directory))
    const seals = await Promise.all([one, one, two, two].map((keyring) => keyring.sealFor(POLICE)))
    expect(new Set(seals.map(({ keyId }) => keyId)).size).toBe(1)
    expect((await one.sealFor(CIVIL)).keyId).not.toBe(seals[0]!.keyId)
  })

  it('is followed by the next a month before it ends; so are the service keys', async () => {
    const directory = temporaryDirectory()
    const clock = fixedClock()
    const keyring = await openKeyring(optionsFor(directory, clock))
    const first = await keyring.sealFor(POLICE)
    const token = keyring.signerFor('token')
    clock.set('2031-10-23T00:00:00.000Z')
    expect((await keyring.sealFor(POLICE)).keyId).toBe(first.keyId)
    clock.set('2031-10-25T00:00:00.000Z')
    const next = await keyring.sealFor(POLICE)
    expect(next.keyId).not.toBe(first.keyId)
    const reopened = await openKeyring(optionsFor(directory, clock))
    expect((await reopened.sealFor(POLICE)).keyId).toBe(next.keyId)
    expect(reopened.signerFor('token').keyId).not.toBe(token.keyId)
    expect(reopened.signerFor('ledger').keyId).toBe(keyring.signerFor('ledger').keyId)
  })

  it('may be an RSA key that the agency brings in a PKCS#12 keystore', async () => {
    const directory = temporaryDirectory()
    const clock = fixedClock()
    const keyring = await openKeyring(optionsFor(directory, clock))
    const before = await keyring.sealFor(POLICE)
    const { keystore, publicKey } = makeKeystore('keystore password')
    const described = await keyring.importSeal({ agency: POLICE, keystore, password: 'keystore password' })
    const seal = await keyring.sealFor(POLICE)
    expect(seal).toMatchObject({ algorithm: 'RS256', keyId: described.keyId })
    expect(seal.keyId).not.toBe(before.keyId)
    const data = Buffer.from('licence')
    expect(verify('sha256', data, publicKey, await seal.sign(data))).toBe(true)
    const reopened = await openKeyring(optionsFor(directory, clock))
    expect((await reopened.sealFor(POLICE)).keyId).toBe(described.keyId)
    const validator = createChainValidator({ anchors: certificatesFromPem(keyring.rootPem) })
    expect(validator.validate({ certificates: seal.certificates, purpose: 'seal', at: clock.now() }).ok).toBe(true)
  })

  it('is not taken from a keystore that does not open', async () => {
    const keyring = await openKeyring(optionsFor(temporaryDirectory()))
    const { keystore } = makeKeystore('right')
    for (const [bytes, password] of [
      [keystore, 'wrong'],
      [Buffer.from('no keystore'), 'right'],
      [Buffer.alloc(0), 'right'],
    ] as const)
      await expect(keyring.importSeal({ agency: POLICE, keystore: bytes, password })).rejects.toMatchObject({
        code: 'FILE_INVALID',
      })
  })

  it('may be a key on P-256 that the agency brings as encrypted PEM', async () => {
    const keyring = await openKeyring(optionsFor(temporaryDirectory()))
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const keystore = Buffer.from(encryptPrivateKey(privateKey, 'its password'))
    await keyring.importSeal({ agency: POLICE, keystore, password: 'its password' })
    const seal = await keyring.sealFor(POLICE)
    expect(seal).toMatchObject({ algorithm: 'ES256', keyId: keyIdOf(publicKey) })
    await expect(keyring.importSeal({ agency: POLICE, keystore, password: 'wrong' })).rejects.toMatchObject({
      code: 'FILE_INVALID',
    })
  })

  it('is not made of a key that nobody would accept, and the seal from before stays in use', async () => {
    const directory = temporaryDirectory()
    const keyring = await openKeyring(optionsFor(directory))
    const before = await keyring.sealFor(POLICE)
    const pem = (key: KeyObject) => Buffer.from(encryptPrivateKey(key, 'p'))
    const unfit = [
      makeKeystore('p', 1024).keystore,
      pem(generateKeyPairSync('ed25519').privateKey),
      pem(generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey),
      Buffer.from(
        generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'pem' }),
      ),
    ]
    for (const keystore of unfit)
      await expect(
        keyring.importSeal({ agency: POLICE, keystore, password: 'p', file: 'seal.p12' }),
      ).rejects.toMatchObject({ code: 'FILE_INVALID', params: { file: 'seal.p12' } })
    expect(readdirSync(join(directory, 'private', 'seals'))).toHaveLength(1)
    const reopened = await openKeyring(optionsFor(directory))
    expect((await reopened.sealFor(POLICE)).keyId).toBe(before.keyId)
  })

  it('is not made for a credit code that is wrong', async () => {
    const directory = temporaryDirectory()
    const keyring = await openKeyring(optionsFor(directory))
    await expect(keyring.sealFor({ creditCode: '../../etc/passwd', name: 'x' })).rejects.toMatchObject({
      code: 'INVALID_IDENTIFIER',
    })
    expect(readdirSync(join(directory, 'private', 'seals'))).toEqual([])
  })
})

describe('the ledger key', () => {
  it('is Ed25519, and its raw public key checks what it signs', async () => {
    const keyring = await openKeyring(optionsFor(temporaryDirectory()))
    const data = Buffer.from('checkpoint')
    const x = Buffer.from(keyring.ledgerPublicKey).toString('base64url')
    const publicKey = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' })
    expect(keyring.ledgerPublicKey).toHaveLength(32)
    expect(verify(null, data, publicKey, await keyring.signerFor('ledger').sign(data))).toBe(true)
  })
})

describe('the ledger learns of every key', () => {
  it('once each, and of a seal before it is used', async () => {
    const clock = fixedClock()
    const keyring = await openKeyring(optionsFor(temporaryDirectory(), clock))
    const ledger = recordingLedger()
    const store = await openTestStore([...keysCollections, ...recordingLedgerCollections])
    await recordKeys({ keyring, store, ledger, clock, log: silentLog })
    await recordKeys({ keyring, store, ledger, clock, log: silentLog })
    expect((await committedEvents(store)).map(({ data }) => data['use'])).toEqual([
      'root',
      'issuing',
      'exchange',
      'status',
      'token',
      'ledger',
    ])
    ledger.failWith('disk full')
    await expect(keyring.sealFor(POLICE)).rejects.toMatchObject({ code: 'AUDIT_UNAVAILABLE' })
    ledger.failWith(undefined)
    const seal = await keyring.sealFor(POLICE)
    await keyring.sealFor(POLICE)
    const events = await committedEvents(store)
    expect(events).toHaveLength(7)
    expect(events.at(-1)).toMatchObject({
      kind: 'KEY_CHANGED',
      data: { keyId: seal.keyId, use: 'seal', agency: POLICE.creditCode },
    })
  })
})

describe('the service keys of a service that keeps running', () => {
  const LATE = '2031-10-25T00:00:00.000Z'
  const numbered = (directory: string) =>
    readdirSync(join(directory, 'private')).filter((name) => /-2\.pem$/.test(name))

  it('are followed by the next a month before they end, each on record before it signs', async () => {
    const directory = temporaryDirectory()
    const clock = fixedClock()
    const keyring = await openKeyring(optionsFor(directory, clock))
    const ledger = recordingLedger()
    const store = await openTestStore([...keysCollections, ...recordingLedgerCollections])
    await recordKeys({ keyring, store, ledger, clock, log: silentLog })
    const keysInUse = () =>
      (['exchange', 'status', 'token', 'ledger'] as const).map((use) => keyring.signerFor(use).keyId)
    const first = keysInUse()
    clock.set('2031-10-23T00:00:00.000Z')
    await keyring.renewServiceKeys()
    expect(keysInUse()).toEqual(first)

    clock.set(LATE)
    ledger.failWith('disk full')
    await expect(keyring.renewServiceKeys()).rejects.toMatchObject({ code: 'AUDIT_UNAVAILABLE' })
    expect(keysInUse()).toEqual(first)
    ledger.failWith(undefined)
    await keyring.renewServiceKeys()
    const next = keysInUse()
    expect(next.map((keyId, i) => keyId !== first[i])).toEqual([true, true, true, false])
    const recorded = (await committedEvents(store)).map(({ data }) => data['keyId'])
    for (const keyId of next) expect(recorded.filter((one) => one === keyId)).toHaveLength(1)
    expect(keyring.tokenCertificates()).toHaveLength(2)
    expect(numbered(directory)).toHaveLength(3)

    clock.set('2031-11-25T00:00:00.000Z')
    await keyring.renewServiceKeys()
    expect(keyring.tokenCertificates()).toHaveLength(1)
    expect(keysInUse()).toEqual(next)
  })

  it('are those that another process made', async () => {
    const directory = temporaryDirectory()
    const clock = fixedClock()
    const [one, two] = [
      await openKeyring(optionsFor(directory, clock)),
      await openKeyring(optionsFor(directory, clock)),
    ]
    clock.set(LATE)
    await Promise.all([one.renewServiceKeys(), two.renewServiceKeys()])
    expect(one.signerFor('token').keyId).toBe(two.signerFor('token').keyId)
    expect(numbered(directory)).toHaveLength(3)
  })
})

describe('a ledger that takes no entries at start', () => {
  it('hinders no opening: the gap of a restored copy is recorded from an open store, and the next start tells the keys', async () => {
    const clock = fixedClock()
    const keyring = await openKeyring(optionsFor(temporaryDirectory(), clock))
    const ledger = recordingLedger()
    const store = await openTestStore([...keysCollections, ...recordingLedgerCollections])
    const deps = { keyring, store, ledger, clock, log: silentLog }
    ledger.failWith('the store is behind what was signed')
    await recordKeys(deps)
    expect(await committedEvents(store)).toEqual([])
    await expect(keyring.sealFor(POLICE)).rejects.toMatchObject({ code: 'AUDIT_UNAVAILABLE' })

    ledger.failWith(undefined)
    await keyring.sealFor(POLICE)
    expect((await committedEvents(store)).map(({ data }) => data['use'])).toEqual(['seal'])
    await recordKeys(deps)
    expect((await committedEvents(store)).map(({ data }) => data['use']).sort()).toEqual([
      'exchange',
      'issuing',
      'ledger',
      'root',
      'seal',
      'status',
      'token',
    ])
  })

  it('is not taken for one when the store fails', async () => {
    const clock = fixedClock()
    const keyring = await openKeyring(optionsFor(temporaryDirectory(), clock))
    const store = await openTestStore([...keysCollections, ...recordingLedgerCollections])
    await store.close()
    const opening = recordKeys({ keyring, store, ledger: recordingLedger(), clock, log: silentLog })
    await expect(opening).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' })
  })
})

const hasOpenssl = spawnSync('openssl', ['version']).status === 0

describe.runIf(hasOpenssl)('openssl', () => {
  it('verifies the chain of a seal, and not without the issuing authority', async () => {
    const directory = temporaryDirectory()
    const keyring = await openKeyring(optionsFor(directory, fixedClock(new Date().toISOString())))
    const seal = await keyring.sealFor(POLICE)
    const leaf = join(directory, 'leaf.pem')
    writeFileSync(leaf, certificateToPem(seal.certificates[0]!))
    const chain = [
      'verify',
      '-x509_strict',
      '-CAfile',
      join(directory, 'trust', 'root.pem'),
      '-untrusted',
      join(directory, 'trust', 'issuing.pem'),
      leaf,
    ]
    expect(execFileSync('openssl', chain, { encoding: 'utf8' })).toContain(': OK')
    expect(
      spawnSync(
        'openssl',
        chain.filter((word) => !word.includes('issuing') && word !== '-untrusted'),
      ).status,
    ).not.toBe(0)
  })
})
