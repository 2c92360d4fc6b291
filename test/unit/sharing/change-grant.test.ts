import { describe, expect, it } from 'vitest'
import type { Actor } from '../../../src/access/index.ts'
import { collections, EPOCH_ID, readEpoch } from '../../../src/sharing/sharing-records.ts'
import { insert, replace } from '../../../src/store/index.ts'
import { nextRequestId, person } from '../../support/catalog.ts'
import {
  aGrant,
  ASKER_HEAD,
  NEED,
  openTestSharing,
  PROVIDER_HEAD,
  PURPOSE,
  REVIEWER,
  SYSTEM,
  type SharingBench,
} from '../../support/sharing.ts'

type Change = 'SUSPEND' | 'RESUME' | 'REVOKE'
const change = ({ sharing }: Pick<SharingBench, 'sharing'>, grantId: string, what: Change, by: Actor = REVIEWER) =>
  sharing.changeGrant(by, { requestId: nextRequestId(), grantId, change: what, reason: '核查' })
const decide = ({ sharing }: Pick<SharingBench, 'sharing'>) => sharing.decideAccess(SYSTEM, PURPOSE, [NEED])[0]!

describe('a grant', () => {
  it('is suspended, resumed and revoked, each time with a leaf, a new version and a higher epoch', async () => {
    const bench = await openTestSharing()
    const { id } = await bench.grant()
    const epoch = await readEpoch(bench.store)
    const steps = [
      ['SUSPEND', REVIEWER, 'SUSPENDED', 'grant-suspended'],
      ['RESUME', PROVIDER_HEAD, 'ACTIVE', undefined],
      ['REVOKE', PROVIDER_HEAD, 'REVOKED', 'grant-revoked'],
    ] as const
    for (const [i, [what, by, state, rule]] of steps.entries()) {
      const { grant } = await change(bench, id, what, by)
      expect(grant).toMatchObject({ state, version: i + 2, reason: '核查' })
      expect(await readEpoch(bench.store)).toBe(epoch + i + 1)
      const decision = decide(bench)
      if (rule === undefined) expect(decision).toMatchObject({ permitted: true, grantVersion: i + 2 })
      else expect(decision).toMatchObject({ permitted: false, rule, grantId: id })
    }
    expect((await bench.leaves()).slice(-3)).toMatchObject([
      { kind: 'GRANT_CHANGED', clientId: REVIEWER.clientId, data: { grantId: id, version: 2, state: 'SUSPENDED' } },
      { kind: 'GRANT_CHANGED', clientId: PROVIDER_HEAD.clientId, data: { version: 3, state: 'ACTIVE' } },
      { kind: 'GRANT_CHANGED', data: { version: 4, state: 'REVOKED' } },
    ])
  })

  it('that is revoked never returns', async () => {
    const bench = await openTestSharing()
    const { id } = await bench.grant()
    await expect(change(bench, id, 'RESUME')).rejects.toMatchObject({ code: 'INVALID_TRANSITION' })
    await change(bench, id, 'SUSPEND')
    await expect(change(bench, id, 'SUSPEND')).rejects.toMatchObject({ code: 'INVALID_TRANSITION' })
    await change(bench, id, 'REVOKE')
    for (const what of ['SUSPEND', 'RESUME', 'REVOKE'] as const)
      await expect(change(bench, id, what)).rejects.toMatchObject({
        code: 'INVALID_TRANSITION',
        params: { state: 'REVOKED' },
      })
  })

  it("is changed by its provider's head and the sharing authority alone", async () => {
    const bench = await openTestSharing()
    const { id } = await bench.grant()
    for (const head of [ASKER_HEAD, person('HEAD', '08')])
      await expect(change(bench, id, 'SUSPEND', head)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(change(bench, '张三', 'SUSPEND', ASKER_HEAD)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    const data = { rule: 'not-a-party', operation: 'suspendGrant', id }
    expect(await bench.refusals()).toEqual([
      { clientId: ASKER_HEAD.clientId, resources: [], data },
      { clientId: person('HEAD', '08').clientId, resources: [], data },
      { clientId: ASKER_HEAD.clientId, resources: [], data: { ...data, id: '?' } },
    ])
    for (const role of ['SYSTEM', 'REGISTRAR', 'AUDITOR', 'ADMINISTRATOR'] as const)
      await expect(change(bench, id, 'SUSPEND', person(role, '07'))).rejects.toMatchObject({ code: 'FORBIDDEN' })
    // Who sees every grant is told that there is none, which is no refusal.
    await expect(change(bench, 'grant_none', 'SUSPEND')).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect(await bench.refusals()).toHaveLength(3)
    expect(decide(bench).permitted).toBe(true)
  })

  it('is changed for a reason', async () => {
    const bench = await openTestSharing()
    const { id } = await bench.grant()
    const input = { requestId: nextRequestId(), grantId: id, change: 'REVOKE' as const, reason: ' ' }
    await expect(bench.sharing.changeGrant(REVIEWER, { ...input, reason: '由'.repeat(501) })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      params: { field: 'reason' },
    })
    await expect(bench.sharing.changeGrant(REVIEWER, input)).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      params: { field: 'reason' },
    })
  })

  it('is changed once under one requestId, also when it comes twice at once', async () => {
    const bench = await openTestSharing()
    const { id } = await bench.grant()
    const input = { requestId: nextRequestId(), grantId: id, change: 'SUSPEND' as const, reason: '核查' }
    const both = await Promise.all([1, 2].map(() => bench.sharing.changeGrant(REVIEWER, input)))
    expect(both[0]).toEqual(both[1])
    expect(both[0]!.grant.version).toBe(2)
    expect(await bench.sharing.changeGrant(REVIEWER, input)).toEqual(both[0])
    await expect(bench.sharing.changeGrant(REVIEWER, { ...input, reason: 'other' })).rejects.toMatchObject({
      code: 'REQUEST_ID_CONFLICT',
    })
    expect((await bench.leaves()).filter(({ kind }) => kind === 'GRANT_CHANGED')).toHaveLength(1)
  })

  it('stays as it was, without a leaf, when the commit fails', async () => {
    const bench = await openTestSharing()
    const { id } = await bench.grant()
    const before = await bench.leaves()
    const epoch = await readEpoch(bench.store)
    bench.failNextCommit()
    await expect(change(bench, id, 'REVOKE')).rejects.toMatchObject({ code: 'CONFLICT' })
    expect(await bench.leaves()).toEqual(before)
    expect(await readEpoch(bench.store)).toBe(epoch)
    expect(decide(bench).permitted).toBe(true)
    await change(bench, id, 'REVOKE')
    expect(decide(bench).permitted).toBe(false)
  })
})

