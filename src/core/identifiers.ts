import { isRealDate, type LocalDate } from './clock.ts'
import { ZhengshuError } from './errors.ts'

/** Citizen identity number, 18 characters (GB 11643-1999). Made only by {@link parseCitizenId}. */
export type CitizenId = string & { readonly __brand: 'CitizenId' }
/** Unified social credit code, 18 characters (GB 32100-2015). Made only by {@link parseCreditCode}. */
export type CreditCode = string & { readonly __brand: 'CreditCode' }
/** E-licence identifier with its root and check character (GB/T 36904-2018). */
export type LicenceIdentifier = string & { readonly __brand: 'LicenceIdentifier' }

const ALPHABET_36 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'
// GB 32100 §5: digits and capital letters without I, O, S, V, Z.
const ALPHABET_31 = '0123456789ABCDEFGHJKLMNPQRTUWXY'
export const LICENCE_ROOT = '1.2.156.3005.2'

const [DOT, ZERO, CAPITAL_A] = [0x2e, 0x30, 0x41]
/** Powers of two from the 17th down, modulo 11. */
const CITIZEN_WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]

/** Check character of a citizen number over its first 17 digits: ISO 7064 MOD 11-2 (GB 11643 §4.2.4). */
export function citizenIdCheck(first17: string): string {
  let sum = 0
  for (let i = 0; i < 17; i++) sum += (first17.charCodeAt(i) - ZERO) * CITIZEN_WEIGHTS[i]!
  return '10X98765432'[sum % 11]!
}

/** Check character of a unified social credit code over its first 17 characters (GB 32100 §5.4). */
export function creditCodeCheck(first17: string): string {
  let sum = 0
  let weight = 1
  for (let i = 0; i < 17; i++) {
    sum += ALPHABET_31.indexOf(first17[i]!) * weight
    weight = (weight * 3) % 31
  }
  return ALPHABET_31[(31 - (sum % 31)) % 31]!
}

/** Check character of an organisation code over its 8 characters (GB 11714-1997). */
export function organisationCodeCheck(first8: string): string {
  const weights = [3, 7, 9, 10, 5, 8, 4, 2]
  const sum = weights.reduce((total, weight, i) => total + ALPHABET_36.indexOf(first8[i]!) * weight, 0)
  const check = 11 - (sum % 11)
  return check === 10 ? 'X' : check === 11 ? '0' : String(check)
}

/** Check character of a licence identifier over parts 2-5, dots passed over: ISO/IEC 7064 MOD 37,36 (GB/T 17710). */
export function licenceIdentifierCheck(parts: string): string {
  let p = 36
  for (let i = 0; i < parts.length; i++) {
    const code = parts.charCodeAt(i)
    if (code === DOT) continue
    p = (p + (code < CAPITAL_A ? code - ZERO : code - CAPITAL_A + 10)) % 36 || 36
    p = (p * 2) % 37
  }
  return ALPHABET_36[(37 - p) % 36]!
}

const invalid = (field: string, kind: string, kindZh: string, reason: string, reasonZh: string): ZhengshuError =>
  new ZhengshuError('INVALID_IDENTIFIER', { field, kind, kindZh, reason, reasonZh })

/** Refuses a wrong form, an impossible birth date or a wrong check character, and says which. */
export function parseCitizenId(text: string, field = 'idNumber'): CitizenId {
  const fail = (reason: string, reasonZh: string) =>
    invalid(field, 'citizen identity number', '公民身份号码', reason, reasonZh)
  if (!/^\d{17}[\dX]$/.test(text))
    throw fail('write 17 digits and a digit or capital X', '应为 17 位数字加一位数字或大写 X')
  if (!isRealDate(birthDateText(text))) throw fail('digits 7-14 are not a real date', '第 7-14 位不是真实日期')
  if (citizenIdCheck(text) !== text[17]) throw fail('the check character is wrong', '校验码不正确')
  return text as CitizenId
}

const birthDateText = (id: string): string => `${id.slice(6, 10)}-${id.slice(10, 12)}-${id.slice(12, 14)}`

export const birthDateOf = (id: CitizenId): LocalDate => birthDateText(id) as LocalDate
/** Sex by the sequence digit: `1` male, `2` female (GB/T 2261.1). */
export const sexOf = (id: CitizenId): '1' | '2' => (Number(id[16]) % 2 === 1 ? '1' : '2')

