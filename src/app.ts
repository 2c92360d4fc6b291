import { catalogCollections, createCatalog, type Catalog } from './catalog/index.ts'
import type { Config } from './config.ts'
import { systemClock, type Clock } from './core/clock.ts'
import { createIds, type Ids } from './core/ids.ts'
import { createLog, type Log } from './core/log.ts'
import { createEvidence, evidenceCollections, type EvidenceFeature } from './evidence/index.ts'
import { createIdentity, identityCollections, type Identity } from './identity/index.ts'
import { keysCollections, openKeyring, recordKeys, type Keyring } from './keys/index.ts'
import { createLedger, ledgerCollections, recordingRefusals, type Ledger } from './ledger/index.ts'
import { createLicences, licencesCollections, type Licences } from './licences/index.ts'
import { createRegisters, registersCollections, type Registers } from './registers/index.ts'
import { createSharing, loadWorkingDays, sharingCollections, type Sharing } from './sharing/index.ts'
import { createSignThread, type SignThread } from './signing/index.ts'
import { openStore, requestLogCollections, type Store } from './store/index.ts'

/** Whether the service may be given work, and if not, why. */
interface Health {
  readonly isReady: boolean
  readonly checks: readonly { readonly name: string; readonly isOk: boolean; readonly reason?: string }[]
}

/** Every feature, built and wired. The edges (graphql, http, cli) hold nothing else. */
export interface App {
  readonly config: Config
  readonly catalog: Catalog
  readonly identity: Identity
  readonly sharing: Sharing
  readonly registers: Registers
  readonly licences: Licences
  readonly evidence: EvidenceFeature
  readonly ledger: Ledger
  readonly keyring: Keyring
  readonly log: Log
  readonly clock: Clock
  readonly ids: Ids
  /** Begins background work: sequencing, following grants. */
  start(): Promise<void>
  /** Ends it, sequences what is pending and closes the store. */
  stop(): Promise<void>
  health(): Promise<Health>
  /** A consistent copy of the store to a file that must not exist, while the service runs. */
  backup(file: string): Promise<void>
  /** Seals anew whatever a retired data key still seals, while the service runs; answers how many documents. */
  reseal(onProgress?: (resealed: number) => void): Promise<number>
}

/** What tests and commands put in place of the real ones. */
interface AppOverrides {
  readonly clock?: Clock
  readonly ids?: Ids
  readonly log?: Log
  /** For a process that serves others: commits of the embedded store, and signatures, on threads of their own. */
  readonly ownThreads?: boolean
}

/** Builds every feature from the configuration, from left to right. The only place that opens a store. */
export async function buildApp(config: Config, overrides: AppOverrides = {}): Promise<App> {
  const clock = overrides.clock ?? systemClock
  const ids = overrides.ids ?? createIds(clock)
  const log = overrides.log ?? createLog(config.logLevel)

  const signatureWork = overrides.ownThreads ? createSignThread() : undefined
  const keyring = await openKeyring({
    directory: config.keyDirectory,
    passphrase: config.keyPassphrase,
    isProduction: config.isProduction,
    createIfMissing: !config.isProduction,
    signatureWork,
    clock,
    ids,
    log,
  })
  const store = await openStore({
    url: config.store,
    directory: config.dataDirectory,
    collections: ALL_COLLECTIONS,
    secrets: {
      seal: keyring.secret('seal'),
      retiredSeal: keyring.retiredSeals,
      index: keyring.secret('index'),
      cursor: keyring.secret('cursor'),
    },
    clock,
    log,
    commitThread: overrides.ownThreads ?? false,
  })
  try {
    return await wireFeatures({ config, clock, ids, log, keyring, store, signatureWork })
  } catch (error) {
    await store.close()
    await signatureWork?.close()
    throw error
  }
}

const ALL_COLLECTIONS = [
  ...requestLogCollections,
  ...ledgerCollections,
  ...keysCollections,
  ...catalogCollections,
  ...identityCollections,
  ...sharingCollections,
  ...registersCollections,
  ...licencesCollections,
  ...evidenceCollections,
]

interface Ground {
  readonly config: Config
  readonly clock: Clock
  readonly ids: Ids
  readonly log: Log
  readonly keyring: Keyring
  readonly store: Store
  readonly signatureWork: SignThread | undefined
}

