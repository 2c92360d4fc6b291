/**
 * A reader of strict DER (ITU-T X.690 §10): definite lengths in their shortest form, single-byte tags. What it does
 * not accept is a DerError; certificates are the only thing read with it.
 */
export class DerError extends Error {}

export interface DerElement {
  readonly tag: number
  /** The content octets. */
  readonly content: Buffer
  /** Tag, length and content, as they stood: names are compared over these bytes. */
  readonly whole: Buffer
}

export const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  oid: 0x06,
  utf8String: 0x0c,
  printableString: 0x13,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
  context: (number: number) => 0xa0 + number,
} as const

/** The one element that fills these bytes; nothing may follow it. */
export function readDer(bytes: Buffer): DerElement {
  const element = readElement(bytes, 0)
  if (element.whole.length !== bytes.length) throw new DerError('bytes follow the element')
  return element
}

/** The elements inside a constructed one. */
export function children(parent: DerElement, tag: number = TAG.sequence): DerElement[] {
  expectTag(parent, tag)
  const elements: DerElement[] = []
  for (let at = 0; at < parent.content.length;) {
    const element = readElement(parent.content, at)
    elements.push(element)
    at += element.whole.length
  }
  return elements
}

export function expectTag(element: DerElement | undefined, tag: number): DerElement {
  if (element?.tag !== tag) throw new DerError(`tag ${tag} expected, ${element?.tag ?? 'nothing'} found`)
  return element
}

function readElement(bytes: Buffer, at: number): DerElement {
  const tag = bytes[at]
  const first = bytes[at + 1]
  if (tag === undefined || first === undefined || (tag & 0x1f) === 0x1f) throw new DerError('no element')
  const { length, size } = first < 0x80 ? { length: first, size: 1 } : readLongLength(bytes, at + 1)
  const start = at + 1 + size
  const end = start + length
  if (end > bytes.length) throw new DerError('an element is longer than its bytes')
  return { tag, content: bytes.subarray(start, end), whole: bytes.subarray(at, end) }
}

function readLongLength(bytes: Buffer, at: number): { length: number; size: number } {
  const count = bytes[at]! & 0x7f
  if (count === 0 || count > 4 || at + count >= bytes.length) throw new DerError('length form')
  const length = bytes.readUIntBE(at + 1, count)
  // §10.1: the shortest form.
  if (length < 0x80 || bytes[at + 1] === 0) throw new DerError('length is not in its shortest form')
  return { length, size: 1 + count }
}

/** Dotted form; arcs of any size (UUID-based arcs have 128 bits). */
export function readOid(element: DerElement | undefined): string {
  const { content } = expectTag(element, TAG.oid)
  const arcs: bigint[] = []
  let value = 0n
  let isStart = true
  for (const byte of content) {
    if (isStart && byte === 0x80) throw new DerError('an arc is padded')
    value = (value << 7n) | BigInt(byte & 0x7f)
    isStart = (byte & 0x80) === 0
    if (isStart) {
      arcs.push(value)
      value = 0n
    }
  }
  if (!isStart || arcs.length === 0) throw new DerError('an identifier ends too early')
  const [first, ...rest] = arcs as [bigint, ...bigint[]]
  const root = first < 40n ? 0n : first < 80n ? 1n : 2n
  return [root, first - root * 40n, ...rest].join('.')
}

export function readBoolean(element: DerElement | undefined): boolean {
  const { content } = expectTag(element, TAG.boolean)
  // §11.1: TRUE is FF; FALSE is 00.
  if (content.length !== 1 || (content[0] !== 0 && content[0] !== 0xff)) throw new DerError('boolean form')
  return content[0] === 0xff
}

/** A non-negative integer that fits in 31 bits. */
export function readSmallInteger(element: DerElement | undefined): number {
  const { content } = expectTag(element, TAG.integer)
  if (content.length === 0 || content.length > 4 || content[0]! >= 0x80) throw new DerError('integer form')
  if (content.length > 1 && content[0] === 0 && content[1]! < 0x80) throw new DerError('integer form')
  return content.readUIntBE(0, content.length)
}

/** Bits of a named bit list, the first bit at index 0. */
export function readBits(element: DerElement | undefined): readonly boolean[] {
  const { content } = expectTag(element, TAG.bitString)
  const unused = content[0]
  if (unused === undefined || unused > 7) throw new DerError('bit string form')
  const bits = [...content.subarray(1)].flatMap((byte) => [7, 6, 5, 4, 3, 2, 1, 0].map((at) => (byte >> at) % 2 === 1))
  return unused === 0 ? bits : bits.slice(0, -unused)
}

/** Milliseconds of a UTCTime or GeneralizedTime in the one form that RFC 5280 §4.1.2.5 allows. */
export function readTime(element: DerElement | undefined): number {
  const text = element?.content.toString('latin1') ?? ''
  const isShort = element?.tag === TAG.utcTime
  if (!isShort) expectTag(element, TAG.generalizedTime)
  const match = (
    isShort ? /^(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})Z$/ : /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})Z$/
  ).exec(text)
  if (!match) throw new DerError('time form')
  const [, year, month, day, hour, minute, second] = match
  const century = !isShort ? '' : Number(year) < 50 ? '20' : '19'
  const time = Date.parse(`${century}${year}-${month}-${day}T${hour}:${minute}:${second}.000Z`)
  if (Number.isNaN(time)) throw new DerError('time value')
  return time
}
