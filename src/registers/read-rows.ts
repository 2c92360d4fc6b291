import { isAscii, isUtf8 } from 'node:buffer'
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

/** Takes a file piece by piece and answers the rows that are complete. Throws IMPORT_REFUSED when it cannot be read. */
export interface RowReader {
  take(bytes: Uint8Array): readonly RawRow[]
  /** What stood behind the last line end. */
  end(): Promise<readonly RawRow[]>
}

/** By the media type or the ending of the file's name. */
export type RowFormat = 'csv' | 'ndjson'

/** Takes text; the same contract. */
interface TextReader {
  take(text: string): readonly RawRow[]
  end(): Promise<readonly RawRow[]>
}

const MAX_ROW_CHARACTERS = 1_000_000

/** `checker` turns the cells of a CSV file into values. */
export function createRowReader(format: RowFormat, checker: Pick<RowChecker, 'fromText'>): RowReader {
  const decoder = new RowDecoder(format)
  const reader = format === 'csv' ? createCsvReader(checker) : createNdjsonReader()
  return {
    take: (bytes) => reader.take(decoder.take(bytes)),
    async end() {
      const rows = reader.take(decoder.end())
      return [...rows, ...(await reader.end())]
    },
  }
}

/** The file as a whole cannot be imported. */
export const importRefused = (reason: string, reasonZh: string, cause?: unknown): ZhengshuError =>
  new ZhengshuError('IMPORT_REFUSED', { reason, reasonZh }, { cause })

// ---- characters ----------------------------------------------------------------------------------------------------

/**
 * Text from bytes. A CSV file may be GB18030, as spreadsheets of Chinese offices save it: as long as a file is ASCII both
 * readings agree, and the first other character decides. Decoding is fatal, so a broken character never becomes U+FFFD.
 */
class RowDecoder {
  private readonly format: RowFormat
  private decoder: FatalDecoder | undefined
  private undecided: Buffer = Buffer.alloc(0)

  constructor(format: RowFormat) {
    this.format = format
  }

  take(bytes: Uint8Array): string {
    if (this.decoder) return decodeOrRefuse(this.decoder, bytes)
    if (this.undecided.length === 0 && isAscii(bytes)) return asBuffer(bytes).toString('latin1')
    this.undecided = Buffer.concat([this.undecided, bytes])
    return this.undecided.length < ENOUGH_TO_DECIDE ? '' : this.decide()
  }

  end(): string {
    const decided = this.undecided.length > 0 ? this.decide() : ''
    return this.decoder ? decided + decodeOrRefuse(this.decoder) : decided
  }

  private decide(): string {
    const bytes = this.undecided
    this.undecided = Buffer.alloc(0)
    this.decoder = decoderFor(bytes, this.format)
    return decodeOrRefuse(this.decoder, bytes)
  }
}

const asBuffer = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)

type FatalDecoder = InstanceType<typeof TextDecoder>

const ENOUGH_TO_DECIDE = 256

const decoderFor = (bytes: Buffer, format: RowFormat): FatalDecoder =>
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

/** The last character may be cut by the end of the piece. */
const looksLikeUtf8 = (bytes: Buffer): boolean =>
  [0, 1, 2, 3].some((cut) => cut < bytes.length && isUtf8(bytes.subarray(0, bytes.length - cut)))

// ---- CSV -----------------------------------------------------------------------------------------------------------

function createCsvReader(checker: Pick<RowChecker, 'fromText'>): TextReader {
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
  const takeParsed = (): RawRow[] => {
    const rows: RawRow[] = []
    for (let cells = parser.read() as string[] | null; cells !== null; cells = parser.read() as string[] | null) {
      if (names === undefined) names = checkHeader(cells)
      else rows.push(csvRow(++number, names, cells, checker))
    }
    if (failure)
      throw importRefused(
        `the CSV is broken in row ${number + 1}: a quote is not closed, or the row is too long`,
        `第 ${number + 1} 行 CSV 格式错误：引号未闭合，或该行过长`,
        failure,
      )
    return rows
  }
  return {
    take(text) {
      if (text !== '') parser.write(text)
      return takeParsed()
    },
    async end() {
      await new Promise<void>((resolve) => {
        parser.once('error', () => resolve())
        parser.end(() => resolve())
      })
      const rows = takeParsed()
      // The parser reports what is wrong with the last row only after the turn in which it was ended.
      await new Promise((resolve) => setImmediate(resolve))
      rows.push(...takeParsed())
      if (names === undefined) throw importRefused('the file is empty', '文件为空')
      return rows
    },
  }
}

function checkHeader(cells: readonly string[]): readonly string[] {
  const names = cells.map((cell) => cell.trim())
  if (new Set(names).size !== names.length) throw importRefused('a column name occurs twice', '列名重复')
  if (names.some((name) => name === '')) throw importRefused('a column has no name', '存在未命名的列')
  return names
}

const csvRow = (
  number: number,
  names: readonly string[],
  cells: readonly string[],
  checker: Pick<RowChecker, 'fromText'>,
): RawRow => ({
  number,
  text: cells.join('\u0000'),
  read: () =>
    cells.length === names.length ? { values: checker.fromText(names, cells) } : { unreadable: 'COLUMN_COUNT' },
})

// ---- NDJSON --------------------------------------------------------------------------------------------------------

function createNdjsonReader(): TextReader {
  let rest = ''
  let number = 0
  const toRows = (lines: readonly string[]): readonly RawRow[] =>
    lines.filter((line) => line.trim() !== '').map((line) => jsonRow(++number, line))
  return {
    take(text) {
      const lines = (rest + text).split('\n')
      rest = lines.pop()!
      if (rest.length > MAX_ROW_CHARACTERS)
        throw importRefused(`row ${number + 1} is too long`, `第 ${number + 1} 行过长`)
      return toRows(lines)
    },
    end: () => Promise.resolve(toRows([rest])),
  }
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
