import { isExactNumber, type JsonValue } from '../core/strict-json.ts'
import type { Document, Scalar } from './store.ts'

/** One document as text, far below what either engine takes (MongoDB: 16 MB with everything around it). */
const MAX_CHARACTERS = 4_000_000
const MAX_ID_BYTES = 500
const MAX_DEPTH = 50

/** A document's text; only `encodeDocument` makes it. */
export type DocumentText = string & { readonly __brand: 'DocumentText' }

/** The UTF-8 of a `DocumentText`: what another thread made and handed over without a copy. */
export type DocumentBytes = Uint8Array & { readonly __brand: 'DocumentBytes' }

/**
 * Strict JSON text of a document. Refused with a TypeError: `undefined`, unsafe integers, -0, lone surrogates, NUL and
 * anything that is not plain JSON. The engines differ on each of them, and JSON.stringify would change them silently.
 */
export function encodeDocument(document: Document): DocumentText {
  if (!isStorableId(document.id)) throw new TypeError('a document needs an id: a string of 1 to 500 bytes')
  return bounded(strictText(document, ''))
}

/** The text of one member of a document; only `encodeMember` makes it. */
export type MemberText = string & { readonly __brand: 'MemberText' }

/** A member whose text is needed beside the document, to digest it; refused like the document. */
export const encodeMember = (name: string, value: JsonValue): MemberText => strictText(value, `.${name}`) as MemberText

/** The same where its text was read and found strict and compact (core/strict-json.ts), so that nothing is checked again. */
export const memberOfText = (compact: string): MemberText => compact as MemberText

/** A document's text in parts, which one after another are the whole. */
export type DocumentParts = readonly string[] & { readonly __brand: 'DocumentParts' }

/**
 * `encodeDocument` of a document with one member more, which is encoded already. In parts: what stands around the member
 * is often ASCII and the member Chinese, and together all would be written character by character.
 */
export function encodeWithMember(document: Document, name: string, member: MemberText): DocumentParts {
  const head = `${encodeDocument(document).slice(0, -1)},${JSON.stringify(name)}:`
  checkLength(head.length + member.length + 1)
  return [head, member, '}'] as readonly string[] as DocumentParts
}

function strictText(value: unknown, path: string): string {
  // Where a mistake is, is looked for only when there is one: the names on the way to it cost more than the look.
  if (!isStrict(value, 0)) refuseNonStrict(value, path, 0)
  const text = JSON.stringify(value)
  // JSON.stringify writes exactly lone surrogates and control characters as \\u escapes; most texts have none.
  if (text.includes('\\u')) refuseBadStrings(value, path)
  return text
}

function bounded(text: string): DocumentText {
  checkLength(text.length)
  return text as DocumentText
}

function checkLength(characters: number): void {
  if (characters > MAX_CHARACTERS) throw new TypeError(`a document is larger than ${MAX_CHARACTERS} characters`)
}

/** For what the store itself wrote: `encodeDocument` has checked it, so nothing is checked again. */
export const decodeDocument = <T extends Document>(text: string): T => JSON.parse(text) as T

/** The text again. */
export const textOfBytes = (bytes: DocumentBytes): DocumentText =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString() as DocumentText

/** True for strings that both engines keep and compare alike. */
export const isStorableString = (text: string): boolean => text.isWellFormed() && !text.includes('\0')

export const isStorableId = (id: unknown): id is string =>
  typeof id === 'string' && id !== '' && isStorableString(id) && Buffer.byteLength(id) <= MAX_ID_BYTES

export function isScalar(value: unknown): value is Scalar {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
}

function isStrict(value: unknown, depth: number): boolean {
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return true
  if (typeof value === 'number') return isExactNumber(value)
  if (typeof value !== 'object' || depth >= MAX_DEPTH) return false
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) if (!isStrict(value[i], depth + 1)) return false
    return true
  }
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== null) return false
  for (const key in value) if (!isStrict((value as Record<string, unknown>)[key], depth + 1)) return false
  return true
}

// Names of members appear in the message, values never: they may be personal.
function refuseNonStrict(value: unknown, path: string, depth: number): void {
  switch (typeof value) {
    case 'string':
      return
    case 'number':
      if (!isExactNumber(value)) throw refusal(path, 'is a number that cannot be kept exactly')
      return
    case 'boolean':
      return
    case 'object':
      if (value === null) return
      if (depth >= MAX_DEPTH) throw refusal(path, `is nested deeper than ${MAX_DEPTH}`)
      if (Array.isArray(value)) return refuseInArray(value, path, depth)
      return refuseInObject(value, path, depth)
    default:
      throw refusal(path, `is ${typeof value}, which is not JSON`)
  }
}

function refuseInArray(array: readonly unknown[], path: string, depth: number): void {
  for (let i = 0; i < array.length; i++) refuseNonStrict(array[i], `${path}[]`, depth + 1)
}

function refuseInObject(object: object, path: string, depth: number): void {
  const prototype: unknown = Object.getPrototypeOf(object)
  if (prototype !== Object.prototype && prototype !== null) throw refusal(path, 'is not a plain object')
  for (const key of Object.keys(object)) {
    refuseNonStrict((object as Record<string, unknown>)[key], depth < 3 ? `${path}.${key}` : path, depth + 1)
  }
}

function refuseBadStrings(value: unknown, path: string): void {
  if (typeof value === 'string' && !isStorableString(value))
    throw refusal(path, 'has a string with a lone surrogate or a NUL character')
  if (typeof value !== 'object' || value === null) return
  for (const [key, member] of Object.entries(value)) {
    if (!isStorableString(key)) throw refusal(path, 'has a key with a lone surrogate or a NUL character')
    refuseBadStrings(member, Array.isArray(value) ? `${path}[]` : `${path}.${key}`)
  }
}

const refusal = (path: string, why: string) => new TypeError(`a document must be strict JSON: ${path || 'it'} ${why}`)
