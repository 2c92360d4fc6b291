import type { Catalog } from '../catalog/index.ts'
import type { Clock } from '../core/clock.ts'
import type { Ids } from '../core/ids.ts'
import type { Log } from '../core/log.ts'
import type { Keyring } from '../keys/index.ts'
import type { Ledger } from '../ledger/index.ts'
import type { Sharing } from '../sharing/index.ts'
import type { SignatureWork } from '../signing/index.ts'
import type { Store } from '../store/index.ts'
import type { LicenceKeeper } from './licence-keeper.ts'
import type { StatusLists } from './status-lists.ts'
import type { Turns } from './turns.ts'
import type { Verifier } from './verify/index.ts'

/** The points of an issue between which a crash must leave nothing half-done (README, "Life of a licence"). */
export const ISSUE_STEPS = ['checked', 'intended', 'signed', 'verified', 'issued'] as const
export type IssueStep = (typeof ISSUE_STEPS)[number]

/** What the composition root hands to licences. */
export interface LicencesDeps {
  readonly store: Store
  readonly ledger: Ledger
  readonly keyring: Keyring
  readonly catalog: Catalog
  readonly sharing: Sharing
  readonly clock: Clock
  readonly ids: Ids
  readonly log: Log
  /** Under which clients reach `/status/<id>`. */
  readonly publicUrl: string
  /** Where our own verifier has signatures checked; the thread pool when absent. */
  readonly signatureWork?: SignatureWork | undefined
  /** Production: the invented numbers of the demonstration province are refused. */
  readonly refuseSynthetic?: boolean
  /** Called after each step of an issue; tests end the process there. */
  readonly afterStep?: (step: IssueStep) => void
}

/** What the use cases of this folder share. */
export type LicencesContext = LicencesDeps & {
  readonly keeper: LicenceKeeper
  readonly statusLists: StatusLists
  readonly verifier: Verifier
  /** Large requests one after the other, so that the first is signed while the next is checked. */
  readonly checkInTurn: Turns
  readonly signTurns: Turns
}
