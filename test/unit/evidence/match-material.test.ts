import { describe, expect, it } from 'vitest'
import type { Alternative, Material } from '../../../src/catalog/index.ts'
import type { LocalDate } from '../../../src/core/clock.ts'
import type { JsonObject } from '../../../src/core/strict-json.ts'
import type { Party } from '../../../src/evidence/index.ts'
import { holderKey, type Held } from '../../../src/evidence/fetch-held.ts'
import { matchMaterial, type MatchFacts } from '../../../src/evidence/match-material.ts'
import type { AskedMaterial, Candidate } from '../../../src/evidence/plan-sources.ts'
import type { Licence, StateChange } from '../../../src/licences/index.ts'
import type { PredicateAnswer, RegisterRecord, SubjectAnswer } from '../../../src/registers/index.ts'
import type { RefusalRule } from '../../../src/sharing/index.ts'

const APPLICANT: Party = { role: 'APPLICANT', idType: '111', id: '390102198503120015' }
const SPOUSE: Party = { role: 'SPOUSE', idType: '111', id: '390102198709250026' }
const STRANGER = '390202202002290045'
const TODAY = '2026-11-24' as LocalDate
const UNAVAILABLE: SubjectAnswer = { state: 'unavailable', reason: 'TIMEOUT' }

const LICENCE: Alternative = { kind: 'LICENCE', licenceType: 'resident-id-card' }
const MARRIAGE: Alternative = { kind: 'LICENCE', licenceType: 'marriage-certificate' }
const RECORD: Alternative = { kind: 'RECORD', register: 'population', fields: ['name'] }
const PREDICATE: Alternative = { kind: 'PREDICATE', register: 'real-estate', predicate: 'ownsNoDwelling' }

function material(change: Partial<Material> = {}): Material {
  return {
    code: 'id',
    name: { zh: '身份证', en: 'identity card' },
    party: 'APPLICANT',
    necessity: { kind: 'ALWAYS' },
    madeBy: 'GOVERNMENT',
    alternatives: [],
    mayCommit: false,
    mayDefer: false,
    isPaperOriginal: false,
    ...change,
  }
}

const permitted = (alternative: Alternative): Candidate => ({
  alternative,
  others: [],
  decision: {
    permitted: true,
    need: { resource: 'r', fields: [], subjectRole: 'APPLICANT' },
    grantId: 'grt_1',
    grantVersion: 1,
    grantedFields: [],
    rawFields: [],
    document: false,
  },
})
const refused = (alternative: Alternative, rule: RefusalRule = 'no-grant'): Candidate => ({
  alternative,
  others: [],
  decision: { permitted: false, need: { resource: 'r', fields: [], subjectRole: 'APPLICANT' }, rule },
})

const asked = (candidates: readonly Candidate[], change: Partial<Material> = {}, party: Party | null = APPLICANT) =>
  ({
    material: material({ ...change, alternatives: candidates.map(({ alternative }) => alternative) }),
    serviceItems: ['item'],
    ...(party === null ? {} : { party }),
    candidates,
  }) satisfies AskedMaterial

interface LicenceGiven {
  readonly issuedOn?: string
  readonly validFrom?: string
  readonly validTo?: string
  readonly holders?: readonly string[]
  readonly changes?: readonly Partial<StateChange>[]
}
const licence = (identifier: string, given: LicenceGiven = {}): Licence =>
  ({
    identifier,
    content: {
      issuedOn: given.issuedOn ?? '2020-01-01',
      ...(given.validFrom ? { validFrom: given.validFrom } : {}),
      ...(given.validTo ? { validTo: given.validTo } : {}),
      holders: (given.holders ?? [APPLICANT.id]).map((code) => ({ name: '某', code, codeType: '111' })),
    },
    changes: given.changes ?? [],
  }) as unknown as Licence

const record = (data: JsonObject, change: Partial<RegisterRecord> = {}): RegisterRecord =>
  ({ recordId: 'rec_1', register: 'population', validFrom: '2000-01-01', data, ...change }) as RegisterRecord

interface Given {
  readonly licences?: Readonly<Record<string, readonly Licence[]>> | 'unavailable'
  readonly records?: Readonly<Record<string, SubjectAnswer>>
  readonly answer?: PredicateAnswer
  readonly parties?: readonly Party[]
  readonly asOf?: string
  readonly isBarred?: boolean
}