/** Refuses a wrong form or a wrong outer check. A wrong inner check (GB 11714) is only a warning: {@link hasInnerCheck}. */
export function parseCreditCode(text: string, field = 'creditCode'): CreditCode {
  const fail = (reason: string, reasonZh: string) =>
    invalid(field, 'unified social credit code', '统一社会信用代码', reason, reasonZh)
  if (!/^[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}$/.test(text))
    throw fail(
      'write 18 digits and capital letters other than I, O, S, V, Z',
      '应为 18 位数字和大写字母（不含 I、O、S、V、Z）',
    )
  if (creditCodeCheck(text) !== text[17]) throw fail('the check character is wrong', '校验码不正确')
  return text as CreditCode
}

/**
 * Numbers of the invented province, right in every check and surely nobody's: no division begins with 39, and no
 * organisation has a body that begins with XN. What is a citizen number is judged as one: the first digits of real ones
 * would stand for a division 39xxxx if they were read as a credit code.
 */
export function isSyntheticNumber(text: string): boolean {
  if (/^\d{17}[\dX]$/.test(text) && isRealDate(birthDateText(text)) && citizenIdCheck(text) === text[17])
    return text.startsWith('39')
  return /^[0-9A-Z]{2}(39\d{4}[0-9A-Z]{2}|\d{6}XN)[0-9A-Z]{8}$/.test(text)
}

/** Production's guard. Throws INVALID_INPUT that names the field and never the number. */
export function refuseSyntheticNumber(text: string, field: string): void {
  if (isSyntheticNumber(text))
    throw new ZhengshuError('INVALID_INPUT', {
      field,
      reason: `it is ${SYNTHETIC_NUMBER.en}`,
      reasonZh: SYNTHETIC_NUMBER.zh,
    })
}

const SYNTHETIC_NUMBER = {
  en: 'an invented number of the demonstration province, which production refuses; use a real one, or try this under ZHENGSHU_PROFILE=development',
  zh: '演示省的虚构号码，生产环境不予接受；请使用真实号码，或在 ZHENGSHU_PROFILE=development 下试用',
} as const

export const hasInnerCheck = (code: CreditCode): boolean => organisationCodeCheck(code.slice(8, 16)) === code[16]

/** The parts of a licence identifier (GB/T 36904 §5). */
interface LicenceIdentifierParts {
  /** 21 characters: credit code of the body that defines the type, and a three-digit sequence. */
  readonly typeCode: string
  /** Credit code of the issuing body; old stock also has division codes. */
  readonly issuerCode: string
  readonly serial: string
  /** Three digits from 001. */
  readonly version: string
}

/** Builds an identifier with the right check character. */
export function buildLicenceIdentifier(parts: LicenceIdentifierParts): LicenceIdentifier {
  const { typeCode, issuerCode, serial, version } = parts
  const check = licenceIdentifierCheck(typeCode + issuerCode + serial + version)
  return parseLicenceIdentifier(`${LICENCE_ROOT}.${typeCode}.${issuerCode}.${serial}.${version}.${check}`)
}

const IDENTIFIER_FORM =
  /^1\.2\.156\.3005\.2\.([0-9A-Z]{18}\d{3})\.([0-9A-Z]{1,18})\.([0-9A-Z]{1,64})\.(\d{3})\.([0-9A-Z])$/

export function parseLicenceIdentifier(text: string, field = 'licenceIdentifier'): LicenceIdentifier {
  const fail = (reason: string, reasonZh: string) =>
    invalid(field, 'licence identifier', '电子证照标识', reason, reasonZh)
  if (!IDENTIFIER_FORM.test(text))
    throw fail(
      'it has six parts: root, type, issuer, serial, version, check',
      '应有六段：根代码、类型、颁发机构、流水号、版本、校验位',
    )
  if (!hasLicenceCheck(text)) throw fail('the check character is wrong', '校验位不正确')
  return text as LicenceIdentifier
}

/** Whether the check character is right, of a text that has the form. */
export const hasLicenceCheck = (identifier: string): boolean =>
  licenceIdentifierCheck(identifier.slice(LICENCE_ROOT.length, -1)) === identifier.at(-1)

export function licenceIdentifierParts(identifier: LicenceIdentifier): LicenceIdentifierParts {
  const [, typeCode, issuerCode, serial, version] = IDENTIFIER_FORM.exec(identifier)! as unknown as string[]
  return { typeCode: typeCode!, issuerCode: issuerCode!, serial: serial!, version: version! }
}

/** `310***********1234`: what anyone without the right to the raw number sees. */
export const maskCitizenId = (id: string): string =>
  `${id.slice(0, 3)}${'*'.repeat(Math.max(0, id.length - 7))}${id.slice(-4)}`
/** `张*`, `欧***` for 欧阳青禾: the first character stays. */
export const maskName = (name: string): string => {
  const [first = '', ...rest] = [...name]
  return first + '*'.repeat(Math.max(1, rest.length))
}
