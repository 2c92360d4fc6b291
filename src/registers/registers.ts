import type { Readable } from 'node:stream'
import type { Actor, Purpose } from '../access/index.ts'
import type { Instant, LocalDate } from '../core/clock.ts'
import type { JsonObject } from '../core/strict-json.ts'
import type { Listing } from '../core/listing.ts'

/** A record of a register with its envelope. `data` holds the register's own fields. */
export interface RegisterRecord {
  readonly recordId: string
  readonly register: string
  /** The subject under which it was found. */
  readonly subject: string
  readonly data: JsonObject
  readonly sourceAgency: string
  readonly batchId: string
  readonly validFrom: LocalDate
  readonly validTo?: LocalDate
  readonly recordState: 'CURRENT' | 'CORRECTED' | 'WITHDRAWN'
  readonly changedAt: Instant
  readonly receivedAt: Instant
  readonly revision: number
}

/** One register, one subject; many of them are one batched read. */
export interface SubjectQuery {
  readonly register: string
  readonly subject: string
}

/** Where records come from: the local store, later also a connector to a department's own system. */
export interface RecordSource {
  /**
   * All current records of the subjects, in one batched read; answers are in the order of `queries`.
   * MUST answer `unavailable` for a register that did not answer by the deadline; MUST NOT answer an empty list for a
   * fault. The caller does not retry; the source may, within the deadline (milliseconds since 1970).
   */
  findBySubjects(queries: readonly SubjectQuery[], deadline: number): Promise<readonly SubjectAnswer[]>
}

/** No record is an answer; a source that failed has given none. */
export type SubjectAnswer =
  | { readonly state: 'answered'; readonly records: readonly RegisterRecord[] }
  | { readonly state: 'unavailable'; readonly reason: string }

/** TRUE, FALSE and CANNOT_TELL are three answers; FALSE needs a complete source. */
export type PredicateAnswer =
  | { readonly answer: 'TRUE' | 'FALSE'; readonly asOf: LocalDate; readonly ruleVersion: number }
  | {
      readonly answer: 'CANNOT_TELL'
      readonly reason: string
      readonly asOf: LocalDate
      readonly ruleVersion: number
      /** NO_RECORD_SINCE */ readonly coverageFrom?: string
    }

/** A checked question; `subject` and `others` are real numbers of persons or legal entities. */
export interface PredicateQuestion {
  readonly register: string
  readonly predicate: string
  readonly subject: string
  /** The other party of a question about two, or further members of a family. */
  readonly others: readonly string[]
  readonly arguments: JsonObject
  readonly asOf: LocalDate
}

/** How far an import came, and what it refused; never a value of a row. */
export interface ImportBatch {
  readonly id: string
  readonly register: string
  readonly state: 'RUNNING' | 'FINISHED' | 'FAILED'
  readonly fileDigest?: string
  readonly rowsRead: number
  readonly inserted: number
  readonly changed: number
  readonly unchanged: number
  readonly refused: number
  /** At most 1,000 kept; never quotes a value. */
  readonly refusals: readonly {
    readonly row: number
    readonly field: string
    readonly code: string
    readonly en: string
    readonly zh: string
  }[]
  readonly startedAt: Instant
  readonly finishedAt?: Instant
}

/** A file of a register, read while it arrives. */
export interface ImportInput {
  readonly register: string
  readonly format: 'csv' | 'ndjson'
  readonly body: Readable
  /** Repeating it with the same file goes on where an interrupted import stopped. */
  readonly batchId?: string
  readonly onProgress?: (batch: ImportBatch) => void
}

/** Under MAINTENANCE every answer of the source is `unavailable`. */
export type SourceState = 'AVAILABLE' | 'MAINTENANCE'

/** An announcement of the source agency; `reason` is kept out of the ledger, where free text has no place. */
export interface SetSourceStateInput {
  readonly requestId: string
  readonly register: string
  readonly state: SourceState
  readonly reason: string
}

/** Records by subject, their import, and questions about them (README of this folder). */
export interface Registers {
  readonly source: RecordSource
  /** Pure: answers a question over records already read. `records` maps `register subject` to what the source said. */
  answerPredicate(question: PredicateQuestion, answers: ReadonlyMap<string, SubjectAnswer>): PredicateAnswer
  /** Registers whose records a predicate needs, of the subject and of the others. */
  registersOf(register: string, predicate: string): readonly string[]
  importRecords(actor: Actor, input: ImportInput): Promise<ImportBatch>
  /** The source agency announces maintenance of its register, or its end; requests meanwhile see it as unavailable. */
  setSourceState(
    actor: Actor,
    input: SetSourceStateInput,
  ): Promise<{ readonly register: string; readonly state: SourceState }>
  importBatch(actor: Actor, id: string): Promise<ImportBatch>
  findBatches(actor: Actor, query: { readonly first: number; readonly after?: string }): Promise<Listing<ImportBatch>>
  /** Granted fields of a subject's current records: grant, durable leaf, masked by class. */
  findRecords(
    actor: Actor,
    input: {
      readonly requestId: string
      readonly purpose: Purpose
      readonly register: string
      readonly subject: string
      readonly role?: string
      readonly fields: readonly string[]
    },
  ): Promise<{ readonly records: readonly DisclosedRecord[]; readonly receipt: string; readonly leafId: string }>
  askPredicate(
    actor: Actor,
    input: {
      readonly requestId: string
      readonly purpose: Purpose
      readonly register: string
      readonly predicate: string
      readonly subject: string
      readonly others?: readonly string[]
      readonly arguments?: JsonObject
      readonly asOf?: string
    },
  ): Promise<{ readonly answer: PredicateAnswer; readonly receipt: string; readonly leafId: string }>
}

/** A record as far as the grant goes. */
export interface DisclosedRecord {
  readonly recordId: string
  readonly sourceAgency: string
  readonly validFrom: LocalDate
  readonly changedAt: Instant
  /** Only granted fields; identity numbers masked unless the grant names the raw field. */
  readonly data: JsonObject
}

/** Key of answers in memory; the number goes nowhere else. */
export const subjectKey = (register: string, subject: string): string => `${register} ${subject}`
