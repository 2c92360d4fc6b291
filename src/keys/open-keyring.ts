import { createPublicKey } from 'node:crypto'
import { ZhengshuError } from '../core/errors.ts'
import type { Log } from '../core/log.ts'
import {
  certificatesFromPem,
  certificateToPem,
  openPrivateKey,
  signerFromKey,
  type SignatureWork,
} from '../signing/index.ts'
import { describeKeys } from './describe-keys.ts'
import { initKeys, writeTrust } from './init-keys.ts'
import { keyPaths, readIfPresent, readRequired } from './key-files.ts'
import { filePassword, openSecrets, parseManifest, stretchPassphrase } from './key-vault.ts'
import type { KeyDescription, Keyring } from './keyring.ts'
import type { CeremonyDeps } from './make-key.ts'
import { openKeyFile } from './open-key-file.ts'
import { readRetiredSeals } from './rotate-data-key.ts'
import { createSeals } from './seals.ts'
import { openServiceKeys } from './service-keys.ts'

interface OpenKeyringOptions extends CeremonyDeps {
  readonly directory: string
  readonly passphrase: string
  readonly isProduction: boolean
  readonly log: Log
  /** Make development keys when the directory has none; production never does. */
  readonly createIfMissing: boolean
  /** Where signatures are made; the thread pool when absent. */
  readonly signatureWork?: SignatureWork | undefined
}

/** Opens the key directory. Throws CONFIG_INVALID: no keys, a wrong passphrase, development keys in production. */
export async function openKeyring(options: OpenKeyringOptions): Promise<Keyring> {
  const paths = keyPaths(options.directory)
  // 1. The manifest says what kind of keys these are.
  const manifestText = readIfPresent(paths.manifest) ?? (await makeDevelopmentKeys(options))
  const manifest = parseManifest(manifestText)
  if (options.isProduction && manifest.isDevelopment)
    throw invalidKeys(
      'these are development keys; make your own with `zhengshu keys init`',
      '密钥目录为开发密钥，请用 zhengshu keys init 生成正式密钥',
    )
  // 2. The passphrase opens the secrets, which vouch for the manifest.
  const stretched = await stretchPassphrase(options.passphrase, manifest)
  const secrets = openSecrets(readRequired(paths.secrets), stretched, manifestText)
  const retiredSeals = readRetiredSeals(options.directory, (text) => openSecrets(text, stretched, manifestText))
  const password = filePassword(stretched)
  // 3. The issuing authority certifies whatever has to be made or renewed.
  const [rootDer] = certificatesFromPem(readRequired(paths.keyFile('root')))
  const issuing = openKeyFile(paths.keyFile('issuing'), password)
  if (!rootDer) throw invalidKeys('root.pem has no certificate', 'root.pem 中没有证书')
  writeTrust(options.directory, rootDer, issuing.certificates[0]!)
  const opened = { ...options, password, isDevelopment: manifest.isDevelopment, issuing }
  // 4. Every service has its own key, every agency its seal.
  let recordKey: (key: KeyDescription) => Promise<void> = async () => {}
  const record = (key: KeyDescription) => recordKey(key)
  const services = await openServiceKeys(opened, record)
  const ledgerKey = openPrivateKey(readRequired(paths.keyFile('ledger-1')), password, 'ledger-1.pem')
  const ledgerSigner = signerFromKey(ledgerKey)
  const seals = createSeals(opened, record)

  return {
    signerFor: (use) => (use === 'ledger' ? ledgerSigner : services.signerFor(use)),
    tokenCertificates: services.tokenCertificates,
    renewServiceKeys: services.renewServiceKeys,
    sealFor: seals.sealFor,
    importSeal: seals.importSeal,
    onKeyUse: (recorder) => void (recordKey = recorder),
    ledgerPublicKey: Buffer.from(createPublicKey(ledgerKey).export({ format: 'jwk' }).x!, 'base64url'),
    rootPem: certificateToPem(rootDer),
    issuingPem: certificateToPem(issuing.certificates[0]!),
    secret: (name) => secrets[name],
    retiredSeals: retiredSeals.filter((seal) => !seal.equals(secrets.seal)),
    highWaterFile: paths.highWater,
    list: () => describeKeys(options.directory),
    isDevelopment: manifest.isDevelopment,
  }
}

async function makeDevelopmentKeys(options: OpenKeyringOptions): Promise<string> {
  if (options.isProduction || !options.createIfMissing)
    throw invalidKeys(
      'there are no keys; make them with `zhengshu keys init`',
      '没有密钥，请用 zhengshu keys init 生成',
    )
  try {
    await initKeys({ ...options, isDevelopment: true })
    options.log.warn('made development keys; they are refused in production', { path: options.directory })
  } catch (error) {
    // Another process made them at the same moment: both use those.
    if (!(error instanceof ZhengshuError && error.code === 'ALREADY_EXISTS')) throw error
  }
  return readRequired(keyPaths(options.directory).manifest)
}

const invalidKeys = (reason: string, reasonZh: string) =>
  new ZhengshuError('CONFIG_INVALID', { setting: 'ZHENGSHU_KEYS', reason, reasonZh })
