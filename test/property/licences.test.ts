import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalJson } from '../../src/core/canonical-json.ts'
import { addDays, type LocalDate } from '../../src/core/clock.ts'
import { parseStrictJson } from '../../src/core/strict-json.ts'
import { canChange, LICENCE_STATES, stateOn, type LicenceState } from '../../src/licences/index.ts'
import {
  ENTRIES_PER_LIST,
  inflateStatuses,
  packChanges,
  packStatuses,
  statusAt,
  unpackChanges,
} from '../../src/licences/status-bits.ts'
import { parseCanonicalObject } from '../../src/licences/verify/canonical-payload.ts'

// NUL is JSON but no document of ours may hold it.
const text = fc.string({ unit: 'grapheme' }).filter((value) => value.isWellFormed() && !value.includes('\u0000'))
// Neither may it hold an integer beyond the safe ones.
const double = fc
  .double({ noNaN: true, noDefaultInfinity: true })
  .filter((value) => !Number.isInteger(value) || Number.isSafeInteger(value))
const json = fc.dictionary(
  text,
  fc.letrec((tie) => ({
    value: fc.oneof({ maxDepth: 3 }, text, fc.integer(), double, fc.boolean(), fc.constant(null), fc.array(tie('value'), { maxLength: 4 }), fc.dictionary(text, tie('value'), { maxKeys: 4 })),
  })).value,
  { maxKeys: 6 },
) // prettier-ignore

describe('reading a canonical payload', () => {
  it('accepts exactly what canonical JSON writes, and gives it back', () => {
    fc.assert(
      fc.property(json, (value) => {
        const bytes = Buffer.from(canonicalJson(value))
        const read = parseCanonicalObject(bytes)
        expect(read).toBeDefined()
        expect(canonicalJson(read)).toBe(bytes.toString())
      }),
    )
  })

  it('refuses the same value written in any other way', () => {
    fc.assert(
      fc.property(json, fc.nat(), (value, at) => {
        const canonical = canonicalJson(value)
        const position = at % canonical.length
        const changed = `${canonical.slice(0, position)} ${canonical.slice(position)}`
        const bytes = Buffer.from(changed)
        const read = parseCanonicalObject(bytes)
        // A blank inside a string makes another canonical value; between tokens it makes none.
        if (read !== undefined) expect(canonicalJson(read)).toBe(bytes.toString())
      }),
    )
  })

  it('never accepts what the strict parser refuses', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.json(),
          fc.string(),
          fc.constantFrom(
            '{"a":1,"a":1}',
            '{"a":"\\ud800"}',
            '{"a":9007199254740993}',
            '{"a":-0}',
            '{"a":"\\u0000"}',
            '{"b":1,"a":1}',
            '{"b":1,"1":1}',
            '{"a":{"b":1,"b":1},"c":[{"y":1,"x":1}]}',
            '{"a":1e5}',
            '{"a":1E2}',
            '{"a":1.0}',
            '{"a":[1 ]}',
            '{"a":"\\u0041"}',
            `{"a":${'['.repeat(25)}${']'.repeat(25)}}`,
          ),
        ),
        (input) => {
          const read = parseCanonicalObject(Buffer.from(input))
          if (read !== undefined) expect(canonicalJson(parseStrictJson(input))).toBe(input)
        },
      ),
    )
  })

  it.each([
    ['{"a":{"z":[true,false,null,0,12,"e"]},"b":[{"a":1},{"a":2}],"c":"1e5 {: ,"}'],
    ['{"a":-1,"b":1.5,"c":1e-7,"d":"\\n\\"","e":9007199254740991}'],
    ['{"1":1,"10":1,"9":1,"a":{},"b":[]}'],
  ])('reads %s', (text) => {
    expect(parseCanonicalObject(Buffer.from(text))).toEqual(JSON.parse(text))
  })

  it.each([
    ['{"a":1,"a":1}'],
    ['{"a":{"x":1,"x":1}}'],
    ['{"b":1,"a":1}'],
    ['{"b":1,"1":1}'],
    ['{"a":[{"b":1,"a":1}]}'],
    ['{"a":1e5}'],
    ['{"a":1E5}'],
    ['{"a":10.0}'],
    ['{"a":-0}'],
    ['{"a":12345678901234567}'],
    ['{"a":-44259725439136744}'],
    ['{"a":9007199254740992}'],
    ['{"a":1e+21}'],
    ['{"a": 1}'],
    ['{"a":1}\n'],
    ['{"a":"\\u0041"}'],
    ['{"a":"\\/"}'],
    [`{"a":${'['.repeat(25)}${']'.repeat(25)}}`],
  ])('refuses %s', (text) => {
    expect(parseCanonicalObject(Buffer.from(text))).toBeUndefined()
  })
})

const START = '2026-01-01' as LocalDate

/** A history that the table of transitions allows. */
const history = fc
  .array(fc.record({ to: fc.constantFrom(...LICENCE_STATES), days: fc.integer({ min: 0, max: 40 }) }), { maxLength: 8 })
  .map((wishes) => {
    const changes: { state: LicenceState; on: LocalDate }[] = []
    let state: LicenceState = 'VALID'
    let on = START
    for (const { to, days } of wishes) {
      if (!canChange(state, to)) continue
      state = to
      on = addDays(on, days)
      changes.push({ state, on })
    }
    return changes
  })

describe('a history of states', () => {
  it('once ended stays ended on every later day', () => {
    fc.assert(
      fc.property(history, fc.integer({ min: 0, max: 400 }), (changes, days) => {
        const then = stateOn(changes, addDays(START, days)).state
        const later = stateOn(changes, addDays(START, days + 30)).state
        if (then !== 'VALID' && then !== 'SUSPENDED') expect(later).toBe(then)
      }),
    )
  })

  it('survives the status list', () => {
    const entries = fc.uniqueArray(
      fc.tuple(
        fc.nat(ENTRIES_PER_LIST - 1),
        history.filter((changes) => changes.length > 0),
      ),
      { maxLength: 20, selector: ([index]) => index },
    )
    fc.assert(
      fc.property(entries, (list) => {
        const changes = new Map(list)
        expect(unpackChanges(packChanges(changes))).toEqual(new Map(list.toSorted(([a], [b]) => a - b)))
      }),
    )
  })
})

it('status bits come back, and no others are set', () => {
  const values = fc.uniqueArray(fc.tuple(fc.nat(999), fc.integer({ min: 1, max: 3 })), { selector: ([index]) => index })
  fc.assert(
    fc.property(values, (list) => {
      const expected = new Map(list)
      const bytes = inflateStatuses(packStatuses(expected, 1000))!
      for (let index = 0; index < 1000; index++) expect(statusAt(bytes, 2, index)).toBe(expected.get(index) ?? 0)
    }),
    { numRuns: 20 },
  )
})
