import { describe, expect, it } from 'vitest'
import {
  addDays,
  addMonths,
  ageAt,
  dateAt,
  daysBetween,
  isRealDate,
  parseDate,
  startOfDate,
  toInstant,
} from '../../../src/core/clock.ts'
import { createIds } from '../../../src/core/ids.ts'
import { fixedClock, fixedIds } from '../../support/fixed.ts'

describe('dates of the region', () => {
  it('change at midnight in Shanghai, eight hours before UTC', () => {
    expect(dateAt(Date.parse('2026-11-23T15:59:59.999Z'))).toBe('2026-11-23')
    expect(dateAt(Date.parse('2026-11-23T16:00:00.000Z'))).toBe('2026-11-24')
    expect(dateAt(Date.parse('2026-11-23T15:59:59.999Z'))).toBe('2026-11-23')
    expect(dateAt(Date.parse('1969-12-30T15:59:59.999Z'))).toBe('1969-12-30')
    expect(() => dateAt(NaN)).toThrow(RangeError)
    expect(toInstant(startOfDate(parseDate('2026-11-24')))).toBe('2026-11-23T16:00:00.000Z')
  })

  it('are real dates', () => {
    for (const text of ['2026-02-29', '2026-13-01', '2026-1-1', '20260101', '2026-00-10'])
      expect(isRealDate(text)).toBe(false)
    expect(isRealDate('2024-02-29')).toBe(true)
    expect(() => parseDate('2026-02-30', 'validFrom')).toThrow(/validFrom must be a real date/)
  })

  it('add days and months, ending a month on its last day', () => {
    expect(addDays(parseDate('2026-12-31'), 1)).toBe('2027-01-01')
    expect(addMonths(parseDate('2026-01-31'), 1)).toBe('2026-02-28')
    expect(addMonths(parseDate('2026-03-31'), -1)).toBe('2026-02-28')
    expect(addMonths(parseDate('2026-01-15'), -13)).toBe('2024-12-15')
    expect(daysBetween(parseDate('2026-11-24'), parseDate('2026-12-01'))).toBe(7)
  })

  it('complete a year of age on the birthday', () => {
    expect(ageAt(parseDate('2012-11-25'), parseDate('2026-11-24'))).toBe(13)
    expect(ageAt(parseDate('2012-11-24'), parseDate('2026-11-24'))).toBe(14)
    expect(ageAt(parseDate('2020-02-29'), parseDate('2034-02-28'))).toBe(13)
    expect(ageAt(parseDate('2020-02-29'), parseDate('2034-03-01'))).toBe(14)
  })
})

describe('ids', () => {
  it('rise within one millisecond and over time', () => {
    const clock = fixedClock()
    const ids = fixedIds(clock)
    const made: string[] = []
    for (let i = 0; i < 1000; i++) {
      if (i % 100 === 0) clock.advance(1)
      made.push(ids.next('lic'))
    }
    expect(made).toEqual([...made].sort())
    expect(new Set(made).size).toBe(1000)
    expect(made[0]).toMatch(/^lic_[0-9A-HJKMNP-TV-Z]{26}$/)
  })

  it('rise also from the highest random number: there is room to count upwards', () => {
    const ids = createIds(fixedClock(), (bytes) => Buffer.alloc(bytes, 0xff))
    const made = Array.from({ length: 100 }, () => ids.next('x'))
    expect(made).toEqual([...made].sort())
    expect(new Set(made).size).toBe(100)
  })

  it('do not go back when the clock does', () => {
    const clock = fixedClock()
    const ids = createIds(clock, (bytes) => Buffer.alloc(bytes, 7))
    const first = ids.next('x')
    clock.advance(-5000)
    expect(ids.next('x') > first).toBe(true)
  })
})
