import { deflateSync, inflateSync } from 'node:zlib'
import { addDays, isRealDate, type LocalDate } from '../core/clock.ts'
import type { LicenceState } from './licence.ts'

/** Entries of one list: large enough that asking for a list does not tell which licence is meant. */
export const ENTRIES_PER_LIST = 65_536
/** Bits per entry (Token Status List §4.1). */
export const STATUS_BITS = 2
/** A list is 16 KB; anything that inflates to far more is no status list of this format. */
const MAX_INFLATED = 4_194_304

/**
 * Status types (Token Status List §7.1): INVALID is what never returns, 0x03 is reserved for the application and here
 * says that a newer licence took the place. Which kind of ending it was stands in the list's own `changes` member.
 */
export const STATUS_VALUES: Readonly<Record<LicenceState, number>> = {
  VALID: 0,
  SUSPENDED: 2,
  SUPERSEDED: 3,
  CANCELLED: 1,
  RESCINDED: 1,
  REVOKED: 1,
  TRANSFERRED_OUT: 1,
}

/** Packs values from the least significant bit of each byte on, then ZLIB (§4.1, §4.2). */
export function packStatuses(
  values: ReadonlyMap<number, number>,
  entries = ENTRIES_PER_LIST,
  bits = STATUS_BITS,
): string {
  const perByte = 8 / bits
  const bytes = Buffer.alloc(Math.ceil(entries / perByte))
  for (const [index, value] of values) bytes[Math.floor(index / perByte)]! |= value << ((index % perByte) * bits)
  return deflateSync(bytes, { level: 9 }).toString('base64url')
}

/** The bytes behind `lst`; undefined when they do not inflate. */
export function inflateStatuses(lst: string): Buffer | undefined {
  try {
    return inflateSync(Buffer.from(lst, 'base64url'), { maxOutputLength: MAX_INFLATED })
  } catch {
    return undefined // the caller answers "cannot tell" and names the list
  }
}

/** The value at an index; undefined when the list does not reach that far. */
export function statusAt(bytes: Uint8Array, bits: number, index: number): number | undefined {
  const perByte = 8 / bits
  const byte = bytes[Math.floor(index / perByte)]
  return byte === undefined ? undefined : (byte >> ((index % perByte) * bits)) & ((1 << bits) - 1)
}

/** A state and the date from which it holds. */
export interface DatedState {
  readonly state: LicenceState
  readonly on: LocalDate
}

const CODES: Readonly<Record<LicenceState, string>> = {
  VALID: 'V',
  SUSPENDED: 'S',
  SUPERSEDED: 'N',
  CANCELLED: 'C',
  RESCINDED: 'R',
  REVOKED: 'K',
  TRANSFERRED_OUT: 'T',
}
const STATES = new Map(Object.entries(CODES).map(([state, code]) => [code, state as LicenceState]))
const EPOCH = '2000-01-01' as LocalDate
const daysOf = (date: LocalDate): number => Math.round((Date.parse(date) - Date.parse(EPOCH)) / 86_400_000)

/**
 * The dated changes of a list's entries as one text line per entry, `index S9824 V9830` (letter, days since 2000),
 * then ZLIB: as a CRL names the day of each revocation, so that a list also answers for a day in the past.
 */
export function packChanges(changes: ReadonlyMap<number, readonly DatedState[]>): string {
  const lines = [...changes]
    .sort(([a], [b]) => a - b)
    .map(([index, dated]) => [index, ...dated.map(({ state, on }) => `${CODES[state]}${daysOf(on)}`)].join(' '))
  return deflateSync(lines.join('\n'), { level: 9 }).toString('base64url')
}

/** Undefined when the member is not in that form. */
export function unpackChanges(packed: string): ReadonlyMap<number, readonly DatedState[]> | undefined {
  const bytes = inflateStatuses(packed)
  if (bytes === undefined) return undefined
  const changes = new Map<number, readonly DatedState[]>()
  for (const line of bytes.toString('latin1').split('\n')) {
    if (line === '') continue
    const [index, ...words] = line.split(' ')
    const dated = words.map(parseWord)
    if (!/^\d+$/.test(index!) || dated.includes(undefined)) return undefined
    changes.set(Number(index), dated as DatedState[])
  }
  return changes
}

function parseWord(word: string): DatedState | undefined {
  const state = STATES.get(word.slice(0, 1))
  if (state === undefined || !/^\d{1,6}$/.test(word.slice(1))) return undefined
  const on = addDays(EPOCH, Number(word.slice(1)))
  return isRealDate(on) ? { state, on } : undefined
}
