import { ageAt, isRealDate, type LocalDate } from '../core/clock.ts'
import { birthDateOf, sexOf, type CitizenId } from '../core/identifiers.ts'
import type { JsonObject } from '../core/strict-json.ts'
import { flagOf, listOf, numberOf, textOf } from './record-fields.ts'
import type { FieldRefusal, RowRefusalCode } from './row-refusals.ts'

/** What a register's records mean beyond the form of their fields. The catalog holds the fields, this table the rules. */
interface RegisterRules {
  /** When the fact that a record states began and, where it did, ended (inclusive). */
  readonly period: (data: JsonObject) => { readonly from: string | undefined; readonly to?: string | undefined }
  /** Rules between the fields of one row, over values whose form is already right. */
  readonly check: (data: JsonObject, today: LocalDate) => readonly FieldRefusal[]
}

type Rule = (data: JsonObject, today: LocalDate) => FieldRefusal | undefined

const all =
  (...rules: readonly Rule[]) =>
  (data: JsonObject, today: LocalDate): readonly FieldRefusal[] => {
    const refusals: FieldRefusal[] = []
    for (const rule of rules) {
      const refusal = rule(data, today)
      if (refusal) refusals.push(refusal)
    }
    return refusals
  }

const refuseIf = (condition: boolean, field: string, code: RowRefusalCode): FieldRefusal | undefined =>
  condition ? { field, code } : undefined

/** `earlier` must not lie after `later`; either may be absent. */
const inOrder =
  (earlier: string, later: string): Rule =>
  (data) => {
    const from = textOf(data, earlier)
    const to = textOf(data, later)
    return refuseIf(from !== undefined && to !== undefined && from > to, later, 'DATES_OUT_OF_ORDER')
  }

const isCitizen = (text: string | undefined): text is CitizenId => text !== undefined && /^\d{17}[\dX]$/.test(text)

// ---- population (R01) ----------------------------------------------------------------------------------------------

const MAX_AGE = 120

const population: RegisterRules = {
  period: (data) => ({ from: textOf(data, 'birthDate') }),
  check: all(
    (data) => {
      const id = textOf(data, 'idNumber')
      return refuseIf(isCitizen(id) && birthDateOf(id) !== textOf(data, 'birthDate'), 'birthDate', 'DISAGREES')
    },
    (data) => {
      const id = textOf(data, 'idNumber')
      const sex = textOf(data, 'sex')
      return refuseIf(isCitizen(id) && (sex === '1' || sex === '2') && sexOf(id) !== sex, 'sex', 'DISAGREES')
    },
    (data, today) => {
      const birth = textOf(data, 'birthDate')
      const isDead = textOf(data, 'status') === 'DEAD'
      return refuseIf(
        birth !== undefined && !isDead && ageAt(birth as LocalDate, today) > MAX_AGE,
        'birthDate',
        'OUT_OF_RANGE',
      )
    },
    // GA/T practice: Han characters, with U+00B7 between the parts of a minority name.
    (data) => {
      const name = textOf(data, 'name')
      return refuseIf(
        name !== undefined && !/^\p{Script=Han}{1,20}(·\p{Script=Han}{1,20})*$/u.test(name),
        'name',
        'WRONG_FORM',
      )
    },
    (data) =>
      refuseIf(textOf(data, 'status') === 'DEAD' && textOf(data, 'statusDate') === undefined, 'statusDate', 'MISSING'),
    inOrder('birthDate', 'statusDate'),
    inOrder('cardValidFrom', 'cardValidTo'),
  ),
}

// ---- marriage (R02) ------------------------------------------------------------------------------------------------

/** Since the Marriage Law of 1980 came into force: 22 for men, 20 for women (Civil Code art. 1047). */
const MARRIAGE_LAW_FROM = '1981-01-01'
const MARRIAGEABLE = { husbandId: 22, wifeId: 20 } as const

const oldEnough =
  (field: 'husbandId' | 'wifeId'): Rule =>
  (data) => {
    const id = textOf(data, field)
    const on = textOf(data, 'registrationDate')
    if (!isCitizen(id) || on === undefined || textOf(data, 'businessType') !== 'MARRIAGE') return undefined
    const minimum = on < MARRIAGE_LAW_FROM ? 0 : MARRIAGEABLE[field]
    return refuseIf(ageAt(birthDateOf(id), on as LocalDate) < minimum, field, 'TOO_YOUNG')
  }

const marriage: RegisterRules = {
  period: (data) => ({ from: textOf(data, 'registrationDate') }),
  check: all(
    (data) =>
      refuseIf(
        textOf(data, 'husbandId') !== undefined && textOf(data, 'husbandId') === textOf(data, 'wifeId'),
        'wifeId',
        'DISAGREES',
      ),
    oldEnough('husbandId'),
    oldEnough('wifeId'),
    inOrder('registrationDate', 'dissolvedOn'),
    (data) =>
      refuseIf(
        textOf(data, 'dissolvedOn') !== undefined && textOf(data, 'recordState') !== 'DISSOLVED',
        'dissolvedOn',
        'DISAGREES',
      ),
  ),
}

// ---- legal entities (R03) ------------------------------------------------------------------------------------------

