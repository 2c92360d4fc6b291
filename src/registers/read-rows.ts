import { isAscii, isUtf8 } from 'node:buffer'
import { createHash, type Hash } from 'node:crypto'
import type { Readable } from 'node:stream'
import { parse as csvParser } from 'csv-parse'
import { isZhengshuError, ZhengshuError } from '../core/errors.ts'
import { parseStrictJson, type JsonValue } from '../core/strict-json.ts'
import type { RowChecker } from './check-row.ts'
import type { RowRefusalCode } from './row-refusals.ts'

/** One row of a file, not yet checked. */
export interface RawRow {
  /** From 1; a header does not count. */
  readonly number: number
  /** The row as it stood, for the digest that recognises the file of an interrupted import. */
  readonly text: string
  readonly read: () =>
    { readonly values: Readonly<Record<string, JsonValue>> } | { readonly unreadable: RowRefusalCode }
}

export interface RowReader {
  /** Rows in portions as they arrive; memory is bounded by one portion. */
  readonly portions: AsyncGenerator<readonly RawRow[]>
  /** SHA-256 of the bytes; complete after the last portion. */
  readonly fileDigest: () => string
}

const MAX_ROW_CHARACTERS = 1_000_000

/** Throws IMPORT_REFUSED when the file as a whole cannot be read. */
export function readRows(body: Readable, format: 'csv' | 'ndjson', checker: RowChecker): RowReader {
  const hash = createHash('sha256')
  const text = decode(body, hash, format)
  return {
    portions: format === 'csv' ? readCsv(text, checker) : readNdjson(text),
    fileDigest: () => hash.copy().digest('hex'),
  }
}

export const importRefused = (reason: string, reasonZh: string, cause?: unknown): ZhengshuError =>
  new ZhengshuError('IMPORT_REFUSED', { reason, reasonZh }, { cause })

// ---- characters ----------------------------------------------------------------------------------------------------

/**
 * Text from bytes. A CSV file may be GB18030, as spreadsheets of Chinese offices save it: as long as a file is ASCII both
 * readings agree, and the first other character decides. Decoding is fatal, so a broken character never becomes U+FFFD.
 */
async function* decode(body: Readable, hash: Hash, format: 'csv' | 'ndjson'): AsyncGenerator<string> {
  let decoder: FatalDecoder | undefined
  let undecided = Buffer.alloc(0)
  for await (const bytes of pieces(body)) {
    hash.update(bytes)
    if (decoder === undefined && undecided.length === 0 && isAscii(bytes)) {
      yield bytes.toString('latin1')
      continue
    }
    if (decoder !== undefined) yield decodeOrRefuse(decoder, bytes)
    else {
      undecided = Buffer.concat([undecided, bytes])
      if (undecided.length < ENOUGH_TO_DECIDE) continue
      decoder = decoderFor(undecided, format)
      yield decodeOrRefuse(decoder, undecided)
    }
  }
  if (decoder === undefined && undecided.length > 0) {
    decoder = decoderFor(undecided, format)
    yield decodeOrRefuse(decoder, undecided)
  }
  if (decoder) yield decodeOrRefuse(decoder)
}

type FatalDecoder = InstanceType<typeof TextDecoder>

const ENOUGH_TO_DECIDE = 256

const decoderFor = (bytes: Buffer, format: 'csv' | 'ndjson'): FatalDecoder =>
  new TextDecoder(format === 'ndjson' || looksLikeUtf8(bytes) ? 'utf-8' : 'gb18030', { fatal: true })

function decodeOrRefuse(decoder: FatalDecoder, bytes?: Uint8Array): string {
  try {
    return bytes ? decoder.decode(bytes, { stream: true }) : decoder.decode()
  } catch (cause) {
    const expected = decoder.encoding === 'utf-8' ? 'UTF-8' : 'UTF-8 or GB18030'
    const expectedZh = expected.replace(' or ', ' 或 ')
    throw importRefused(
      `the file is not ${expected} text throughout; send it plain, not compressed and not as a workbook`,
      `文件并非全部为 ${expectedZh} 文本，请上传未压缩的文本文件，而非电子表格`,
      cause,
    )
  }
}

/** However large the chunks of a stream are, a portion of rows stays small. */
const PIECE_BYTES = 64 * 1024

