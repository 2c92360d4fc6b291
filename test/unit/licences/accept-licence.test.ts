import { describe, expect, it } from 'vitest'
import type { LocalDate } from '../../../src/core/clock.ts'
import { acceptLicence, type Licence, type StateChange } from '../../../src/licences/index.ts'

const date = (text: string) => text as LocalDate
const change = (state: StateChange['state'], on: string) =>
  ({ state, on, at: `${on}T01:00:00.000Z`, authority: '厅', reason: 'r', basis: 'b' }) as StateChange
const licence = (changes: readonly StateChange[] = []) =>
  ({
    content: { issuedOn: '2024-01-31', validFrom: '2024-02-01', validTo: '2026-01-31' },
    changes,
  }) as unknown as Licence

describe('a licence with a period', () => {
  it.each([
    ['2024-01-31', 'NOT_YET_VALID'],
    ['2024-02-01', true],
    ['2026-01-31', true],
    ['2026-02-01', 'EXPIRED'],
  ])('on %s is %s', (on, expected) => {
    const accepted = acceptLicence(licence(), { on: date(on) })
    expect(accepted.accepted || accepted.reason).toBe(expected)
  })

  it('is too old for a use the day after so many months', () => {
    expect(acceptLicence(licence(), { on: date('2024-04-30'), maxAgeMonths: 3 })).toEqual({ accepted: true })
    expect(acceptLicence(licence(), { on: date('2024-05-01'), maxAgeMonths: 3 })).toMatchObject({ reason: 'TOO_OLD' })
  })
})

describe('a licence that was suspended', () => {
  const suspended = licence([change('SUSPENDED', '2025-03-10'), change('VALID', '2025-03-20')])

  it('is accepted on the day before', () =>
    expect(acceptLicence(suspended, { on: date('2025-03-09') })).toEqual({ accepted: true }))
  it.each(['2025-03-10', '2025-03-15', '2025-03-19'])('is not accepted on %s, and says why', (on) =>
    expect(acceptLicence(suspended, { on: date(on) })).toMatchObject({
      reason: 'NOT_IN_FORCE',
      state: 'SUSPENDED',
      change: { on: '2025-03-10' },
    }),
  )
  it('is accepted again from the day on which it was resumed', () =>
    expect(acceptLicence(suspended, { on: date('2025-03-20') })).toEqual({ accepted: true }))
})
