import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { randomBytes } from 'node:crypto'
import { systemClock } from '../src/core/clock.ts'
import { createLog } from '../src/core/log.ts'
import { createLocalSource } from '../src/registers/local-source.ts'
import { collections, type StoredRecord } from '../src/registers/register-records.ts'
import { subjectKey, type RecordSource } from '../src/registers/index.ts'
import { openStore, type Store } from '../src/store/index.ts'
import { atMost, median, ratioOf, toFigure, type CaseResult } from './figures.ts'
import type { CaseOptions } from './over-http.ts'
import { interleave, perSecond } from './rounds.ts'

const FEW = 10_000
const MANY = 1_000_000
const ROUNDS = 7
const WITHIN_MS = 15_000
const LOOK_UPS = 4_000
const LOADED_AT_ONCE = 10_000
/** Loading ends here even if rows are left; the figure then names what there is. */
const LOADED_WITHIN_MS = 100_000
const DEADLINE_MS = 60_000

/** (d) The records of one subject out of a sealed register, subjects at random, as the register answers them. */
export async function lookUp({ directory }: CaseOptions): Promise<CaseResult> {
  const few = await loadRegister(join(directory, 'few'), FEW)
  const many = await loadRegister(join(directory, 'many'), MANY)
  try {
    for (const each of [few, many]) await each.lookUpSome()
    const samples = await interleave(
      { rounds: ROUNDS, withinMs: WITHIN_MS },
      { few: few.lookUpSome, many: many.lookUpSome },
    )
    const thousands = (count: number) => count.toLocaleString('en')
    return {
      // Time per look-up: the rates the other way round.
      figures: [toFigure(`look-up-${many.count}-records`, ratioOf(samples.few, samples.many), atMost(1.3), `the same look-up among ${thousands(FEW)} records; time ÷ time`)], // prettier-ignore
      lanes: [
        { name: `look-ups among ${thousands(FEW)} sealed records`, perSecond: median(samples.few) },
        { name: `look-ups among ${thousands(many.count)} sealed records`, perSecond: median(samples.many), note: `loaded at ${thousands(Math.round(many.loadedPerSecond))} a second` }, // prettier-ignore
      ],
    }
  } finally {
    for (const { store } of [few, many]) await store.close()
  }
}

interface LoadedRegister {
  readonly store: Store
  readonly count: number
  readonly loadedPerSecond: number
  readonly lookUpSome: () => Promise<number>
}

async function loadRegister(directory: string, wanted: number): Promise<LoadedRegister> {
  mkdirSync(directory)
  const log = createLog('error')
  const store = await openStore({
    url: 'sqlite',
    directory,
    collections: [collections.records],
    secrets: { seal: randomBytes(32), index: randomBytes(32), cursor: randomBytes(32) },
    clock: systemClock,
    log,
  })
  const begun = performance.now()
  let count = 0
  while (count < wanted && performance.now() - begun < LOADED_WITHIN_MS) {
    const rows = Array.from({ length: LOADED_AT_ONCE }, (_, i) => ({ document: recordOf(count + i) }))
    await store.bulkLoad(collections.records, rows)
    count += rows.length
  }
  const loadedPerSecond = (count * 1000) / (performance.now() - begun)
  const source = createLocalSource({ store, clock: systemClock, log })
  return { store, count, loadedPerSecond, lookUpSome: () => perSecond(LOOK_UPS, () => lookUpAtRandom(source, count)) }
}

async function lookUpAtRandom(source: RecordSource, count: number): Promise<void> {
  for (let i = 0; i < LOOK_UPS; i++) {
    const subject = subjectOf(Math.floor(Math.random() * count))
    const [answer] = await source.findBySubjects([{ register: 'population', subject }], systemClock.now() + DEADLINE_MS)
    if (answer?.state !== 'answered' || answer.records.length !== 1) throw new Error('a record was not found')
  }
}

/** Numbers in an order that is not that of arrival, as in a real file. */
const subjectOf = (i: number): string => `39010119${String((i * 7_919) % 10_000_019).padStart(10, '0')}`

function recordOf(i: number): StoredRecord {
  const subject = subjectOf(i)
  const now = '2026-11-24T02:00:00.000Z' as StoredRecord['changedAt']
  return {
    id: `rec_${subject}`,
    lookup: subjectKey('population', subject),
    recordId: `rec_${subject}`,
    register: 'population',
    subject,
    data: {
      idNumber: subject,
      name: '林望舒',
      sex: '1',
      ethnicGroup: '01',
      birthDate: '1993-04-17',
      registeredDivision: '390101',
      registeredAddress: '禾川市江东区听雨路18号3栋502室',
      educationLevel: '20',
      maritalStatus: '21',
      phone: '13900000000',
      status: 'NORMAL',
    },
    digest: subject.repeat(2),
    sourceAgency: '11390000XN00000007',
    batchId: 'bat_01J00000000000000000000000',
    batchRow: i + 1,
    validFrom: '2026-11-24' as StoredRecord['validFrom'],
    recordState: 'CURRENT',
    changedAt: now,
    receivedAt: now,
    revision: 1,
  }
}
