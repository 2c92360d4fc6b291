import { createHash, generateKeyPairSync, sign, type KeyObject } from 'node:crypto'
import { Readable } from 'node:stream'
import type { Actor } from '../../src/access/index.ts'
import type { Catalog, Material, PartyRole, Register, Resource } from '../../src/catalog/index.ts'
import type { LocalDate } from '../../src/core/clock.ts'
import { citizenIdCheck, type CreditCode } from '../../src/core/identifiers.ts'
import { silentLog } from '../../src/core/log.ts'
import {
  createEvidence,
  evidenceCollections,
  type EvidenceFeature,
  type EvidenceRequest,
} from '../../src/evidence/index.ts'
import type { AuditEvent } from '../../src/ledger/index.ts'
import { jwsHeaders, type Licence } from '../../src/licences/index.ts'
import { createRegisters, registersCollections, type RecordSource, type Registers } from '../../src/registers/index.ts'
import {
  createSharing,
  createWorkingDays,
  sharingCollections,
  type Grant,
  type Sharing,
} from '../../src/sharing/index.ts'
import { collections as sharingTables } from '../../src/sharing/sharing-records.ts'
import type { Signer } from '../../src/signing/index.ts'
import { insert, requestLogCollections, type Store } from '../../src/store/index.ts'
import { fixedClock, fixedIds, type FixedClock } from './fixed.ts'
import { committedEvents, recordingLedger, recordingLedgerCollections } from './recording-ledger.ts'
import { agencyOf, catalogOfRegisters, shippedRegisters } from './registers.ts'
import { fixedSecrets, openTestStore } from './store.ts'

export const citizen = (first17: string): string => first17 + citizenIdCheck(first17)
export const MAN = citizen('39010219850312001')
export const WOMAN = citizen('39010219870925002')
export const STRANGER = citizen('39010219880925004')
export const CHILD = citizen('39010220200229004')

export const COMPANY = agencyOf('90').creditCode
export const ASKER: Actor = { clientId: 'fund-system', role: 'SYSTEM', agency: agencyOf('14').creditCode }
export const PURPOSE = {
  serviceItems: ['withdraw-rent'],
  caseNumber: 'GJJ-2026-0001',
  basis: '《住房公积金管理条例》第二十四条',
}

const material = (code: string, party: PartyRole, more: Partial<Material>): Material => ({
  code,
  name: { zh: code, en: code },
  party,
  necessity: { kind: 'ALWAYS' },
  madeBy: 'GOVERNMENT',
  alternatives: [],
  mayCommit: false,
  mayDefer: false,
  isPaperOriginal: false,
  ...more,
})

export const MATERIALS: readonly Material[] = [
  material('form', 'APPLICANT', { madeBy: 'APPLICANT' }),
  material('id', 'APPLICANT', {
    alternatives: [
      { kind: 'LICENCE', licenceType: 'resident-id-card' },
      { kind: 'RECORD', register: 'population', fields: ['idNumber', 'name', 'birthDate'] },
    ],
  }),
  material('marriage', 'APPLICANT', {
    alternatives: [{ kind: 'PREDICATE', register: 'marriage', predicate: 'isSpouseOf', with: ['SPOUSE'] }],
  }),
  material('dwelling', 'APPLICANT', {
    alternatives: [{ kind: 'PREDICATE', register: 'real-estate', predicate: 'ownsNoDwelling', with: ['SPOUSE'] }],
    mayCommit: true,
  }),
]

/** The shipped registers, and service items of the test: `withdraw-rent` asks for MATERIALS, `many` for a hundred. */
function catalogForEvidence(registers: readonly Register[]): Catalog {
  const many = Array.from({ length: 25 }, (_, i) =>
    MATERIALS.map((one) => ({ ...one, code: `${one.code}-${i}` })),
  ).flat()
  const items: Readonly<Record<string, readonly Material[]>> = { 'withdraw-rent': MATERIALS, many }
  const part: Partial<Catalog> = {
    ...catalogOfRegisters(registers),
    bundles: [],
    bundle: (slug) =>
      slug === 'both'
        ? {
            slug,
            name: { zh: '', en: '' },
            items: ['withdraw-rent', 'many'],
            version: 1,
            provenance: { isConfirmed: false },
          }
        : undefined,
    materialsOf: (slugs) =>
      slugs.flatMap((slug) => (items[slug] ?? []).map((one) => ({ material: one, serviceItems: [slug] }))),
  }
  return part as Catalog
}

