import { describe, expect, it } from 'vitest'
import { verifyTlogProof } from '../../../src/ledger/verify/index.ts'
import { actorAs, openTestLedger } from '../../support/ledger.ts'

const CITIZEN = '39010219900307001X'
const administrator = actorAs('ADMINISTRATOR')
const auditor = actorAs('AUDITOR')
const system = actorAs('SYSTEM')

async function openWithErased() {
  const bench = await openTestLedger()
  const [leafId = ''] = await bench.append(
    bench.event({ resources: ['population', 'marriage'], subjects: [CITIZEN], data: { grant: 'grant_7' } }),
  )
  await bench.ledger.drain()
  const before = await bench.ledger.proofOf(system, leafId)
  // Twice at the same moment, as a client does that does not wait long enough.
  const request = { requestId: 'erase-0001', leafId, basis: 'PIPL art. 47' }
  await Promise.all([1, 2].map(() => bench.ledger.erase(administrator, request)))
  await bench.ledger.drain()
  return { ...bench, leafId, before: before.state === 'included' ? before.proof : '' }
}

describe('an erased payload', () => {
  it('is gone, and reading it says ERASED', async () => {
    const { ledger, leafId } = await openWithErased()
    await expect(ledger.proofOf(system, leafId)).rejects.toMatchObject({ code: 'ERASED' })
    await expect(ledger.proofOf(system, 'leaf_unknown')).rejects.toMatchObject({ code: 'NOT_FOUND' })
    for (const resource of ['population', 'marriage'])
      expect((await ledger.findAccesses(auditor, { resource, first: 10 })).entries).toEqual([])
    expect((await ledger.findOwnAccesses(system, { first: 10 })).entries.map(({ kind }) => kind)).not.toContain('RECORD_READ') // prettier-ignore
    const [entry] = await ledger.follow(0, 1)
    expect(entry).toEqual({ leafId, kind: 'RECORD_READ', at: '2026-11-24T02:00:00.000Z', resources: [], data: {}, index: 0 }) // prettier-ignore
  })

  it('leaves the tree and every earlier proof whole', async () => {
    const { ledger, before } = await openWithErased()
    expect(verifyTlogProof(before, ledger.verifierKey).verdict).toBe('VALID')
    expect(ledger.health()).toMatchObject({ isWritable: true, size: 2 })
  })

  it('can still be proved by the receipt that its holder has', async () => {
    const { ledger, before } = await openWithErased()
    const { leafHash } = verifyTlogProof(before, ledger.verifierKey).leaf!
    const bare = before.replace(/^extra .*\n/m, '')
    expect(verifyTlogProof(bare, ledger.verifierKey).verdict).toBe('CANNOT_TELL')
    const steps = verifyTlogProof(bare, ledger.verifierKey, { leafHash }).steps
    expect(steps.map(({ step, result }) => `${step} ${result}`)).toEqual([
      'form PASSED',
      'checkpoint PASSED',
      'opening CANNOT_TELL',
      'inclusion PASSED',
    ])
  })

  it('has an entry of its own: who erased it, on which basis', async () => {
    const { ledger, leafId } = await openWithErased()
    const [, erased] = await ledger.follow(0, 10)
    expect(erased).toMatchObject({
      kind: 'PAYLOAD_ERASED',
      clientId: 'cli_administrator',
      data: { leafId, kind: 'RECORD_READ', basis: 'PIPL art. 47' },
    })
  })

  it('is erased once, by an administrator alone', async () => {
    const { ledger, leafId } = await openWithErased()
    const again = { requestId: 'erase-0001', leafId, basis: 'PIPL art. 47' }
    await ledger.erase(administrator, again)
    await expect(ledger.erase(administrator, { ...again, requestId: 'erase-0002' })).rejects.toMatchObject({ code: 'ERASED' }) // prettier-ignore
    await expect(ledger.erase(auditor, again)).rejects.toMatchObject({ code: 'FORBIDDEN' })
    expect(await ledger.follow(0, 10)).toHaveLength(2)
  })
})
