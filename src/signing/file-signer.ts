import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto'
import { ZhengshuError } from '../core/errors.ts'
import { algorithmOfKey } from './algorithms.ts'
import { keyIdOf } from './jwk.ts'
import { poolWork } from './signature-work.ts'
import type { Signer } from './signer.ts'

/** A signer over a private key in memory. Throws FILE_INVALID for a key whose algorithm is not accepted. */
export function signerFromKey(
  privateKey: KeyObject,
  certificates: readonly Uint8Array[] = [],
  work = poolWork,
): Signer {
  const algorithm = algorithmOfKey(privateKey)
  if (!algorithm)
    throw new ZhengshuError('FILE_INVALID', {
      file: 'private key',
      reason: 'use an EC key on P-256, an RSA key of 2048 bits or more, or an Ed25519 key',
      reasonZh: '请使用 P-256 椭圆曲线密钥、2048 位以上的 RSA 密钥或 Ed25519 密钥',
    })
  return {
    keyId: keyIdOf(createPublicKey(privateKey)),
    algorithm,
    certificates,
    sign: (data) => work.sign(algorithm, privateKey, data),
  }
}

/** Encrypted PKCS#8 (RFC 5958) as PEM. */
export const encryptPrivateKey = (key: KeyObject, passphrase: string): string =>
  key.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase }).toString()

/** Opens encrypted PKCS#8 PEM; an unencrypted key is refused. Throws FILE_INVALID naming the file. */
export function openPrivateKey(pem: string, passphrase: string, file: string): KeyObject {
  if (!pem.includes('-----BEGIN ENCRYPTED PRIVATE KEY-----'))
    throw new ZhengshuError('FILE_INVALID', {
      file,
      reason: 'it has no encrypted private key',
      reasonZh: '其中没有加密的私钥',
    })
  try {
    return createPrivateKey({ key: pem, passphrase })
  } catch (cause) {
    throw new ZhengshuError(
      'FILE_INVALID',
      { file, reason: 'the passphrase does not open it', reasonZh: '口令无法解开该文件' },
      { cause },
    )
  }
}
