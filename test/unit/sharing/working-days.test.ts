import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseDate } from '../../../src/core/clock.ts'
import { createWorkingDays, loadWorkingDays } from '../../../src/sharing/index.ts'
import { temporaryDirectory } from '../../support/temporary.ts'

const days = createWorkingDays([
  { year: 2026, holidays: ['2026-10-01', '2026-10-02', '2026-10-05'], makeUpWorkdays: ['2026-10-10'] },
])

describe('a legal clock in working days', () => {
  it('begins on the day after receipt', () => {
    expect(days.dueDate(parseDate('2026-11-23'), 1)).toBe('2026-11-24')
    expect(days.dueDate(parseDate('2026-11-20'), 1)).toBe('2026-11-23')
    expect(days.dueDate(parseDate('2026-11-24'), 10)).toBe('2026-12-08')
  })

  it('leaves out holidays and counts make-up days', () => {
    expect(days.dueDate(parseDate('2026-09-30'), 1)).toBe('2026-10-06')
    expect(days.isWorkingDay(parseDate('2026-10-10'))).toBe(true)
    expect(days.isWorkingDay(parseDate('2026-10-11'))).toBe(false)
  })

  it('is not guessed for a year without a calendar', () => {
    expect(() => days.dueDate(parseDate('2026-12-31'), 1)).toThrow(/no year 2027/)
  })

  it('comes from files whose errors name file and field', () => {
    const directory = temporaryDirectory()
    mkdirSync(join(directory, 'calendars'))
    writeFileSync(
      join(directory, 'calendars', '2026.json'),
      '{"year":2026,"holidays":["2026-02-30"],"makeUpWorkdays":[]}',
    )
    expect(() => loadWorkingDays(directory)).toThrow(/calendars\/2026\.json, field holidays/)
  })
})
