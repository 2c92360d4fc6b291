import { createCipheriv, createDecipheriv, scrypt } from 'node:crypto'
import { z } from 'zod'
import { ZhengshuError } from '../core/errors.ts'
import type { Ids } from '../core/ids.ts'

/** The 32-byte secrets of an installation. */
const SECRET_NAMES = ['seal', 'index', 'cursor', 'case'] as const
type SecretName = (typeof SECRET_NAMES)[number]
export type Secrets = Readonly<Record<SecretName, Buffer>>

/** `keys.json`: public, and bound to the secrets, so that nobody can call development keys production keys. */
const manifestSchema = z.strictObject({
  format: z.literal(1),
  isDevelopment: z.boolean(),
  createdAt: z.string(),
  scrypt: z.strictObject({ n: z.number(), r: z.number(), p: z.number(), salt: z.string() }),
})
type Manifest = z.infer<typeof manifestSchema>

const boxSchema = z.strictObject({ nonce: z.string(), ciphertext: z.string(), tag: z.string() })

// RFC 7914; 32 MiB and about 80 ms once at start.
const SCRYPT = { n: 2 ** 15, r: 8, p: 1 } as const
const KEY_BYTES = 32

export const newManifest = (ids: Ids, isDevelopment: boolean, createdAt: string): Manifest => ({
  format: 1,
  isDevelopment,
  createdAt,
  scrypt: { ...SCRYPT, salt: ids.random(16).toString('base64url') },
})

export const formatManifest = (manifest: Manifest): string => `${JSON.stringify(manifest, null, 2)}\n`

export function parseManifest(text: string): Manifest {
  const parsed = manifestSchema.safeParse(parseJson(text))
  if (!parsed.success) throw invalidFile('keys.json')
  return parsed.data
}

/**
 * The passphrase stretched once; its text form is the password of every PKCS#8 file, whose own derivation (PBKDF2,
 * 2,048 rounds in OpenSSL) would be too weak for what people choose.
 */
export async function stretchPassphrase(passphrase: string, { scrypt: cost }: Manifest): Promise<Buffer> {
  const salt = Buffer.from(cost.salt, 'base64url')
  const options = { N: cost.n, r: cost.r, p: cost.p, maxmem: 256 * cost.n * cost.r }
  return new Promise((resolve, reject) =>
    scrypt(passphrase.normalize('NFKC'), salt, KEY_BYTES, options, (error, key) =>
      error ? reject(error) : resolve(key),
    ),
  )
}

export const filePassword = (stretched: Buffer): string => stretched.toString('base64url')

export const newSecrets = (ids: Ids): Secrets =>
  Object.fromEntries(SECRET_NAMES.map((name) => [name, ids.random(KEY_BYTES)])) as Record<SecretName, Buffer>

/** `secrets.json`: AES-256-GCM with the manifest's text as additional data. */
export function sealSecrets(secrets: Secrets, stretched: Buffer, manifestText: string, ids: Ids): string {
  const nonce = ids.random(12)
  const cipher = createCipheriv('aes-256-gcm', stretched, nonce).setAAD(Buffer.from(manifestText))
  const plain = SECRET_NAMES.map((name) => secrets[name])
  const ciphertext = Buffer.concat([cipher.update(Buffer.concat(plain)), cipher.final()])
  const box = { nonce, ciphertext, tag: cipher.getAuthTag() }
  const texts = Object.entries(box).map(([name, bytes]) => [name, bytes.toString('base64url')])
  return `${JSON.stringify(Object.fromEntries(texts), null, 2)}\n`
}

/** Throws CONFIG_INVALID when the passphrase is wrong or `keys.json` was changed: the two cannot be told apart. */
export function openSecrets(text: string, stretched: Buffer, manifestText: string): Secrets {
  const parsed = boxSchema.safeParse(parseJson(text))
  if (!parsed.success) throw invalidFile('secrets.json')
  const { nonce, ciphertext, tag } = parsed.data
  try {
    const decipher = createDecipheriv('aes-256-gcm', stretched, Buffer.from(nonce, 'base64url'), { authTagLength: 16 })
      .setAAD(Buffer.from(manifestText))
      .setAuthTag(Buffer.from(tag, 'base64url'))
    const plain = Buffer.concat([decipher.update(Buffer.from(ciphertext, 'base64url')), decipher.final()])
    return Object.fromEntries(
      SECRET_NAMES.map((name, at) => [name, plain.subarray(at * KEY_BYTES, (at + 1) * KEY_BYTES)]),
    ) as Record<SecretName, Buffer>
  } catch (cause) {
    throw new ZhengshuError(
      'CONFIG_INVALID',
      {
        setting: 'ZHENGSHU_KEY_PASSPHRASE',
        reason: 'it does not open the key directory, or keys.json was changed',
        reasonZh: '口令无法打开密钥目录，或 keys.json 已被改动',
      },
      { cause },
    )
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Whoever reads it names the file.
    return undefined
  }
}

const invalidFile = (file: string) =>
  new ZhengshuError('FILE_INVALID', {
    file,
    reason: 'it does not have the form of this program',
    reasonZh: '格式与本程序不符',
  })
