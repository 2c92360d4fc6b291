import { ZhengshuError } from '../core/errors.ts'
import type { ResourceBinding, ResourceItem, ResourceMetadata } from './catalog.ts'

/** One row under the columns' English names. */
export type Row = Readonly<Record<string, string>>

interface Column {
  readonly name: string
  /** Heading of the 2017 guide's form. */
  readonly zh: string
  readonly isRequired: boolean
}

const column = (name: string, zh: string, isRequired = true): Column => ({ name, zh, isRequired })

export const COLUMNS: readonly Column[] = [
  column('code', '信息资源代码'),
  column('name.zh', '信息资源名称'),
  column('name.en', '英文名称'),
  column('provider', '信息资源提供方代码'),
  column('summary', '信息资源摘要'),
  column('format', '信息资源格式'),
  column('items', '信息项信息'),
  column('sharingType', '共享类型'),
  column('condition', '共享条件', false),
  column('clause', '不予共享依据', false),
  column('sharingMethod', '共享方式'),
  column('isOpenToSociety', '是否向社会开放'),
  column('openCondition', '开放条件', false),
  column('updateCycle', '更新周期'),
  column('relatedCodes', '关联资源代码', false),
  column('dataClass', '数据分类'),
  column('dataGrade', '数据分级'),
  column('binding', '对应实体', false),
]

/** What may be written for each value: the value itself, the guide's number, the Chinese word. */
const FORMATS = choices([
  ['E_DOCUMENT', '1', '电子文件'],
  ['SPREADSHEET', '2', '电子表格'],
  ['DATABASE', '3', '数据库'],
  ['IMAGE', '4', '图形图像'],
  ['STREAM', '5', '流媒体'],
  ['SELF_DESCRIBING', '6', '自描述格式'],
  ['INTERFACE', '7', '服务接口'],
])
const SHARING_TYPES = choices([
  ['UNCONDITIONAL', '1', '无条件共享'],
  ['CONDITIONAL', '2', '有条件共享'],
  ['NOT_SHARED', '3', '不予共享'],
])
const SHARING_METHODS = choices([
  ['BATCH', '1', '批量交换'],
  ['FILE', '2', '文件下载'],
  ['INTERFACE', '3', '服务接口'],
])
const UPDATE_CYCLES = choices([
  ['REAL_TIME', '1', '实时'],
  ['DAILY', '2', '每日'],
  ['WEEKLY', '3', '每周'],
  ['MONTHLY', '4', '每月'],
  ['QUARTERLY', '5', '每季度'],
  ['YEARLY', '6', '每年'],
  ['HALF_YEARLY', '每半年'],
])
const YES_NO = choices([
  ['true', '1', '是', 'yes'],
  ['false', '0', '否', 'no'],
])

function choices(rows: readonly (readonly string[])[]): ReadonlyMap<string, string> {
  return new Map(rows.flatMap((row) => row.map((word) => [word, row[0]!])))
}

/** Reads a row. Form and completeness are checked where the entry is registered, so the cast promises nothing yet. */
export function metadataOf(row: Row): ResourceMetadata {
  const text = (name: string): string => row[name] ?? ''
  const optional = (name: string): Readonly<Record<string, string>> => (text(name) === '' ? {} : { [name]: text(name) })
  const choice = (name: string, from: ReadonlyMap<string, string>): string => {
    const found = from.get(text(name))
    if (found !== undefined) return found
    const offered = [...new Set(from.values())]
    throw invalid(name, `use one of ${offered.join(', ')}`, `应为 ${offered.join('、')} 之一`)
  }
  const metadata = {
    code: text('code'),
    name: { zh: text('name.zh'), en: text('name.en') },
    provider: text('provider'),
    summary: text('summary'),
    format: choice('format', FORMATS),
    items: readItems(text('items')),
    sharingType: choice('sharingType', SHARING_TYPES),
    ...optional('condition'),
    ...optional('clause'),
    sharingMethod: choice('sharingMethod', SHARING_METHODS),
    isOpenToSociety: choice('isOpenToSociety', YES_NO) === 'true',
    ...optional('openCondition'),
    updateCycle: choice('updateCycle', UPDATE_CYCLES),
    relatedCodes: text('relatedCodes')
      .split(/[;；、\s]+/u)
      .filter(Boolean),
    dataClass: text('dataClass'),
    dataGrade: Number(text('dataGrade')),
    binding: readBinding(text('binding')),
  }
  return metadata as unknown as ResourceMetadata
}

/** `idNumber:公民身份号码:Citizen identity number:C(18):D; name:姓名:Name:C:D` */
function readItems(text: string): readonly ResourceItem[] {
  const parts = text.split(/[;；]/u).filter((part) => part.trim() !== '')
  return parts.map((part, i) => {
    const [name, zh, en, type, dataClass, ...surplus] = part.split(/[:：]/u).map((piece) => piece.trim())
    const typed = /^([A-Z])(?:\((\d{1,7})\))?$/.exec(type ?? '')
    if (!name || !zh || !en || !typed || !dataClass || surplus.length > 0)
      throw invalid(
        `items[${i}]`,
        'write name:中文:English:type(length):class',
        '应写为 名称:中文:英文:类型(长度):级别',
      )
    const item = { name, title: { zh, en }, dataType: typed[1]!, class: dataClass }
    return (typed[2] === undefined ? item : { ...item, length: Number(typed[2]) }) as ResourceItem
  })
}

/** Nothing, `register:population`, `predicate:marriage/isMarried` or `licence-type:marriage-certificate`. */
function readBinding(text: string): ResourceBinding {
  if (text === '') return { kind: 'NONE' }
  const match =
    /^(?:register:(?<register>[a-z0-9-]+)|predicate:(?<of>[a-z0-9-]+)\/(?<predicate>\w+)|licence-type:(?<type>[a-z0-9-]+))$/.exec(
      text,
    )
  const { register, of, predicate, type } = match?.groups ?? {}
  if (register) return { kind: 'REGISTER', register }
  if (of && predicate) return { kind: 'PREDICATE', register: of, predicate }
  if (type) return { kind: 'LICENCE_TYPE', licenceType: type }
  throw invalid(
    'binding',
    'write register:…, predicate:…/… or licence-type:…',
    '应写为 register:…、predicate:…/… 或 licence-type:…',
  )
}

const invalid = (field: string, reason: string, reasonZh: string): ZhengshuError =>
  new ZhengshuError('INVALID_INPUT', { field, reason, reasonZh })