export interface EvidenceWorld {
  readonly evidence: EvidenceFeature
  readonly registers: Registers
  readonly sharing: Sharing
  readonly store: Store
  readonly clock: FixedClock
  readonly ledger: ReturnType<typeof recordingLedger>
  readonly licences: Licence[]
  readonly publicKey: KeyObject
  /** Moves the clock, and grants are confirmed at the new time as the running service does every second. */
  moveTo(iso: string): Promise<void>
  /** The source may be made to fail. */
  readonly source: { fails: boolean }
  events(kind?: string): Promise<readonly AuditEvent[]>
  request(change?: Partial<EvidenceRequest>): ReturnType<EvidenceFeature['request']>
}

export const RESOURCES = {
  card: 'resource of LICENCE_TYPE resident-id-card',
  population: 'resource of REGISTER population',
  spouse: 'resource of PREDICATE marriage isSpouseOf',
  dwelling: 'resource of PREDICATE real-estate ownsNoDwelling',
  credit: 'resource of PREDICATE social-credit mayUseCommitment',
} as const

const FIELDS: Readonly<Record<keyof typeof RESOURCES, readonly string[]>> = {
  card: ['number', 'holders'],
  population: ['idNumber', 'name', 'birthDate'],
  spouse: ['answer'],
  dwelling: ['answer'],
  credit: ['answer'],
}

export const grantOn = (resource: keyof typeof RESOURCES, change: Partial<Grant> = {}): Grant => ({
  id: `grt_${resource}`,
  version: 1,
  requestId: 'acc_1',
  agency: ASKER.agency,
  provider: agencyOf('07').creditCode,
  resource: RESOURCES[resource],
  fields: FIELDS[resource],
  rawFields: [],
  serviceItems: ['withdraw-rent', 'many'],
  basis: PURPOSE.basis,
  validFrom: '2026-01-01' as LocalDate,
  validTo: '2026-12-31' as LocalDate,
  quota: 100,
  state: 'ACTIVE',
  ...change,
})

export const ALL_GRANTS = (Object.keys(RESOURCES) as (keyof typeof RESOURCES)[]).map((resource) => grantOn(resource))

/** Evidence over the real store, registers and sharing; licences are what the test puts there. */
export async function evidenceForTest(
  options: {
    readonly grants?: readonly Grant[]
    readonly wrapStore?: (store: Store) => Store
    readonly refuseSynthetic?: boolean
    /** Who provides every resource; nobody known when absent. */
    readonly provider?: CreditCode
  } = {},
): Promise<EvidenceWorld> {
  const clock = fixedClock()
  const ids = fixedIds(clock)
  const opened = await openTestStore([
    ...requestLogCollections,
    ...sharingCollections,
    ...registersCollections,
    ...evidenceCollections,
    jwsHeaders,
    ...recordingLedgerCollections,
  ])
  const store = options.wrapStore?.(opened) ?? opened
  const ledger = recordingLedger()
  const { provider } = options
  const catalog: Catalog = {
    ...catalogForEvidence(shippedRegisters()),
    resource: (code) => (provider === undefined ? undefined : ({ metadata: { code, provider } } as Resource)),
  }
  await store.commit((options.grants ?? ALL_GRANTS).map((grant) => insert(sharingTables.grants, grant)))
  const { refuseSynthetic = false } = options
  const base = { store, ledger, catalog, clock, ids, log: silentLog, refuseSynthetic }
  const openSharing = () =>
    createSharing({ ...base, workingDays: createWorkingDays([]), caseSecret: fixedSecrets.index })
  let current = await openSharing()
  const sharing = new Proxy({} as Sharing, { get: (_target, name: keyof Sharing) => current[name] })
  const { signer, publicKey } = testSigner()
  const keyring = { secret: () => fixedSecrets.index, signerFor: () => signer }
  const source = { fails: false }
  const local = createRegisters({ ...base, sharing, keyring })
  const failing: RecordSource = {
    findBySubjects: (queries, deadline) =>
      source.fails
        ? Promise.resolve(queries.map(() => ({ state: 'unavailable' as const, reason: 'TIMEOUT' })))
        : local.source.findBySubjects(queries, deadline),
  }
  const registers = createRegisters({ ...base, sharing, keyring }, failing)
  const licences: Licence[] = []
  const evidence = createEvidence({ ...base, sharing, registers, keyring, licences: licencesOf(licences) })
  return {
    evidence,
    registers,
    sharing,
    store,
    clock,
    ledger,
    licences,
    publicKey,
    source,
    async moveTo(iso) {
      clock.set(iso)
      current = await openSharing()
    },
    events: async (kind) =>
      (await committedEvents(opened)).filter((event) => kind === undefined || event.kind === kind),
    request: (change = {}) =>
      evidence.request(ASKER, {
        requestId: 'request-0001',
        purpose: PURPOSE,
        parties: [
          { role: 'APPLICANT', idType: '111', id: MAN },
          { role: 'SPOUSE', idType: '111', id: WOMAN },
        ],
        situations: [],
        ...change,
      }),
  }
}

