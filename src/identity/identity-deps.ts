import type { Catalog } from '../catalog/index.ts'
import type { Clock } from '../core/clock.ts'
import type { Ids } from '../core/ids.ts'
import type { Log } from '../core/log.ts'
import type { Keyring } from '../keys/index.ts'
import type { Ledger } from '../ledger/index.ts'
import type { Store } from '../store/index.ts'
import type { ClientsInMemory } from './clients-in-memory.ts'

/** What the composition root hands to identity. */
export interface IdentityDeps {
  readonly store: Store
  readonly ledger: Pick<Ledger, 'prepare'>
  readonly keyring: Pick<Keyring, 'signerFor' | 'tokenCertificates' | 'renewServiceKeys' | 'secret'>
  readonly catalog: Pick<Catalog, 'agency' | 'agencyByNumber'>
  readonly clock: Clock
  readonly ids: Ids
  readonly log: Log
  /** Issuer and audience of access tokens. */
  readonly publicUrl: string
  readonly tokenSeconds: number
  /** Where the first administrator's key is written. */
  readonly keyDirectory: string
  /** Number of the agency that runs the exchange (agencies.json). */
  readonly operatingAgency: string
}

export interface IdentityContext extends IdentityDeps {
  readonly clients: ClientsInMemory
  /** `publicUrl` without a slash at its end. */
  readonly issuer: string
}

export const tokenEndpoint = (context: Pick<IdentityContext, 'issuer'>): string => `${context.issuer}/oauth2/token`
