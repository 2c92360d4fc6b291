import { describe, expect, it } from 'vitest'
import { createSharing, createWorkingDays, type Grant } from '../../../src/sharing/index.ts'
import { insert } from '../../../src/store/index.ts'
import { collections } from '../../../src/sharing/sharing-records.ts'
import { citizen, HUSBAND, licenceTestBed, marriage, PURPOSE, READER, REGISTRY, WIFE } from '../../support/licences.ts'

async function granted(grant: Partial<Grant> = {}) {
  const bed = await licenceTestBed({ grant })
  const licence = await bed.licences.issue(REGISTRY, { requestId: 'request-0001', licence: marriage() })
  const fetch = (change: object = {}) =>
    bed.licences.fetch(READER, {
      requestId: 'fetch-000001',
      purpose: PURPOSE,
      identifier: licence.identifier,
      fields: ['number', 'registeredOn'],
      ...change,
    })
  return { ...bed, licence, fetch }
}
const contentOf = (jws: string) =>
  JSON.parse(Buffer.from(jws.split('.')[1]!, 'base64url').toString()) as { fields: object; documentDigest: string }

describe('fetching a licence', () => {
  it('answers an excerpt of the granted fields with a receipt, and leaves an entry without them', async () => {
    const bed = await granted()
    const answer = await bed.fetch()
    expect(answer.licence.form).toBe('EXCERPT')
    expect(contentOf(answer.licence.jws).fields).toEqual({
      number: bed.licence.content.number,
      registeredOn: '2020-05-20',
    })
    const [event] = await bed.events('LICENCE_EXCERPTED')
    expect(event!.data).toMatchObject({
      identifier: bed.licence.identifier,
      grant: 'grant_1',
      fields: ['number', 'registeredOn'],
    })
    expect(JSON.stringify(event!.data)).not.toContain(bed.licence.content.number)
    expect(JSON.stringify(event!.data)).not.toContain(WIFE)
    expect(answer.leafId).toMatch(/^leaf_/)
    expect(answer.receipt.length).toBeGreaterThan(3)
  })

  it('masks the personal fields of an excerpt when one of its holders is under fourteen', async () => {
    const bed = await granted({ fields: ['number', 'holders', 'registeredOn', 'officer'] })
    const fields = ['number', 'holders', 'registeredOn', 'officer']
    const holders = (birthDate: string) => [
      { name: '林晓', code: WIFE, codeType: '111' },
      { name: '陈一诺', code: citizen(`390101${birthDate}003`), codeType: '111' },
    ]
    const excerptOf = async (requestId: string, birthDate: string) => {
      const licence = marriage({ holders: holders(birthDate) })
      const { identifier } = await bed.licences.issue(REGISTRY, { requestId, licence })
      const purpose = { ...PURPOSE, caseNumber: requestId }
      return contentOf((await bed.fetch({ requestId: `fetch-${requestId}`, identifier, fields, purpose })).licence.jws)
    }
    expect((await excerptOf('child-0001', '20121125')).fields).toEqual({ registeredOn: '2020-**-**', officer: '王宁' })
    expect((await excerptOf('adult-0001', '20121124')).fields).toMatchObject({ registeredOn: '2020-05-20' })
  })

  it('answers the whole document where the grant says so', async () => {
    const bed = await granted({ fields: ['document'] })
    const answer = await bed.fetch({ fields: ['document'] })
    expect(answer.licence).toMatchObject({ form: 'DOCUMENT', jws: bed.licence.document })
    expect(await bed.events('LICENCE_FETCHED')).toHaveLength(1)
  })

  it('answers the same bytes for the same requestId, as an access of its own', async () => {
    const bed = await granted()
    const first = await bed.fetch()
    bed.clock.advance(1000)
    const again = await bed.fetch()
    expect(again).toEqual(first)
    const events = await bed.events('LICENCE_EXCERPTED')
    expect(events.map((event) => event.data['replayOf'])).toEqual([undefined, first.leafId])
    await expect(bed.fetch({ fields: ['number'] })).rejects.toMatchObject({ code: 'REQUEST_ID_CONFLICT' })
  })

  it.each<[string, Partial<Grant> | undefined, object]>([
    ['no-grant', { agency: REGISTRY.agency }, {}],
    ['field-not-granted', {}, { fields: ['officer'] }],
    ['document-not-granted', {}, { fields: ['document'] }],
    ['purpose-not-granted', {}, { purpose: { ...PURPOSE, serviceItems: ['something-else'] } }],
    ['grant-expired', { validTo: '2026-11-23' as never }, {}],
    ['grant-suspended', { state: 'SUSPENDED' }, {}],
  ])('refuses by the rule %s, releases nothing and records the refusal', async (rule, grant, change) => {
    const bed = await granted(grant)
    await expect(bed.fetch(change)).rejects.toMatchObject({ code: 'ACCESS_REFUSED', params: { rule } })
    expect((await bed.events('ACCESS_REFUSED')).map((event) => event.data['rule'])).toEqual([rule])
    expect(await bed.events('LICENCE_EXCERPTED')).toHaveLength(0)
  })

  it('refuses a licence that is not there exactly as one that is there, when there is no grant', async () => {
    const bed = await granted({ agency: REGISTRY.agency })
    const other = await licenceTestBed()
    const absent = (
      await other.licences.issue(REGISTRY, { requestId: 'request-0009', licence: marriage({ serial: 'ABSENT' }) })
    ).identifier
    const refusal = async (identifier: string) =>
      bed.fetch({ identifier }).catch((error: unknown) => ({ ...(error as object) }))
    expect(await refusal(absent)).toEqual(await refusal(bed.licence.identifier))
  })

  it('answers NOT_FOUND for an absent one when there is a grant', async () => {
    const bed = await granted()
    const other = await licenceTestBed()
    const absent = await other.licences.issue(REGISTRY, {
      requestId: 'request-0009',
      licence: marriage({ serial: 'ABSENT' }),
    })
    await expect(bed.fetch({ identifier: absent.identifier })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  it('refuses another person under the same case, and accepts a licence that one of its parties holds', async () => {
    const bed = await granted()
    await bed.fetch()
    const others = [
      { name: '周远', code: citizen('39010119850611003'), codeType: '111' },
      { name: '吴岚', code: citizen('39010119860622004'), codeType: '111' },
    ]
    const strangers = await bed.licences.issue(REGISTRY, {
      requestId: 'request-0002',
      licence: marriage({ holders: others }),
    })
    await expect(bed.fetch({ requestId: 'fetch-000002', identifier: strangers.identifier })).rejects.toMatchObject({
      code: 'CASE_SUBJECT_MISMATCH',
      params: { caseNumber: PURPOSE.caseNumber },
    })
    expect((await bed.events('ACCESS_REFUSED')).map(({ data }) => data['rule'])).toEqual(['case-subject-mismatch'])
    const shared = await bed.licences.issue(REGISTRY, {
      requestId: 'request-0003',
      licence: marriage({ holders: [others[0]!, { name: '林晓', code: WIFE, codeType: '111' }] }),
    })
    await expect(bed.fetch({ requestId: 'fetch-000003', identifier: shared.identifier })).resolves.toBeDefined()
    expect(HUSBAND).not.toBe(WIFE)
  })

  it('binds a new case to all holders of the licence, and to nobody whom a later one names', async () => {
    const bed = await granted()
    const holder = (name: string, code: string) => ({ name, code, codeType: '111' })
    const stranger = holder('周远', citizen('39010119850611003'))
    const other = holder('吴岚', citizen('39010119860622004'))
    const fetchHeldBy = async (n: number, holders: readonly ReturnType<typeof holder>[]) => {
      const licence = marriage({ serial: `S${n}`, holders })
      const { identifier } = await bed.licences.issue(REGISTRY, { requestId: `request-1${n}`, licence })
      return bed.fetch({ requestId: `fetch-1${n}`, identifier })
    }
    await bed.fetch()
    // Whichever of the two comes first in it.
    await expect(fetchHeldBy(1000, [holder('林晓', WIFE), stranger])).resolves.toBeDefined()
    await expect(fetchHeldBy(1001, [holder('陈航', HUSBAND), stranger])).resolves.toBeDefined()
    await expect(fetchHeldBy(1002, [stranger, other])).rejects.toMatchObject({ code: 'CASE_SUBJECT_MISMATCH' })
  })

  it('lets a case that was bound to one person fetch what that person holds with others', async () => {
    const bed = await granted()
    await bed.deps.store.commit([...(await bed.deps.sharing.bindCase(READER, PURPOSE, [WIFE]))])
    await expect(bed.fetch()).resolves.toBeDefined()
    await expect(bed.deps.sharing.assertCase(READER, PURPOSE, [HUSBAND])).rejects.toMatchObject({
      code: 'CASE_SUBJECT_MISMATCH',
    })
  })

  it('names what is wrong with the request, and leaves nothing', async () => {
    const bed = await granted({ fields: ['document'] })
    const wrong: readonly (readonly [object, string])[] = [
      [{ fields: [] }, 'fields'],
      [{ fields: ['number', 'numbre'] }, 'fields'],
      [{ purpose: { ...PURPOSE, caseNumber: '' } }, 'purpose.caseNumber'],
      [{ purpose: { ...PURPOSE, caseNumber: 'x'.repeat(101) } }, 'purpose.caseNumber'],
      [{ purpose: { ...PURPOSE, basis: ' ' } }, 'purpose.basis'],
    ]
    for (const [change, field] of wrong)
      await expect(bed.fetch(change), field).rejects.toMatchObject({ code: 'INVALID_INPUT', params: { field } })
    expect(await bed.events('LICENCE_EXCERPTED')).toHaveLength(0)
    for (const [i, fields] of [['number', 'officer'], ['document']].entries())
      await expect(bed.fetch({ requestId: `fetch-0000${i}`, fields })).resolves.toBeDefined()
  })

  it('refuses by the quota when the day is used up', async () => {
    const bed = await granted({ quota: 3 })
    await bed.fetch()
    await expect(bed.fetch({ requestId: 'fetch-000002' })).rejects.toMatchObject({
      code: 'ACCESS_REFUSED',
      params: { rule: 'quota-exceeded' },
    })
    expect(await bed.events('LICENCE_EXCERPTED')).toHaveLength(1)
    expect((await bed.events('ACCESS_REFUSED')).map((event) => event.data['rule'])).toEqual(['quota-exceeded'])
  })

  it('refuses on a grant that another process has just revoked, and records the refusal', async () => {
    const bed = await granted()
    const another = await createSharing({
      ...bed.deps,
      workingDays: createWorkingDays([]),
      caseSecret: new Uint8Array(32).fill(4),
    })
    const reviewer = { ...READER, role: 'REVIEWER' as const }
    const revocation = { requestId: 'revoke-00001', grantId: 'grant_1', change: 'REVOKE' as const, reason: '核查' }
    await another.changeGrant(reviewer, revocation)
    await expect(bed.fetch()).rejects.toMatchObject({ code: 'ACCESS_REFUSED', params: { rule: 'grant-revoked' } })
    expect((await bed.events('ACCESS_REFUSED')).map(({ data }) => data)).toMatchObject([
      { rule: 'grant-revoked', grants: ['grant_1'] },
    ])
    expect(await bed.events('LICENCE_EXCERPTED')).toHaveLength(0)
  })

  it('counts the persons of a repeated request again on another day, and only then', async () => {
    const bed = await granted({ quota: 2 })
    const first = await bed.fetch()
    expect(await bed.fetch()).toEqual(first)
    await bed.ledger.drain()
    bed.clock.advance(86_400_000)
    await bed.deps.sharing.confirmGrants()
    expect(await bed.fetch()).toEqual(first)
    await expect(bed.fetch({ requestId: 'fetch-000002' })).rejects.toMatchObject({ params: { rule: 'quota-exceeded' } })
  })

  it('releases nothing when its entry cannot be made durable', async () => {
    const bed = await granted()
    const prepare = bed.deps.ledger.prepare
    // A leaf that cannot be written: its id is taken already.
    await bed.store.commit([insert(collections.quotas, { id: 'taken', grantId: 'g', date: 'd', used: 0 })])
    const taken = insert(collections.quotas, { id: 'taken', grantId: 'g', date: 'd', used: 0 })
    ;(bed.deps.ledger as { prepare: unknown }).prepare = (events: never) => ({ ...prepare(events), writes: [taken] })
    await expect(bed.fetch()).rejects.toMatchObject({ code: 'CONFLICT' })
    expect(await bed.events('LICENCE_EXCERPTED')).toHaveLength(0)
  })
})