function facts(given: Given = {}): MatchFacts {
  const licences: Held['licences'] =
    given.licences === 'unavailable'
      ? 'unavailable'
      : new Map(
          ['resident-id-card', 'marriage-certificate'].map((type) => [
            holderKey(type, APPLICANT.id),
            (given.licences as Record<string, readonly Licence[]> | undefined)?.[type] ?? [],
          ]),
        )
  return {
    parties: given.parties ?? [APPLICANT],
    held: {
      licences,
      records: new Map(
        Object.entries(given.records ?? { population: { state: 'answered' as const, records: [] } }).map(
          ([register, answer]) => [`${register} ${APPLICANT.id}`, answer],
        ),
      ),
    },
    asOf: (given.asOf ?? TODAY) as LocalDate,
    isBarredFromCommitment: given.isBarred ?? false,
    answerPredicate: () => given.answer ?? { answer: 'FALSE', asOf: TODAY, ruleVersion: 1 },
  }
}

const told = (answer: 'TRUE' | 'FALSE'): PredicateAnswer => ({ answer, asOf: TODAY, ruleVersion: 1 })
const cannot = (reason: string, coverageFrom?: string): PredicateAnswer => ({
  answer: 'CANNOT_TELL',
  reason,
  asOf: TODAY,
  ruleVersion: 1,
  ...(coverageFrom ? { coverageFrom } : {}),
})
const change = (state: StateChange['state'], on: string): Partial<StateChange> => ({
  state,
  on: on as LocalDate,
  reason: '冒领',
  authority: '青溪市公安局',
})

describe('a material that a licence meets', () => {
  it('is held, by the licence issued last', () => {
    const match = matchMaterial(
      asked([permitted(LICENCE)]),
      facts({ licences: { 'resident-id-card': [licence('old'), licence('new', { issuedOn: '2024-01-01' })] } }),
    )
    expect(match).toMatchObject({ state: 'HELD', hit: { kind: 'LICENCE', licence: { identifier: 'new' } } })
  })

  it('is held by an older licence when the latest is no longer in force', () => {
    const revoked = licence('new', { issuedOn: '2024-01-01', changes: [change('REVOKED', '2025-01-01')] })
    const match = matchMaterial(
      asked([permitted(LICENCE)]),
      facts({ licences: { 'resident-id-card': [licence('old'), revoked] } }),
    )
    expect(match).toMatchObject({ state: 'HELD', hit: { licence: { identifier: 'old' } } })
  })

  it('takes alternatives in their order, and does not look at those after a hit', () => {
    const match = matchMaterial(
      asked([permitted(RECORD), permitted(LICENCE)]),
      facts({
        licences: { 'resident-id-card': [licence('card')] },
        records: { population: { state: 'answered', records: [record({ name: '张伟' })] } },
      }),
    )
    expect(match.hit?.kind).toBe('RECORD')
    expect(match.consulted.map(({ alternative }) => alternative.kind)).toEqual(['RECORD'])
  })
})

describe('a licence that is held but not accepted', () => {
  const submit = (given: LicenceGiven, alternative: Alternative = LICENCE, asOf?: string) =>
    matchMaterial(
      asked([permitted(alternative)]),
      facts({ licences: { 'resident-id-card': [licence('card', given)] }, ...(asOf ? { asOf } : {}) }),
    )

  it('says when, why and by whom it was revoked', () => {
    expect(submit({ changes: [change('REVOKED', '2026-03-01')] })).toMatchObject({
      state: 'SUBMIT',
      reason: 'NOT_IN_FORCE',
      notAccepted: {
        identifier: 'card',
        state: 'REVOKED',
        on: '2026-03-01',
        reason: '冒领',
        authority: '青溪市公安局',
      },
    })
  })
  it('was in force on the day before', () => {
    expect(submit({ changes: [change('REVOKED', '2026-03-01')] }, LICENCE, '2026-02-28').state).toBe('HELD')
  })
  it('says since when it has expired; the last day still counts', () => {
    expect(submit({ validTo: '2026-11-23' })).toMatchObject({
      reason: 'EXPIRED',
      notAccepted: { state: 'EXPIRED', on: '2026-11-23' },
    })
    expect(submit({ validTo: '2026-11-24' }).state).toBe('HELD')
  })
  it('is not yet in force before its period', () => {
    expect(submit({ validFrom: '2026-12-01' })).toMatchObject({
      reason: 'NOT_IN_FORCE',
      notAccepted: { state: 'NOT_YET_VALID', on: '2026-12-01' },
    })
  })
  it('did not exist before it was issued', () => {
    expect(submit({ issuedOn: '2026-11-24' }, LICENCE, '2026-11-23').reason).toBe('NONE_HELD')
  })
  it('may be too old for the purpose', () => {
    const recent: Alternative = { kind: 'LICENCE', licenceType: 'resident-id-card', maxAgeMonths: 6 }
    expect(submit({ issuedOn: '2026-05-23' }, recent)).toMatchObject({
      reason: 'TOO_OLD',
      notAccepted: { on: '2026-05-23' },
    })
    expect(submit({ issuedOn: '2026-05-24' }, recent).state).toBe('HELD')
  })
  it('is told also where another source meets the material', () => {
    const match = matchMaterial(
      asked([permitted(LICENCE), permitted(RECORD)]),
      facts({
        licences: { 'resident-id-card': [licence('card', { changes: [change('REVOKED', '2026-03-01')] })] },
        records: { population: { state: 'answered', records: [record({ name: '张伟' })] } },
      }),
    )
    expect(match).toMatchObject({ state: 'HELD', hit: { kind: 'RECORD' }, notAccepted: { state: 'REVOKED' } })
  })
})

