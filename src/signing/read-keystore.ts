import { createPrivateKey, type KeyObject } from 'node:crypto'
import type forge from 'node-forge'
import { ZhengshuError } from '../core/errors.ts'

const MAX_KEYSTORE_BYTES = 1_000_000

/**
 * The RSA private key of a PKCS#12 keystore (RFC 7292), as certification authorities hand them out. node-forge reads
 * no EC keys from it, so this is for RSA only; it is never used to verify a stranger's chain. The only file that uses
 * node-forge. Throws FILE_INVALID.
 */
export async function readRsaKeystore(bytes: Uint8Array, password: string, file = 'keystore'): Promise<KeyObject> {
  const { default: forge } = await import('node-forge')
  const invalid = (reason: string, reasonZh: string, cause?: unknown) =>
    new ZhengshuError('FILE_INVALID', { file, reason, reasonZh }, { cause })
  if (bytes.length > MAX_KEYSTORE_BYTES) throw invalid('it is too large for a keystore', '文件过大，不是密钥库')
  let keystore: forge.pkcs12.Pkcs12Pfx
  try {
    const der = forge.util.createBuffer(Buffer.from(bytes).toString('binary'))
    keystore = forge.pkcs12.pkcs12FromAsn1(forge.asn1.fromDer(der), true, password)
  } catch (cause) {
    throw invalid(
      'it is not a PKCS#12 keystore, or the password does not open it',
      '不是 PKCS#12 密钥库，或口令不正确',
      cause,
    )
  }
  const { pkcs8ShroudedKeyBag, keyBag } = forge.pki.oids as Record<'pkcs8ShroudedKeyBag' | 'keyBag', string>
  const keys = [pkcs8ShroudedKeyBag, keyBag].flatMap(
    (bagType) => keystore.getBags({ bagType })[bagType]?.flatMap(({ key }) => (key ? [key] : [])) ?? [],
  )
  const [key, ...others] = keys
  if (!key || others.length > 0) throw invalid('it must hold exactly one RSA private key', '其中应恰有一个 RSA 私钥')
  return createPrivateKey(forge.pki.privateKeyToPem(key as forge.pki.rsa.PrivateKey))
}
