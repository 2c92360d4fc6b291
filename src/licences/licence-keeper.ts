import { digestOf } from '../core/hash.ts'
import type { LicenceIdentifier } from '../core/identifiers.ts'
import { CommitConflict, insert, replace, type Store, type Stored, type Write } from '../store/index.ts'
import {
  licenceHeaders,
  licenceIdentifiers,
  licences,
  type KeptLicence,
  type LicenceRecord,
  type LicenceRow,
} from './licence-records.ts'

/**
 * Keeps licences without their protected header and gives them back whole. The header, 2 KB of certificates, is the same
 * in every document of a seal: three quarters of what would be encoded, sealed and written for each licence.
 */
export interface LicenceKeeper {
  /** MUST have resolved before a licence with this header is committed. */
  keepHeader(header: string): Promise<void>
  insert(record: LicenceRecord): Write
  replace(record: LicenceRecord, expectedVersion: number): Promise<Write>
  /** In the order of `ids`; at most as many as the store reads at once. */
  getMany(ids: readonly string[]): Promise<readonly (Stored<LicenceRecord> | undefined)[]>
  /** The key collection names the licence. */
  byIdentifier(identifier: LicenceIdentifier): Promise<Stored<LicenceRecord> | undefined>
}

const MAX_KNOWN_HEADERS = 500

export function createLicenceKeeper(store: Store): LicenceKeeper {
  /** Those that surely are in the store, by their ids. They never change. */
  const known = new Map<string, string>()
  // Licences come in batches of one seal, and comparing a header costs a fraction of its digest.
  let last = { header: '', id: '' }

  const idOf = (header: string): string => {
    if (last.header !== header) last = { header, id: digestOf(header) }
    return last.id
  }
  const remember = (id: string, header: string): void => {
    if (known.size >= MAX_KNOWN_HEADERS) known.delete(known.keys().next().value!)
    known.set(id, header)
  }
  const toKept = ({ document, ...rest }: LicenceRecord): KeptLicence => {
    const dot = document.indexOf('.')
    return { ...rest, header: idOf(document.slice(0, dot)), signed: document.slice(dot + 1) }
  }

  /** What the rows name and is not known yet, in one read. */
  async function readHeaders(rows: readonly (Stored<LicenceRow> | undefined)[]): Promise<void> {
    const named = rows.flatMap((row) => (row && 'header' in row.document ? [row.document.header] : []))
    const missing = [...new Set(named)].filter((id) => !known.has(id))
    if (missing.length === 0) return
    for (const found of await store.getMany(licenceHeaders, missing))
      if (found) remember(found.document.id, found.document.header)
  }
  function toRecord(row: LicenceRow): LicenceRecord {
    if ('document' in row) return row
    const { header: id, signed, ...rest } = row
    const header = known.get(id)
    if (header === undefined) throw new Error(`the header of licence ${row.id} is missing`)
    return { ...rest, document: `${header}.${signed}` }
  }

  const keeper: LicenceKeeper = {
    async keepHeader(header) {
      const id = idOf(header)
      if (known.has(id)) return
      try {
        await store.commit([insert(licenceHeaders, { id, header })])
      } catch (error) {
        // Kept before, by this or another process, which is all that was wanted.
        if (!(error instanceof CommitConflict)) throw error
      }
      remember(id, header)
    },
    insert: (record) => insert(licences, toKept(record)),
    async replace(record, expectedVersion) {
      await keeper.keepHeader(record.document.slice(0, record.document.indexOf('.')))
      return replace(licences, toKept(record), expectedVersion)
    },
    async getMany(ids) {
      const rows = await store.getMany(licences, ids)
      await readHeaders(rows)
      return rows.map((row) => row && { ...row, document: toRecord(row.document) })
    },
    async byIdentifier(identifier) {
      const key = await store.get(licenceIdentifiers, identifier)
      return key && (await keeper.getMany([key.document.licenceId]))[0]
    },
  }
  return keeper
}
