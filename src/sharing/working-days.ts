import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { addDays, isRealDate, type LocalDate } from '../core/clock.ts'
import { ZhengshuError } from '../core/errors.ts'
import { parseStrictJson } from '../core/strict-json.ts'

/** Working days of one year: weekends and holidays off, make-up days on (State Council's yearly arrangement). */
interface CalendarYear {
  readonly year: number
  readonly holidays: readonly string[]
  readonly makeUpWorkdays: readonly string[]
}

/** The legal clocks of the region; the calendar is data per year. */
export interface WorkingDays {
  /** Throws CALENDAR_MISSING for a year without data: a legal clock is never guessed. */
  isWorkingDay(date: LocalDate): boolean
  /** The last day of a period of `count` working days; the first day counted is the day after `receipt`. */
  dueDate(receipt: LocalDate, count: number): LocalDate
}

/** A make-up workday counts although it is a Saturday or Sunday; a holiday does not, whatever its weekday. */
export function createWorkingDays(years: readonly CalendarYear[]): WorkingDays {
  const byYear = new Map(
    years.map((year) => [year.year, { off: new Set(year.holidays), on: new Set(year.makeUpWorkdays) }]),
  )
  const isWorkingDay = (date: LocalDate): boolean => {
    const year = byYear.get(Number(date.slice(0, 4)))
    if (!year) throw new ZhengshuError('CALENDAR_MISSING', { year: date.slice(0, 4) })
    if (year.on.has(date)) return true
    if (year.off.has(date)) return false
    const weekday = new Date(`${date}T00:00:00.000Z`).getUTCDay()
    return weekday !== 0 && weekday !== 6
  }
  return {
    isWorkingDay,
    dueDate(receipt, count) {
      let date = receipt
      for (let left = count; left > 0;) {
        date = addDays(date, 1)
        if (isWorkingDay(date)) left--
      }
      return date
    },
  }
}

/** Reads `calendars/*.json` of the catalog directory. */
export function loadWorkingDays(catalogDirectory: string): WorkingDays {
  const directory = join(catalogDirectory, 'calendars')
  const files = readdirSync(directory)
    .filter((file) => file.endsWith('.json'))
    .sort()
  return createWorkingDays(files.map((file) => readYear(directory, file)))
}

function readYear(directory: string, file: string): CalendarYear {
  const fail = (field: string, reason: string, reasonZh: string) =>
    new ZhengshuError('CATALOG_INVALID', { file: `calendars/${file}`, field, reason, reasonZh })
  const value = parseStrictJson(readFileSync(join(directory, file))) as unknown as CalendarYear
  if (!Number.isInteger(value.year) || file !== `${value.year}.json`)
    throw fail('year', 'it must be the year in the file name', '须与文件名中的年份一致')
  for (const field of ['holidays', 'makeUpWorkdays'] as const)
    for (const date of value[field] ?? [])
      if (!isRealDate(date) || !date.startsWith(String(value.year)))
        throw fail(field, `${date} is not a date of that year`, `${date} 不是该年的日期`)
  return value
}