/** Licences as far as evidence asks them: found by holder, disclosed as a token that names its form. */
function licencesOf(licences: readonly Licence[]) {
  return {
    findByHolders: (queries: readonly { licenceType: string; holderCode: string }[]) =>
      Promise.resolve(
        queries.map(({ licenceType, holderCode }) =>
          licences.filter(
            ({ content }) =>
              content.licenceType === licenceType && content.holders.some(({ code }) => code === holderCode),
          ),
        ),
      ),
    disclose: (licence: Licence, fields: readonly string[], _raw: readonly string[], document: boolean) =>
      Promise.resolve({
        identifier: licence.identifier,
        licenceType: licence.content.licenceType,
        form: document ? ('DOCUMENT' as const) : ('EXCERPT' as const),
        jws: document ? licence.document : `excerpt-of-${fields.join('+')}`,
        state: licence.state,
        issuedOn: licence.content.issuedOn,
      }),
    statusList: (id: string) => Promise.resolve(`status-list-${id}`),
  }
}

export const idCard = (change: Partial<Licence> = {}): Licence =>
  ({
    identifier: '1.2.156.3005.2.card',
    document: 'the.whole.document',
    state: 'VALID',
    changes: [],
    content: {
      licenceType: 'resident-id-card',
      issuedOn: '2020-01-01',
      holders: [{ name: '张伟', code: MAN, codeType: '111' }],
      status: { list: '/status/7', index: 3 },
    },
    ...change,
  }) as unknown as Licence

function testSigner(): { readonly signer: Signer; readonly publicKey: KeyObject } {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
  const signer: Signer = {
    keyId: createHash('sha256').update('test').digest('hex').slice(0, 8),
    algorithm: 'ES256',
    certificates: [],
    sign: (data) => Promise.resolve(sign('sha256', data, { key: privateKey, dsaEncoding: 'ieee-p1363' })),
  }
  return { signer, publicKey }
}

/** The couple of the case: both registered, married, without a dwelling. */
export async function importCouple(world: EvidenceWorld): Promise<void> {
  const systemOf = (number: string): Actor => ({
    clientId: `sys-${number}`,
    role: 'SYSTEM',
    agency: agencyOf(number).creditCode,
  })
  const load = (register: string, number: string, text: string) =>
    world.registers
      .importRecords(systemOf(number), { register, format: 'csv', body: textStream(text) })
      .then((batch) => {
        if (batch.refused > 0) throw new Error(JSON.stringify(batch.refusals))
      })
  await load(
    'population',
    '07',
    'idNumber,name,sex,ethnicGroup,birthDate,registeredDivision,status\n' +
      `${MAN},张伟,1,01,1985-03-12,390102,NORMAL\n${WOMAN},王芳,2,01,1987-09-25,390102,NORMAL\n` +
      `${CHILD},张一诺,2,01,2020-02-29,390102,NORMAL\n`,
  )
  await load(
    'marriage',
    '08',
    'certificateNo,businessType,husbandName,husbandId,wifeName,wifeId,registrationDate,registrationAuthority,authorityDivision,recordState\n' +
      `J390102-2012-000001,MARRIAGE,张伟,${MAN},王芳,${WOMAN},2012-05-20,青溪市民政局,390102,VALID\n`,
  )
}

const textStream = (text: string) => Readable.from([Buffer.from(text)])
