import { visit, type DocumentNode } from 'graphql'
import { ZhengshuError } from '../core/errors.ts'
import { placeOf, type Place } from './place.ts'

/** Bidirectional controls hide what a name says; text that is not NFC looks equal and is not. */
const BIDI_CONTROLS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/

/**
 * Most text has only these: controls, Latin, unified ideographs, their punctuation, full-width forms. None of them is
 * bidirectional or combines with what stands before it, so such text is in NFC without a look at the tables.
 */
const UNSUSPICIOUS = /^[\u0000-\u02ff\u2010-\u2027\u3000-\u3029\u4e00-\u9fff\uff01-\uff9d]*$/

/** Refuses text that people cannot read as it is; `path` names the place. */
export function checkText(value: unknown, path: string): void {
  if (!isUnsuspicious(value)) checkMembers(value, path) // which puts together the path of every member
}

function checkMembers(value: unknown, path: string): void {
  if (typeof value === 'string') checkString(value, { field: path })
  else if (Array.isArray(value)) value.forEach((member, i) => checkMembers(member, `${path}[${i}]`))
  else if (typeof value === 'object' && value !== null)
    for (const [key, member] of Object.entries(value)) {
      checkString(key, { field: path })
      checkMembers(member, `${path}.${key}`)
    }
}

function isUnsuspicious(value: unknown): boolean {
  if (typeof value === 'string') return UNSUSPICIOUS.test(value)
  if (typeof value !== 'object' || value === null) return true
  if (Array.isArray(value)) return value.every(isUnsuspicious)
  for (const key of Object.keys(value))
    if (!UNSUSPICIOUS.test(key) || !isUnsuspicious((value as Record<string, unknown>)[key])) return false
  return true
}

/** The same for the strings that stand in a document. */
export function checkLiterals(document: DocumentNode): void {
  visit(document, {
    StringValue: (node) => {
      checkString(node.value, placeOf(node.loc?.startToken))
    },
  })
}

function checkString(text: string, where: Pick<Place, 'field'>): void {
  const fail = (reason: string, reasonZh: string) => new ZhengshuError('INVALID_INPUT', { ...where, reason, reasonZh })
  if (BIDI_CONTROLS.test(text)) throw fail('it has a bidirectional control character', '含有双向文本控制字符')
  if (text.normalize('NFC') !== text) throw fail('write it in Unicode form NFC', '应使用 Unicode NFC 形式')
}
