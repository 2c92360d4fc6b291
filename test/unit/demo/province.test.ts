import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ageAt, type LocalDate } from '../../../src/core/clock.ts'
import { parseCitizenId, parseCreditCode } from '../../../src/core/identifiers.ts'
import { generateProvince, PROVINCE_REGISTERS, type Province } from '../../../src/demo/province/province.ts'

const AS_OF = '2026-11-24' as LocalDate
const COUNTIES = [
  { code: '390102', name: '东湖区', city: '岭江市' },
  { code: '390121', name: '清溪县', city: '岭江市' },
]
const generate = (seed: number, persons: number, companies: number): Province =>
  generateProvince({ seed, persons, companies, counties: COUNTIES, asOf: AS_OF })

const everyRow = (province: Province) => PROVINCE_REGISTERS.map((register) => [...province.rows(register)])

describe('the demonstration province', () => {
  it('has any size that is asked for, the story of the demo in it', () => {
    const size = fc.tuple(fc.nat(99), fc.nat(400), fc.nat(30))
    fc.assert(
      fc.property(size, ([seed, persons, companies]) => {
        const province = generate(seed, persons, companies)
        expect(province.persons.length).toBeGreaterThanOrEqual(Math.max(4, persons))
        expect(province.companies).toHaveLength(Math.max(1, companies))
        expect(province.persons).toEqual(expect.arrayContaining([province.family.husband, province.stranger]))
        for (const rows of everyRow(province).slice(0, 2)) expect(rows).toHaveLength(province.persons.length)
      }),
      { numRuns: 60, examples: [[[1, 0, 0]], [[1, 1, 1]], [[2, 10, 10]]] },
    )
  })

  it('is the same for the same seed, and another one for another', () => {
    expect(everyRow(generate(7, 300, 20))).toEqual(everyRow(generate(7, 300, 20)))
    expect(everyRow(generate(7, 300, 20))).not.toEqual(everyRow(generate(8, 300, 20)))
  })

  it('gives codes that are right in form and that nobody can own, each once', () => {
    const { persons, companies } = generate(3, 2_000, 200)
    for (const { id } of persons) expect(parseCitizenId(id).slice(0, 2)).toBe('39')
    for (const { code } of companies) expect(parseCreditCode(code).slice(2, 10)).toMatch(/^39\d{4}XN$/)
    expect(new Set(persons.map(({ id }) => id)).size).toBe(persons.length)
    expect(new Set(companies.map(({ code }) => code)).size).toBe(companies.length)
  })

  it('marries two of lawful age to each other, before today', () => {
    const { persons } = generate(4, 2_000, 20)
    const married = persons.filter(({ spouse }) => spouse)
    expect(married.length).toBeGreaterThan(500)
    for (const person of married) {
      expect(person.spouse!.spouse).toBe(person)
      expect(person.spouse!.sex).not.toBe(person.sex)
      expect(ageAt(person.birthDate, person.marriedOn!)).toBeGreaterThanOrEqual(person.sex === '1' ? 22 : 20)
      expect(person.marriedOn! <= AS_OF).toBe(true)
    }
  })

  it('has believable shares', () => {
    const { persons, households, dwellings, insured, fundAccounts } = generate(5, 5_000, 300)
    const share = (count: number, of: number) => count / of
    expect(share(persons.length, households.length)).toBeGreaterThan(2)
    expect(share(persons.length, households.length)).toBeLessThan(3.5)
    expect(share(dwellings.length, households.length)).toBeCloseTo(0.72, 1)
    expect(share(persons.filter(({ sex }) => sex === '1').length, persons.length)).toBeCloseTo(0.5, 1)
    expect(fundAccounts.length).toBeLessThan(insured.length)
    for (const { employer } of fundAccounts) expect(employer.status).toBe('1')
  })
})