describe('a revocation', () => {
  it('is seen by another process at its next look', async () => {
    const bench = await openTestSharing()
    const { id } = await bench.grant()
    const other = await bench.another()
    expect(decide(other).permitted).toBe(true)
    await change(bench, id, 'REVOKE')
    expect(decide(bench)).toMatchObject({ rule: 'grant-revoked' })
    // Not yet looked, and within its 2 s: what `effectiveEverywhereAt` tells of.
    expect(decide(other).permitted).toBe(true)
    await other.sharing.confirmGrants()
    expect(decide(other)).toMatchObject({ rule: 'grant-revoked' })
  })

  it('is used by nobody from the time that it names', async () => {
    const bench = await openTestSharing()
    const { id } = await bench.grant()
    const other = await bench.another()
    const { effectiveEverywhereAt } = await change(bench, id, 'REVOKE')
    bench.clock.set(effectiveEverywhereAt)
    expect(decide(other).permitted).toBe(true)
    bench.clock.advance(1)
    expect(() => decide(other)).toThrow(expect.objectContaining({ code: 'GRANTS_STALE' }) as Error)
    await other.sharing.confirmGrants()
    expect(decide(other)).toMatchObject({ rule: 'grant-revoked' })
  })

  it('names a time that counts from the end of its commit, however long that took', async () => {
    const bench = await openTestSharing()
    const { id } = await bench.grant()
    const began = bench.clock.now()
    // While the commit is on its way another process can still confirm the grant as it was.
    const slow = await bench.another((store) => ({
      ...store,
      async commit(writes) {
        await store.commit(writes)
        bench.clock.advance(1_500)
      },
    }))
    const { effectiveEverywhereAt } = await change(slow, id, 'REVOKE')
    expect(Date.parse(effectiveEverywhereAt)).toBe(began + 1_500 + 2_000)
  })
})

