import type { Actor } from '../../src/access/index.ts'
import type { Catalog } from '../../src/catalog/index.ts'
import type { LocalDate } from '../../src/core/clock.ts'
import { silentLog } from '../../src/core/log.ts'
import { ledgerCollections, type AccessEntry, type Ledger } from '../../src/ledger/index.ts'
import {
  createSharing,
  loadWorkingDays,
  sharingCollections,
  type AccessNeed,
  type AccessRequestInput,
  type Grant,
  type Sharing,
} from '../../src/sharing/index.ts'
import { check, requestLogCollections, type Store } from '../../src/store/index.ts'
import { collections } from '../../src/sharing/sharing-records.ts'
import { catalogDirectory, nextRequestId, openTestCatalog, person } from './catalog.ts'
import { fixedClock, fixedIds, type FixedClock } from './fixed.ts'
import { openTestLedger } from './ledger.ts'
import { openTestStore } from './store.ts'
import { temporaryDirectory } from './temporary.ts'

/** Provided by the public security department (07) on condition; by civil affairs (08) to everybody; by law to nobody. */
export const POPULATION = '101001/000001'
export const ORGANISATIONS = '102001/000001'
export const INVESTIGATIONS = '307004/000002'
export const RENT = 'housing-fund-withdraw-rent'

/** Housing (14) asks, public security (07) provides; the data bureau (41) is the sharing authority. */
export const ASKER = person('REGISTRAR', '14')
export const ASKER_HEAD = person('HEAD', '14')
export const PROVIDER_HEAD = person('HEAD', '07')
export const REVIEWER = person('REVIEWER', '41')
export const AUDITOR = person('AUDITOR', '41')
export const { personId: _person, ...SYSTEM }: Actor = person('SYSTEM', '14')

export const PURPOSE = { serviceItems: [RENT], caseNumber: 'GJJ-2026-0001', basis: '《住房公积金管理条例》第二十四条' }
export const NEED: AccessNeed = { resource: POPULATION, fields: ['name'], subjectRole: 'APPLICANT' }

/** A request that lacks nothing. */
export const complete = (more: Partial<AccessRequestInput> = {}): AccessRequestInput => ({
  requestId: nextRequestId(),
  resource: POPULATION,
  basis: PURPOSE.basis,
  scene: '租房提取住房公积金核验申请人身份',
  serviceItems: [RENT],
  fields: ['name', 'idNumber'],
  rawFields: ['idNumber'],
  method: 'INTERFACE',
  validFrom: '2026-11-24',
  validTo: '2027-11-23',
  quota: 20,
  ...more,
})

export interface SharingBench {
  readonly sharing: Sharing
  readonly catalog: Catalog
  readonly ledger: Ledger
  readonly store: Store
  readonly clock: FixedClock
  /** Another process on the same data. */
  another(around?: (store: Store) => Store): Promise<{ readonly sharing: Sharing; readonly store: Store }>
  /** The next commit of `sharing` is refused as a whole. */
  failNextCommit(): void
  /** What the ledger holds about one resource, oldest first. */
  leaves(resource?: string): Promise<readonly AccessEntry[]>
  /** What the ledger holds about refusals, oldest first: who, and what it says. */
  refusals(): Promise<readonly Pick<AccessEntry, 'clientId' | 'resources' | 'data'>[]>
  /** From the request to the grant, as three persons would. */
  grant(more?: Partial<AccessRequestInput>): Promise<Grant>
}

const COLLECTIONS = [...requestLogCollections, ...ledgerCollections, ...sharingCollections]

let catalogOnce: Promise<{ readonly catalog: Catalog }> | undefined

/** Reading the catalog takes longer than a test; what is asked of it here stays in memory. */
const sharedCatalog = async (): Promise<Catalog> => (await (catalogOnce ??= openTestCatalog())).catalog

/** Sharing on a real store, ledger and catalog. */
export async function openTestSharing(iso?: string): Promise<SharingBench> {
  const directory = temporaryDirectory()
  const clock = fixedClock(iso)
  const open = () => openTestStore(COLLECTIONS, { directory, clock })
  const store = await open()
  const { ledger } = await openTestLedger({ store, clock })
  const catalog = await sharedCatalog()
  const workingDays = loadWorkingDays(catalogDirectory)
  const sharingOn = (on: Store, seed: string) =>
    createSharing({
      store: on,
      ledger,
      catalog,
      clock,
      log: silentLog,
      workingDays,
      caseSecret: new Uint8Array(32).fill(5),
      ids: fixedIds(clock, seed),
    })
  let failNext = false
  const fragile: Store = {
    ...store,
    commit(writes) {
      const extra = failNext ? [check(collections.grants, 'no such grant', 7)] : []
      failNext = false
      return store.commit([...writes, ...extra])
    },
  }
  const sharing = await sharingOn(fragile, 'sharing')
  const bench: SharingBench = {
    sharing,
    catalog,
    ledger,
    store,
    clock,
    failNextCommit: () => void (failNext = true),
    async another(around = (store) => store) {
      const own = around(await open())
      return { sharing: await sharingOn(own, 'another'), store: own }
    },
    async leaves(resource = POPULATION) {
      const { entries } = await ledger.findAccesses(AUDITOR, { resource, first: 100 })
      return [...entries].sort((a, b) => (a.leafId < b.leafId ? -1 : 1))
    },
    async refusals() {
      const { entries } = await ledger.findAccesses(AUDITOR, { first: 100 })
      return entries
        .filter(({ kind }) => kind === 'ACCESS_REFUSED')
        .map(({ clientId, resources, data }) => ({ clientId: clientId!, resources, data }))
        .reverse()
    },
    async grant(more) {
      const { id } = await sharing.requestAccess(ASKER, complete(more))
      await sharing.approveRequest(ASKER_HEAD, { requestId: nextRequestId(), id })
      const answer = { requestId: nextRequestId(), id, answer: 'AGREE' as const }
      return (await sharing.answerRequest(PROVIDER_HEAD, answer)).grant!
    },
  }
  return bench
}

export const aGrant = (more: Partial<Grant> = {}): Grant => ({
  id: 'grant_1',
  version: 1,
  requestId: 'req_1',
  agency: ASKER.agency,
  provider: PROVIDER_HEAD.agency,
  resource: POPULATION,
  fields: ['name', 'idNumber'],
  rawFields: ['idNumber'],
  serviceItems: [RENT],
  basis: PURPOSE.basis,
  validFrom: '2026-01-01' as LocalDate,
  validTo: '2026-12-31' as LocalDate,
  quota: 20,
  state: 'ACTIVE',
  ...more,
})
