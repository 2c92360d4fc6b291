import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isZhengshuError } from '../../../src/core/errors.ts'
import {
  birthDateOf,
  buildLicenceIdentifier,
  citizenIdCheck,
  creditCodeCheck,
  hasInnerCheck,
  isSyntheticNumber,
  licenceIdentifierCheck,
  licenceIdentifierParts,
  LICENCE_ROOT,
  maskCitizenId,
  maskName,
  organisationCodeCheck,
  parseCitizenId,
  parseCreditCode,
  parseLicenceIdentifier,
  refuseSyntheticNumber,
  sexOf,
} from '../../../src/core/identifiers.ts'

const refusal = (run: () => unknown) => {
  try {
    run()
  } catch (error) {
    if (isZhengshuError(error)) return error
    throw error
  }
  throw new Error('nothing was refused')
}

describe('citizen identity number (GB 11643)', () => {
  it.each([
    '11010519491231002X',
    '440524188001010014',
    '360102199001010018',
    '11010120000229123X',
    '370102198506154321',
    '390102198503120015',
    '390102198709250026',
    '39012219581103003X',
    '390202202002290045',
    '390301194901010053',
  ])('accepts %s', (id) => {
    expect(parseCitizenId(id)).toBe(id)
    expect(citizenIdCheck(id.slice(0, 17))).toBe(id[17])
  })

  it.each([
    ['110105194912310021', /check character/],
    ['11010519491231002x', /capital X/],
    ['11010519490230002X', /real date/],
    ['1101051949123100', /17 digits/],
    ['390102202302290011', /real date/],
    [' 11010519491231002X', /17 digits/],
  ])('refuses %s and says what is wrong', (id, reason) => {
    const error = refusal(() => parseCitizenId(id, 'applicant.id'))
    expect(error.code).toBe('INVALID_IDENTIFIER')
    expect(error.params.field).toBe('applicant.id')
    expect(error.params.reason).toMatch(reason)
    expect(error.message).not.toContain(id.trim())
  })

  it('gives the birth date and the sex that it encodes', () => {
    const id = parseCitizenId('390102198709250026')
    expect(birthDateOf(id)).toBe('1987-09-25')
    expect(sexOf(id)).toBe('2')
  })

  it('catches every single wrong digit', () => {
    const id = '370102198506154321'
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 16 }), fc.integer({ min: 1, max: 9 }), (place, shift) => {
        const digits = [...id]
        digits[place] = String((Number(digits[place]) + shift) % 10)
        expect(() => parseCitizenId(digits.join(''))).toThrow()
      }),
    )
  })

  it('is masked so that neither birth date nor place can be read', () => {
    expect(maskCitizenId('370102198506154321')).toBe('370***********4321')
    expect(maskName('欧阳青禾')).toBe('欧***')
    expect(maskName('禾')).toBe('禾*')
  })
})

describe('unified social credit code (GB 32100)', () => {
  it.each([
    '91350100M000100Y43',
    '91360100MA0000007E',
    '113600001234567880',
    '12360000765432104J',
    '11100000MB03271699',
    '93360100D2143569X8',
    '11100000000013338W',
    '11220000013544541J',
    '11110000000021135M',
    '91390102XN0000012W',
    '92390202XN00A0033H',
    '93390301XN00B0047A',
    '11390000XN0001015K',
    '12390000XN00020181',
    '51390000XN0003010E',
  ])('accepts %s, whose inner check is right too', (code) => {
    expect(hasInnerCheck(parseCreditCode(code))).toBe(true)
    expect(creditCodeCheck(code.slice(0, 17))).toBe(code[17])
  })

  it.each([
    ['91350100M000100Y44', /check character/],
    ['9135010OM000100Y43', /other than I, O/],
    ['91350100m000100y43', /capital letters/],
  ])('refuses %s', (code, reason) => {
    expect(refusal(() => parseCreditCode(code)).params.reason).toMatch(reason)
  })
})

describe('organisation code (GB 11714)', () => {
  it.each([
    ['D2143569', 'X'],
    ['12345678', '8'],
    ['MA000000', '7'],
    ['76543210', '4'],
    ['MB032716', '9'],
  ])('%s has the check character %s', (code, check) => {
    expect(organisationCodeCheck(code)).toBe(check)
  })
})

describe('licence identifier (GB/T 36904)', () => {
  it.each([
    '11100000000013338W011.11430000006122244L.20230000403.001.U',
    '11100000000013338W032.11220000013544541J.2430599.001.F',
    '11100000MB03271699022.340100.000000016.001.9',
    '11100000000013338W009.11330105002500287C.2025052201.002.0',
    '113600001234567880001.91360100MA0000007E.20250801000001.001.N',
    '113600001234567880001.113600001234567880.20250801000001.001.E',
    '113600001234567880001.113600001234567880.20250801000001.002.C',
    '11100000MB03271699001.113600001234567880.A1B2C3D4E5F6G7H8J9K0.001.1',
  ])('accepts %s and builds the same from its parts', (tail) => {
    const identifier = parseLicenceIdentifier(`${LICENCE_ROOT}.${tail}`)
    expect(buildLicenceIdentifier(licenceIdentifierParts(identifier))).toBe(identifier)
  })

  it('computes the GRid sample of ISO/IEC 7064 MOD 37,36', () => {
    expect(licenceIdentifierCheck('A12425GABC1234002')).toBe('M')
  })

  it('refuses a wrong check character, an underscore and a missing part', () => {
    const tails = [
      '113600001234567880001.91360100MA0000007E.20250801000001.001.M',
      '113600001234567880001.91360100MA0000007E.2025_0801.001.N',
      '113600001234567880001.91360100MA0000007E.001.N',
    ]
    for (const tail of tails)
      expect(() => parseLicenceIdentifier(`${LICENCE_ROOT}.${tail}`)).toThrow(/licence identifier/)
  })
})

describe('an invented number', () => {
  const credit = (first17: string) => first17 + creditCodeCheck(first17)

  it.each([
    '390102198503120015',
    '390301194901010053',
    '11390000XN0001015K',
    credit('91390102MA0000012'),
    credit('91110105XN0000012'),
  ])('is known by its division or body: %s', (number) => expect(isSyntheticNumber(number)).toBe(true))

  it.each([
    '11010519491231002X',
    '440524188001010014',
    credit('91110105MA0000012'),
    credit('92340102MA0XN0012'),
    '',
    '39',
    '岭A12345',
  ])('is not %s', (number) => expect(isSyntheticNumber(number)).toBe(false))

  it('is not a citizen number whose third to sixth digits only look like an invented division', () => {
    const first17 = '51390219850312001'
    const number = first17 + citizenIdCheck(first17)
    expect(parseCitizenId(number)).toBe(number)
    expect(isSyntheticNumber(number)).toBe(false)
  })

  it('is refused by field, in both languages, and never quoted', () => {
    const error = refusal(() => refuseSyntheticNumber('390102198503120015', 'subject'))
    expect(error).toMatchObject({ code: 'INVALID_INPUT', params: { field: 'subject' } })
    expect(JSON.stringify(error.params)).toContain('演示省')
    expect(String(error) + JSON.stringify(error.params)).not.toContain('390102')
    expect(() => refuseSyntheticNumber('11010519491231002X', 'subject')).not.toThrow()
  })
})
