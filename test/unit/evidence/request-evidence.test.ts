import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, it } from 'vitest'
import { canonicalJson } from '../../../src/core/canonical-json.ts'
import { sha256 } from '../../../src/core/hash.ts'
import { parseJws, verifyJwsSignature } from '../../../src/signing/index.ts'
import type { Store } from '../../../src/store/index.ts'
import {
  ALL_GRANTS,
  ASKER,
  COMPANY,
  evidenceForTest,
  grantOn,
  idCard,
  importCouple,
  MAN,
  PURPOSE,
  RESOURCES,
  STRANGER,
  WOMAN,
} from '../../support/evidence.ts'

const states = (materials: readonly { code: string; state: string }[]) =>
  Object.fromEntries(materials.map(({ code, state }) => [code, state]))

function payloadOf(jws: string): Record<string, unknown> {
  const parsed = parseJws(jws)
  if (!parsed.ok) throw new Error(parsed.code)
  return JSON.parse(parsed.value.payload.toString('utf8')) as Record<string, unknown>
}

describe('a request for evidence', () => {
  it('names every material with its verdict and proof', async () => {
    const world = await evidenceForTest()
    await importCouple(world)
    world.licences.push(idCard())
    const evidence = await world.request()
    expect(states(evidence.materials)).toEqual({ form: 'SUBMIT', id: 'HELD', marriage: 'HELD', dwelling: 'HELD' })
    expect(evidence).toMatchObject({ materialsAsked: 4, materialsHeld: 3, isReplay: false, asOf: '2026-11-24' })
    const [, id, marriage] = evidence.materials
    expect(id!.proof).toMatchObject({ kind: 'LICENCE', licence: { form: 'EXCERPT', jws: 'excerpt-of-number+holders' } })
    expect(marriage!.proof).toEqual({
      kind: 'PREDICATE',
      register: 'marriage',
      predicate: 'isSpouseOf',
      answer: 'TRUE',
      asOf: '2026-11-24',
      ruleVersion: 1,
    })
  })

  it('gives the whole licence where the grant says so', async () => {
    const world = await evidenceForTest({ grants: [grantOn('card', { fields: ['document'] })] })
    world.licences.push(idCard())
    const { materials } = await world.request()
    expect(materials[1]!.proof).toMatchObject({ licence: { form: 'DOCUMENT', jws: 'the.whole.document' } })
  })

  it('masks numbers in a record unless the grant names the raw field', async () => {
    const masked = await evidenceForTest()
    await importCouple(masked)
    expect((await masked.request()).materials[1]!.proof).toMatchObject({
      kind: 'RECORD',
      data: { idNumber: `390***********${MAN.slice(-4)}`, name: '张伟' },
    })
    const raw = await evidenceForTest({
      grants: [grantOn('population', { rawFields: ['idNumber'] })],
    })
    await importCouple(raw)
    expect((await raw.request()).materials[1]!.proof).toMatchObject({ data: { idNumber: MAN } })
  })

  it('signs a document of the published form, which names no one', async () => {
    const world = await evidenceForTest()
    await importCouple(world)
    world.licences.push(idCard())
    const { document, materials, evidenceId } = await world.request()
    const parsed = parseJws(document)
    expect(parsed.ok && verifyJwsSignature(parsed.value, world.publicKey).ok).toBe(true)
    const payload = payloadOf(document)
    const schema = JSON.parse(readFileSync('schema/documents/evidence.schema.json', 'utf8')) as object
    const validate = new Ajv2020({ strict: true }).compile(schema)
    expect(validate(payload), JSON.stringify(validate.errors)).toBe(true)
    expect(parsed.ok && parsed.value.type).toBe('zhengshu-evidence+jwt')
    expect(parsed.ok && parsed.value.payload.toString('utf8')).toBe(canonicalJson(payload))
    expect(payload['evidenceId']).toBe(evidenceId)
    const text = JSON.stringify(payload)
    for (const personal of [MAN, WOMAN, '张伟', PURPOSE.caseNumber]) expect(text).not.toContain(personal)
    // The licence handed out beside the document is the one it speaks of.
    const proof = materials[1]!.proof
    const digest = proof?.kind === 'LICENCE' ? sha256(proof.licence.jws).toString('base64url') : ''
    expect(payload['materials']).toMatchObject([{}, { proof: { digest } }, {}, {}])
    expect(payload['statusLists']).toEqual([
      { list: '/status/7', digest: sha256('status-list-7').toString('base64url') },
    ])
  })

  it('commits its leaf with what it disclosed, and the receipt is of that leaf', async () => {
    const world = await evidenceForTest()
    await importCouple(world)
    world.licences.push(idCard({ changes: [{ state: 'REVOKED', on: '2026-01-01' }] as never }), idCard())
    const { receipt, leafId, evidenceId, document } = await world.request()
    expect(receipt).toBe(`receipt-of-${leafId}`)
    const [event, ...others] = await world.events('EVIDENCE_ISSUED')
    expect(others).toEqual([])
    expect(event).toMatchObject({
      actor: { clientId: ASKER.clientId, agency: ASKER.agency },
      subjects: [MAN, WOMAN],
      requestId: 'request-0001',
      caseNumber: PURPOSE.caseNumber,
      resources: [RESOURCES.card, RESOURCES.spouse, RESOURCES.dwelling],
      data: {
        evidenceId,
        documentDigest: sha256(document).toString('base64url'),
        disclosedDigests: [sha256('excerpt-of-number+holders').toString('base64url')],
        materialsAsked: 4,
      },
    })
    expect(JSON.stringify(event!.data)).not.toMatch(/张|王|\d{17}/)
  })

  it("names in its leaf every resource that it used of the agency's own data", async () => {
    const world = await evidenceForTest({ grants: [], provider: ASKER.agency })
    await importCouple(world)
    world.licences.push(idCard())
    await world.request()
    const [event] = await world.events('EVIDENCE_ISSUED')
    expect(event!.resources).toEqual([RESOURCES.card, RESOURCES.spouse, RESOURCES.dwelling])
  })

  it('releases nothing when the ledger cannot be written', async () => {
    const world = await evidenceForTest()
    await importCouple(world)
    world.ledger.failWith('disk full')
    await expect(world.request()).rejects.toMatchObject({ code: 'AUDIT_UNAVAILABLE' })
    world.ledger.failWith(undefined)
    expect((await world.request()).isReplay).toBe(false)
  })

  it('answers the case of a company, which applies itself, and one applicant who is named twice', async () => {
    const world = await evidenceForTest()
    await importCouple(world)
    const company = { role: 'COMPANY', idType: '001', id: COMPANY } as const
    const { materials } = await world.request({ parties: [company] })
    expect(materials.map(({ reason }) => reason)).toContain('PARTY_MISSING')
    const party = { role: 'APPLICANT', idType: '111', id: MAN } as const
    const purpose = { ...PURPOSE, caseNumber: 'GJJ-2026-0002' }
    expect(await world.request({ requestId: 'request-0002', purpose, parties: [party, party] })).toBeDefined()
  })

  it('answers a bundle as one, each material with the items that ask for it', async () => {
    const world = await evidenceForTest()
    await importCouple(world)
    const { materials } = await world.request({ bundle: 'both', purpose: { ...PURPOSE, serviceItems: [] } })
    expect(materials).toHaveLength(104)
    await expect(world.request({ requestId: 'request-0002', bundle: 'none' })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      params: { field: 'bundle' },
    })
  })

  it('names what is wrong with a request', async () => {
    const world = await evidenceForTest()
    const wrong = (change: Parameters<typeof world.request>[0]) =>
      world.request(change).then(
        () => 'accepted',
        (error: { code: string; params: { field?: string } }) => `${error.code} ${error.params.field}`,
      )
    const party = { role: 'APPLICANT', idType: '111', id: MAN } as const
    expect(await wrong({ parties: [] })).toBe('INVALID_INPUT parties')
    expect(await wrong({ parties: [{ ...party, id: MAN.slice(0, 17) + '0' }] })).toBe(
      'INVALID_IDENTIFIER parties[0].id',
    )
    expect(await wrong({ parties: [{ ...party, idType: '001' }] })).toBe('INVALID_IDENTIFIER parties[0].id')
    // Else one person's certificate would prove a marriage with nobody else.
    expect(await wrong({ parties: [party, { ...party, role: 'SPOUSE' }] })).toBe('INVALID_INPUT parties[1].id')
    // A case is one applicant's, who would make the commitments; or a company's.
    const spouse = { role: 'SPOUSE', idType: '111', id: WOMAN } as const
    expect(await wrong({ parties: [spouse] })).toBe('INVALID_INPUT parties')
    expect(await wrong({ parties: [party, spouse, { ...party, id: STRANGER }] })).toBe('INVALID_INPUT parties[2].role')
    const purpose = { ...PURPOSE, serviceItems: ['withdraw-rent', 'elsewhere'] }
    expect(await wrong({ bundle: 'both', purpose })).toBe('INVALID_INPUT purpose.serviceItems')
    expect(await wrong({ asOf: '2026-11-25' })).toBe('INVALID_INPUT asOf')
    expect(await wrong({ asOf: '1949-09-30' })).toBe('INVALID_INPUT asOf')
    expect(await wrong({ asOf: '2026-02-30' })).toBe('INVALID_DATE asOf')
    expect(await wrong({ requestId: 'short' })).toBe('INVALID_INPUT requestId')
    expect(await wrong({ purpose: { ...PURPOSE, caseNumber: ' ' } })).toBe('INVALID_INPUT purpose.caseNumber')
    expect(await world.events()).toEqual([])
  })
})

