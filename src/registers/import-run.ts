import { createHash, type Hash } from 'node:crypto'
import type { Register } from '../catalog/index.ts'
import { today, type LocalDate } from '../core/clock.ts'
import type { ZhengshuError } from '../core/errors.ts'
import type { Stored } from '../store/index.ts'
import { rowCheckerFor, type RowChecker } from './check-row.ts'
import { saveProgress, showBatch } from './import-batch.ts'
import { loadRows, type LoadTarget } from './load-rows.ts'
import { importRefused, readRows, type RawRow, type RowReader } from './read-rows.ts'
import { createRecordNaming, type NamedRow, type StoredBatch } from './register-records.ts'
import type { RegistersDeps } from './registers-deps.ts'
import type { ImportInput } from './registers.ts'
import { MAX_REFUSALS_KEPT, type FieldRefusal, type RowRefusal } from './row-refusals.ts'

/** Rows that are checked and loaded together; also the step of progress, and what a kill at most repeats. */
const CHUNK_ROWS = 2_000
/** The event loop goes on at least this often while rows are parsed and checked. */
const TURN_MS = 15
const MAX_REFUSALS_A_ROW = 5

/** What has been read since the last progress was saved. */
interface Chunk {
  rows: number
  refused: number
  refusals: RowRefusal[]
  /** Checked rows by record id. */
  readonly pending: Map<string, NamedRow>
}

const emptyChunk = (): Chunk => ({ rows: 0, refused: 0, refusals: [], pending: new Map() })

type Outcome = { readonly row: NamedRow } | { readonly refusals: readonly FieldRefusal[] }

/** One run over a file: it skips what an earlier run of the batch did and keeps its progress after each chunk. */
export class ImportRun {
  readonly reader: RowReader
  private readonly deps: RegistersDeps
  private readonly input: ImportInput
  private readonly checker: RowChecker
  private readonly target: LoadTarget
  private readonly begun: StoredBatch
  private readonly rowsHash: Hash = createHash('sha256')
  private batch: Stored<StoredBatch>
  private chunk = emptyChunk()
  private rowsRead = 0
  private today: LocalDate
  private lastTurn = performance.now()

  constructor(deps: RegistersDeps, register: Register, begun: Stored<StoredBatch>, input: ImportInput) {
    this.deps = deps
    this.today = today(deps.clock)
    this.input = input
    this.batch = begun
    this.begun = begun.document
    this.checker = rowCheckerFor(register)
    this.reader = readRows(input.body, input.format, this.checker)
    this.target = {
      register: register.slug,
      sourceAgency: begun.document.sourceAgency,
      batchId: begun.document.id,
      naming: createRecordNaming(register, deps.keyring.secret('index')),
    }
  }

  get stored(): Stored<StoredBatch> {
    return this.batch
  }

  async take(rows: readonly RawRow[]): Promise<void> {
    for (const row of rows) {
      await this.takeRow(row)
      if (performance.now() - this.lastTurn < TURN_MS) continue
      await new Promise((resolve) => setImmediate(resolve))
      this.lastTurn = performance.now()
      this.today = today(this.deps.clock)
    }
  }

  async finish(): Promise<{ readonly fileDigest: string; readonly rowsRead: number }> {
    if (this.rowsRead < this.begun.rowsRead) throw otherFile()
    if (this.chunk.rows > 0) await this.flush()
    return { fileDigest: this.reader.fileDigest(), rowsRead: this.rowsRead }
  }

  private async takeRow(raw: RawRow): Promise<void> {
    if (raw.number <= this.begun.rowsRead) return this.skip(raw)
    const outcome = this.check(raw)
    // The same record twice in one chunk: the later row changes the earlier, which must be there first.
    if ('row' in outcome && this.isOtherThanPending(outcome.row)) await this.flush()
    this.markRead(raw)
    this.chunk.rows++
    if ('row' in outcome) this.chunk.pending.set(outcome.row.recordId, outcome.row)
    else {
      this.chunk.refused++
      for (const refusal of outcome.refusals.slice(0, MAX_REFUSALS_A_ROW))
        this.chunk.refusals.push({ row: raw.number, ...refusal })
    }
    if (this.chunk.rows >= CHUNK_ROWS) await this.flush()
  }

  private skip(raw: RawRow): void {
    this.markRead(raw)
    if (raw.number === this.begun.rowsRead && this.rowsDigest() !== this.begun.rowsDigest) throw otherFile()
  }

  private markRead(raw: RawRow): void {
    this.rowsHash.update(raw.text).update('\n')
    this.rowsRead = raw.number
  }

  private rowsDigest = (): string => this.rowsHash.copy().digest('base64url')

  private check(raw: RawRow): Outcome {
    const read = raw.read()
    if ('unreadable' in read) return { refusals: [{ field: '', code: read.unreadable }] }
    const checked = this.checker.check(read.values, this.today)
    const synthetic = checked.ok && this.deps.refuseSynthetic ? this.checker.syntheticFields(checked.row) : []
    if (synthetic.length > 0) return { refusals: synthetic }
    return checked.ok ? { row: this.target.naming.name(checked.row, raw.number) } : { refusals: checked.refusals }
  }

  private isOtherThanPending(row: NamedRow): boolean {
    const pending = this.chunk.pending.get(row.recordId)
    return pending !== undefined && pending.digest !== row.digest
  }

  private async flush(): Promise<void> {
    const { rows, refused, refusals, pending } = this.chunk
    const counts = await loadRows(this.deps, this.target, [...pending.values()])
    const before = this.batch.document
    const repeatedRows = rows - refused - pending.size
    this.batch = await saveProgress(this.deps, this.batch, {
      state: 'RUNNING',
      rowsRead: this.rowsRead,
      inserted: before.inserted + counts.inserted,
      changed: before.changed + counts.changed,
      unchanged: before.unchanged + counts.unchanged + repeatedRows,
      refused: before.refused + refused,
      refusals: [...before.refusals, ...refusals].slice(0, MAX_REFUSALS_KEPT),
      rowsDigest: this.rowsDigest(),
    })
    this.chunk = emptyChunk()
    this.input.onProgress?.(showBatch(this.batch.document))
  }
}

const otherFile = (): ZhengshuError =>
  importRefused('this is not the file whose import was interrupted', '与中断导入的文件不是同一文件')
