import { describe, expect, it } from 'vitest'
import { authorize, type Actor } from '../../../src/access/index.ts'
import { ZhengshuError } from '../../../src/core/errors.ts'
import { recordingRefusals } from '../../../src/ledger/index.ts'
import { actorAs, AGENCY, openTestLedger } from '../../support/ledger.ts'

/** A feature as others are, and one member that is no use case. */
const feature = {
  count: 7,
  health: () => 'well',
  async publish(actor: Actor, input: { readonly requestId: string; readonly isOwn?: boolean }): Promise<string> {
    await Promise.resolve()
    authorize(actor, 'publishResource')
    if (input.isOwn) throw new ZhengshuError('FOUR_EYES', { operation: 'publishResource', reason: 'own work' })
    if (input.requestId === 'request-0009') throw new ZhengshuError('NOT_FOUND', { what: 'it' })
    return 'published'
  },
}
const open = async () => {
  const bench = await openTestLedger()
  const entries = async () => {
    await bench.ledger.drain()
    return bench.ledger.follow(0, 10)
  }
  return { ...bench, entries, recorded: recordingRefusals(feature, bench) }
}

describe('a use case that is refused for who acts', () => {
  it.each([
    ['by role', actorAs('REGISTRAR'), false, 'FORBIDDEN', 'role-not-allowed'],
    ['for want of a second person', actorAs('REVIEWER'), true, 'FOUR_EYES', 'second-person-needed'],
  ])('%s is an entry before it is told', async (_, actor, isOwn, code, rule) => {
    const { recorded, entries } = await open()
    const input = { requestId: 'request-0001', isOwn }
    await expect(recorded.publish(actor, input)).rejects.toMatchObject({ code })
    expect(await entries()).toMatchObject([
      {
        kind: 'ACCESS_REFUSED',
        clientId: actor.clientId,
        agency: AGENCY,
        requestId: 'request-0001',
        resources: [],
        data: { rule, operation: 'publishResource' },
      },
    ])
  })

  it('is not told when it cannot be recorded', async () => {
    const { recorded, append, event, clock } = await open()
    await append(event())
    clock.advance(61_000) // and nothing has numbered that leaf
    const refused = recorded.publish(actorAs('REGISTRAR'), { requestId: 'request-0001' })
    await expect(refused).rejects.toMatchObject({ code: 'AUDIT_UNAVAILABLE' })
  })

  it('is the only one that leaves an entry, and what is no use case stays as it is', async () => {
    const { recorded, entries } = await open()
    const reviewer = actorAs('REVIEWER')
    expect(await recorded.publish(reviewer, { requestId: 'request-0001' })).toBe('published')
    await expect(recorded.publish(reviewer, { requestId: 'request-0009' })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect([recorded.count, recorded.health()]).toEqual([7, 'well'])
    expect(await entries()).toEqual([])
  })
})
