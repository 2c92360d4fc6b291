import type { Instant, LocalDate } from '../core/clock.ts'
import type { JsonObject } from '../core/strict-json.ts'
import { defineCollection, type Document, type Store, type Stored } from '../store/index.ts'
import type { ImportBatch, RegisterRecord } from './registers.ts'
import type { FieldRefusal } from './row-refusals.ts'

/** A record under one of its subjects; a record that concerns several is stored once for each, so that one read finds it. */
export interface StoredRecord extends Document {
  /** `register subject`; in the index only as a keyed digest. */
  readonly lookup: string
  /** The record that the copies under several subjects belong to; absent where a record has one subject by its key. */
  readonly recordKey?: string
  readonly recordId: string
  readonly register: string
  readonly subject: string
  readonly data: JsonObject
  /** Of data and envelope: the same row again changes nothing. */
  readonly digest: string
  readonly sourceAgency: string
  readonly batchId: string
  /** The row of that batch: tells this very row, loaded before a kill, from an equal one. */
  readonly batchRow: number
  readonly validFrom: LocalDate
  readonly validTo?: LocalDate
  readonly recordState: RegisterRecord['recordState']
  readonly changedAt: Instant
  readonly receivedAt: Instant
  readonly revision: number
}

/** A batch as stored: messages of refusals come from the table of codes. */
export interface StoredBatch extends Document {
  readonly register: string
  readonly sourceAgency: string
  readonly clientId: string
  readonly state: ImportBatch['state']
  readonly fileDigest?: string
  readonly rowsRead: number
  readonly inserted: number
  readonly changed: number
  readonly unchanged: number
  readonly refused: number
  readonly refusals: readonly (FieldRefusal & { readonly row: number })[]
  /** SHA-256 over the rows read so far: recognises the file when an interrupted import goes on. */
  readonly rowsDigest?: string
  readonly startedAt: Instant
  readonly finishedAt?: Instant
}

const records = defineCollection<StoredRecord>({
  name: 'register_records',
  schema: 1,
  indexes: [
    { name: 'byLookup', fields: ['lookup'] },
    { name: 'byRecord', fields: ['recordKey'] },
  ],
  sealed: { personalFields: ['lookup'] },
})
const batches = defineCollection<StoredBatch>({
  name: 'import_batches',
  schema: 1,
  indexes: [
    { name: 'byStart', fields: ['startedAt'] },
    { name: 'byAgency', fields: ['sourceAgency', 'startedAt'] },
  ],
})

export const collections = { records, batches }

const MAX_IN = 1_000

/** Every stored record under these `register subject` keys, in one query; more only where the answer is larger than a page. */
export async function findByLookups(store: Store, lookups: readonly string[]): Promise<readonly StoredRecord[]> {
  return (await findAll(store, 'byLookup', 'lookup', lookups)).map(({ document }) => document)
}

/** The stored copies of records by their `recordKey`, with versions. */
export const findByRecordKeys = (store: Store, keys: readonly string[]): Promise<readonly Stored<StoredRecord>[]> =>
  findAll(store, 'byRecord', 'recordKey', keys)

async function findAll(
  store: Store,
  index: string,
  field: string,
  wanted: readonly string[],
): Promise<readonly Stored<StoredRecord>[]> {
  const found: Stored<StoredRecord>[] = []
  for (let at = 0; at < wanted.length; at += MAX_IN) {
    const query = { index, in: { field, values: wanted.slice(at, at + MAX_IN) }, limit: 1_000 }
    let page = await store.find(records, query)
    found.push(...page.items)
    while (page.next !== undefined) {
      page = await store.find(records, { ...query, after: page.next })
      found.push(...page.items)
    }
  }
  return found
}

export const toRegisterRecord = (stored: StoredRecord): RegisterRecord => ({
  recordId: stored.recordId,
  register: stored.register,
  subject: stored.subject,
  data: stored.data,
  sourceAgency: stored.sourceAgency,
  batchId: stored.batchId,
  validFrom: stored.validFrom,
  ...(stored.validTo === undefined ? {} : { validTo: stored.validTo }),
  recordState: stored.recordState,
  changedAt: stored.changedAt,
  receivedAt: stored.receivedAt,
  revision: stored.revision,
})
