import { describe, expect, it } from 'vitest'
import { ZhengshuError } from '../../../src/core/errors.ts'
import type { SourceState } from '../../../src/registers/index.ts'
import { requestLogCollections, type Store } from '../../../src/store/index.ts'
import { registersCollections } from '../../../src/registers/index.ts'
import { registersForTest, type RegistersWorld } from '../../support/registers.ts'
import { committedEvents, recordingLedgerCollections } from '../../support/recording-ledger.ts'
import { openTestStore } from '../../support/store.ts'

const SUBJECT = '390102198503120015'

const announce = (world: RegistersWorld, state: SourceState, requestId: string) =>
  world.registers.setSourceState(world.source('population'), {
    requestId,
    register: 'population',
    state,
    reason: '系统维护',
  })

describe('a source under maintenance', () => {
  it('answers unavailable, never an empty list, until its agency ends it', async () => {
    const world = await registersForTest()
    expect(await world.find('population', SUBJECT)).toEqual([{ state: 'answered', records: [] }])
    await announce(world, 'MAINTENANCE', 'maintenance-1')
    expect(await world.find('population', SUBJECT)).toEqual([{ state: 'unavailable', reason: 'MAINTENANCE' }])
    await announce(world, 'AVAILABLE', 'maintenance-2')
    expect(await world.find('population', SUBJECT)).toEqual([{ state: 'answered', records: [] }])
  })

  it('leaves the other sources of the same question alone, each answer in its place', async () => {
    const world = await registersForTest()
    await announce(world, 'MAINTENANCE', 'maintenance-1')
    const queries = ['marriage', 'population', 'household'].map((register) => ({ register, subject: SUBJECT }))
    const answers = await world.registers.source.findBySubjects(queries, world.clock.now() + 60_000)
    expect(answers.map(({ state }) => state)).toEqual(['answered', 'unavailable', 'answered'])
  })

  it.each([
    ['within a second', 1_001],
    ['also when its clock is set back meanwhile', -3_600_000],
  ])('is seen %s by a process that did not announce it', async (_, milliseconds) => {
    const store = await openTestStore([
      ...requestLogCollections,
      ...registersCollections,
      ...recordingLedgerCollections,
    ])
    const [here, there] = [await registersForTest({ store }), await registersForTest({ store })]
    await there.find('population', SUBJECT)
    await announce(here, 'MAINTENANCE', 'maintenance-1')
    there.clock.advance(milliseconds)
    expect(await there.find('population', SUBJECT)).toMatchObject([{ state: 'unavailable' }])
  })

  it('is seen at once where it was announced, also by a look that was under way', async () => {
    const real = await openTestStore([...requestLogCollections, ...registersCollections, ...recordingLedgerCollections])
    let release = () => undefined as void
    let isHeld = false
    const slow: Store = {
      ...real,
      async getMany(collection, ids) {
        const read = await real.getMany(collection, ids)
        if (isHeld) await new Promise<void>((resolve) => (release = resolve))
        isHeld = false
        return read
      },
    }
    const world = await registersForTest({ store: slow })
    isHeld = true
    const looking = world.find('population', SUBJECT)
    await announce(world, 'MAINTENANCE', 'maintenance-1')
    release()
    await looking
    expect(await world.find('population', SUBJECT)).toMatchObject([{ state: 'unavailable' }])
  })

  it('is announced once when the same announcement comes twice at once, and both are told so', async () => {
    const world = await registersForTest()
    const both = await Promise.all([1, 2].map(() => announce(world, 'MAINTENANCE', 'maintenance-1')))
    expect(both).toEqual(Array(2).fill({ register: 'population', state: 'MAINTENANCE' }))
    expect(await committedEvents(world.store)).toHaveLength(1)
  })

  it('is announced by a system of its own agency only, and once per requestId', async () => {
    const world = await registersForTest()
    const input = { requestId: 'maintenance-1', register: 'population', state: 'MAINTENANCE', reason: '升级' } as const
    await expect(world.registers.setSourceState(world.source('marriage'), input)).rejects.toMatchObject({
      code: 'ACCESS_REFUSED',
      params: { rule: 'not-the-source' },
    })
    const { clientId, agency } = world.source('marriage')
    expect(await committedEvents(world.store)).toMatchObject([
      {
        kind: 'ACCESS_REFUSED',
        actor: { clientId, agency },
        requestId: 'maintenance-1',
        resources: ['resource of REGISTER population'],
        data: { rule: 'not-the-source', register: 'population' },
      },
    ])
    expect(await world.find('population', SUBJECT)).toMatchObject([{ state: 'answered' }])
    await announce(world, 'MAINTENANCE', 'maintenance-2')
    await announce(world, 'AVAILABLE', 'maintenance-3')
    // A late repetition of the first answers as it did, and does not bring the maintenance back.
    await announce(world, 'MAINTENANCE', 'maintenance-2')
    expect(await world.find('population', SUBJECT)).toMatchObject([{ state: 'answered' }])
    await expect(announce(world, 'AVAILABLE', 'maintenance-2')).rejects.toMatchObject({ code: 'REQUEST_ID_CONFLICT' })
  })
})

describe('an announcement', () => {
  it.each([
    ['no reason', ' \u3000'],
    ['a reason without end', '由'.repeat(501)],
  ])('with %s is refused: other systems wait for what it says', async (_, reason) => {
    const world = await registersForTest()
    const input = { requestId: 'maintenance-1', register: 'population', state: 'MAINTENANCE', reason } as const
    await expect(world.registers.setSourceState(world.source('population'), input)).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      params: { field: 'reason' },
    })
    expect(await world.find('population', SUBJECT)).toMatchObject([{ state: 'answered' }])
  })
})

describe('a store that does not answer', () => {
  it('makes every source unavailable, also where its announcements are read', async () => {
    const real = await openTestStore([...requestLogCollections, ...registersCollections, ...recordingLedgerCollections])
    const broken: Store = {
      ...real,
      getMany: () => Promise.reject(new ZhengshuError('STORE_UNAVAILABLE', { reason: 'no answer' })),
    }
    const world = await registersForTest({ store: broken })
    expect(await world.find('population', SUBJECT)).toEqual([{ state: 'unavailable', reason: 'STORE_UNAVAILABLE' }])
    // The same question over the store that answers.
    expect(await (await registersForTest({ store: real })).find('population', SUBJECT)).toMatchObject([
      { state: 'answered' },
    ])
  })
})

describe('a source that does not answer by the deadline', () => {
  it('is unavailable, whether the time has run out before it is asked or while it is silent', async () => {
    const real = await openTestStore([...requestLogCollections, ...registersCollections, ...recordingLedgerCollections])
    let isSilent = false
    const store: Store = {
      ...real,
      find: (collection, query) => (isSilent ? new Promise(() => {}) : real.find(collection, query)),
    }
    const { registers, clock } = await registersForTest({ store })
    const ask = (left: number) =>
      registers.source.findBySubjects([{ register: 'population', subject: SUBJECT }], clock.now() + left)
    expect(await ask(0)).toEqual([{ state: 'unavailable', reason: 'TIMEOUT' }])
    expect(await ask(5)).toEqual([{ state: 'answered', records: [] }])
    isSilent = true
    expect(await ask(5)).toEqual([{ state: 'unavailable', reason: 'TIMEOUT' }])
  })
})
