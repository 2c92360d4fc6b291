import { describe, expect, it } from 'vitest'
import type { LocalDate } from '../../../src/core/clock.ts'
import {
  inflateStatuses,
  packChanges,
  packStatuses,
  statusAt,
  unpackChanges,
  type DatedState,
} from '../../../src/licences/status-bits.ts'

describe('status bits', () => {
  it('reads the 1-bit and 2-bit examples of the Token Status List specification', () => {
    const one = inflateStatuses('eNrbuRgAAhcBXQ')!
    expect(Array.from({ length: 16 }, (_, i) => statusAt(one, 1, i))).toEqual([
      1, 0, 0, 1, 1, 1, 0, 1, 1, 1, 0, 0, 0, 1, 0, 1,
    ])
    const two = inflateStatuses('eNo76fITAAPfAgc')!
    expect(Array.from({ length: 12 }, (_, i) => statusAt(two, 2, i))).toEqual([1, 2, 0, 3, 0, 1, 0, 1, 1, 2, 3, 3])
  })

  it('writes the same bytes as the specification for its 2-bit example', () => {
    const values = new Map([1, 2, 0, 3, 0, 1, 0, 1, 1, 2, 3, 3].map((value, i) => [i, value]))
    expect(inflateStatuses(packStatuses(values, 12))).toEqual(inflateStatuses('eNo76fITAAPfAgc'))
  })

  it('tells nothing of an entry beyond the list', () => {
    expect(statusAt(inflateStatuses('eNo76fITAAPfAgc')!, 2, 12)).toBeUndefined()
  })

  it('does not inflate a bomb or rubbish', () => {
    expect(inflateStatuses(packStatuses(new Map(), 20_000_000))).toBeUndefined()
    expect(inflateStatuses('AAAA')).toBeUndefined()
  })

  it('keeps dated changes', () => {
    const changes = new Map<number, readonly DatedState[]>([
      [
        7,
        [
          { state: 'SUSPENDED', on: '2026-01-31' as LocalDate },
          { state: 'VALID', on: '2026-03-01' as LocalDate },
        ],
      ],
      [65_535, [{ state: 'TRANSFERRED_OUT', on: '2026-11-24' as LocalDate }]],
    ])
    expect(unpackChanges(packChanges(changes))).toEqual(changes)
    expect(unpackChanges(packChanges(new Map()))).toEqual(new Map())
  })
})