describe('a source that did not answer', () => {
  it('is never "none held", whichever it is', () => {
    for (const [alternative, given] of [
      [LICENCE, { licences: 'unavailable' as const }],
      [RECORD, { records: { population: UNAVAILABLE } }],
      [PREDICATE, { answer: cannot('SOURCE_UNAVAILABLE') }],
    ] as const) {
      const match = matchMaterial(asked([permitted(alternative)]), facts(given))
      expect(match).toMatchObject({ state: 'SUBMIT', reason: 'SOURCE_UNAVAILABLE' })
      expect(match.sourcesUnavailable).toHaveLength(1)
    }
  })
  it('comes before every other reason', () => {
    const match = matchMaterial(
      asked([permitted(LICENCE), refused(RECORD), permitted(PREDICATE)]),
      facts({ licences: 'unavailable', answer: told('FALSE') }),
    )
    expect(match.reason).toBe('SOURCE_UNAVAILABLE')
  })
  it('is named also where another source met the material', () => {
    const match = matchMaterial(
      asked([permitted(LICENCE), permitted(RECORD)]),
      facts({
        licences: 'unavailable',
        records: { population: { state: 'answered', records: [record({ name: '张伟' })] } },
      }),
    )
    expect(match).toMatchObject({ state: 'HELD', sourcesUnavailable: ['resident-id-card'] })
  })
  it('is not silently replaced: a commitment in its place names the reason', () => {
    const match = matchMaterial(asked([permitted(LICENCE)], { mayCommit: true }), facts({ licences: 'unavailable' }))
    expect(match).toMatchObject({
      state: 'COMMITMENT',
      reason: 'SOURCE_UNAVAILABLE',
      sourcesUnavailable: ['resident-id-card'],
    })
  })
})

describe('a question to a register', () => {
  const answered = (answer: PredicateAnswer, change: Partial<Material> = {}) =>
    matchMaterial(asked([permitted(PREDICATE)], change), facts({ answer }))
  it('holds the material with yes', () => expect(answered(told('TRUE')).state).toBe('HELD'))
  it('does not hold it with no', () => expect(answered(told('FALSE'))).toMatchObject({ reason: 'ANSWERED_NO' }))
  it('carries why it cannot tell', () => {
    expect(answered(cannot('NO_RECORD_SINCE', '2005-01-01'))).toMatchObject({
      reason: 'CANNOT_TELL',
      cannotTell: { reason: 'NO_RECORD_SINCE', coverageFrom: '2005-01-01' },
    })
  })
  it('names the party that the case lacks', () => {
    expect(answered(cannot('PARTY_MISSING'))).toMatchObject({ reason: 'PARTY_MISSING' })
  })
})

describe('a refused source', () => {
  it('makes its alternative unusable and names the rule', () => {
    expect(matchMaterial(asked([refused(LICENCE, 'grant-expired')]), facts())).toMatchObject({
      state: 'SUBMIT',
      reason: 'REFUSED_BY_RULE',
      rule: 'grant-expired',
    })
  })
  it('leaves the others', () => {
    const match = matchMaterial(
      asked([refused(LICENCE), permitted(PREDICATE)]),
      facts({ licences: { 'resident-id-card': [licence('card')] }, answer: told('TRUE') }),
    )
    expect(match).toMatchObject({ state: 'HELD', hit: { kind: 'PREDICATE' } })
    expect(match.consulted).toHaveLength(2)
  })
  it('is told before "none held"', () => {
    expect(matchMaterial(asked([permitted(LICENCE), refused(RECORD)]), facts()).reason).toBe('REFUSED_BY_RULE')
  })
})

