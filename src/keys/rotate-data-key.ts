import { readdirSync, renameSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { ZhengshuError } from '../core/errors.ts'
import { sha256 } from '../core/hash.ts'
import type { Ids } from '../core/ids.ts'
import { claimFileDurably, hasCode, keyPaths, readIfPresent, readRequired, syncDirectory } from './key-files.ts'
import { openSecrets, parseManifest, sealSecrets, stretchPassphrase, type Secrets } from './key-vault.ts'

interface RotateDataKeyOptions {
  readonly directory: string
  readonly passphrase: string
  readonly ids: Ids
}

/**
 * Puts a new key in place of the one that seals documents; the old one stays to open what it sealed. It may end at any
 * line and be run again, also twice at once: a key that was ever in use is kept before the next one is.
 * Processes that run meanwhile know the old key only. Throws CONFIG_INVALID for a wrong passphrase or no keys.
 */
export async function rotateDataKey({ directory, passphrase, ids }: RotateDataKeyOptions): Promise<{ keyId: string }> {
  const paths = keyPaths(directory)
  const manifestText = readIfPresent(paths.manifest)
  if (manifestText === undefined)
    throw new ZhengshuError('CONFIG_INVALID', {
      setting: 'ZHENGSHU_KEYS',
      reason: 'there are no keys; make them with `zhengshu keys init`',
      reasonZh: '没有密钥，请用 zhengshu keys init 生成',
    })
  const stretched = await stretchPassphrase(passphrase, parseManifest(manifestText))
  const open = (text: string): Secrets => openSecrets(text, stretched, manifestText)
  // 1. The next secrets wait aside. Those of an interrupted or simultaneous rotation are taken instead of others.
  const made = { ...open(readRequired(paths.secrets)), seal: ids.random(32) }
  claimFileDurably(paths.nextSecrets, sealSecrets(made, stretched, manifestText, ids))
  // 2. The secrets in use are kept under their own name. Read only now: since the claim nobody else puts others there.
  const text = readRequired(paths.secrets)
  claimFileDurably(paths.retiredSecrets(dataKeyId(open(text).seal)), text)
  // 3. One rename. Gone already: the other rotation has come to its end with the same secrets.
  try {
    renameSync(paths.nextSecrets, paths.secrets)
  } catch (error) {
    if (!hasCode(error, 'ENOENT')) throw error
  }
  syncDirectory(dirname(paths.secrets))
  return { keyId: dataKeyId(open(readRequired(paths.secrets)).seal) }
}

/** Keys of documents that were sealed before a rotation. They only open. */
export function readRetiredSeals(directory: string, open: (text: string) => Secrets): readonly Buffer[] {
  const { retiredSecrets } = keyPaths(directory)
  const folder = dirname(retiredSecrets(''))
  const [before = '', after = ''] = basename(retiredSecrets('*')).split('*')
  return readdirSync(folder)
    .filter((name) => name.startsWith(before) && name.endsWith(after))
    .sort()
    .map((name) => open(readRequired(join(folder, name))).seal)
}

/** Tells data keys apart and tells nothing about them. */
export const dataKeyId = (seal: Uint8Array): string =>
  sha256(Buffer.concat([Buffer.from('zhengshu data key id'), seal]))
    .toString('base64url')
    .slice(0, 16)
