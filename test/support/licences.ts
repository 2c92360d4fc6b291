import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Actor } from '../../src/access/index.ts'
import type { Agency, Catalog, LicenceType, Resource } from '../../src/catalog/index.ts'
import type { LocalDate } from '../../src/core/clock.ts'
import { ZhengshuError } from '../../src/core/errors.ts'
import { citizenIdCheck, creditCodeCheck, type CitizenId, type CreditCode } from '../../src/core/identifiers.ts'
import { createIds, type Ids } from '../../src/core/ids.ts'
import { silentLog } from '../../src/core/log.ts'
import { openKeyring, type Keyring } from '../../src/keys/index.ts'
import {
  createLedger,
  ledgerCollections,
  type AccessEntry,
  type AuditEventKind,
  type Ledger,
} from '../../src/ledger/index.ts'
import {
  createLicences,
  licencesCollections,
  type IssueLicenceInput,
  type Licences,
  type LicencesDeps,
} from '../../src/licences/index.ts'
import { createSharing, createWorkingDays, sharingCollections, type Grant } from '../../src/sharing/index.ts'
import { collections } from '../../src/sharing/sharing-records.ts'
import { insert, requestLogCollections, type Store } from '../../src/store/index.ts'
import { fixedClock, fixedIds, type FixedClock } from './fixed.ts'
import { openTestStore } from './store.ts'
import { temporaryDirectory } from './temporary.ts'

const creditCode = (first17: string): CreditCode => (first17 + creditCodeCheck(first17)) as CreditCode
export const citizen = (first17: string): CitizenId => (first17 + citizenIdCheck(first17)) as CitizenId

const agency = (number: string, code: string, zh: string, en: string): Agency => ({
  creditCode: creditCode(code),
  number,
  name: { zh, en },
  functions: { zh, en },
  division: '390000',
  level: 'PROVINCE',
  synthetic: true,
})
export const CIVIL_AFFAIRS = agency('12', '11390000XN0000012', '岭江省民政厅', 'Department of Civil Affairs')
export const MARKET = agency('31', '11390000XN0000031', '岭江省市场监督管理局', 'Market Regulation')
export const HOUSING_FUND = agency('41', '11390000XN0000041', '岭江省住房公积金中心', 'Housing Fund')

const type = (given: Partial<LicenceType> & Pick<LicenceType, 'slug' | 'typeCode' | 'issuers'>): LicenceType => ({
  name: { zh: '结婚证', en: 'marriage certificate' },
  nationalTypeCode: null,
  definer: { name: { zh: '民政部', en: 'Ministry of Civil Affairs' }, creditCode: null },
  holder: 'PERSON',
  maxHolders: 2,
  privacy: 4,
  validity: { zh: '长期', en: 'long-term' },
  numberPattern: null,
  version: 1,
  schema: {
    type: 'object',
    properties: {
      registeredOn: { type: 'string', 'x-class': 'D' },
      womanIdNumber: { type: 'string', 'x-class': 'D' },
      officer: { type: 'string', 'x-class': 'I' },
      unclassified: { type: 'string' },
    },
  },
  provenance: { isConfirmed: false },
  ...given,
})
export const MARRIAGE = type({
  slug: 'marriage-certificate',
  typeCode: `${CIVIL_AFFAIRS.creditCode}001`,
  issuers: ['12'],
  numberPattern: '^J\\d{6}-\\d{4}-\\d{6}$',
})
export const BUSINESS = type({
  slug: 'business-licence',
  name: { zh: '营业执照', en: 'business licence' },
  typeCode: `${MARKET.creditCode}001`,
  issuers: ['31'],
  holder: 'LEGAL_ENTITY',
  maxHolders: 1,
  privacy: 1,
})

/** The catalog as far as licences ask it. */
export function testCatalog(types: readonly LicenceType[] = [MARRIAGE, BUSINESS]): Catalog {
  const agencies = [CIVIL_AFFAIRS, MARKET, HOUSING_FUND]
  const resource = (code: string) =>
    ({ metadata: { code, provider: CIVIL_AFFAIRS.creditCode, sharingType: 'CONDITIONAL' } }) as unknown as Resource
  return {
    agencies,
    licenceTypes: types,
    agency: (code) => agencies.find((each) => each.creditCode === code),
    agencyByNumber: (number) => agencies.find((each) => each.number === number),
    licenceType: (slug) => types.find((each) => each.slug === slug),
    resource,
    resourceFor: (binding) => (binding.kind === 'LICENCE_TYPE' ? resource(`112012/${binding.licenceType}`) : undefined),
    checkLicenceData: (licenceType, data) => {
      if (typeof data !== 'object' || data === null || !('registeredOn' in data))
        throw new ZhengshuError('LICENCE_DATA_INVALID', { type: licenceType.slug, reason: 'registeredOn is missing' })
    },
  } as Partial<Catalog> as Catalog
}

