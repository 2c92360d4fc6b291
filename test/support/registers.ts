import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import type { Actor } from '../../src/access/index.ts'
import type { Agency, Catalog, Register } from '../../src/catalog/index.ts'
import { creditCodeCheck, parseCreditCode } from '../../src/core/identifiers.ts'
import { silentLog } from '../../src/core/log.ts'
import type { AuditEvent } from '../../src/ledger/index.ts'
import {
  createRegisters,
  registersCollections,
  type ImportBatch,
  type ImportInput,
  type Registers,
  type SubjectAnswer,
} from '../../src/registers/index.ts'
import type { Sharing } from '../../src/sharing/index.ts'
import { requestLogCollections, type Store } from '../../src/store/index.ts'
import { fixedClock, fixedIds, type FixedClock } from './fixed.ts'
import { committedEvents, recordingLedger, recordingLedgerCollections } from './recording-ledger.ts'
import { fixedSecrets, openTestStore } from './store.ts'

const CATALOG = join(import.meta.dirname, '..', '..', 'catalog')

/** The registers of the shipped catalog. */
export const shippedRegisters = (): readonly Register[] =>
  readdirSync(join(CATALOG, 'registers')).map(
    (file) => JSON.parse(readFileSync(join(CATALOG, 'registers', file), 'utf8')) as Register,
  )

/** An invented agency with the number of a department. */
export function agencyOf(number: string): Agency {
  const first17 = `11390000XN0${number.padStart(5, '0')}0`
  const name = { zh: `第${number}部门`, en: `Department ${number}` }
  return {
    creditCode: parseCreditCode(first17 + creditCodeCheck(first17)),
    number,
    name,
    functions: name,
    division: '390000',
    level: 'PROVINCE',
    synthetic: true,
  }
}

/** The part of the catalog that registers look at, over the shipped registers. */
export function catalogOfRegisters(registers: readonly Register[] = shippedRegisters()): Catalog {
  const part: Pick<Catalog, 'registers' | 'register' | 'agencyByNumber' | 'resourceFor'> = {
    registers,
    register: (slug) => registers.find((register) => register.slug === slug),
    agencyByNumber: agencyOf,
    resourceFor: (binding) =>
      ({ metadata: { code: `resource of ${Object.values(binding).join(' ')}` } }) as ReturnType<Catalog['resourceFor']>,
  }
  return part as Catalog
}

export interface RegistersWorld {
  readonly registers: Registers
  readonly store: Store
  readonly clock: FixedClock
  /** A system of the agency that is the source of a register. */
  source(register: string): Actor
  find(register: string, subject: string): Promise<readonly SubjectAnswer[]>
  readonly events: readonly AuditEvent[]
}

/** Registers over a real store, with a ledger that records and a sharing that is never asked. */
export async function registersForTest(
  options: { store?: Store; refuseSynthetic?: boolean } = {},
): Promise<RegistersWorld> {
  const clock = fixedClock()
  const store =
    options.store ??
    (await openTestStore([...requestLogCollections, ...registersCollections, ...recordingLedgerCollections]))
  const catalog = catalogOfRegisters()
  const registers = createRegisters({
    store,
    ledger: recordingLedger(),
    catalog,
    sharing: {} as Sharing,
    keyring: { secret: () => fixedSecrets.index },
    clock,
    ids: fixedIds(clock),
    log: silentLog,
    refuseSynthetic: options.refuseSynthetic ?? false,
  })
  const events: AuditEvent[] = []
  return {
    registers,
    store,
    clock,
    source: (register) => ({
      clientId: `system-of-${register}`,
      role: 'SYSTEM',
      agency: agencyOf(catalog.register(register)!.sourceAgency).creditCode,
    }),
    find: (register, subject) => registers.source.findBySubjects([{ register, subject }], clock.now() + 60_000),
    events,
  }
}

export async function importText(
  world: RegistersWorld,
  register: string,
  text: string,
  options: Partial<ImportInput> & { readonly actor?: Actor } = {},
): Promise<ImportBatch> {
  const { actor = world.source(register), ...input } = options
  const batch = await world.registers.importRecords(actor, {
    register,
    format: 'csv',
    body: Readable.from([Buffer.from(text)]),
    ...input,
  })
  ;(world.events as AuditEvent[]).splice(0, Infinity, ...(await committedEvents(world.store)))
  return batch
}
