import { describe, expect, it } from 'vitest'
import type { LocalDate } from '../../../src/core/clock.ts'
import { citizenIdCheck } from '../../../src/core/identifiers.ts'
import type { JsonObject } from '../../../src/core/strict-json.ts'
import { answerPredicate } from '../../../src/registers/answer-predicate.ts'
import { subjectKey, type RegisterRecord, type SubjectAnswer } from '../../../src/registers/index.ts'
import { PREDICATES } from '../../../src/registers/predicates/table.ts'
import { catalogOfRegisters, shippedRegisters } from '../../support/registers.ts'

const catalog = catalogOfRegisters()
const id = (first17: string) => first17 + citizenIdCheck(first17)
const MAN = id('39010219850312001')
const WOMAN = id('39010219870925002')
/** Of age before electronic registration was complete. */
const OLD = id('39010219700312001')
const YOUNG = id('39010220010101002')
const COMPANY = '91390102XN0000012W'

interface Asked {
  readonly register: string
  readonly predicate: string
  readonly subject?: string
  readonly others?: readonly string[]
  readonly arguments?: JsonObject
  readonly asOf?: string
  /** Records by subject; a subject that is not named has none; `null`: its source did not answer. */
  readonly held?: Readonly<Record<string, readonly Partial<RegisterRecord>[] | null>>
}

function ask({ register, predicate, subject = MAN, others = [], asOf = '2026-11-24', held = {}, ...rest }: Asked) {
  const answers = new Map<string, SubjectAnswer>(
    [subject, ...others].map((who) => {
      const records = who in held ? held[who]! : []
      return [
        subjectKey(register, who),
        records === null
          ? { state: 'unavailable', reason: 'TIMEOUT' }
          : { state: 'answered', records: records.map((record) => toRecord(register, who, record)) },
      ]
    }),
  )
  const question = {
    register,
    predicate,
    subject,
    others,
    arguments: rest.arguments ?? {},
    asOf: asOf as LocalDate,
  }
  const answer = answerPredicate(catalog, question, answers)
  return answer.answer === 'CANNOT_TELL' ? answer.reason : answer.answer
}

const toRecord = (register: string, subject: string, given: Partial<RegisterRecord>): RegisterRecord =>
  ({
    recordId: 'rec_1',
    register,
    subject,
    validFrom: '2000-01-01',
    recordState: 'CURRENT',
    revision: 1,
    ...given,
  }) as RegisterRecord

describe('the closed list of predicates', () => {
  it('is exactly what the registers of the catalog declare', () => {
    const declared = shippedRegisters()
      .flatMap(({ slug, predicates }) => predicates.map(({ name }) => `${slug}.${name}`))
      .sort()
    const implemented = Object.entries(PREDICATES)
      .flatMap(([slug, table]) => Object.keys(table).map((name) => `${slug}.${name}`))
      .sort()
    expect(implemented).toEqual(declared)
  })

  it('never answers TRUE or FALSE where a source did not answer', () => {
    for (const [register, table] of Object.entries(PREDICATES)) {
      for (const [predicate, { others }] of Object.entries(table)) {
        const family = others === 'NONE' ? [] : [WOMAN]
        const held = { [MAN]: null, [WOMAN]: [] }
        const asked = { register, predicate, others: family, held }
        expect(ask(asked), `${register}.${predicate}`).toBe('SOURCE_UNAVAILABLE')
        if (family.length > 0)
          expect(ask({ ...asked, held: { [MAN]: [], [WOMAN]: null } }), `${register}.${predicate}`).toBe(
            'SOURCE_UNAVAILABLE',
          )
      }
    }
  })

  it('throws for a name that is not in it', () => {
    expect(() => ask({ register: 'population', predicate: 'isRich' })).toThrow(/no predicate/)
  })
})

