import type { LocalDate } from '../core/clock.ts'
import type { Signer } from '../signing/index.ts'

/** What a key is for; each has its own key, and its certificate says so by our extended key usage. */
export type KeyUse =
  | 'exchange' // evidence, receipts, excerpts
  | 'status' // status lists
  | 'token' // access tokens
  | 'ledger' // checkpoints (Ed25519, no certificate)

/** The public facts of a key; they go into lists and into the ledger. */
export interface KeyDescription {
  readonly keyId: string
  readonly use: KeyUse | 'root' | 'issuing' | 'seal'
  readonly algorithm: string
  readonly subject: string
  /** Credit code of the agency of a seal key. */
  readonly agency?: string
  readonly notBefore?: LocalDate
  readonly notAfter?: LocalDate
  readonly isDevelopment: boolean
}

/** The issuing agency that a seal certificate names. */
export interface SealOwner {
  readonly creditCode: string
  readonly name: string
}

/** Keys in memory, opened at start from the key directory. */
export interface Keyring {
  /** Ask for each signature: a key is followed by the next while the service runs. */
  signerFor(use: KeyUse): Signer
  /** Follows each service key that nears its end by the next one, also by one that another process made. */
  renewServiceKeys(): Promise<void>
  /** Of every token key that has not ended (DER). */
  tokenCertificates(): readonly Uint8Array[]
  /** The electronic-seal key of an issuing agency; made on first use from the issuing authority. */
  sealFor(agency: SealOwner): Promise<Signer>
  /**
   * Takes over an agency's own key from its keystore (PKCS#12 or encrypted PEM): the issuing authority certifies it, and
   * it is the agency's seal from now on, for other processes from their next start. Throws FILE_INVALID for a keystore
   * that cannot be used, by the name `file` where there is one.
   */
  importSeal(input: {
    readonly agency: SealOwner
    readonly keystore: Uint8Array
    readonly password: string
    readonly file?: string
  }): Promise<KeyDescription>
  /** Raw Ed25519 public key of the ledger, 32 bytes. */
  readonly ledgerPublicKey: Uint8Array
  /** PEM of the root. */
  readonly rootPem: string
  /** PEM of the issuing authority's certificate. */
  readonly issuingPem: string
  /** 32-byte secrets: `seal` encrypts documents at rest, `index` makes keyed digests, `cursor` authenticates cursors. */
  secret(name: 'seal' | 'index' | 'cursor' | 'case'): Uint8Array
  /** Earlier `seal` secrets: they open what they sealed, and nothing new is sealed with them. */
  readonly retiredSeals: readonly Uint8Array[]
  /** Where the ledger writes the last signed head, beside the keys and outside the data. */
  readonly highWaterFile: string
  list(): readonly KeyDescription[]
  readonly isDevelopment: boolean
  /**
   * From now on every key is shown to `record` before it is used first in this process; when `record` throws, so do
   * `sealFor` and `renewServiceKeys`. recordKeys (key-records.ts) sets it.
   */
  onKeyUse(record: (key: KeyDescription) => Promise<void>): void
}
