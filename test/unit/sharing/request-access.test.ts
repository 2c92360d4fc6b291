import { describe, expect, it } from 'vitest'
import { person, nextRequestId } from '../../support/catalog.ts'
import {
  ASKER,
  ASKER_HEAD,
  complete,
  INVESTIGATIONS,
  openTestSharing,
  ORGANISATIONS,
  POPULATION,
  PROVIDER_HEAD,
  RENT,
  SYSTEM,
} from '../../support/sharing.ts'

describe('an access request', () => {
  it('that lacks something is answered with one list of everything that is missing', async () => {
    const { sharing } = await openTestSharing()
    const request = await sharing.requestAccess(ASKER, { requestId: nextRequestId(), resource: POPULATION, basis: ' ' })
    expect(request.state).toBe('INCOMPLETE')
    expect(request.missing).toEqual([
      'basis', 'scene', 'serviceItems', 'fields', 'method', 'validFrom', 'validTo', 'quota',
    ]) // prettier-ignore
    expect(request).not.toHaveProperty('basis')
    const approve = { requestId: nextRequestId(), id: request.id }
    await expect(sharing.approveRequest(ASKER_HEAD, approve)).rejects.toMatchObject({ code: 'INVALID_TRANSITION' })
  })

  it('that lacks nothing waits for the head of its agency', async () => {
    const { sharing } = await openTestSharing()
    const request = await sharing.requestAccess(ASKER, complete())
    expect(request).toMatchObject({
      state: 'AWAITING_APPROVAL',
      missing: [],
      agency: ASKER.agency,
      provider: PROVIDER_HEAD.agency,
      requestedBy: ASKER.clientId,
      quota: 20,
    })
    expect(JSON.stringify(request)).not.toContain(ASKER.personId)
  })

  it.each([
    ['an unknown resource', { resource: '999999/000001' }, 'NOT_FOUND', undefined],
    ['a field that the resource lacks', { fields: ['name', 'salary'] }, 'INVALID_INPUT', 'fields'],
    ['the document of what is no licence', { fields: ['document'], rawFields: [] }, 'INVALID_INPUT', 'fields'],
    ['a raw field that is not asked for', { rawFields: ['birthDate'] }, 'INVALID_INPUT', 'rawFields'],
    ['an unknown service item', { serviceItems: [RENT, 'nothing'] }, 'INVALID_INPUT', 'serviceItems'],
    ['a date that does not exist', { validTo: '2027-02-29' }, 'INVALID_DATE', 'validTo'],
    ['a period that ends before it begins', { validFrom: '2027-12-01' }, 'INVALID_INPUT', 'validTo'],
    ['a period over three years', { validFrom: '2026-11-24', validTo: '2029-11-25' }, 'INVALID_INPUT', 'validTo'],
    ['a quota of nobody', { quota: 0 }, 'INVALID_INPUT', 'quota'],
    ['half a person', { quota: 1.5 }, 'INVALID_INPUT', 'quota'],
    ['a quota of everybody', { quota: 1_000_001 }, 'INVALID_INPUT', 'quota'],
    ['a basis without end', { basis: '据'.repeat(1_001) }, 'INVALID_INPUT', 'basis'],
    ['a scene without end', { scene: '景'.repeat(1_001) }, 'INVALID_INPUT', 'scene'],
    ['a method without end', { method: 'M'.repeat(1_001) }, 'INVALID_INPUT', 'method'],
  ])('with %s is refused, naming what is wrong', async (_title, change, code, field) => {
    const { sharing, leaves } = await openTestSharing()
    await expect(sharing.requestAccess(ASKER, complete(change))).rejects.toMatchObject({
      code,
      params: field === undefined ? {} : { field },
    })
    expect(await leaves()).toEqual([])
  })

  it.each([
    ['a field', { fields: ['390102198503120015'] }],
    ['a raw field', { rawFields: ['张伟 390102198503120015'] }],
    ['a service item', { serviceItems: [`x${'y'.repeat(50_000)}`] }],
    ['a resource', { resource: '390102198503120015' }],
  ])('never repeats %s that is no harmless name', async (_, change) => {
    const { sharing } = await openTestSharing()
    const refusal = await sharing.requestAccess(ASKER, complete(change)).catch((error: unknown) => error)
    expect(JSON.stringify((refusal as { params: object }).params)).not.toMatch(/3901|张伟|yyy/)
    const known = sharing.requestAccess(ASKER, complete({ fields: ['salary'] }))
    await expect(known).rejects.toMatchObject({
      params: { reason: expect.stringContaining('salary is not') as string },
    })
  })

  it('names a field once, however often it was asked for', async () => {
    const { sharing } = await openTestSharing()
    const twice = complete({ fields: ['name', 'name'], rawFields: ['name', 'name'], serviceItems: [RENT, RENT] })
    expect(await sharing.requestAccess(ASKER, twice)).toMatchObject({
      fields: ['name'],
      rawFields: ['name'],
      serviceItems: [RENT],
    })
  })

  it('for three years to the day is taken', async () => {
    const { sharing } = await openTestSharing()
    const request = await sharing.requestAccess(ASKER, complete({ validFrom: '2026-11-24', validTo: '2029-11-24' }))
    expect(request.state).toBe('AWAITING_APPROVAL')
  })

  it('for what the law does not share is refused at once, with the clause, and is on record', async () => {
    const { sharing, leaves } = await openTestSharing()
    const asked = complete({ resource: INVESTIGATIONS, fields: ['caseNo'], rawFields: [] })
    const request = await sharing.requestAccess(ASKER, asked)
    expect(request).toMatchObject({
      state: 'REFUSED',
      refusalClause: expect.stringContaining('保守国家秘密法') as string,
    })
    expect(await leaves(INVESTIGATIONS)).toMatchObject([{ kind: 'ACCESS_REQUESTED', data: { state: 'REFUSED' } }])
  })

  it('leaves its leaf in the same commit, and nothing when the commit fails', async () => {
    const { sharing, leaves, failNextCommit } = await openTestSharing()
    const input = complete()
    failNextCommit()
    await expect(sharing.requestAccess(ASKER, input)).rejects.toThrow()
    expect(await leaves()).toEqual([])
    expect((await sharing.findRequests(ASKER, { first: 10 })).items).toEqual([])
    const { id } = await sharing.requestAccess(ASKER, input)
    expect(await leaves()).toMatchObject([
      { kind: 'ACCESS_REQUESTED', clientId: ASKER.clientId, requestId: input.requestId, data: { id } },
    ])
  })

  it('under the same requestId is the same request; another body under it is a conflict', async () => {
    const { sharing, leaves } = await openTestSharing()
    const input = complete()
    const first = await sharing.requestAccess(ASKER, input)
    expect(await sharing.requestAccess(ASKER, input)).toEqual(first)
    await expect(sharing.requestAccess(ASKER, { ...input, quota: 21 })).rejects.toMatchObject({
      code: 'REQUEST_ID_CONFLICT',
    })
    // Another client's requestId is its own.
    expect((await sharing.requestAccess(SYSTEM, input)).id).not.toBe(first.id)
    expect(await leaves()).toHaveLength(2)
  })

  it('that comes twice at once under one requestId is made once', async () => {
    const { sharing, leaves } = await openTestSharing()
    const input = complete()
    const both = await Promise.all([sharing.requestAccess(ASKER, input), sharing.requestAccess(ASKER, input)])
    expect(both[0]).toEqual(both[1])
    expect(await leaves()).toHaveLength(1)
  })

  it('may not be made by a role that has no business with it', async () => {
    const { sharing } = await openTestSharing()
    for (const role of ['REVIEWER', 'AUDITOR', 'ADMINISTRATOR'] as const)
      await expect(sharing.requestAccess(person(role, '14'), complete())).rejects.toMatchObject({ code: 'FORBIDDEN' })
  })

  it('for a predicate asks for its answer, for a licence also for the document', async () => {
    const { sharing } = await openTestSharing()
    for (const [resource, field] of [
      ['101002/000001', 'answer'],
      ['105001/000001', 'document'],
      [ORGANISATIONS, 'title'],
    ] as const) {
      const request = await sharing.requestAccess(ASKER, complete({ resource, fields: [field], rawFields: [] }))
      expect(request.state).toBe('AWAITING_APPROVAL')
    }
  })
})