describe('is the person married?', () => {
  const married = (on: string, more: JsonObject = {}): Partial<RegisterRecord> => ({
    validFrom: on as LocalDate,
    data: {
      businessType: 'MARRIAGE',
      husbandId: MAN,
      wifeId: WOMAN,
      registrationDate: on,
      recordState: 'VALID',
      ...more,
    },
  })
  const divorced = (on: string): Partial<RegisterRecord> => ({
    validFrom: on as LocalDate,
    data: { businessType: 'DIVORCE', husbandId: MAN, wifeId: WOMAN, registrationDate: on, recordState: 'VALID' },
  })
  const isMarried = (records: readonly Partial<RegisterRecord>[], asOf?: string, subject = MAN) =>
    ask({
      register: 'marriage',
      predicate: 'isMarried',
      subject,
      held: { [subject]: records },
      ...(asOf ? { asOf } : {}),
    })

  it('is TRUE from the day of registration', () => {
    expect(isMarried([married('2012-05-20')], '2012-05-20')).toBe('TRUE')
    expect(isMarried([married('2012-05-20')], '2012-05-19')).toBe('FALSE')
  })
  it('is FALSE after a divorce, and TRUE on the day before it', () => {
    const records = [married('2012-05-20'), divorced('2019-03-01')]
    expect(isMarried(records)).toBe('FALSE')
    expect(isMarried(records, '2019-02-28')).toBe('TRUE')
  })
  it('is TRUE again when the same two marry again', () => {
    expect(isMarried([married('2012-05-20'), divorced('2019-03-01'), married('2021-08-08')])).toBe('TRUE')
  })
  it('is FALSE once a marriage was dissolved, TRUE before that day', () => {
    const records = [married('2012-05-20', { recordState: 'DISSOLVED', dissolvedOn: '2024-01-05' })]
    expect(isMarried(records)).toBe('FALSE')
    expect(isMarried(records, '2024-01-04')).toBe('TRUE')
  })
  it('is not told by the absence of a record where paper registers may hold one', () => {
    expect(isMarried([], undefined, OLD)).toBe('NO_RECORD_SINCE')
  })
  it('is FALSE without a record for one who came of age after the register was complete', () => {
    expect(isMarried([], undefined, YOUNG)).toBe('FALSE')
  })
  it('counts no annulled marriage', () => {
    expect(isMarried([married('2012-05-20', { recordState: 'ANNULLED' })], undefined, MAN)).toBe('FALSE')
  })

  describe('to this person', () => {
    const isSpouseOf = (other: string, records: readonly Partial<RegisterRecord>[]) =>
      ask({ register: 'marriage', predicate: 'isSpouseOf', others: [other], held: { [MAN]: records } })
    it('is TRUE for the spouse, FALSE for another', () => {
      expect(isSpouseOf(WOMAN, [married('2012-05-20')])).toBe('TRUE')
      expect(isSpouseOf(YOUNG, [married('2012-05-20')])).toBe('FALSE')
    })
    it('needs the other party', () => {
      expect(ask({ register: 'marriage', predicate: 'isSpouseOf', held: { [MAN]: [married('2012-05-20')] } })).toBe(
        'PARTY_MISSING',
      )
    })
  })

  it('tells "no record" only since the register is complete', () => {
    const none = (since?: string, records: readonly Partial<RegisterRecord>[] = []) =>
      ask({
        register: 'marriage',
        predicate: 'hasNoMarriageRecord',
        arguments: since ? { since } : {},
        held: { [MAN]: records },
      })
    expect(none('2005-01-01')).toBe('TRUE')
    expect(none('2004-12-31')).toBe('NO_RECORD_SINCE')
    expect(none()).toBe('TRUE')
    expect(ask({ register: 'marriage', predicate: 'hasNoMarriageRecord', subject: OLD })).toBe('NO_RECORD_SINCE')
    expect(none('2005-01-01', [married('2012-05-20')])).toBe('FALSE')
    expect(none('2013-01-01', [married('2012-05-20')])).toBe('TRUE')
  })
})

describe('does the family own no dwelling?', () => {
  const title = (more: JsonObject = {}, from = '2015-01-01'): Partial<RegisterRecord> => ({
    validFrom: from as LocalDate,
    data: { unitNo: 'u', titleNo: 't', usage: '10', state: '1', division: '390102', ...more },
  })
  const owns = (held: Asked['held'], more: Partial<Asked> = {}) =>
    ask({ register: 'real-estate', predicate: 'ownsNoDwelling', others: [WOMAN], held: held!, ...more })

  it('is TRUE when no member has a title', () => expect(owns({})).toBe('TRUE'))
  it('is FALSE when the spouse has one', () => expect(owns({ [WOMAN]: [title()] })).toBe('FALSE'))
  it('leaves out shops, cancelled titles and later purchases', () => {
    expect(owns({ [MAN]: [title({ usage: '20' })] })).toBe('TRUE')
    expect(owns({ [MAN]: [title({ state: '2', cancelledOn: '2020-01-01' })] })).toBe('TRUE')
    expect(owns({ [MAN]: [title({}, '2026-11-25')] })).toBe('TRUE')
  })
  it('looks at the date asked about', () => {
    const sold = { [MAN]: [title({ state: '2', cancelledOn: '2020-01-01' })] }
    expect(owns(sold, { asOf: '2019-12-31' })).toBe('FALSE')
  })
  it('looks at the division asked about and the levels below', () => {
    const held = { [MAN]: [title()] }
    expect(owns(held, { arguments: { division: '390100' } })).toBe('FALSE')
    expect(owns(held, { arguments: { division: '390200' } })).toBe('TRUE')
  })
})