describe('what a grant does not permit', () => {
  it('is refused by its rule, in the answer and in the ledger, with the same commit', async () => {
    const world = await evidenceForTest({
      grants: [
        grantOn('card', { state: 'REVOKED' }),
        grantOn('population', { fields: ['name'] }),
        grantOn('spouse', { serviceItems: ['other-item'] }),
      ],
    })
    await importCouple(world)
    const { materials } = await world.request()
    expect(materials.map(({ code, state, rule }) => [code, state, rule])).toEqual([
      ['form', 'SUBMIT', undefined],
      ['id', 'SUBMIT', 'grant-revoked'],
      ['marriage', 'SUBMIT', 'purpose-not-granted'],
      ['dwelling', 'COMMITMENT', 'no-grant'],
    ])
    const refusals = await world.events('ACCESS_REFUSED')
    expect(refusals.map(({ data }) => data['rule']).sort()).toEqual([
      'field-not-granted',
      'grant-revoked',
      'no-grant',
      'purpose-not-granted',
    ])
    expect(await world.events('EVIDENCE_ISSUED')).toHaveLength(1)
  })

  it('is not held against an alternative that was never needed', async () => {
    const world = await evidenceForTest({ grants: ALL_GRANTS.filter(({ id }) => id !== 'grt_population') })
    await importCouple(world)
    world.licences.push(idCard())
    expect(states((await world.request()).materials)).toMatchObject({ id: 'HELD' })
    expect(await world.events('ACCESS_REFUSED')).toEqual([])
  })

  it('ends when the quota of persons is used up', async () => {
    // The couple is two persons, and the question about their marriage concerns both.
    const grants = ALL_GRANTS.map((grant) => (grant.id === 'grt_spouse' ? { ...grant, quota: 3 } : grant))
    const world = await evidenceForTest({ grants })
    await importCouple(world)
    expect(states((await world.request()).materials)).toMatchObject({ marriage: 'HELD' })
    const second = await world.request({ requestId: 'request-0002' })
    expect(second.materials[2]).toMatchObject({ state: 'SUBMIT', reason: 'REFUSED_BY_RULE', rule: 'quota-exceeded' })
    expect(second.materials[3]).toMatchObject({ state: 'HELD' })
    expect((await world.events('ACCESS_REFUSED')).map(({ data }) => data['rule'])).toEqual(['quota-exceeded'])
  })

  it('is another person under the same case, refused as a whole and recorded', async () => {
    const world = await evidenceForTest()
    await importCouple(world)
    await world.request()
    const other = world.request({
      requestId: 'request-0002',
      parties: [{ role: 'APPLICANT', idType: '111', id: STRANGER }],
    })
    await expect(other).rejects.toMatchObject({ code: 'CASE_SUBJECT_MISMATCH' })
    expect((await world.events('ACCESS_REFUSED')).map(({ data }) => data['rule'])).toEqual(['case-subject-mismatch'])
    // The same person under another case number is another case.
    await world.request({
      requestId: 'request-0003',
      purpose: { ...PURPOSE, caseNumber: 'GJJ-2026-0002' },
      parties: [{ role: 'APPLICANT', idType: '111', id: STRANGER }],
    })
  })
})

