import type { KeyObject } from 'node:crypto'
import { ZhengshuError } from '../core/errors.ts'
import { algorithmOfKey, openPrivateKey, readRsaKeystore } from '../signing/index.ts'

/**
 * The private key that an agency brings for its seal: RSA in a PKCS#12 keystore, or P-256 or RSA as encrypted PKCS#8
 * (PEM). Whatever certificates lie beside it are left: the issuing authority certifies the key. Throws FILE_INVALID,
 * also for a key that no verifier of licences would accept.
 */
export async function readSealKey(bytes: Uint8Array, password: string, file: string): Promise<KeyObject> {
  const text = Buffer.from(bytes).toString('latin1')
  const key = text.includes('-----BEGIN ')
    ? openPrivateKey(text, password, file)
    : await readRsaKeystore(bytes, password, file)
  const algorithm = algorithmOfKey(key)
  if (algorithm === 'ES256' || algorithm === 'RS256') return key
  throw new ZhengshuError('FILE_INVALID', {
    file,
    reason: 'a seal needs an RSA key of 2048 to 8192 bits, or an EC key on P-256',
    reasonZh: '电子印章须为 2048 至 8192 位 RSA 密钥或 P-256 椭圆曲线密钥',
  })
}
