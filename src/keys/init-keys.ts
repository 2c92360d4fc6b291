import { createPublicKey } from 'node:crypto'
import { mkdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { toInstant } from '../core/clock.ts'
import { ZhengshuError } from '../core/errors.ts'
import { certificateToPem, encryptPrivateKey } from '../signing/index.ts'
import { describeKeys } from './describe-keys.ts'
import { hasCode, keyPaths, makePrivateDirectory, syncDirectory, writeFileDurably } from './key-files.ts'
import { filePassword, formatManifest, newManifest, newSecrets, sealSecrets, stretchPassphrase } from './key-vault.ts'
import type { KeyDescription } from './keyring.ts'
import {
  certify,
  formatKeyFile,
  makeIssuing,
  makeRoot,
  newLedgerKey,
  type CeremonyDeps,
  type CertifiedKey,
} from './make-key.ts'

interface InitKeysOptions extends CeremonyDeps {
  readonly directory: string
  readonly passphrase: string
  /** Development keys say so in every certificate and are refused in production. */
  readonly isDevelopment: boolean
}

export const SERVICE_USES = ['exchange', 'status', 'token'] as const
export type ServiceUse = (typeof SERVICE_USES)[number]

const NAMES = {
  root: '政枢根证书 Zhengshu Root',
  issuing: '政枢签发机构 Zhengshu Issuing Authority',
  exchange: '政枢数据交换 Zhengshu Exchange',
  status: '政枢证照状态 Zhengshu Licence Status',
  token: '政枢访问令牌 Zhengshu Access Tokens',
} as const

export const serviceSubject = (use: keyof typeof NAMES, isDevelopment: boolean) => ({ name: NAMES[use], isDevelopment })

/**
 * The key ceremony: root → issuing authority → service keys, the ledger's key and the secrets. The whole set is made
 * aside and appears by one rename: a crash leaves no half set, and of two processes one wins. Throws ALREADY_EXISTS.
 */
export async function initKeys(options: InitKeysOptions): Promise<readonly KeyDescription[]> {
  const paths = keyPaths(options.directory)
  const manifest = newManifest(options.ids, options.isDevelopment, toInstant(options.clock.now()))
  const manifestText = formatManifest(manifest)
  const stretched = await stretchPassphrase(options.passphrase, manifest)
  const keys = await makeCertifiedKeys(options)

  makePrivateDirectory(options.directory)
  const aside = join(options.directory, `.private.${options.ids.random(8).toString('hex')}`)
  try {
    mkdirSync(join(aside, 'seals'), { recursive: true, mode: 0o700 })
    for (const [name, key] of Object.entries(keys))
      writeFileDurably(join(aside, `${name}.pem`), formatKeyFile(key, filePassword(stretched)))
    writeFileDurably(join(aside, 'ledger-1.pem'), formatLedgerKey(filePassword(stretched)))
    writeFileDurably(
      join(aside, 'secrets.json'),
      sealSecrets(newSecrets(options.ids), stretched, manifestText, options.ids),
    )
    writeFileDurably(join(aside, 'keys.json'), manifestText)
    renameSync(aside, paths.private)
    syncDirectory(options.directory)
  } catch (error) {
    rmSync(aside, { recursive: true, force: true })
    if (hasCode(error, 'ENOTEMPTY', 'EEXIST'))
      throw new ZhengshuError('ALREADY_EXISTS', { what: 'the key directory', whatZh: '密钥目录' })
    throw error
  }
  writeTrust(options.directory, keys.root.certificates[0]!, keys.issuing.certificates[0]!)
  return describeKeys(options.directory)
}

async function makeCertifiedKeys(options: InitKeysOptions) {
  const subject = (name: keyof typeof NAMES) => serviceSubject(name, options.isDevelopment)
  const root = await makeRoot(options, subject('root'))
  const issuing = await makeIssuing(options, root, subject('issuing'))
  const service: Record<string, CertifiedKey> = {}
  for (const use of SERVICE_USES) service[`${use}-1`] = await certify(options, issuing, subject(use), use)
  return { root, issuing, ...service }
}

function formatLedgerKey(password: string): string {
  const privateKey = newLedgerKey()
  return createPublicKey(privateKey).export({ type: 'spki', format: 'pem' }) + encryptPrivateKey(privateKey, password)
}

/** What may be given away: `trust/`. Written again at every start, for it only repeats what the keys say. */
export function writeTrust(directory: string, root: Buffer, issuing: Buffer): void {
  const { trust } = keyPaths(directory)
  mkdirSync(trust, { recursive: true, mode: 0o755 })
  writeFileDurably(join(trust, 'root.pem'), certificateToPem(root), 'public')
  writeFileDurably(join(trust, 'issuing.pem'), certificateToPem(issuing), 'public')
}