describe('another person under the same case', () => {
  it('is recorded also where no source would have been asked about that person', async () => {
    const world = await evidenceForTest()
    await importCouple(world)
    await world.request()
    // Every material is the applicant's, and the request names none.
    const other = world.request({
      requestId: 'request-0002',
      parties: [{ role: 'COMPANY', idType: '001', id: COMPANY }],
    })
    await expect(other).rejects.toMatchObject({ code: 'CASE_SUBJECT_MISMATCH' })
    const refusals = await world.events('ACCESS_REFUSED')
    expect(refusals).toMatchObject([
      {
        actor: { clientId: ASKER.clientId, agency: ASKER.agency },
        resources: [],
        subjects: [COMPANY],
        requestId: 'request-0002',
        caseNumber: PURPOSE.caseNumber,
        data: { rule: 'case-subject-mismatch', serviceItems: PURPOSE.serviceItems, fields: [], grants: [] },
      },
    ])
  })
})

describe('a source that does not answer', () => {
  it('is SOURCE_UNAVAILABLE for its materials, never "none held"', async () => {
    const world = await evidenceForTest()
    await importCouple(world)
    world.source.fails = true
    const { materials } = await world.request()
    expect(materials.map(({ state, reason }) => [state, reason])).toEqual([
      ['SUBMIT', 'MADE_BY_APPLICANT'],
      ['SUBMIT', 'SOURCE_UNAVAILABLE'],
      ['SUBMIT', 'SOURCE_UNAVAILABLE'],
      ['COMMITMENT', 'SOURCE_UNAVAILABLE'],
    ])
    expect(materials[1]!.sourcesUnavailable).toEqual(['population'])
  })
})

