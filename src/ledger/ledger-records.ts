import type { CreditCode } from '../core/identifiers.ts'
import type { Instant } from '../core/clock.ts'
import {
  defineCollection,
  insert,
  replace,
  type Document,
  type Page,
  type Store,
  type Stored,
  type Write,
} from '../store/index.ts'
import { encodeOpening, type LeafPayload } from './leaf.ts'
import type { AuditEventKind } from './audit-events.ts'
import type { AccessEntry } from './ledger.ts'

/*
 * Payloads and what leads to them. Three kinds of rows share one collection, so that every question about accesses has
 * one order and one cursor: the payload itself, further index rows of an event with several resources or subjects
 * (they have `time` but no `at`, so the indexes over `at` do not see them), and what erasing leaves.
 */

export interface PayloadRecord extends Document {
  readonly kind: AuditEventKind
  readonly at: Instant
  readonly time: Instant
  readonly agency?: string
  readonly resource?: string
  readonly subject?: string
  /** Canonical JSON, exactly as it was digested. */
  readonly payload: string
  /** Base64. */
  readonly salt: string
}

interface IndexRow extends Document {
  readonly of: string
  readonly time: Instant
  readonly agency?: string
  readonly resource?: string
  readonly subject?: string
}

interface ErasedRecord extends Document {
  readonly kind: AuditEventKind
  /** To the hour, as in the public entry. */
  readonly hour: Instant
  readonly isErased: true
}

type PayloadRow = PayloadRecord | IndexRow | ErasedRecord

const payloads = defineCollection<PayloadRow>({
  name: 'ledger_payloads',
  schema: 1,
  indexes: [
    { name: 'time', fields: ['at'] },
    { name: 'agency', fields: ['agency', 'at'] },
    { name: 'resource', fields: ['resource', 'time'] },
    { name: 'agencyResource', fields: ['agency', 'resource', 'time'] },
    { name: 'subject', fields: ['subject', 'time'] },
  ],
  sealed: { personalFields: ['subject'] },
})

interface PositionRecord extends Document {
  readonly position: number
}

/** Where a numbered leaf stands. */
const positions = defineCollection<PositionRecord>({
  name: 'ledger_positions',
  schema: 1,
  indexes: [{ name: 'position', fields: ['position'], unique: true }],
})

type SearchState = 'REQUESTED' | 'APPROVED'

export interface SubjectSearch extends Document {
  readonly subject: string
  readonly reason: string
  readonly state: SearchState
  readonly requestedBy: { readonly clientId: string; readonly personId: string }
  readonly approvedBy?: { readonly clientId: string; readonly personId: string }
  readonly requestedAt: Instant
  readonly approvedAt?: Instant
}

const searches = defineCollection<SubjectSearch>({
  name: 'ledger_subject_searches',
  schema: 1,
  // In order of ids, which is the order of asking and never changes.
  indexes: [{ name: 'state', fields: ['state'] }],
  sealed: { personalFields: [] },
})

export const payloadCollections = [payloads, positions, searches]

export function insertPayload(payload: LeafPayload, text: string, salt: Buffer): Write[] {
  const { id, kind, at, actor, resources = [], subjects = [] } = payload
  const agency = actor ? { agency: actor.agency } : {}
  const keysAt = (i: number) => ({
    ...(resources[i] === undefined ? {} : { resource: resources[i] }),
    ...(subjects[i] === undefined ? {} : { subject: subjects[i] }),
  })
  const first: PayloadRecord = { id, kind, at, time: at, ...agency, ...keysAt(0), payload: text, salt: salt.toString('base64') } // prettier-ignore
  const writes = [insert(payloads, first)]
  for (let i = 1; i < Math.max(resources.length, subjects.length); i++)
    writes.push(insert(payloads, { id: `${id}.${i}`, of: id, time: at, ...agency, ...keysAt(i) }))
  return writes
}

type FoundPayload =
  | { readonly state: 'held'; readonly record: PayloadRecord; readonly version: number }
  | { readonly state: 'erased'; readonly id: string; readonly kind: AuditEventKind; readonly hour: Instant }

const foundOf = (stored: Stored<PayloadRow> | undefined): FoundPayload | undefined => {
  if (!stored || 'of' in stored.document) return undefined
  const { document, version } = stored
  return 'isErased' in document
    ? { state: 'erased', id: document.id, kind: document.kind, hour: document.hour }
    : { state: 'held', record: document, version }
}

export const findPayload = async (store: Store, leafId: string): Promise<FoundPayload | undefined> =>
  foundOf(await store.get(payloads, leafId))

