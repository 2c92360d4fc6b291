import type { AgencyRule } from '../access/index.ts'
import type { Agency, Catalog, LicenceType } from '../catalog/index.ts'
import { parseDate, type Instant, type LocalDate } from '../core/clock.ts'
import { ZhengshuError } from '../core/errors.ts'
import {
  parseCitizenId,
  parseCreditCode,
  parseLicenceIdentifier,
  refuseSyntheticNumber,
  type LicenceIdentifier,
} from '../core/identifiers.ts'
import type { Holder, IssueLicenceInput, LicenceContent } from './licence.ts'

/** Holder code types that name a legal entity; every other one names a person (GB/T 36903 annex A). */
const ENTITY_CODE_TYPES: ReadonlySet<string> = new Set(['001', '099'])
const HOLDER_CODE_TYPES: ReadonlySet<string> = new Set([
  '001', '099', '111', '114', '115', '118', '119', '120', '122', '411', '412', '413', '414', '511', '516', '999',
]) // prettier-ignore

/** An input that may become a licence: everything is parsed, nothing is checked again. */
export interface CheckedIssue {
  readonly type: LicenceType
  readonly issuer: LicenceContent['issuer']
  readonly number: string
  readonly holders: readonly Holder[]
  readonly issuedOn: LocalDate
  readonly validFrom?: LocalDate
  readonly validTo?: LocalDate
  readonly data: IssueLicenceInput['data']
  readonly previous?: LicenceIdentifier
  readonly serial?: string
}

/** Pure. Throws the typed error that names the field to correct; never quotes a person's data. */
export function checkIssue(
  catalog: Pick<Catalog, 'licenceType' | 'checkLicenceData'>,
  issuer: Agency,
  today: LocalDate,
  input: IssueLicenceInput,
  refuseSynthetic = false,
): CheckedIssue {
  const type = catalog.licenceType(input.licenceType)
  if (!type) throw invalid('licenceType', 'the catalog has no such licence type', '目录中没有该证照类型')
  // The issuer comes first: whoever may not issue the type learns nothing more about it.
  if (!type.issuers.includes(issuer.number))
    throw new ZhengshuError('ACCESS_REFUSED', {
      rule: 'not-an-issuer' satisfies AgencyRule,
      reason: `your agency may not issue ${type.slug}`,
      reasonZh: `贵部门无权颁发${type.name.zh}`,
    })
  const holders = checkHolders(type, input.holders, refuseSynthetic)
  const dates = checkDates(input, today)
  const number = checkText('number', input.number, 128)
  if (type.numberPattern !== null && !new RegExp(type.numberPattern, 'u').test(number))
    throw invalid(
      'number',
      `${type.slug} numbers are written ${type.numberPattern}`,
      `编号须符合 ${type.numberPattern}`,
    )
  if (input.serial !== undefined && !/^[0-9A-Z]{1,64}$/.test(input.serial))
    throw invalid('serial', 'use 1 to 64 digits and capital letters', '应为 1 至 64 位数字或大写字母')
  catalog.checkLicenceData(type, input.data)
  return {
    type,
    issuer: { code: issuer.creditCode, division: issuer.division, name: issuer.name.zh },
    number,
    holders,
    ...dates,
    data: input.data,
    ...(input.previous === undefined ? {} : { previous: parseLicenceIdentifier(input.previous, 'previous') }),
    ...(input.serial === undefined ? {} : { serial: input.serial }),
  }
}

/** The content to be signed. */
export function buildContent(
  checked: CheckedIssue,
  given: {
    readonly identifier: LicenceIdentifier
    readonly signedAt: Instant
    readonly status: LicenceContent['status']
  },
): LicenceContent {
  const { type, issuer, number, holders, issuedOn, validFrom, validTo, data, previous } = checked
  // In the order of canonical JSON, like its parts: what stands in it already is written without being copied first.
  return {
    data,
    holders,
    identifier: given.identifier,
    issuedOn,
    issuer,
    licenceType: type.slug,
    name: type.name.zh,
    number,
    ...(previous === undefined ? {} : { previous }),
    signedAt: given.signedAt,
    status: given.status,
    typeCode: type.typeCode,
    typeVersion: type.version,
    ...(validFrom === undefined ? {} : { validFrom }),
    ...(validTo === undefined ? {} : { validTo }),
  }
}

function checkHolders(type: LicenceType, holders: readonly Holder[], refuseSynthetic: boolean): readonly Holder[] {
  if (holders.length === 0 || holders.length > type.maxHolders)
    throw invalid(
      'holders',
      `${type.slug} has 1 to ${type.maxHolders} holders`,
      `持证主体应为 1 至 ${type.maxHolders} 个`,
    )
  const seen = new Set<string>()
  return holders.map((holder, i) => {
    const field = `holders[${i}]`
    if (!HOLDER_CODE_TYPES.has(holder.codeType))
      throw invalid(`${field}.codeType`, 'not a holder code type of GB/T 36903', '不是 GB/T 36903 规定的主体代码类型')
    if (type.holder !== 'BOTH' && ENTITY_CODE_TYPES.has(holder.codeType) !== (type.holder === 'LEGAL_ENTITY'))
      throw invalid(
        `${field}.codeType`,
        type.holder === 'PERSON' ? 'only a person can hold this type' : 'only a legal entity can hold this type',
        type.holder === 'PERSON' ? '该证照仅限自然人持有' : '该证照仅限法人持有',
      )
    const code = checkHolderCode(holder, `${field}.code`)
    if (refuseSynthetic) refuseSyntheticNumber(code, `${field}.code`)
    if (seen.has(code)) throw invalid(`${field}.code`, 'the same holder twice', '持证主体重复')
    seen.add(code)
    return { code, codeType: holder.codeType, name: checkText(`${field}.name`, holder.name, 256) }
  })
}

function checkHolderCode(holder: Holder, field: string): string {
  if (holder.codeType === '111') return parseCitizenId(holder.code, field)
  if (holder.codeType === '001') return parseCreditCode(holder.code, field)
  return checkText(field, holder.code, 64)
}

function checkDates(input: IssueLicenceInput, today: LocalDate) {
  const issuedOn = parseDate(input.issuedOn, 'issuedOn')
  if (issuedOn > today) throw invalid('issuedOn', 'lies in the future', '颁发日期不能晚于今天')
  const validFrom = input.validFrom === undefined ? undefined : parseDate(input.validFrom, 'validFrom')
  const validTo = input.validTo === undefined ? undefined : parseDate(input.validTo, 'validTo')
  if (validTo !== undefined && validTo < (validFrom ?? issuedOn))
    throw invalid('validTo', 'lies before the beginning of the period', '截止日期早于起始日期')
  return {
    issuedOn,
    ...(validFrom === undefined ? {} : { validFrom }),
    ...(validTo === undefined ? {} : { validTo }),
  }
}

// Controls and bidirectional marks make a name look like another one.
const FORBIDDEN_CHARACTERS = /[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u

function checkText(field: string, text: string, maxLength: number): string {
  if (text.trim() === '' || text.length > maxLength)
    throw invalid(field, `write 1 to ${maxLength} characters`, `应为 1 至 ${maxLength} 个字符`)
  if (FORBIDDEN_CHARACTERS.test(text) || text.normalize('NFC') !== text)
    throw invalid(
      field,
      'control characters and unnormalised text are not accepted',
      '不得含有控制字符或未规范化的文本',
    )
  return text
}

const invalid = (field: string, reason: string, reasonZh: string): ZhengshuError =>
  new ZhengshuError('INVALID_INPUT', { field, reason, reasonZh })
