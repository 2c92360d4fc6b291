import { addDays, instantNow, type Instant, type LocalDate } from '../core/clock.ts'
import { CommitConflict, decodeDocument, textOfBytes, type BulkRow, type Stored } from '../store/index.ts'
import { hasMovingSubjects, type NamedRow, type NamingTarget, type RecordCopy } from './name-rows.ts'
import { unpackRows, type PackedRows } from './packed-rows.ts'
import { collections, findByRecordKeys, type StoredRecord } from './register-records.ts'
import type { RegistersDeps } from './registers-deps.ts'
import { subjectKey } from './registers.ts'

export interface RowCounts {
  readonly inserted: number
  readonly changed: number
  readonly unchanged: number
}

type Outcome = 'inserted' | 'changed' | 'unchanged'

/** What the event loop may wait for at a time: reading and unsealing so many records. */
const MAX_IDS = 250
const MAX_ATTEMPTS = 5

/**
 * Loads checked rows. It may be repeated at any point, also after a kill: ids follow from the key and a row that is
 * already there with the same digest changes nothing. A row that this batch itself loaded before a kill counts as what it
 * was then. With `expectNew` they are inserted without a look at what is there, which the insert finds out itself.
 */
export async function loadRows(
  deps: Pick<RegistersDeps, 'store' | 'clock'>,
  target: NamingTarget,
  chunk: PackedRows,
  expectNew: boolean,
): Promise<RowCounts> {
  // An insert does not meet the copies under subjects whom the record no longer names.
  if (expectNew && !hasMovingSubjects(target.register)) {
    const { skipped } = await deps.store.insertPacked(collections.records, chunk.inserts)
    if (skipped === 0) return { inserted: chunk.numbers.length, changed: 0, unchanged: 0 }
  }
  const rows = unpackRows(chunk)
  for (let attempt = 1; ; attempt++) {
    try {
      const existing = await findExisting(deps, target, rows)
      const plan = planRows(deps, target, rows, existing)
      // Ended periods first: if we are killed in between, the same rows are planned again and these are skipped.
      await deps.store.bulkLoad(collections.records, plan.ended)
      const loaded = await deps.store.bulkLoad(collections.records, plan.current)
      if (loaded.skipped === 0) return plan.counts
    } catch (error) {
      if (!(error instanceof CommitConflict) || attempt === MAX_ATTEMPTS) throw error
    }
    // Another import of the same records came in between: read what is there now.
    if (attempt === MAX_ATTEMPTS) throw new Error('records kept changing during an import')
  }
}

const nextTurn = () => new Promise<void>((resolve) => setImmediate(resolve))

/** What is stored for the records of these rows, by document id; for records with moving subjects every copy. */
async function findExisting(
  deps: Pick<RegistersDeps, 'store'>,
  { register }: NamingTarget,
  rows: readonly NamedRow[],
): Promise<ReadonlyMap<string, Stored<StoredRecord>>> {
  const ids = [...new Set(rows.map(({ recordId }) => recordId))]
  if (hasMovingSubjects(register)) {
    const copies = await findByRecordKeys(deps.store, ids)
    return new Map(copies.map((copy) => [copy.document.id, copy]))
  }
  const existing = new Map<string, Stored<StoredRecord>>()
  for (let at = 0; at < ids.length; at += MAX_IDS) {
    for (const stored of await deps.store.getMany(collections.records, ids.slice(at, at + MAX_IDS)))
      if (stored) existing.set(stored.document.id, stored)
    await nextTurn()
  }
  return existing
}

interface Plan {
  readonly current: BulkRow<StoredRecord>[]
  readonly ended: BulkRow<StoredRecord>[]
  readonly counts: { inserted: number; changed: number; unchanged: number }
}

function planRows(
  deps: Pick<RegistersDeps, 'clock'>,
  target: NamingTarget,
  rows: readonly NamedRow[],
  existing: ReadonlyMap<string, Stored<StoredRecord>>,
): Plan {
  const plan: Plan = { current: [], ended: [], counts: { inserted: 0, changed: 0, unchanged: 0 } }
  const now = instantNow(deps.clock)
  const isMoving = hasMovingSubjects(target.register)
  const copiesOf = Map.groupBy(existing.values(), ({ document }) => document.recordId)
  for (const row of rows) {
    const { recordId, digest } = row
    const outcomes = row.copies.map((copy): Outcome => {
      const stored = existing.get(copy.id)
      if (!stored) return (plan.current.push(newCopy(target, isMoving, recordId, copy)), 'inserted')
      if (stored.document.digest === digest) return sameAgain(target, row, stored.document)
      replaceCopy(plan, stored, decodeDocument(textOfBytes(copy.text)))
      return 'changed'
    })
    if (isMoving) {
      const left = (copiesOf.get(recordId) ?? []).filter((copy) => hasLeft(copy.document, row))
      for (const copy of left) withdrawCopy(now, target, row, plan, copy)
      if (left.length > 0) outcomes.push('changed')
    }
    plan.counts[rowOutcome(outcomes)]++
  }
  return plan
}

/** A row is new when all its copies are, unchanged when all are; anything between is a change. */
const rowOutcome = (outcomes: readonly Outcome[]): Outcome =>
  outcomes.every((outcome) => outcome === outcomes[0]) ? outcomes[0]! : 'changed'

function sameAgain(target: NamingTarget, row: NamedRow, stored: StoredRecord): Outcome {
  if (stored.batchId !== target.batchId || stored.batchRow !== row.number) return 'unchanged'
  return stored.revision === 1 ? 'inserted' : 'changed'
}

const newCopy = (
  { register }: NamingTarget,
  isMoving: boolean,
  recordId: string,
  { id, subject, text }: RecordCopy,
): BulkRow<StoredRecord> => ({
  document: { id, lookup: subjectKey(register.slug, subject), ...(isMoving ? { recordKey: recordId } : {}) },
  bytes: text,
})

/** A later beginning starts a new period and the old one stays, ended; the same beginning corrects what was stored. */
function replaceCopy(plan: Plan, stored: Stored<StoredRecord>, wanted: StoredRecord): void {
  const { document, version } = stored
  if (wanted.validFrom > document.validFrom && document.recordState !== 'WITHDRAWN') {
    const { recordKey: _, ...period } = document
    const end = addDays(wanted.validFrom, -1)
    const validTo: LocalDate = document.validTo !== undefined && document.validTo < end ? document.validTo : end
    plan.ended.push({ document: { ...period, id: `${document.id}~${document.revision}`, validTo } })
  }
  plan.current.push({ document: { ...wanted, revision: document.revision + 1 }, expectedVersion: version })
}

const WITHDRAWN_DIGEST = 'withdrawn'

/** An owner who sold, a spouse entered by mistake: the record no longer names this subject. */
const hasLeft = (copy: StoredRecord, row: NamedRow): boolean =>
  copy.digest !== WITHDRAWN_DIGEST && !row.copies.some(({ subject }) => subject === copy.subject)

function withdrawCopy(
  now: Instant,
  target: NamingTarget,
  row: NamedRow,
  plan: Plan,
  { document, version }: Stored<StoredRecord>,
): void {
  plan.current.push({
    document: {
      ...document,
      recordState: 'WITHDRAWN',
      digest: WITHDRAWN_DIGEST,
      batchId: target.batchId,
      batchRow: row.number,
      changedAt: now,
      revision: document.revision + 1,
    },
    expectedVersion: version,
  })
}
