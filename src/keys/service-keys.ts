import { join } from 'node:path'
import type { Log } from '../core/log.ts'
import { certificatesFromPem, readCertificate, signerFromKey, type Signer } from '../signing/index.ts'
import { describeCertificate, firstCertificate } from './describe-keys.ts'
import { SERVICE_USES, serviceSubject, type ServiceUse } from './init-keys.ts'
import { claimFileDurably, keyPaths, listDirectory, readRequired } from './key-files.ts'
import { certify, formatKeyFile } from './make-key.ts'
import { freshUntil, latestNumber, openKeyFile, type OpenDirectory } from './open-key-file.ts'
import type { KeyDescription, Keyring } from './keyring.ts'

interface ServiceKey {
  readonly signer: Signer
  readonly freshUntil: number
  readonly description: KeyDescription
}

interface ServiceKeys extends Pick<Keyring, 'tokenCertificates' | 'renewServiceKeys'> {
  signerFor(use: ServiceUse): Signer
}

/** The keys of the service itself: one file per key, `<use>-<n>.pem`, the highest in use. */
export async function openServiceKeys(
  opened: OpenDirectory & { readonly log: Log },
  record: (key: KeyDescription) => Promise<void>,
): Promise<ServiceKeys> {
  const inUse = new Map<ServiceUse, ServiceKey>()
  for (const use of SERVICE_USES) inUse.set(use, await openLatest(opened, use))
  let tokenCertificates = readTokenCertificates(opened)

  return {
    signerFor: (use) => inUse.get(use)!.signer,
    tokenCertificates: () => tokenCertificates,
    async renewServiceKeys() {
      for (const use of SERVICE_USES) {
        if (opened.clock.now() < inUse.get(use)!.freshUntil) continue
        const next = await openLatest(opened, use)
        // On record before anything is signed with it.
        await record(next.description)
        inUse.set(use, next)
      }
      tokenCertificates = readTokenCertificates(opened)
    },
  }
}

/** The key with the highest number, which another process may have made; the next one when it nears its end. */
async function openLatest(opened: OpenDirectory & { readonly log: Log }, use: ServiceUse): Promise<ServiceKey> {
  const directory = keyPaths(opened.directory).private
  const number = latestNumber(directory, use)
  const latest = openServiceKey(opened, use, join(directory, `${use}-${number}.pem`))
  if (opened.clock.now() < latest.freshUntil) return latest
  const next = await certify(opened, opened.issuing, serviceSubject(use, opened.isDevelopment), use)
  const file = join(directory, `${use}-${number + 1}.pem`)
  if (claimFileDurably(file, formatKeyFile(next, opened.password)))
    opened.log.info('renewed a service key', { detail: `${use}-${number + 1}` })
  return openServiceKey(opened, use, file)
}

function openServiceKey(opened: OpenDirectory, use: ServiceUse, file: string): ServiceKey {
  const key = openKeyFile(file, opened.password)
  return {
    signer: signerFromKey(key.privateKey, key.certificates, opened.signatureWork),
    freshUntil: freshUntil(key),
    description: describeCertificate(use, firstCertificate(file, readRequired(file)), opened.isDevelopment),
  }
}

/** Of every token key that has not ended: what one of them signed is good until it ends, whichever process signed it. */
function readTokenCertificates(opened: OpenDirectory): readonly Uint8Array[] {
  const directory = keyPaths(opened.directory).private
  return listDirectory(directory)
    .filter((name) => /^token-\d+\.pem$/.test(name))
    .flatMap((name) => certificatesFromPem(readRequired(join(directory, name))).slice(0, 1))
    .filter((der) => {
      const certificate = readCertificate(der)
      return certificate.ok && opened.clock.now() <= certificate.value.notAfter
    })
}
