import { ZhengshuError } from './errors.ts'

/** An instant in UTC with milliseconds, `2026-11-24T21:04:41.123Z`: its text order is its time order. */
export type Instant = string & { readonly __brand: 'Instant' }
/** A civil date `YYYY-MM-DD` of the region (Asia/Shanghai); both ends of a period are inclusive. */
export type LocalDate = string & { readonly __brand: 'LocalDate' }

/** Where the time comes from. Tests pass a fixed one; nothing else reads the system clock. */
export interface Clock {
  /** Milliseconds since 1970-01-01 UTC. */
  now(): number
}

export const systemClock: Clock = { now: () => Date.now() }

export function toInstant(milliseconds: number): Instant {
  if (milliseconds !== lastWritten.milliseconds)
    lastWritten = { milliseconds, instant: new Date(milliseconds).toISOString() as Instant }
  return lastWritten.instant
}

// Within one millisecond the same instant is asked for many times.
let lastWritten = { milliseconds: NaN, instant: '' as Instant }

export const instantNow = (clock: Clock): Instant => toInstant(clock.now())
export const toMilliseconds = (instant: Instant): number => Date.parse(instant)

// Asia/Shanghai has been UTC+8 without summer time since 1991; earlier dates only occur as dates, never as instants.
const SHANGHAI_OFFSET_MS = 8 * 3_600_000
const DAY_MS = 86_400_000

/** The civil date of the region at an instant. */
export function dateAt(milliseconds: number): LocalDate {
  const day = Math.floor((milliseconds + SHANGHAI_OFFSET_MS) / DAY_MS)
  if (day !== lastAsked.day) lastAsked = { day, date: new Date(day * DAY_MS).toISOString().slice(0, 10) as LocalDate }
  return lastAsked.date
}

// Nearly every question is about the day of the one before, and writing a date costs as much as reading a small document.
let lastAsked = { day: NaN, date: '' as LocalDate }

export const today = (clock: Clock): LocalDate => dateAt(clock.now())

/** The first instant of a civil date. */
export const startOfDate = (date: LocalDate): number => Date.parse(`${date}T00:00:00.000Z`) - SHANGHAI_OFFSET_MS

const DAYS_OF_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

export function isRealDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const year = Number(text.slice(0, 4))
  const month = Number(text.slice(5, 7))
  const day = Number(text.slice(8))
  const isLeapDay = month === 2 && day === 29
  if (isLeapDay) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  return day >= 1 && day <= (DAYS_OF_MONTH[month - 1] ?? 0)
}

/** Parses `YYYY-MM-DD`; refuses 2026-02-30 and every other form with INVALID_DATE naming the field. */
export function parseDate(text: string, field = 'date'): LocalDate {
  if (!isRealDate(text)) throw new ZhengshuError('INVALID_DATE', { field })
  return text as LocalDate
}

export const addDays = (date: LocalDate, days: number): LocalDate =>
  new Date(Date.parse(`${date}T00:00:00.000Z`) + days * DAY_MS).toISOString().slice(0, 10) as LocalDate

/** Calendar months forward; the last day of a shorter month stands in for a day that it lacks. */
export function addMonths(date: LocalDate, months: number): LocalDate {
  const [year, month, day] = date.split('-').map(Number) as [number, number, number]
  const index = year * 12 + (month - 1) + months
  const lastDay = new Date(Date.UTC(Math.floor(index / 12), (index % 12) + 1, 0)).getUTCDate()
  return new Date(Date.UTC(Math.floor(index / 12), index % 12, Math.min(day, lastDay)))
    .toISOString()
    .slice(0, 10) as LocalDate
}

/** Whole days from `from` to `to`; negative when `to` is earlier. */
export const daysBetween = (from: LocalDate, to: LocalDate): number =>
  Math.round((Date.parse(`${to}T00:00:00.000Z`) - Date.parse(`${from}T00:00:00.000Z`)) / DAY_MS)

/** Completed years at a date, as in "aged 14". A 29 February birthday completes on 1 March in common years. */
export function ageAt(birthDate: LocalDate, at: LocalDate): number {
  const years = Number(at.slice(0, 4)) - Number(birthDate.slice(0, 4))
  return at.slice(5) >= birthDate.slice(5) ? years : years - 1
}