describe('a licence that was revoked', () => {
  it('is told with date, reason and authority to a new request; the earlier evidence stays as it was', async () => {
    const world = await evidenceForTest({ grants: [grantOn('card')] })
    world.licences.push(idCard())
    const before = await world.request()
    expect(before.materials[1]).toMatchObject({ state: 'HELD' })
    const change = { state: 'REVOKED', on: '2026-11-24', reason: '冒领', authority: '青溪市公安局', basis: '', at: '' }
    world.licences.splice(0, 1, idCard({ state: 'REVOKED', changes: [change] as never }))
    const after = await world.request({ requestId: 'request-0002' })
    expect(after.materials[1]).toMatchObject({
      state: 'SUBMIT',
      notAccepted: { state: 'REVOKED', on: '2026-11-24', reason: '冒领', authority: '青溪市公安局' },
    })
    expect((await world.request()).document).toBe(before.document)
  })
})

describe('the same request again', () => {
  it('gives the same bytes under a leaf of its own, and counts nobody twice', async () => {
    const grants = ALL_GRANTS.map((grant) => ({ ...grant, quota: 2 }))
    const world = await evidenceForTest({ grants })
    await importCouple(world)
    world.licences.push(idCard())
    const first = await world.request()
    await world.moveTo('2026-11-24T02:01:00.000Z')
    const second = await world.request()
    expect(second).toEqual({ ...first, isReplay: true })
    expect((await world.events('EVIDENCE_REPLAYED')).map(({ data }) => data['evidenceId'])).toEqual([first.evidenceId])
    expect(await world.events('EVIDENCE_ISSUED')).toHaveLength(1)
  })

  it('is one request when two come at once', async () => {
    const world = await evidenceForTest()
    await importCouple(world)
    const [one, two] = await Promise.all([world.request(), world.request()])
    expect(one.document).toBe(two.document)
    expect([one.isReplay, two.isReplay].sort()).toEqual([false, true])
    expect(await world.events('EVIDENCE_ISSUED')).toHaveLength(1)
  })

  it('is a conflict with another body', async () => {
    const world = await evidenceForTest()
    await world.request()
    await expect(world.request({ situations: ['rural'] })).rejects.toMatchObject({ code: 'REQUEST_ID_CONFLICT' })
  })

  it('is refused when the grant has ended since', async () => {
    const world = await evidenceForTest()
    await importCouple(world)
    await world.request()
    await world.moveTo('2027-01-01T02:00:00.000Z')
    // Grants end with the year; the answer itself would not be kept so long.
    await expect(world.request()).rejects.toMatchObject({ code: 'ERASED' })
    const ends = await evidenceForTest({
      grants: ALL_GRANTS.map((one) => ({ ...one, validTo: '2026-11-24' as never })),
    })
    await importCouple(ends)
    await ends.request()
    await ends.moveTo('2026-11-25T02:00:00.000Z')
    await expect(ends.request()).rejects.toMatchObject({ code: 'ACCESS_REFUSED', params: { rule: 'grant-expired' } })
    expect((await ends.events('ACCESS_REFUSED')).map(({ data }) => data['rule'])).toEqual(['grant-expired'])
  })

  it('is ERASED after thirty days, whether or not the bytes were already removed', async () => {
    const world = await evidenceForTest()
    await world.request()
    await world.moveTo('2026-12-24T01:59:59.999Z')
    expect((await world.request()).isReplay).toBe(true)
    expect(await world.evidence.eraseExpired()).toBe(0)
    await world.moveTo('2026-12-24T02:00:00.000Z')
    await expect(world.request()).rejects.toMatchObject({ code: 'ERASED' })
    expect(await world.evidence.eraseExpired()).toBe(1)
    await expect(world.request()).rejects.toMatchObject({ code: 'ERASED' })
  })
})

