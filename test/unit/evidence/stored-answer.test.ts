import { describe, expect, it } from 'vitest'
import { collections, findAnswer, saveAnswer } from '../../../src/evidence/evidence-records.ts'
import { evidenceCollections } from '../../../src/evidence/index.ts'
import type { DocumentMaterial, EvidenceContent } from '../../../src/evidence/evidence-document.ts'
import { headersOf, packAnswer, unpackAnswer, type GivenEvidence } from '../../../src/evidence/stored-answer.ts'
import type { Proof } from '../../../src/evidence/index.ts'
import { digestOf } from '../../../src/core/hash.ts'
import type { Instant, LocalDate } from '../../../src/core/clock.ts'
import type { LicenceIdentifier } from '../../../src/core/identifiers.ts'
import { createKeptHeaders, jwsHeaders } from '../../../src/licences/index.ts'
import { insert, type Store } from '../../../src/store/index.ts'
import { openTestStore } from '../../support/store.ts'

const base64 = (text: string) => Buffer.from(text).toString('base64url')
/** As long as a header with its certificates is. */
const headerOf = (typ: string) => base64(JSON.stringify({ alg: 'ES256', typ, x5c: ['C'.repeat(1_500)] }))
const jwsOf = (typ: string, payload: unknown) => `${headerOf(typ)}.${base64(JSON.stringify(payload))}.c2ln`

const EXCERPT = jwsOf('excerpt', { fields: { name: '张伟' } })
const NOW = '2026-11-24T02:00:00.000Z' as Instant
const LATER = '2026-12-24T02:00:00.000Z' as Instant

type ProofOf<K extends Proof['kind']> = Extract<Proof, { kind: K }>

const licence: ProofOf<'LICENCE'> = {
  kind: 'LICENCE',
  licence: {
    identifier: '1.2.156.3005.2.card' as LicenceIdentifier,
    licenceType: 'resident-id-card',
    form: 'EXCERPT',
    jws: EXCERPT,
    state: 'VALID',
    issuedOn: '2020-01-01' as LocalDate,
  },
}
const record: ProofOf<'RECORD'> = {
  kind: 'RECORD',
  register: 'population',
  recordId: 'rec_1',
  data: { sex: '1', name: '张伟' },
}
const predicate: ProofOf<'PREDICATE'> = {
  kind: 'PREDICATE',
  register: 'marriage',
  predicate: 'isSpouseOf',
  answer: 'TRUE',
  asOf: '2026-11-24' as LocalDate,
  ruleVersion: 1,
}
const material = (code: string): Omit<DocumentMaterial, 'proof'> => ({
  code,
  name: { zh: '材料', en: code },
  party: 'APPLICANT',
  serviceItems: ['withdraw-rent'],
  state: 'HELD',
  sourcesUnavailable: [],
})

/** The licence meets two materials; the last one has no proof. */
function exampleAnswer(): { readonly given: GivenEvidence; readonly content: EvidenceContent } {
  const proofs = [licence, record, predicate, licence]
  const content: EvidenceContent = {
    evidenceId: 'evd_1',
    signedAt: NOW,
    asOf: '2026-11-24' as LocalDate,
    requester: { agency: 'agency' },
    purpose: {},
    parties: [],
    materials: [
      { ...material('id'), proof: { kind: 'LICENCE', ...withoutJws(licence), digest: digestOf(EXCERPT) } },
      { ...material('name'), proof: { kind: 'RECORD', register: 'population', recordId: 'rec_1', digest: 'of-data' } },
      { ...material('marriage'), proof: predicate },
      { ...material('id-again'), proof: { kind: 'LICENCE', ...withoutJws(licence), digest: digestOf(EXCERPT) } },
      { ...material('form'), state: 'SUBMIT', reason: 'MADE_BY_APPLICANT' },
    ],
    materialsAsked: 5,
    materialsHeld: 4,
    statusLists: [],
  }
  const given: GivenEvidence = {
    evidenceId: 'evd_1',
    asOf: content.asOf,
    materials: content.materials.map(({ proof: _, ...one }, i) => ({ ...one, ...(proofs[i] && { proof: proofs[i] }) })),
    materialsAsked: 5,
    materialsHeld: 4,
    document: jwsOf('evidence', content),
    receipt: jwsOf('receipt', { leafId: 'leaf_1' }),
    leafId: 'leaf_1',
  }
  return { given, content }
}

function withoutJws(proof: ProofOf<'LICENCE'>) {
  const { jws: _, ...rest } = proof.licence
  return rest
}

const rest = { released: [], subjects: ['390102198503120018'], expiresAt: LATER }
const openStore = () => openTestStore([...evidenceCollections, jwsHeaders])
/** By another process each time. */
const find = (store: Store, id: string, now = NOW) => findAnswer({ store, headers: createKeptHeaders(store) }, id, now)
const keep = async (store: Store, id = 'evd_1') => {
  const { given, content } = exampleAnswer()
  const packed = await packAnswer(given, content, createKeptHeaders(store))
  await store.commit([saveAnswer({ id, ...packed, ...rest })])
  return packed
}

describe('an answer that is kept', () => {
  it('comes back as it was given, its documents byte for byte', async () => {
    const store = await openStore()
    await keep(store)
    expect(await find(store, 'evd_1')).toEqual({ answer: exampleAnswer().given, released: [], subjects: rest.subjects }) // prettier-ignore
  })

  it('holds each document once and no header', async () => {
    const packed = await keep(await openStore())
    expect(Object.keys(packed.proofs)).toEqual([digestOf(EXCERPT), 'of-data'])
    const text = JSON.stringify(packed)
    for (const typ of ['excerpt', 'evidence', 'receipt']) expect(text).not.toContain(headerOf(typ))
    expect(text).not.toContain(base64('CCC'))
  })

  it('shares its headers with every other answer, also of another process', async () => {
    const store = await openStore()
    await keep(store)
    await keep(store, 'evd_2')
    expect(await store.count(jwsHeaders, { index: 'id' })).toMatchObject({ count: 3 })
    expect((await find(store, 'evd_2'))?.answer).toEqual(exampleAnswer().given)
  })

  it('is not given again without a header or a proof that it names', async () => {
    const store = await openStore()
    const packed = await keep(store)
    const headers = createKeptHeaders(store)
    expect(() => unpackAnswer(packed, headers)).toThrow('header')
    await headers.read(headersOf(packed))
    expect(unpackAnswer(packed, headers)).toEqual(exampleAnswer().given)
    expect(() => unpackAnswer({ ...packed, proofs: {} }, headers)).toThrow('proof')
  })

  it('is gone when its time is over', async () => {
    const store = await openStore()
    await keep(store)
    expect(await find(store, 'evd_1', LATER)).toBeUndefined()
  })

  it('is read in the form of schema 1, which had it word for word', async () => {
    const store = await openStore()
    const { given } = exampleAnswer()
    await store.commit([insert(collections.answers, { id: 'evd_1', answer: given, ...rest })])
    expect((await find(store, 'evd_1'))?.answer).toEqual(given)
  })
})