async function wireFeatures(ground: Ground): Promise<App> {
  const { config, clock, ids, log, keyring, store, signatureWork } = ground
  const caseSecret = keyring.secret('case')
  const refuseSynthetic = config.isProduction
  const ledger = await createLedger({
    ...ground,
    signer: keyring.signerFor('ledger'),
    ledgerPublicKey: keyring.ledgerPublicKey,
    receiptSigner: () => keyring.signerFor('exchange'),
    origin: config.ledgerOrigin,
    secrets: { case: caseSecret },
    highWaterFile: keyring.highWaterFile,
    maxDelayMs: config.ledgerDelayMs,
  })
  await recordKeys({ ...ground, ledger })
  const catalog = await createCatalog({ ...ground, ledger, directory: config.catalogDirectory, refuseSynthetic })
  const identity = createIdentity({
    ...ground,
    ledger,
    catalog,
    publicUrl: config.publicUrl,
    tokenSeconds: config.tokenSeconds,
    operatingAgency: config.operatingAgency,
    keyDirectory: config.keyDirectory,
  })
  const workingDays = loadWorkingDays(config.catalogDirectory)
  const sharing = await createSharing({ ...ground, ledger, catalog, workingDays, caseSecret })
  const registers = createRegisters({ ...ground, ledger, catalog, sharing, refuseSynthetic })
  const licences = createLicences({ ...ground, ledger, catalog, sharing, publicUrl: config.publicUrl, refuseSynthetic })
  const evidence = createEvidence({ ...ground, ledger, catalog, sharing, registers, licences, refuseSynthetic })
  const keepAll = () => keepHouse(evidence, keyring, log)
  let housekeeping: NodeJS.Timeout | undefined
  let keeping: Promise<void> | undefined
  const followers = [ledger, catalog, sharing]
  const recorded = <F extends object>(feature: F): F => recordingRefusals(feature, { ledger, store, clock })

  return {
    config,
    // Whoever calls from outside; among themselves features call for who was let in.
    catalog: recorded(catalog),
    identity: recorded(identity),
    sharing: recorded(sharing),
    registers: recorded(registers),
    licences: recorded(licences),
    evidence: recorded(evidence),
    ledger: recorded(ledger),
    keyring,
    log,
    clock,
    ids,
    async start() {
      if (keyring.isDevelopment)
        log.warn('development keys are in use; production refuses them', { path: config.keyDirectory })
      for (const follower of followers) follower.start()
      const { issued, voided } = await licences.recoverUnfinished()
      if (issued + voided > 0) log.info('licences left unfinished by a crash were ended', { count: issued + voided })
      await identity.ensureAdministrator()
      housekeeping = setInterval(() => void (keeping = keepAll()), HOUSEKEEPING_EVERY_MS).unref()
      await (keeping = keepAll())
    },
    async stop() {
      clearInterval(housekeeping)
      await keeping
      for (const follower of [...followers].reverse()) if (follower !== ledger) await follower.stop()
      // What was acknowledged is sequenced before the process ends; a leaf that cannot be waits for the next start.
      await ledger.drain().catch((error: unknown) => log.error('leaves wait for the next start', {}, error))
      await ledger.stop()
      await store.close()
      await signatureWork?.close()
    },
    health: () => checkHealth(store, ledger),
    backup: (file) => store.backup(file),
    reseal: (onProgress) => store.reseal(onProgress),
  }
}

const HOUSEKEEPING_EVERY_MS = 3_600_000

/** What fails now is done an hour later: a replay of an expired answer is refused either way, a key has 30 days left. */
async function keepHouse(evidence: EvidenceFeature, keyring: Keyring, log: Log): Promise<void> {
  try {
    const count = await evidence.eraseExpired()
    if (count > 0) log.info('expired answers were erased', { count })
  } catch (error) {
    log.error('expired answers could not be erased', {}, error)
  }
  try {
    await keyring.renewServiceKeys()
  } catch (error) {
    log.error('service keys could not be renewed', {}, error)
  }
}

async function checkHealth(store: Store, ledger: Ledger): Promise<Health> {
  const { isWritable, reason } = ledger.health()
  const storeAnswers = await store.changeCounter().then(
    () => true,
    () => false,
  )
  const checks = [
    { name: 'ledger', isOk: isWritable, ...(reason === undefined ? {} : { reason }) },
    { name: 'store', isOk: storeAnswers, ...(storeAnswers ? {} : { reason: 'no answer' }) },
  ]
  return { isReady: checks.every((check) => check.isOk), checks }
}