describe('answers whose time has passed', () => {
  it('are removed once when two processes look at the same moment, and neither fails', async () => {
    const world = await evidenceForTest()
    await world.request()
    await world.moveTo('2026-12-24T02:00:00.000Z')
    const removed = await Promise.all([world.evidence.eraseExpired(), world.evidence.eraseExpired()])
    expect(removed.sort()).toEqual([0, 1])
  })
})

describe('reading the store', () => {
  it('takes the same number of reads for four materials as for a hundred', async () => {
    const reads = { count: 0 }
    const world = await evidenceForTest({ wrapStore: (store) => countReads(store, reads) })
    await importCouple(world)
    world.licences.push(idCard())
    // Quota counters of the day come into being with the first use.
    await world.request({ requestId: 'request-warm' })
    reads.count = 0
    const few = await world.request({ requestId: 'request-0002' })
    const readsForFew = reads.count
    reads.count = 0
    const many = await world.request({
      requestId: 'request-0003',
      purpose: { ...PURPOSE, serviceItems: ['many'] },
    })
    expect([few.materialsAsked, many.materialsAsked]).toEqual([4, 100])
    expect(reads.count).toBe(readsForFew)
    // The request log, the case, and one find for all registers; licences are a double here and read nothing.
    expect(readsForFew).toBe(3)
  })
})

function countReads(store: Store, reads: { count: number }): Store {
  const counted = ['get', 'getMany', 'find', 'count'] as const
  return new Proxy(store, {
    get(target, name: keyof Store) {
      const member = target[name]
      if (!(counted as readonly string[]).includes(name) || typeof member !== 'function') return member
      return (...args: unknown[]) => {
        reads.count++
        return (member as (...args: unknown[]) => unknown).apply(target, args)
      }
    },
  })
}
