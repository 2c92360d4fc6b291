import type { KeyObject } from 'node:crypto'
import { join } from 'node:path'
import { parseCreditCode } from '../core/identifiers.ts'
import { signerFromKey, type Signer } from '../signing/index.ts'
import { describeCertificate, firstCertificate } from './describe-keys.ts'
import { claimFileDurably, keyPaths, readRequired } from './key-files.ts'
import { certify, formatKeyFile } from './make-key.ts'
import { freshUntil, latestNumber, openKeyFile, type OpenDirectory } from './open-key-file.ts'
import type { KeyDescription, Keyring, SealOwner } from './keyring.ts'
import { readSealKey } from './read-seal-key.ts'

type Seals = Pick<Keyring, 'sealFor' | 'importSeal'>

interface Seal {
  readonly signer: Signer
  readonly freshUntil: number
}

/** The electronic seals of the issuing agencies: one file per seal, `seals/<credit code>-<n>.pem`, the highest in use. */
export function createSeals(opened: OpenDirectory, record: (key: KeyDescription) => Promise<void>): Seals {
  const directory = keyPaths(opened.directory).seals
  const inUse = new Map<string, Promise<Seal>>()

  const isFresh = (seal: Seal): boolean => opened.clock.now() < seal.freshUntil

  async function open(agency: SealOwner): Promise<Seal> {
    const creditCode = parseCreditCode(agency.creditCode)
    const number = latestNumber(directory, creditCode)
    const seal = number === 0 ? undefined : await use(join(directory, `${creditCode}-${number}.pem`))
    return seal && isFresh(seal) ? seal : use(await make(agency, number + 1))
  }

  /** Writes the seal unless another process was first; answers the file either way. */
  async function make(agency: SealOwner, number: number, privateKey?: KeyObject): Promise<string> {
    const subject = { ...agency, isDevelopment: opened.isDevelopment }
    const key = await certify(opened, opened.issuing, subject, 'seal', privateKey)
    const file = join(directory, `${agency.creditCode}-${number}.pem`)
    const isOurs = claimFileDurably(file, formatKeyFile(key, opened.password))
    // A key that was handed to us must not be lost to one made meanwhile.
    return isOurs || !privateKey ? file : make(agency, number + 1, privateKey)
  }

  /** A seal is on record before anything is sealed with it. */
  async function use(file: string): Promise<Seal> {
    const key = openKeyFile(file, opened.password)
    await record(describe(file))
    const signer = signerFromKey(key.privateKey, key.certificates, opened.signatureWork)
    return { signer, freshUntil: freshUntil(key) }
  }

  const describe = (file: string): KeyDescription =>
    describeCertificate('seal', firstCertificate(file, readRequired(file)), opened.isDevelopment)

  return {
    async sealFor(agency) {
      const known = inUse.get(agency.creditCode)
      const seal = known ? await known : undefined
      if (seal && isFresh(seal)) return seal.signer
      // Nothing is awaited between here and `set`, so that callers of one moment share one opening.
      const current = inUse.get(agency.creditCode)
      if (current && current !== known) return (await current).signer
      const opening = open(agency)
      inUse.set(agency.creditCode, opening)
      try {
        return (await opening).signer
      } catch (error) {
        inUse.delete(agency.creditCode)
        throw error
      }
    },

    async importSeal({ agency, keystore, password, file: name = 'keystore' }) {
      const creditCode = parseCreditCode(agency.creditCode)
      const privateKey = await readSealKey(keystore, password, name)
      const file = await make(agency, latestNumber(directory, creditCode) + 1, privateKey)
      const seal = await use(file)
      inUse.set(creditCode, Promise.resolve(seal))
      return describe(file)
    },
  }
}
