import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Alternative, Material } from '../../src/catalog/index.ts'
import type { LocalDate } from '../../src/core/clock.ts'
import { holderKey } from '../../src/evidence/fetch-held.ts'
import { matchMaterial, type MatchFacts } from '../../src/evidence/match-material.ts'
import type { AskedMaterial, Candidate } from '../../src/evidence/plan-sources.ts'
import type { Licence } from '../../src/licences/index.ts'
import { subjectKey, type PredicateAnswer, type SubjectAnswer } from '../../src/registers/index.ts'

const PARTY = { role: 'APPLICANT', idType: '111', id: '390102198503120015' } as const
const TODAY = '2026-11-24' as LocalDate

type Fate = 'HOLDS' | 'NONE' | 'UNAVAILABLE' | 'REFUSED' | 'OTHERWISE'
interface Source {
  readonly kind: Alternative['kind']
  readonly fate: Fate
}

const anySource: fc.Arbitrary<Source> = fc.record({
  kind: fc.constantFrom('LICENCE', 'RECORD', 'PREDICATE'),
  fate: fc.constantFrom('HOLDS', 'NONE', 'UNAVAILABLE', 'REFUSED', 'OTHERWISE'),
})
const anyCase = fc.record({
  sources: fc.array(anySource, { maxLength: 5 }),
  mayCommit: fc.boolean(),
  mayDefer: fc.boolean(),
  isBarred: fc.boolean(),
  madeBy: fc.constantFrom('APPLICANT', 'GOVERNMENT', 'THIRD_PARTY'),
})
type Case = typeof anyCase extends fc.Arbitrary<infer T> ? T : never

/** One source of its own per alternative, so that each can have a fate of its own. */
function build(given: Case): { asked: AskedMaterial; facts: MatchFacts } {
  const licences = new Map<string, readonly Licence[]>()
  const records = new Map<string, SubjectAnswer>()
  const answers = new Map<string, PredicateAnswer>()
  const candidates = given.sources.map(({ kind, fate }, i): Candidate => {
    const name = `source-${i}`
    const revoked = [{ state: 'REVOKED', on: '2026-01-01', reason: 'r', authority: 'a', basis: 'b', at: '' }]
    const licence = {
      identifier: name,
      content: { issuedOn: '2020-01-01', holders: [] },
      changes: fate === 'OTHERWISE' ? revoked : [],
    } as unknown as Licence
    if (kind === 'LICENCE' && fate !== 'UNAVAILABLE')
      licences.set(holderKey(name, PARTY.id), fate === 'NONE' ? [] : [licence])
    const record = {
      validFrom: '2000-01-01',
      data: { field: 1 },
      ...(fate === 'OTHERWISE' ? { validTo: '2020-01-01' } : {}),
    }
    records.set(
      subjectKey(name, PARTY.id),
      fate === 'UNAVAILABLE'
        ? { state: 'unavailable', reason: 'x' }
        : ({ state: 'answered', records: fate === 'NONE' ? [] : [record] } as unknown as SubjectAnswer),
    )
    const basis = { asOf: TODAY, ruleVersion: 1 }
    answers.set(
      name,
      fate === 'HOLDS'
        ? { answer: 'TRUE', ...basis }
        : fate === 'OTHERWISE'
          ? { answer: 'FALSE', ...basis }
          : { answer: 'CANNOT_TELL', reason: fate === 'UNAVAILABLE' ? 'SOURCE_UNAVAILABLE' : 'NO_RECORD', ...basis },
    )
    const need = { resource: name, fields: [], subjectRole: 'APPLICANT' as const }
    const alternative: Alternative =
      kind === 'LICENCE'
        ? { kind, licenceType: name }
        : kind === 'RECORD'
          ? { kind, register: name, fields: ['field'] }
          : { kind, register: name, predicate: 'asked' }
    return {
      alternative,
      others: [],
      decision:
        fate === 'REFUSED'
          ? { permitted: false, need, rule: 'no-grant' }
          : {
              permitted: true,
              need,
              grantId: name,
              grantVersion: 1,
              grantedFields: [],
              rawFields: [],
              document: false,
            },
    }
  })
  const material: Material = {
    code: 'm',
    name: { zh: 'm', en: 'm' },
    party: 'APPLICANT',
    necessity: { kind: 'ALWAYS' },
    madeBy: given.madeBy,
    alternatives: candidates.map(({ alternative }) => alternative),
    mayCommit: given.mayCommit,
    mayDefer: given.mayDefer,
    isPaperOriginal: false,
  }
  return {
    asked: { material, serviceItems: ['item'], party: PARTY, candidates },
    facts: {
      parties: [PARTY],
      held: { licences, records },
      asOf: TODAY,
      isBarredFromCommitment: given.isBarred,
      answerPredicate: ({ register }) => answers.get(register)!,
    },
  }
}

const check = (property: (given: Case, match: ReturnType<typeof matchMaterial>) => void): void =>
  fc.assert(
    fc.property(anyCase, (given) => {
      const { asked, facts } = build(given)
      property(given, matchMaterial(asked, facts))
    }),
    { numRuns: 500 },
  )

describe('matching any material', () => {
  it('holds it exactly when one permitted source holds it, by the first of them', () =>
    check(({ sources }, match) => {
      const first = sources.findIndex(({ fate }) => fate === 'HOLDS')
      expect(match.state === 'HELD').toBe(first >= 0)
      if (first >= 0) expect(match.hit!.candidate.decision.need.resource).toBe(`source-${first}`)
    }))

  it('says "none held" only when every source answered and none was refused', () =>
    check(({ sources }, match) => {
      if (match.reason === 'NONE_HELD')
        expect(sources.every(({ fate }) => fate === 'NONE' || fate === 'OTHERWISE')).toBe(true)
    }))

  it('names every source that failed among those it looked at', () =>
    check(({ sources }, match) => {
      const looked = sources.slice(0, match.consulted.length)
      const failed = looked.flatMap(({ fate }, i) => (fate === 'UNAVAILABLE' ? [`source-${i}`] : []))
      expect([...match.sourcesUnavailable].sort()).toEqual([...new Set(failed)].sort())
      if (match.state !== 'HELD' && failed.length > 0) expect(match.reason).toBe('SOURCE_UNAVAILABLE')
    }))

  it('gives a reason for everything that is not held, and a rule with every refusal', () =>
    check((_given, match) => {
      expect(match.reason === undefined).toBe(match.state === 'HELD')
      expect(match.rule === undefined).toBe(match.reason !== 'REFUSED_BY_RULE')
    }))

  it('lets nobody commit where the law, the credit register or the government’s own knowledge forbids it', () =>
    check(({ sources, mayCommit, isBarred }, match) => {
      if (match.state !== 'COMMITMENT') return
      expect(mayCommit && !isBarred).toBe(true)
      expect(sources.some(({ kind, fate }) => fate === 'OTHERWISE' && kind !== 'RECORD')).toBe(false)
    }))

  it('looks at nothing after a hit', () =>
    check(({ sources }, match) => {
      const first = sources.findIndex(({ fate }) => fate === 'HOLDS')
      expect(match.consulted).toHaveLength(first >= 0 ? first + 1 : sources.length)
    }))
})