describe('were so many of the last months paid?', () => {
  const account = (months: readonly string[], kind = 'NORMAL'): Partial<RegisterRecord> => ({
    data: { insuranceType: '110', payments: months.map((month) => ({ month, kind })) },
  })
  const paid = (records: readonly Partial<RegisterRecord>[], atLeast = 3, withinMonths = 4) =>
    ask({
      register: 'social-insurance',
      predicate: 'paidMonths',
      arguments: { type: '110', atLeast, withinMonths },
      held: { [MAN]: records },
    })
  it('counts complete months within the window, each once', () => {
    expect(paid([account(['2026-07', '2026-08', '2026-10'])])).toBe('TRUE')
    expect(paid([account(['2026-06', '2026-07', '2026-08'])])).toBe('FALSE')
    expect(paid([account(['2026-08', '2026-08', '2026-09'])])).toBe('FALSE')
    expect(paid([account(['2026-09', '2026-10', '2026-11'])])).toBe('FALSE')
  })
  it('does not count what was paid afterwards', () => {
    expect(paid([account(['2026-08', '2026-09', '2026-10'], 'BACKPAY')])).toBe('FALSE')
  })
  it('cannot tell from an account without its payments', () => {
    expect(paid([{ data: { insuranceType: '110' } }])).toBe('NOT_COMPLETE')
  })
  it('is FALSE without an account, since the register is complete', () => expect(paid([])).toBe('FALSE'))
  it('asks for its arguments', () => {
    expect(ask({ register: 'social-insurance', predicate: 'paidMonths' })).toBe('ARGUMENT_MISSING')
  })
})

describe('is the company active?', () => {
  const entity = (more: JsonObject): Partial<RegisterRecord> => ({ data: { creditCode: COMPANY, ...more } })
  const asked = (predicate: string, more: JsonObject, asOf = '2026-11-24') =>
    ask({ register: 'legal-entity', predicate, subject: COMPANY, asOf, held: { [COMPANY]: [entity(more)] } })

  it('is TRUE for status 1 and FALSE after revocation, TRUE before it', () => {
    expect(asked('isActive', { status: '1' })).toBe('TRUE')
    expect(asked('isActive', { status: '2', revokedOn: '2026-01-01' })).toBe('FALSE')
    expect(asked('isActive', { status: '2', revokedOn: '2026-01-01' }, '2025-12-31')).toBe('TRUE')
  })
  it('is not enough while the company stands on the abnormal list', () => {
    const abnormal = { status: '1', onAbnormalList: true, abnormalSince: '2026-06-01' }
    expect(asked('activeAndNotAbnormal', abnormal)).toBe('FALSE')
    expect(asked('activeAndNotAbnormal', abnormal, '2026-05-31')).toBe('TRUE')
  })
  it('cannot be told of a company that the register does not know', () => {
    expect(ask({ register: 'legal-entity', predicate: 'isActive', subject: COMPANY })).toBe('NO_RECORD')
  })
  it('asks who represents it in the record of the company, not of the person', () => {
    const held = { [MAN]: [], [COMPANY]: [entity({ status: '1', legalRepresentativeId: MAN })] }
    const asking = { register: 'legal-entity', predicate: 'isLegalRepresentative', others: [COMPANY], held }
    expect(ask(asking)).toBe('TRUE')
    expect(ask({ ...asking, subject: WOMAN })).toBe('FALSE')
  })
})

