import { cpSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { sha256Hex } from '../../src/core/hash.ts'
import { silentLog } from '../../src/core/log.ts'
import { openKeyring } from '../../src/keys/index.ts'
import { certificatesFromPem, createChainValidator, parseJws, verifyJwsSignature } from '../../src/signing/index.ts'
import { fixedClock, fixedIds } from '../support/fixed.ts'
import { temporaryDirectory } from '../support/temporary.ts'

const GOLDEN = join(import.meta.dirname, 'keys-format-1')
const POLICE = { creditCode: '11390000XN00000110', name: '岭江省公安厅' }

describe('a key directory of format 1', () => {
  it('opens, with the same secrets and the same keys', async () => {
    const directory = temporaryDirectory()
    cpSync(GOLDEN, directory, { recursive: true })
    const clock = fixedClock()
    const keyring = await openKeyring({
      directory,
      passphrase: 'golden passphrase',
      isProduction: false,
      clock,
      ids: fixedIds(clock),
      log: silentLog,
      createIfMissing: false,
    })
    expect((['seal', 'index', 'cursor', 'case'] as const).map((name) => sha256Hex(keyring.secret(name)))).toEqual([
      'd2dd68ce93a0eabb2976985073ef25f891a355a2f194e423b7b97724abee7c83',
      'd11b92a91247df624534be844cb490922b507f87335b728974dfe24ea0a282d5',
      '78af9093736eb9273882b11c42712b5565a76e7ea4b43800b75c6ee1f144feb4',
      '0f76dfecb00cc1480d8eb6e11dd9aef6089ba404546a7bc1fe4669660d41aa0c',
    ])
    expect(keyring.signerFor('ledger').keyId).toBe('scG8ioJBPE6KRm_oVtpJSMhHvumgLYrpfy-7LXuVjZQ')
    expect((await keyring.sealFor(POLICE)).keyId).toBe('HWngvumol3eGBOFKx8pxe3YiBgnFOKyQRpzudDi63gU')
  })
})

describe('a document of format 1', () => {
  it('verifies at the time it was signed, with the published root alone', () => {
    const parsed = parseJws(readFileSync(join(import.meta.dirname, 'document-format-1.jws'), 'utf8'))
    if (!parsed.ok) throw new Error(parsed.code)
    const anchors = certificatesFromPem(readFileSync(join(GOLDEN, 'trust', 'root.pem'), 'utf8'))
    const { certificates } = parsed.value
    const at = Date.parse('2026-11-24T02:00:00Z')
    const signer = createChainValidator({ anchors }).validate({ certificates, purpose: 'seal', at })
    if (!signer.ok) throw new Error(signer.code)
    expect(signer.value.certificate.subject).toMatchObject({ creditCode: POLICE.creditCode, commonName: POLICE.name })
    expect(verifyJwsSignature(parsed.value, signer.value.certificate.publicKey).ok).toBe(true)
    expect(parsed.value.payload.toString()).toBe('{"golden":"政枢"}')
  })
})
