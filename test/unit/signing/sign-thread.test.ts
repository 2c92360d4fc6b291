import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createSignThread, poolWork, verifyBytes, type SignThread } from '../../../src/signing/index.ts'

const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const DATA = Buffer.from('what is to be signed')

let thread: SignThread
beforeEach(() => void (thread = createSignThread()))
afterEach(() => thread.close())

describe('a signing thread', () => {
  it.each([
    ['ES256', ec],
    ['Ed25519', generateKeyPairSync('ed25519')],
    ['RS256', generateKeyPairSync('rsa', { modulusLength: 2048 })],
  ] as const)('makes and checks signatures of %s', async (algorithm, { privateKey, publicKey }) => {
    const signature = await thread.sign(algorithm, privateKey, DATA)
    expect(verifyBytes(algorithm, publicKey, DATA, signature)).toBe(true)
    expect(await thread.verify(algorithm, publicKey, DATA, signature)).toBe(true)
  })

  it('refuses a signature of other bytes, of another key, of a wrong length', async () => {
    const signature = await thread.sign('ES256', ec.privateKey, DATA)
    const stranger = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey
    const answers = await Promise.all([
      thread.verify('ES256', ec.publicKey, Buffer.from('something else'), signature),
      thread.verify('ES256', stranger, DATA, signature),
      thread.verify('ES256', ec.publicKey, DATA, signature.subarray(1)),
      thread.verify('ES256', ec.publicKey, DATA, new Uint8Array()),
      thread.verify('ES256', ec.publicKey, DATA, signature),
    ])
    expect(answers).toEqual([false, false, false, false, true])
  })

  it('refuses a key that is for another algorithm', async () => {
    const signature = await thread.sign('ES256', ec.privateKey, DATA)
    expect(await thread.verify('Ed25519', ec.publicKey, DATA, signature)).toBe(false)
    expect(await thread.verify('ES256', generateKeyPairSync('ed25519').publicKey, DATA, signature)).toBe(false)
  })

  it('answers each caller with its own, however many ask in one turn', async () => {
    const texts = Array.from({ length: 100 }, (_, i) => Buffer.from(`document ${i}`.padEnd(10 + i)))
    const signatures = await Promise.all(texts.map((text) => thread.sign('ES256', ec.privateKey, text)))
    const checks = texts.flatMap((text, i) => [
      thread.verify('ES256', ec.publicKey, text, signatures[i]!),
      thread.verify('ES256', ec.publicKey, text, signatures[(i + 1) % 100]!),
    ])
    expect(await Promise.all(checks)).toEqual(texts.flatMap(() => [true, false]))
  })

  it('rejects only what could not be done', async () => {
    const results = await Promise.allSettled([
      thread.sign('ES256', ec.privateKey, DATA),
      thread.sign('ES256', ec.publicKey, DATA), // no private key
      thread.sign('ES256', ec.privateKey, DATA),
    ])
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  })

  it('tells keys apart beyond those that it remembers', async () => {
    const pairs = Array.from({ length: 1_100 }, () => generateKeyPairSync('ed25519'))
    const signAll = (keys: readonly KeyObject[]) => Promise.all(keys.map((key) => thread.sign('Ed25519', key, DATA)))
    for (const round of [pairs, pairs.slice(0, 50), pairs.slice(-50)]) {
      const signatures = await signAll(round.map(({ privateKey }) => privateKey))
      const areRight = round.map(({ publicKey }, i) => verifyBytes('Ed25519', publicKey, DATA, signatures[i]!))
      expect(areRight).not.toContain(false)
    }
  })

  it('finishes what is under way before it closes', async () => {
    const signature = thread.sign('ES256', ec.privateKey, DATA)
    await thread.close()
    expect(verifyBytes('ES256', ec.publicKey, DATA, await signature)).toBe(true)
  })

  it('signs as the thread pool does', async () => {
    const { privateKey } = generateKeyPairSync('ed25519') // the same signature each time
    expect(Buffer.from(await thread.sign('Ed25519', privateKey, DATA))).toEqual(
      await poolWork.sign('Ed25519', privateKey, DATA),
    )
  })
})

describe('a signing thread that dies', () => {
  beforeEach(() => void (thread = createSignThread(new URL('../../support/dying-sign-worker.ts', import.meta.url))))

  it('rejects what is under way, and the next call starts a new one', async () => {
    await thread.sign('ES256', ec.privateKey, DATA)
    const lost = [thread.sign('ES256', ec.privateKey, Buffer.from([0xff])), thread.sign('ES256', ec.privateKey, DATA)]
    for (const each of await Promise.allSettled(lost))
      expect(each).toMatchObject({ status: 'rejected', reason: { message: 'the signing thread ended' } })
    const signature = await thread.sign('ES256', ec.privateKey, DATA)
    expect(verifyBytes('ES256', ec.publicKey, DATA, signature)).toBe(true)
  })

  it('can be closed all the same', async () => {
    const lost = thread.sign('ES256', ec.privateKey, Buffer.from([0xff]))
    const closed = thread.close()
    await expect(lost).rejects.toThrow('the signing thread ended')
    await closed
  })
})
