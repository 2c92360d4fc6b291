import { createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { createDigester, keyedDigest } from '../../../src/core/hash.ts'

const hmac = (key: Uint8Array, text: string) => createHmac('sha256', key).update(text).digest('base64url')

describe('a keyed digest', () => {
  it('is HMAC-SHA-256 for keys and texts of every length, before and after longer ones', () => {
    for (const bytes of [0, 1, 20, 32, 63, 64]) {
      const key = new Uint8Array(bytes).fill(0xa5)
      const digest = createDigester(key)
      for (const text of [
        '',
        'Hi There',
        '张三\u0000390102199001011234',
        '岭'.repeat(700),
        'x',
        '𠮷'.repeat(3_000),
        'y',
      ])
        expect(digest(text)).toBe(hmac(key, text))
    }
  })

  it('follows RFC 4231, test case 2', () => {
    const digest = keyedDigest(Buffer.from('Jefe'), 'what do ya want for nothing?')
    expect(Buffer.from(digest, 'base64url').toString('hex')).toBe(
      '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
    )
  })

  it('refuses a key that RFC 2104 would hash first', () => {
    expect(() => createDigester(new Uint8Array(65))).toThrow('at most 64 bytes')
  })
})