describe('a material that no source can meet', () => {
  const without = (change: Partial<Material>, party: Party | null = APPLICANT) =>
    matchMaterial(asked([], change, party), facts())
  it('is made by the applicant', () => expect(without({ madeBy: 'APPLICANT' }).reason).toBe('MADE_BY_APPLICANT'))
  it('is made by a third party', () => expect(without({ madeBy: 'THIRD_PARTY' }).reason).toBe('MADE_BY_THIRD_PARTY'))
  it('is none that is held', () => expect(without({}).reason).toBe('NONE_HELD'))
  it('is taken in on paper', () => {
    expect(without({ isPaperOriginal: true, mayCommit: true })).toMatchObject({
      state: 'SUBMIT',
      reason: 'PAPER_ORIGINAL',
    })
  })
  it('belongs to a party whom the case does not name', () => {
    expect(without({ mayDefer: true }, null)).toMatchObject({ state: 'SUBMIT', reason: 'PARTY_MISSING' })
  })
})

describe('a commitment', () => {
  const none = (change: Partial<Material>, given: Given = {}) =>
    matchMaterial(asked([permitted(LICENCE)], change), facts(given))
  it('replaces a material where the law allows', () => {
    expect(none({ mayCommit: true })).toMatchObject({ state: 'COMMITMENT', reason: 'NONE_HELD' })
  })
  it('does not where the law does not', () => expect(none({}).state).toBe('SUBMIT'))
  it('is barred by the credit register; then it may be deferred', () => {
    expect(none({ mayCommit: true }, { isBarred: true }).state).toBe('SUBMIT')
    expect(none({ mayCommit: true, mayDefer: true }, { isBarred: true }).state).toBe('DEFERRABLE')
  })
  it('comes before deferring', () => expect(none({ mayCommit: true, mayDefer: true }).state).toBe('COMMITMENT'))
  it('cannot promise what the government knows to be otherwise', () => {
    const known = [
      matchMaterial(
        asked([permitted(PREDICATE)], { mayCommit: true, mayDefer: true }),
        facts({ answer: told('FALSE') }),
      ),
      none(
        { mayCommit: true, mayDefer: true },
        { licences: { 'resident-id-card': [licence('card', { changes: [change('REVOKED', '2026-03-01')] })] } },
      ),
    ]
    expect(known.map(({ state }) => state)).toEqual(['SUBMIT', 'SUBMIT'])
  })
})

describe('a bond of two', () => {
  const couple = [APPLICANT, SPOUSE]
  const withCertificate = (holders: readonly string[], parties: readonly Party[]) =>
    matchMaterial(
      asked([permitted(MARRIAGE)]),
      facts({ parties, licences: { 'marriage-certificate': [licence('cert', { holders })] } }),
    )
  it('is proved by a certificate of these two', () => {
    expect(withCertificate([APPLICANT.id, SPOUSE.id], couple).state).toBe('HELD')
  })
  it('is not proved by a certificate with another person', () => {
    expect(withCertificate([APPLICANT.id, STRANGER], couple)).toMatchObject({ state: 'SUBMIT', reason: 'NONE_HELD' })
  })
  it('needs no second name where the case has none', () => {
    expect(withCertificate([APPLICANT.id, STRANGER], [APPLICANT]).state).toBe('HELD')
  })
})

describe('a record', () => {
  const withRecords = (records: readonly RegisterRecord[], asOf?: string) =>
    matchMaterial(
      asked([permitted(RECORD)]),
      facts({ records: { population: { state: 'answered', records } }, ...(asOf ? { asOf } : {}) }),
    )
  it('is the one valid on the date that began last', () => {
    const first = record({ name: '一' }, { recordId: 'a', validTo: '2019-12-31' as LocalDate })
    const second = record({ name: '二' }, { recordId: 'b', validFrom: '2020-01-01' as LocalDate })
    expect(withRecords([second, first])).toMatchObject({ hit: { record: { recordId: 'b' } } })
    expect(withRecords([second, first], '2019-12-31')).toMatchObject({ hit: { record: { recordId: 'a' } } })
  })
  it('must hold one of the fields asked for', () => {
    expect(withRecords([record({ sex: '1' })])).toMatchObject({ state: 'SUBMIT', reason: 'NONE_HELD' })
  })
})