/** Removes the payload, its salt and everything by which it could be found; kind and hour stay, as they are public. */
export async function erasePayload(store: Store, record: PayloadRecord, version: number): Promise<Write[]> {
  const { id, kind, at } = record
  const hour = `${at.slice(0, 13)}:00:00.000Z` as Instant
  const { resources = [], subjects = [] } = payloadIn(record)
  const rowIds = Array.from({ length: Math.max(resources.length, subjects.length, 1) - 1 }, (_, i) => `${id}.${i + 1}`)
  const rows = (await Promise.all(chunk(rowIds, 1_000).map((ids) => store.getMany(payloads, ids)))).flat()
  return [
    replace(payloads, { id, kind, hour, isErased: true }, version),
    ...rows.flatMap((row): Write[] =>
      row ? [{ kind: 'remove', collection: payloads as never, id: row.document.id, expectedVersion: row.version }] : [],
    ),
  ]
}

const chunk = <T>(items: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, i) => items.slice(i * size, (i + 1) * size))

export const payloadIn = (record: PayloadRecord): LeafPayload => JSON.parse(record.payload) as LeafPayload
export const openingOf = (record: PayloadRecord): Buffer =>
  encodeOpening(record.payload, Buffer.from(record.salt, 'base64'))

// ---- finding --------------------------------------------------------------------------------------------------------

interface PayloadQuery {
  readonly agency?: string
  readonly resource?: string
  readonly subject?: string
  readonly from?: Instant
  readonly to?: Instant
  readonly limit: number
  readonly after?: string
  readonly reader: string
}

/** One page in time order, newest first. Conditions that the chosen index does not serve are left to the caller. */
export async function findPayloads(
  store: Store,
  { agency, resource, subject, from, to, limit, after, reader }: PayloadQuery,
): Promise<{ readonly records: readonly PayloadRecord[]; readonly next?: string }> {
  const choice =
    subject !== undefined
      ? { index: 'subject', equals: { subject }, field: 'time' }
      : agency !== undefined && resource !== undefined
        ? { index: 'agencyResource', equals: { agency, resource }, field: 'time' }
        : resource !== undefined
          ? { index: 'resource', equals: { resource }, field: 'time' }
          : agency !== undefined
            ? { index: 'agency', equals: { agency }, field: 'at' }
            : { index: 'time', equals: {}, field: 'at' }
  const range = { field: choice.field, ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) }
  const page = await store.find(payloads, {
    index: choice.index,
    equals: choice.equals,
    ...(from === undefined && to === undefined ? {} : { range }),
    descending: true,
    limit,
    reader,
    ...(after === undefined ? {} : { after }),
  })
  const rows = page.items.map(({ document }) => document)
  const others = rows.flatMap((row) => ('of' in row ? [row.of] : []))
  const mains = new Map((await store.getMany(payloads, others)).map((stored) => [stored?.document.id, stored]))
  const records = rows.flatMap((row): PayloadRecord[] => {
    const found = 'of' in row ? foundOf(mains.get(row.of)) : foundOf({ document: row, version: 0 })
    return found?.state === 'held' ? [found.record] : []
  })
  return page.next === undefined ? { records } : { records, next: page.next }
}

export const entryOf = (record: PayloadRecord, position: number | undefined): AccessEntry => {
  const { id, kind, at, actor, resources = [], requestId, data } = payloadIn(record)
  return {
    leafId: id,
    kind,
    at,
    ...(actor ? { clientId: actor.clientId, agency: actor.agency as CreditCode } : {}),
    resources,
    ...(requestId === undefined ? {} : { requestId }),
    data,
    ...(position === undefined ? {} : { index: position }),
  }
}

// ---- positions ------------------------------------------------------------------------------------------------------

export const insertPosition = (leafId: string, position: number): Write => insert(positions, { id: leafId, position })

export async function positionsOf(store: Store, leafIds: readonly string[]): Promise<readonly (number | undefined)[]> {
  return (await store.getMany(positions, leafIds)).map((stored) => stored?.document.position)
}

/** Numbered leaves from a position on, with their payloads. */
export async function findNumbered(
  store: Store,
  from: number,
  limit: number,
): Promise<readonly { readonly position: number; readonly payload: FoundPayload | undefined }[]> {
  const page = await store.find(positions, { index: 'position', range: { field: 'position', from }, limit })
  const found = await store.getMany(
    payloads,
    page.items.map(({ document }) => document.id),
  )
  return page.items.map(({ document }, i) => ({ position: document.position, payload: foundOf(found[i]) }))
}

// ---- searches by subject ----------------------------------------------------------------------------------------------

export const insertSearch = (search: SubjectSearch): Write => insert(searches, search)
export const replaceSearch = (search: SubjectSearch, version: number): Write => replace(searches, search, version)
export const findSearch = (store: Store, id: string): Promise<Stored<SubjectSearch> | undefined> =>
  store.get(searches, id)

/** One page, the newest first. */
export const findSearches = (
  store: Store,
  {
    state,
    limit,
    after,
    reader,
  }: {
    readonly state: SearchState | undefined
    readonly limit: number
    readonly after: string | undefined
    readonly reader: string
  },
): Promise<Page<SubjectSearch>> =>
  store.find(searches, {
    ...(state === undefined ? { index: 'id' } : { index: 'state', equals: { state } }),
    descending: true,
    limit,
    reader,
    ...(after === undefined ? {} : { after }),
  })
