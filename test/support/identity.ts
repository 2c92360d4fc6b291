import { generateKeyPairSync, randomUUID, type KeyObject } from 'node:crypto'
import { SignJWT } from 'jose'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Actor } from '../../src/access/index.ts'
import { creditCodeCheck, parseCreditCode, type CreditCode } from '../../src/core/identifiers.ts'
import { silentLog } from '../../src/core/log.ts'
import { createIdentity, identityCollections, type Identity } from '../../src/identity/index.ts'
import { openKeyring, type Keyring } from '../../src/keys/index.ts'
import type { AuditEvent } from '../../src/ledger/index.ts'
import { requestLogCollections, type Store } from '../../src/store/index.ts'
import { fixedClock, fixedIds, type FixedClock } from './fixed.ts'
import { committedEvents, recordingLedger, recordingLedgerCollections } from './recording-ledger.ts'
import { openTestStore } from './store.ts'
import { temporaryDirectory } from './temporary.ts'

export const PUBLIC_URL = 'https://exchange.lingjiang.example'
export const TOKEN_ENDPOINT = `${PUBLIC_URL}/oauth2/token`
export const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'

export const creditCode = (serial: string): CreditCode => {
  const first17 = `11390000XN${serial.padStart(7, '0')}`
  return parseCreditCode(first17 + creditCodeCheck(first17))
}
export const DATA_BUREAU = creditCode('41')

export interface IdentityWorld {
  readonly identity: Identity
  readonly store: Store
  readonly clock: FixedClock
  readonly keyring: Keyring
  readonly directory: string
  readonly administrator: Actor
  leaves(): Promise<readonly AuditEvent[]>
  /** Another process on the same store. */
  another(): Promise<Identity>
}

let keyringOnce: Promise<Keyring> | undefined

/** Opening a key directory is slow on purpose; what is asked of it here stays in memory. */
const sharedKeyring = (): Promise<Keyring> => {
  const clock = fixedClock()
  return (keyringOnce ??= openKeyring({
    directory: temporaryDirectory(),
    passphrase: 'a passphrase for tests',
    isProduction: false,
    clock,
    ids: fixedIds(clock),
    log: silentLog,
    createIfMissing: true,
  }))
}

export async function openIdentityWorld(publicUrl = PUBLIC_URL, operatingAgency = '41'): Promise<IdentityWorld> {
  const directory = temporaryDirectory()
  const clock = fixedClock()
  const keyDirectory = join(directory, 'keys')
  mkdirSync(keyDirectory)
  const keyring = await sharedKeyring()
  const open = () =>
    openTestStore([...identityCollections, ...requestLogCollections, ...recordingLedgerCollections], {
      directory: `${directory}/data`,
      clock,
    })
  const store = await open()
  const ledger = recordingLedger()
  const agency = { creditCode: DATA_BUREAU } as never
  const identityOn = (on: Store, seed: string) =>
    createIdentity({
      store: on,
      ledger,
      keyring,
      catalog: {
        agency: (code) => (code === DATA_BUREAU ? agency : undefined),
        agencyByNumber: (number) => (number === '41' ? agency : undefined),
      },
      clock,
      ids: fixedIds(clock, seed),
      log: silentLog,
      publicUrl,
      tokenSeconds: 600,
      operatingAgency,
      keyDirectory,
    })
  return {
    identity: identityOn(store, 'one'),
    store,
    clock,
    keyring,
    directory,
    administrator: { clientId: 'cli_admin', role: 'ADMINISTRATOR', agency: DATA_BUREAU, personId: 'p-1' },
    leaves: () => committedEvents(store),
    another: async () => identityOn(await open(), 'two'),
  }
}

/** A client assertion made by jose, an implementation that is not ours. */
export async function assertionBy(
  key: KeyObject,
  clientId: string,
  clock: FixedClock,
  changes: Record<string, unknown> = {},
  header: Record<string, unknown> = {},
): Promise<string> {
  const now = Math.floor(clock.now() / 1000)
  const claims = { iss: clientId, sub: clientId, aud: TOKEN_ENDPOINT, iat: now, exp: now + 60, jti: randomUUID() }
  const merged = Object.fromEntries(
    Object.entries({ ...claims, ...changes }).filter(([, value]) => value !== undefined),
  )
  const alg = key.asymmetricKeyType === 'rsa' ? 'RS256' : 'ES256'
  return new SignJWT(merged).setProtectedHeader({ alg, ...header }).sign(key)
}

export const newEcPair = () => generateKeyPairSync('ec', { namedCurve: 'P-256' })