const legalEntity: RegisterRules = {
  period: (data) => ({ from: textOf(data, 'establishedOn') }),
  check: all(
    inOrder('establishedOn', 'approvedOn'),
    inOrder('operatingFrom', 'operatingTo'),
    inOrder('establishedOn', 'cancelledOn'),
    inOrder('establishedOn', 'revokedOn'),
    // Status 3 and 4: cancelled; 2 and 3: licence revoked; 1: neither.
    (data) => {
      const isCancelled = ['3', '4'].includes(textOf(data, 'status') ?? '')
      return refuseIf(isCancelled && textOf(data, 'cancelledOn') === undefined, 'cancelledOn', 'MISSING')
    },
    (data) => {
      const isRevoked = ['2', '3'].includes(textOf(data, 'status') ?? '')
      return refuseIf(isRevoked && textOf(data, 'revokedOn') === undefined, 'revokedOn', 'MISSING')
    },
    (data) =>
      refuseIf(
        textOf(data, 'status') === '1' &&
          (textOf(data, 'cancelledOn') !== undefined || textOf(data, 'revokedOn') !== undefined),
        'status',
        'DISAGREES',
      ),
  ),
}

// ---- social insurance (R04) ----------------------------------------------------------------------------------------

const socialInsurance: RegisterRules = {
  period: (data) => ({ from: startOfMonth(textOf(data, 'firstMonth')) }),
  check: all(
    inOrder('firstMonth', 'currentFrom'),
    (data) => {
      const months = listOf(data, 'payments')
        .filter((payment) => (textOf(payment, 'kind') ?? 'NORMAL') === 'NORMAL')
        .map((payment) => textOf(payment, 'month'))
      return refuseIf(new Set(months).size !== months.length, 'payments', 'DISAGREES')
    },
    (data) =>
      refuseIf(flagOf(data, 'isRetired') === true && textOf(data, 'retiredOn') === undefined, 'retiredOn', 'MISSING'),
  ),
}

const startOfMonth = (month: string | undefined): string | undefined =>
  month !== undefined && isRealDate(`${month}-01`) ? `${month}-01` : undefined

// ---- housing fund (R05) --------------------------------------------------------------------------------------------

const housingFund: RegisterRules = {
  period: (data) => ({ from: textOf(data, 'openedOn') }),
  check: all((data) => {
    const isWrong = listOf(data, 'loans').some((loan) => {
      const [granted, due] = [textOf(loan, 'grantedOn'), textOf(loan, 'dueOn')]
      const [balance, amount] = [numberOf(loan, 'balance'), numberOf(loan, 'amount')]
      return (
        (granted !== undefined && due !== undefined && granted >= due) ||
        (balance !== undefined && amount !== undefined && balance > amount)
      )
    })
    return refuseIf(isWrong, 'loans', 'DISAGREES')
  }),
}

// ---- household (R06) -----------------------------------------------------------------------------------------------

/** GB/T 4761: 01 oneself, 02 head; only the head bears them. */
const HEAD_RELATIONS = ['01', '02']

const household: RegisterRules = {
  period: (data) => ({
    from: textOf(data, 'movedInOn'),
    to: textOf(data, 'movedOutOn') ?? textOf(data, 'cancelledOn'),
  }),
  check: all(inOrder('movedInOn', 'movedOutOn'), inOrder('movedInOn', 'cancelledOn'), (data) => {
    const relation = textOf(data, 'relationToHead')
    const isHead = textOf(data, 'memberId') === textOf(data, 'headId')
    return refuseIf(
      relation !== undefined && isHead !== HEAD_RELATIONS.includes(relation),
      'relationToHead',
      'DISAGREES',
    )
  }),
}

// ---- real estate (R07) ---------------------------------------------------------------------------------------------

const realEstate: RegisterRules = {
  period: (data) => ({ from: textOf(data, 'registeredOn'), to: textOf(data, 'cancelledOn') }),
  check: all(
    inOrder('registeredOn', 'cancelledOn'),
    inOrder('landFrom', 'landTo'),
    (data) =>
      refuseIf(textOf(data, 'state') === '2' && textOf(data, 'cancelledOn') === undefined, 'cancelledOn', 'MISSING'),
    // A mortgage or a seizure burdens a current ownership only.
    (data) =>
      refuseIf(
        textOf(data, 'state') === '2' &&
          (listOf(data, 'mortgages').some((mortgage) => textOf(mortgage, 'state') === 'OPEN') ||
            listOf(data, 'seizures').some((seizure) => textOf(seizure, 'to') === undefined)),
        'state',
        'DISAGREES',
      ),
  ),
}

// ---- social credit (R12) -------------------------------------------------------------------------------------------

const socialCredit: RegisterRules = {
  period: (data) => ({ from: textOf(data, 'decidedOn') }),
  check: all(inOrder('decidedOn', 'removedOn')),
}

const withoutRules: RegisterRules = { period: () => ({ from: undefined }), check: () => [] }

const RULES: Readonly<Record<string, RegisterRules>> = {
  population,
  marriage,
  'legal-entity': legalEntity,
  'social-insurance': socialInsurance,
  'housing-fund': housingFund,
  household,
  'real-estate': realEstate,
  'social-credit': socialCredit,
}

/** A register that only the catalog knows has forms but no rules between fields. */
export const rulesOf = (register: string): RegisterRules => RULES[register] ?? withoutRules
