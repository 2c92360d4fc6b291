import { generateKeyPairSync } from 'node:crypto'
import { join } from 'node:path'
import type { Actor, Role } from '../../src/access/index.ts'
import { toInstant } from '../../src/core/clock.ts'
import type { CreditCode } from '../../src/core/identifiers.ts'
import { silentLog } from '../../src/core/log.ts'
import {
  createLedger,
  ledgerCollections,
  type AuditEvent,
  type Ledger,
  type LedgerDeps,
} from '../../src/ledger/index.ts'
import { signerFromKey } from '../../src/signing/index.ts'
import { requestLogCollections, type Collection, type Document, type Store } from '../../src/store/index.ts'
import { fixedClock, fixedIds, type FixedClock } from './fixed.ts'
import { openTestStore } from './store.ts'
import { temporaryDirectory } from './temporary.ts'

export const ORIGIN = 'zhengshu.example/test-ledger'
export const AGENCY = '11390000MBXN00001R' as CreditCode
export const OTHER_AGENCY = '11390000MBXN00002W' as CreditCode

export const testLedgerCollections = [
  ...ledgerCollections,
  ...requestLogCollections,
] as unknown as readonly Collection<Document>[]

const ledgerKeys = generateKeyPairSync('ed25519')
const receiptKeys = generateKeyPairSync('ec', { namedCurve: 'P-256' })
export const receiptPublicKey = receiptKeys.publicKey

export const rawPublicKey = (key = ledgerKeys.publicKey): Uint8Array =>
  key.export({ format: 'der', type: 'spki' }).subarray(-32)

export interface LedgerBench {
  readonly store: Store
  readonly ledger: Ledger
  readonly clock: FixedClock
  readonly deps: LedgerDeps
  /** Commits events as a use case would. */
  append(...events: readonly AuditEvent[]): Promise<readonly string[]>
  event(overrides?: Partial<AuditEvent>): AuditEvent
}

/** A ledger on a real store. Give `directory`, `highWaterFile` or `store` to come back to the same log. */
export async function openTestLedger(
  overrides: Partial<LedgerDeps> & { readonly directory?: string; readonly seed?: string } = {},
): Promise<LedgerBench> {
  const { directory, seed, ...rest } = overrides
  const clock = (rest.clock as FixedClock | undefined) ?? fixedClock()
  const store = rest.store ?? (await openTestStore(testLedgerCollections, directory === undefined ? {} : { directory }))
  const deps: LedgerDeps = {
    store,
    signer: signerFromKey(ledgerKeys.privateKey),
    ledgerPublicKey: rawPublicKey(),
    receiptSigner: () => signerFromKey(receiptKeys.privateKey),
    origin: ORIGIN,
    secrets: { case: new Uint8Array(32).fill(4) },
    highWaterFile: join(temporaryDirectory(), 'ledger.high-water'),
    clock,
    ids: fixedIds(clock, seed),
    log: silentLog,
    maxDelayMs: 1_000,
    ...rest,
  }
  const ledger = await createLedger(deps)
  const event = (more: Partial<AuditEvent> = {}): AuditEvent => ({
    kind: 'RECORD_READ',
    at: toInstant(clock.now()),
    actor: { clientId: 'cli_system', agency: AGENCY },
    data: {},
    ...more,
  })
  return {
    store,
    ledger,
    clock,
    deps,
    event,
    append: async (...events) => {
      const { writes, leaves } = ledger.prepare(events)
      await store.commit(writes)
      return leaves.map(({ leafId }) => leafId)
    },
  }
}

export const actorAs = (role: Role, clientId = `cli_${role.toLowerCase()}`, more: Partial<Actor> = {}): Actor => ({
  clientId,
  role,
  agency: AGENCY,
  personId: `person_${clientId}`,
  ...more,
})