async function* pieces(body: Readable): AsyncGenerator<Buffer> {
  for await (const chunk of body) {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : (chunk as Buffer)
    for (let at = 0; at < bytes.length; at += PIECE_BYTES) yield bytes.subarray(at, at + PIECE_BYTES)
  }
}

/** The last character may be cut by the end of the piece. */
const looksLikeUtf8 = (bytes: Buffer): boolean =>
  [0, 1, 2, 3].some((cut) => cut < bytes.length && isUtf8(bytes.subarray(0, bytes.length - cut)))

// ---- CSV -----------------------------------------------------------------------------------------------------------

async function* readCsv(text: AsyncIterable<string>, checker: RowChecker): AsyncGenerator<readonly RawRow[]> {
  // The buffers are larger than a piece can fill, so that writing and reading stay in step without waiting.
  const options = {
    bom: true,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: MAX_ROW_CHARACTERS,
    readableHighWaterMark: 1_000_000,
    writableHighWaterMark: 64_000_000,
  }
  const parser = csvParser(options)
  let failure: Error | undefined
  parser.on('error', (error) => (failure = error))
  let names: readonly string[] | undefined
  let number = 0
  const take = (): RawRow[] => {
    const rows: RawRow[] = []
    for (let cells = parser.read() as string[] | null; cells !== null; cells = parser.read() as string[] | null) {
      if (names === undefined) names = checkHeader(cells)
      else rows.push(csvRow(++number, names, cells, checker))
    }
    return rows
  }
  const assertReadable = (): void => {
    if (failure)
      throw importRefused(
        `the CSV is broken in row ${number + 1}: a quote is not closed, or the row is too long`,
        `第 ${number + 1} 行 CSV 格式错误：引号未闭合，或该行过长`,
        failure,
      )
  }
  for await (const piece of text) {
    if (piece === '') continue
    parser.write(piece)
    const rows = take()
    assertReadable()
    if (rows.length > 0) yield rows
  }
  await new Promise<void>((resolve) => {
    parser.once('error', () => resolve())
    parser.end(() => resolve())
  })
  const rows = take()
  // The parser reports what is wrong with the last row only after the turn in which it was ended.
  await new Promise((resolve) => setImmediate(resolve))
  rows.push(...take())
  assertReadable()
  if (names === undefined) throw importRefused('the file is empty', '文件为空')
  if (rows.length > 0) yield rows
}

function checkHeader(cells: readonly string[]): readonly string[] {
  const names = cells.map((cell) => cell.trim())
  if (new Set(names).size !== names.length) throw importRefused('a column name occurs twice', '列名重复')
  if (names.some((name) => name === '')) throw importRefused('a column has no name', '存在未命名的列')
  return names
}

const csvRow = (number: number, names: readonly string[], cells: readonly string[], checker: RowChecker): RawRow => ({
  number,
  text: cells.join('\u0000'),
  read: () =>
    cells.length === names.length ? { values: checker.fromText(names, cells) } : { unreadable: 'COLUMN_COUNT' },
})

// ---- NDJSON --------------------------------------------------------------------------------------------------------

async function* readNdjson(text: AsyncIterable<string>): AsyncGenerator<readonly RawRow[]> {
  let rest = ''
  let number = 0
  const toRows = (lines: readonly string[]): RawRow[] =>
    lines.flatMap((line) => (line.trim() === '' ? [] : [jsonRow(++number, line)]))
  for await (const piece of text) {
    const lines = (rest + piece).split('\n')
    rest = lines.pop()!
    if (rest.length > MAX_ROW_CHARACTERS)
      throw importRefused(`row ${number + 1} is too long`, `第 ${number + 1} 行过长`)
    const rows = toRows(lines)
    if (rows.length > 0) yield rows
  }
  const rows = toRows([rest])
  if (rows.length > 0) yield rows
}

const jsonRow = (number: number, line: string): RawRow => ({
  number,
  text: line,
  read() {
    try {
      const value = parseStrictJson(line)
      if (value !== null && typeof value === 'object' && !Array.isArray(value))
        return { values: value as Record<string, JsonValue> }
    } catch (error) {
      if (!isZhengshuError(error)) throw error
    }
    return { unreadable: 'ROW_UNREADABLE' }
  },
})