describe('kinship from one household', () => {
  const member = (relationToHead: string, householdNo = 'H1'): Partial<RegisterRecord> => ({
    data: { householdNo, relationToHead },
  })
  const relation = (mine: string, theirs: string, asked: string, theirHousehold = 'H1') =>
    ask({
      register: 'household',
      predicate: 'relationIs',
      others: [WOMAN],
      arguments: { relation: asked },
      held: { [MAN]: [member(mine)], [WOMAN]: [member(theirs, theirHousehold)] },
    })
  it('follows from both relations to the head', () => {
    expect(relation('02', '22', 'PARENT_CHILD')).toBe('TRUE')
    expect(relation('22', '02', 'PARENT_CHILD')).toBe('TRUE')
    expect(relation('02', '12', 'SPOUSE')).toBe('TRUE')
    expect(relation('02', '12', 'PARENT_CHILD')).toBe('FALSE')
    expect(relation('22', '32', 'SIBLING')).toBe('TRUE')
  })
  it('is not told of in-laws, of the head’s spouse and child, and over two households', () => {
    expect(relation('02', '38', 'PARENT_CHILD')).toBe('STATUS_UNCLEAR')
    expect(relation('12', '22', 'PARENT_CHILD')).toBe('STATUS_UNCLEAR')
    expect(relation('02', '22', 'PARENT_CHILD', 'H2')).toBe('STATUS_UNCLEAR')
  })
})

describe('may the subject use a commitment?', () => {
  const entry = (more: JsonObject): Partial<RegisterRecord> => ({ data: { subjectId: MAN, ...more } })
  const may = (more: JsonObject, item?: string) =>
    ask({
      register: 'social-credit',
      predicate: 'mayUseCommitment',
      arguments: item ? { item } : {},
      held: { [MAN]: [entry(more)] },
    })
  const broken = { entryKind: 'COMMITMENT', commitment: { itemCode: 'a', madeOn: '2025-01-01', result: 'FALSE' } }
  it('is FALSE after a false commitment, until it is repaired or removed', () => {
    expect(may(broken)).toBe('FALSE')
    expect(may({ ...broken, repairState: 'REPAIRED' })).toBe('TRUE')
    expect(may({ ...broken, removedOn: '2026-01-01' })).toBe('TRUE')
    expect(may({ ...broken, removedOn: '2027-01-01' })).toBe('FALSE')
  })
  it('is TRUE after a kept one, and for another item', () => {
    expect(may({ ...broken, commitment: { itemCode: 'a', madeOn: '2025-01-01', result: 'KEPT' } })).toBe('TRUE')
    expect(may(broken, 'b')).toBe('TRUE')
    expect(may(broken, 'a')).toBe('FALSE')
  })
})

describe('about a person', () => {
  const person = (more: JsonObject): Partial<RegisterRecord> => ({
    validFrom: '1985-03-12' as LocalDate,
    data: {
      idNumber: MAN,
      name: '张伟',
      birthDate: '1985-03-12',
      status: 'NORMAL',
      registeredDivision: '390102',
      ...more,
    },
  })
  const about = (predicate: string, args: JsonObject = {}, more: JsonObject = {}, asOf = '2026-11-24') =>
    ask({ register: 'population', predicate, arguments: args, asOf, held: { [MAN]: [person(more)] } })

  it('the name belongs to the number or does not', () => {
    expect(about('nameMatchesNumber', { name: '张伟' })).toBe('TRUE')
    expect(about('nameMatchesNumber', { name: '张玮' })).toBe('FALSE')
  })
  it('an age is reached on the birthday', () => {
    expect(about('ageAtLeast', { years: 41 }, {}, '2026-03-12')).toBe('TRUE')
    expect(about('ageAtLeast', { years: 41 }, {}, '2026-03-11')).toBe('FALSE')
  })
  it('alive ends with the day of death and is unclear for one who moved away', () => {
    expect(about('isAlive', {}, { status: 'DEAD', statusDate: '2026-02-01' })).toBe('FALSE')
    expect(about('isAlive', {}, { status: 'DEAD', statusDate: '2026-02-01' }, '2026-01-31')).toBe('TRUE')
    expect(about('isAlive', {}, { status: 'MOVED_OUT', statusDate: '2026-02-01' })).toBe('STATUS_UNCLEAR')
  })
  it('registration counts for the division and the levels above it', () => {
    expect(about('isRegisteredIn', { division: '390100' })).toBe('TRUE')
    expect(about('isRegisteredIn', { division: '390000' })).toBe('TRUE')
    expect(about('isRegisteredIn', { division: '390121' })).toBe('FALSE')
  })
})
