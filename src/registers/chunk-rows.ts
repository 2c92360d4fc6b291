import { createHash, type Hash } from 'node:crypto'
import { dateAt, toMilliseconds, type Instant, type LocalDate } from '../core/clock.ts'
import type { ZhengshuError } from '../core/errors.ts'
import { createTextPacker, type TextPacker } from '../store/index.ts'
import type { RowChecker } from './check-row.ts'
import type { DraftRow, KeptRow, RecordNaming } from './name-rows.ts'
import { packRows, type PackedRows } from './packed-rows.ts'
import { createRowReader, importRefused, type RawRow, type RowFormat, type RowReader } from './read-rows.ts'
import type { FieldRefusal, RowRefusal } from './row-refusals.ts'

/** Rows that are loaded together; also the step of progress, and what a kill at most repeats. */
const CHUNK_ROWS = 2_000
/** Bounds a chunk of very long rows. */
const CHUNK_CHARACTERS = 8_000_000
const MAX_REFUSALS_A_ROW = 5

/** Rows that were read, checked and named since the last chunk. */
export interface RowChunk {
  readonly rows: number
  readonly refused: number
  readonly refusals: readonly RowRefusal[]
  /** The checked rows; a record stands in it once. */
  readonly named: PackedRows
  /** How far the file was read, and the digest of its rows up to there. */
  readonly rowsRead: number
  readonly rowsDigest: string
}

/** How far an earlier run of the same batch came. */
export interface RowsDone {
  readonly rowsRead: number
  readonly rowsDigest?: string
}

/**
 * Makes chunks of a file that arrives in pieces; `now` is when a piece arrived. Pieces may be given before earlier ones
 * were answered. Rejects with IMPORT_REFUSED, and from then on everything.
 */
export interface Chunker {
  /** Takes the buffer over. */
  take(bytes: Uint8Array, now: Instant): Promise<readonly RowChunk[]>
  end(now: Instant): Promise<LastRows>
  close(): void
}

/** The end of a file: what was not yet a chunk, and the SHA-256 of all its bytes. */
export interface LastRows {
  readonly chunks: readonly RowChunk[]
  readonly fileDigest: string
  readonly rowsRead: number
}

interface ChunkerOptions {
  readonly format: RowFormat
  readonly checker: RowChecker
  readonly naming: RecordNaming
  readonly refuseSynthetic: boolean
  readonly done: RowsDone
}

/** Reads, checks and names the rows of one file. */
export function createChunker(options: ChunkerOptions): Chunker {
  const chunking = new Chunking(options)
  const reader = createRowReader(options.format, options.checker)
  return {
    take: (bytes, now) => chunking.takePiece(reader, bytes, now),
    end: (now) => chunking.takeEnd(reader, now),
    close: () => {},
  }
}

type Outcome = { readonly row: DraftRow } | { readonly refusals: readonly FieldRefusal[] }

class Chunking {
  private readonly options: ChunkerOptions
  private readonly fileHash: Hash = createHash('sha256')
  private readonly rowsHash: Hash = createHash('sha256')
  private unhashed: string[] = []
  private rowsRead = 0
  private rows = 0
  private characters = 0
  private refused = 0
  private refusals: RowRefusal[] = []
  /** By record id. */
  private named = new Map<string, KeptRow>()
  private texts: TextPacker = createTextPacker()
  private failure: { readonly error: unknown } | undefined

  constructor(options: ChunkerOptions) {
    this.options = options
  }

  async takePiece(reader: RowReader, bytes: Uint8Array, now: Instant): Promise<readonly RowChunk[]> {
    if (this.failure) throw this.failure.error
    try {
      this.fileHash.update(bytes)
      return this.chunksOf(reader.take(bytes), now)
    } catch (error) {
      this.failure = { error }
      throw error
    }
  }

  async takeEnd(reader: RowReader, now: Instant): Promise<LastRows> {
    const chunks = this.chunksOf(await reader.end(), now)
    if (this.rowsRead < this.options.done.rowsRead) throw otherFile()
    if (this.rows > 0) chunks.push(this.cut())
    return { chunks, fileDigest: this.fileHash.digest('hex'), rowsRead: this.rowsRead }
  }

  private chunksOf(rows: readonly RawRow[], now: Instant): RowChunk[] {
    const today = dateAt(toMilliseconds(now))
    const chunks: RowChunk[] = []
    for (const raw of rows) {
      if (raw.number <= this.options.done.rowsRead) {
        this.skip(raw)
        continue
      }
      const outcome = this.check(raw, now, today)
      // The same record twice in one chunk: the later row changes the earlier, which must be there first.
      if ('row' in outcome && this.isOtherThanNamed(outcome.row)) chunks.push(this.cut())
      this.markRead(raw)
      this.keep(raw, outcome)
      if (this.rows >= CHUNK_ROWS || this.characters >= CHUNK_CHARACTERS) chunks.push(this.cut())
    }
    return chunks
  }

  private skip(raw: RawRow): void {
    this.markRead(raw)
    const { rowsRead, rowsDigest } = this.options.done
    if (raw.number === rowsRead && this.rowsDigest() !== rowsDigest) throw otherFile()
  }

  private markRead(raw: RawRow): void {
    this.unhashed.push(raw.text, '\n')
    this.rowsRead = raw.number
  }

  /** One update for all rows since the last digest: the call costs more than the row. */
  private rowsDigest(): string {
    this.rowsHash.update(this.unhashed.join(''))
    this.unhashed = []
    return this.rowsHash.copy().digest('base64url')
  }

  private check(raw: RawRow, now: Instant, today: LocalDate): Outcome {
    const { checker, naming, refuseSynthetic } = this.options
    const read = raw.read()
    if ('unreadable' in read) return { refusals: [{ field: '', code: read.unreadable }] }
    const checked = checker.check(read.values, today, read.text)
    if (!checked.ok) return { refusals: checked.refusals }
    const synthetic = refuseSynthetic ? checker.syntheticFields(checked.row) : []
    return synthetic.length > 0 ? { refusals: synthetic } : { row: naming.name(checked.row, raw.number, now) }
  }

  private isOtherThanNamed(row: DraftRow): boolean {
    const earlier = this.named.get(row.recordId)
    return earlier !== undefined && earlier.digest !== row.digest
  }

  private keep(raw: RawRow, outcome: Outcome): void {
    this.rows++
    this.characters += raw.text.length
    if ('row' in outcome) {
      const { row } = outcome
      const copies = row.copies.map((copy) => ({ ...copy, text: this.texts.add(copy.text) }))
      this.named.set(row.recordId, { ...row, copies })
      return
    }
    this.refused++
    for (const refusal of outcome.refusals.slice(0, MAX_REFUSALS_A_ROW))
      this.refusals.push({ row: raw.number, ...refusal })
  }

  private cut(): RowChunk {
    const { rows, refused, refusals, named, texts, rowsRead } = this
    this.rows = 0
    this.characters = 0
    this.refused = 0
    this.refusals = []
    this.named = new Map()
    this.texts = createTextPacker()
    // In the order of their ids a transaction fills neighbouring pages of that index instead of touching nearly all.
    const inOrder = [...named.values()].sort((a, b) => (a.recordId < b.recordId ? -1 : 1))
    return { rows, refused, refusals, named: packRows(inOrder, texts), rowsRead, rowsDigest: this.rowsDigest() }
  }
}

const otherFile = (): ZhengshuError =>
  importRefused('this is not the file whose import was interrupted', '与中断导入的文件不是同一文件')
