import { isAscii, isUtf8 } from 'node:buffer'
import { parse as csvParser } from 'csv-parse'
import { isZhengshuError, ZhengshuError } from '../core/errors.ts'
import { parseStrictText, type JsonValue } from '../core/strict-json.ts'
import type { RowChecker } from './check-row.ts'
import type { RowRefusalCode } from './row-refusals.ts'

/** One row of a file, not yet checked. */
export interface RawRow {
  /** From 1; a header does not count. */
  readonly number: number
  /** The row as it stood, for the digest that recognises the file of an interrupted import. */
  readonly text: string
  readonly read: () => RowValues | { readonly unreadable: RowRefusalCode }
}

interface RowValues {
  readonly values: Readonly<Record<string, JsonValue>>
  /** The text of `values` where it stands in the file as this program would write it. */
  readonly text?: string
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

/** What is asked about the columns of a CSV file. */
type Columns = Pick<RowChecker, 'columns' | 'fromText'>

/** `columns` turns the cells of a CSV file into values. */
export function createRowReader(format: RowFormat, columns: Columns): RowReader {
  const decoder = new RowDecoder(format)
  const reader = format === 'csv' ? createCsvReader(columns) : createNdjsonReader()
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
    throw notText(decoder.encoding === 'utf-8' ? 'UTF-8' : 'UTF-8 or GB18030', cause)
  }
}

const notText = (expected: string, cause?: unknown): ZhengshuError =>
  importRefused(
    `the file is not ${expected} text throughout; send it plain, not compressed and not as a workbook`,
    `文件并非全部为 ${expected.replace(' or ', ' 或 ')} 文本，请上传未压缩的文本文件，而非电子表格`,
    cause,
  )

/** The last character may be cut by the end of the piece. */
const looksLikeUtf8 = (bytes: Buffer): boolean =>
  [0, 1, 2, 3].some((cut) => cut < bytes.length && isUtf8(bytes.subarray(0, bytes.length - cut)))

// ---- CSV -----------------------------------------------------------------------------------------------------------

function createCsvReader(columns: Columns): TextReader {
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
      if (names === undefined) names = checkHeader(cells, columns)
      else rows.push(csvRow(++number, names, cells, columns))
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
      // A workbook or an archive may pass for GB18030 up to where it would be taken for a header; it has this early.
      if (names === undefined && text.includes('\u0000')) throw notText('UTF-8 or GB18030')
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

function checkHeader(cells: readonly string[], { columns }: Columns): readonly string[] {
  const names = cells.map((cell) => cell.trim())
  // One that is known is enough: rows of another kind are refused one by one, with the column that is not.
  if (!names.some((name) => columns.has(name)))
    throw importRefused(
      `the first row names no column of the register; it must be a header with names of ${[...columns].join(', ')}, separated by commas`,
      `首行未含该基础库的任何列名；首行应为以逗号分隔的列名，可用列名：${[...columns].join('、')}`,
    )
  if (new Set(names).size !== names.length) throw importRefused('a column name occurs twice', '列名重复')
  if (names.some((name) => name === '')) throw importRefused('a column has no name', '存在未命名的列')
  return names
}

const csvRow = (number: number, names: readonly string[], cells: readonly string[], columns: Columns): RawRow => ({
  number,
  text: cells.join('\u0000'),
  read: () =>
    cells.length === names.length ? { values: columns.fromText(names, cells) } : { unreadable: 'COLUMN_COUNT' },
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
      const { value, isCompact } = parseStrictText(line)
      if (value !== null && typeof value === 'object' && !Array.isArray(value)) {
        const values = value as Record<string, JsonValue>
        return isCompact ? { values, text: line } : { values }
      }
    } catch (error) {
      if (!isZhengshuError(error)) throw error
    }
    return { unreadable: 'ROW_UNREADABLE' }
  },
})