describe('a process that could not look for changes for 2 s', () => {
  it('refuses instead of using what may be revoked, until it has looked', async () => {
    const bench = await openTestSharing()
    await bench.grant()
    await bench.sharing.confirmGrants()
    bench.clock.advance(2_000)
    expect(decide(bench).permitted).toBe(true)
    bench.clock.advance(1)
    expect(() => decide(bench)).toThrow(expect.objectContaining({ code: 'GRANTS_STALE' }) as Error)
    await bench.sharing.confirmGrants()
    expect(decide(bench).permitted).toBe(true)
  })
})

describe('a process whose clock was set back', () => {
  it('refuses until it has looked: how long ago it looked cannot be told', async () => {
    const bench = await openTestSharing()
    await bench.grant()
    await bench.sharing.confirmGrants()
    bench.clock.advance(-1)
    expect(() => decide(bench)).toThrow(expect.objectContaining({ code: 'GRANTS_STALE' }) as Error)
    await bench.sharing.confirmGrants()
    expect(decide(bench).permitted).toBe(true)
  })
})

describe('grants in memory', () => {
  it('see what another process grants, and what it changed before they were opened', async () => {
    const bench = await openTestSharing()
    const other = await bench.another()
    const { id } = await bench.grant()
    expect(decide(other)).toMatchObject({ rule: 'no-grant' })
    await other.sharing.confirmGrants()
    expect(decide(other)).toMatchObject({ permitted: true, grantId: id })
    await change(other, id, 'SUSPEND')
    expect(decide(await bench.another())).toMatchObject({ rule: 'grant-suspended' })
  })

  it('do not take an older version over a newer one, however late the older one was read', async () => {
    const bench = await openTestSharing()
    const { id } = await bench.grant()
    let release = () => undefined as void
    let isRead = () => undefined as void
    const read = new Promise<void>((resolve) => (isRead = resolve))
    let holdNext = false
    const other = await bench.another((store) => ({
      ...store,
      async find(collection, query) {
        const page = await store.find(collection, query)
        if (holdNext && (collection.name as string) === collections.grants.name) {
          holdNext = false
          isRead()
          await new Promise<void>((resolve) => (release = resolve))
        }
        return page
      },
    }))
    // Somebody else's change makes it read all grants; before it has them, it revokes one itself.
    await bench.store.commit([insert(collections.grants, aGrant({ id: 'grant_0' }))])
    const { version, document } = (await bench.store.get(collections.epochs, EPOCH_ID))!
    await bench.store.commit([replace(collections.epochs, { ...document, value: document.value + 1 }, version)])
    holdNext = true
    const looking = other.sharing.confirmGrants()
    await read
    await change(other, id, 'REVOKE')
    release()
    await looking
    expect(other.sharing.decideAccess(SYSTEM, PURPOSE, [{ ...NEED, fields: ['name'] }])).toMatchObject([
      { permitted: true, grantId: 'grant_0' },
    ])
    await change(other, 'grant_0', 'REVOKE')
    expect(decide(other)).toMatchObject({ permitted: false, rule: 'grant-revoked' })
  })
})