export const actorOf = (of: Agency, clientId = `system-${of.number}`): Actor => ({
  clientId,
  role: 'SYSTEM',
  agency: of.creditCode,
})
export const REGISTRY = actorOf(CIVIL_AFFAIRS)
export const READER = actorOf(HOUSING_FUND)
export const PURPOSE = {
  serviceItems: ['housing-fund-withdrawal'],
  caseNumber: 'GJJ-2026-0001',
  basis: '《住房公积金管理条例》第二十四条',
}

export const WIFE = citizen('39010119900307002')
export const HUSBAND = citizen('39010119880115001')

let numbers = 0
export const marriage = (change: Partial<IssueLicenceInput> = {}): IssueLicenceInput => ({
  licenceType: 'marriage-certificate',
  holders: [
    { name: '林晓', code: WIFE, codeType: '111' },
    { name: '陈航', code: HUSBAND, codeType: '111' },
  ],
  number: `J390101-2020-${String(++numbers).padStart(6, '0')}`,
  issuedOn: '2020-05-20',
  data: { registeredOn: '2020-05-20', womanIdNumber: WIFE, officer: '王宁', unclassified: 'x' },
  ...change,
})

const { grants } = collections

/** Lets the housing fund read marriage certificates in part. */
export const GRANT: Grant = {
  id: 'grant_1',
  version: 1,
  requestId: 'access_1',
  agency: HOUSING_FUND.creditCode,
  provider: CIVIL_AFFAIRS.creditCode,
  resource: '112012/marriage-certificate',
  fields: ['number', 'holders', 'registeredOn'],
  rawFields: [],
  serviceItems: PURPOSE.serviceItems,
  basis: PURPOSE.basis,
  validFrom: '2026-01-01' as LocalDate,
  validTo: '2026-12-31' as LocalDate,
  quota: 100,
  state: 'ACTIVE',
}

export interface LicenceTestBed {
  readonly clock: FixedClock
  readonly ids: Ids
  readonly store: Store
  readonly keyring: Keyring
  readonly ledger: Ledger
  readonly deps: LicencesDeps
  readonly licences: Licences
  /** Entries of the ledger, oldest first. */
  events(kind?: AuditEventKind): Promise<readonly AccessEntry[]>
}

/** Real keys, in a directory that goes when the process of the test file ends. */
function makeKeyring(): Promise<Keyring> {
  const directory = mkdtempSync(join(tmpdir(), 'zhengshu-keys-'))
  process.once('exit', () => rmSync(directory, { recursive: true, force: true }))
  const clock = fixedClock()
  return openKeyring({
    directory: join(directory, 'keys'),
    passphrase: 'zhengshu-test',
    isProduction: false,
    createIfMissing: true,
    clock,
    ids: createIds(clock),
    log: silentLog,
  })
}

// Making keys takes longer than most tests; those of one file may share them.
let sharedKeyring: Promise<Keyring> | undefined
const keyringOfFile = () => (sharedKeyring ??= makeKeyring())

/** Licences over the real store and real keys, at a fixed time. */
export async function licenceTestBed(
  overrides: Partial<LicencesDeps> & { readonly withOwnKeys?: boolean; readonly grant?: Partial<Grant> } = {},
): Promise<LicenceTestBed> {
  const clock = fixedClock()
  const ids = fixedIds(clock)
  const store = await openTestStore([
    ...requestLogCollections,
    ...ledgerCollections,
    ...sharingCollections,
    ...licencesCollections,
  ])
  const keyring = await (overrides.withOwnKeys ? makeKeyring() : keyringOfFile())
  const ledger = await createLedger({
    store,
    signer: keyring.signerFor('ledger'),
    ledgerPublicKey: keyring.ledgerPublicKey,
    receiptSigner: () => keyring.signerFor('exchange'),
    origin: 'zhengshu.example/licences',
    secrets: { case: new Uint8Array(32).fill(4) },
    highWaterFile: join(temporaryDirectory(), 'ledger.high-water'),
    clock,
    ids,
    log: silentLog,
    maxDelayMs: 1000,
  })
  const catalog = testCatalog()
  if (overrides.grant) await store.commit([insert(grants, { ...GRANT, ...overrides.grant })])
  const sharing = await createSharing({
    store,
    ledger,
    catalog,
    clock,
    ids,
    log: silentLog,
    workingDays: createWorkingDays([]),
    caseSecret: new Uint8Array(32).fill(4),
  })
  const deps: LicencesDeps = {
    store,
    ledger,
    keyring,
    catalog,
    sharing,
    clock,
    ids,
    log: silentLog,
    publicUrl: 'http://localhost:4000',
    ...overrides,
  }
  return {
    clock,
    ids,
    store,
    keyring,
    ledger,
    deps,
    licences: createLicences(deps),
    async events(kind) {
      await ledger.drain()
      const entries: AccessEntry[] = []
      for (let page = await ledger.follow(0, 500); page.length > 0; page = await ledger.follow(entries.length, 500))
        entries.push(...page)
      return kind === undefined ? entries : entries.filter((entry) => entry.kind === kind)
    },
  }
}
