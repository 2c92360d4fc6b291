import { describe, expect, it } from 'vitest'
import type { Actor } from '../../../src/access/index.ts'
import type { Listing } from '../../../src/core/listing.ts'
import { collections } from '../../../src/sharing/sharing-records.ts'
import { insert } from '../../../src/store/index.ts'
import { agencyCode, person } from '../../support/catalog.ts'
import { aGrant, ASKER, AUDITOR, complete, openTestSharing, SYSTEM, type SharingBench } from '../../support/sharing.ts'

/** Who asks whom: housing of security, security of housing, civil affairs of security, housing of itself. */
const PAIRS = { g1: ['14', '07'], g2: ['07', '14'], g3: ['08', '07'], g4: ['14', '14'], g5: ['14', '08'] } as const

async function withGrants(): Promise<SharingBench> {
  const bench = await openTestSharing()
  const grants = Object.entries(PAIRS).map(([id, [agency, provider]]) =>
    aGrant({ id, agency: agencyCode(agency), provider: agencyCode(provider) }),
  )
  await bench.store.commit(grants.map((grant) => insert(collections.grants, grant)))
  return bench
}

async function walk<T>(
  page: (after: string | undefined) => Promise<Listing<T>>,
  seen: T[] = [],
  after?: string,
): Promise<T[]> {
  const { items, next } = await page(after)
  seen.push(...items)
  return next === undefined ? seen : walk(page, seen, next)
}
const grantsOf = async ({ sharing }: SharingBench, actor: Actor, first: number) =>
  (await walk((after) => sharing.findGrants(actor, { first, ...(after ? { after } : {}) }))).map(({ id }) => id)

describe('grants', () => {
  it.each([
    ['14', ['g1', 'g4', 'g5', 'g2']],
    ['07', ['g2', 'g1', 'g3']],
    ['08', ['g3', 'g5']],
    ['03', []],
  ])('are seen by both agencies that they concern (%s), what it asked for first', async (number, expected) => {
    const bench = await withGrants()
    for (const role of ['HEAD', 'SYSTEM', 'REGISTRAR'] as const)
      for (const first of [1, 2, 3, 100])
        expect(await grantsOf(bench, person(role, number), first), `${role} ${first}`).toEqual(expected)
  })

  it('are all seen by the sharing authority, the auditor and the administrator', async () => {
    const bench = await withGrants()
    for (const role of ['REVIEWER', 'AUDITOR', 'ADMINISTRATOR'] as const)
      for (const first of [2, 100])
        expect(await grantsOf(bench, person(role, '41'), first)).toEqual(['g1', 'g2', 'g3', 'g4', 'g5'])
  })

  it('are paged by cursors that work for who got them, and for nobody else', async () => {
    const bench = await withGrants()
    const head = person('HEAD', '14')
    const { next: after } = await bench.sharing.findGrants(head, { first: 1 })
    expect((await bench.sharing.findGrants(head, { first: 1, after: after! })).items).toHaveLength(1)
    for (const [actor, cursor] of [
      [person('HEAD', '14', 'two'), after!],
      [person('HEAD', '07'), after!],
      [head, after!.replace('own', 'asked')],
      [head, 'own.nonsense'],
      [head, 'nonsense'],
    ] as const)
      await expect(bench.sharing.findGrants(actor, { first: 1, after: cursor })).rejects.toMatchObject({
        code: 'INVALID_CURSOR',
      })
  })
})

describe('the use of its own grants', () => {
  it('is told of every one that still counts, also past a thousand', async () => {
    const bench = await openTestSharing()
    const many = Array.from({ length: 1_005 }, (_, i) => `grant_${String(i).padStart(4, '0')}`)
    await bench.store.commit(
      many.map((id, i) => insert(collections.grants, aGrant({ id, state: i < 3 ? 'REVOKED' : 'ACTIVE' }))),
    )
    const use = await bench.sharing.ownUse(SYSTEM)
    expect(use.map(({ grant }) => grant.id)).toEqual(many.slice(3))
    expect(use.at(-1)).toMatchObject({ usedToday: 0, leftToday: 20 })
  })
})

describe('access requests', () => {
  it('are seen by the two agencies and by who sees all, in lists as alone; for others there are none', async () => {
    const bench = await openTestSharing()
    const { id } = await bench.sharing.requestAccess(ASKER, complete())
    const sees = async (actor: Actor) => {
      const listed = (await bench.sharing.findRequests(actor, { first: 10 })).items.map((request) => request.id)
      const alone = await bench.sharing.accessRequest(actor, id).then(
        (request) => [request.id],
        (error: { code: string }) => (error.code === 'NOT_FOUND' ? [] : [error.code]),
      )
      expect(alone).toEqual(listed)
      return listed.length > 0
    }
    for (const role of ['SYSTEM', 'HEAD', 'REGISTRAR'] as const) {
      expect(await sees(person(role, '14'))).toBe(true)
      expect(await sees(person(role, '07'))).toBe(true)
      expect(await sees(person(role, '08'))).toBe(false)
    }
    for (const role of ['REVIEWER', 'AUDITOR', 'ADMINISTRATOR'] as const)
      expect(await sees(person(role, '41'))).toBe(true)
    // Who tried another agency's is on record; who sees all and finds none is not.
    const refusals = await bench.refusals()
    expect(refusals.map(({ clientId }) => clientId)).toEqual(
      (['SYSTEM', 'HEAD', 'REGISTRAR'] as const).map((role) => person(role, '08').clientId),
    )
    expect(refusals[0]).toMatchObject({ data: { rule: 'not-a-party', operation: 'findGrants', id } })
    await expect(bench.sharing.accessRequest(AUDITOR, 'req_none')).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect(await bench.refusals()).toHaveLength(3)
  })

  it('never show the ids of persons', async () => {
    const bench = await openTestSharing()
    await bench.grant()
    const shown = JSON.stringify(await bench.sharing.findRequests(AUDITOR, { first: 10 }))
    expect(shown).toContain(ASKER.clientId)
    expect(shown).not.toContain('person_')
  })
})
