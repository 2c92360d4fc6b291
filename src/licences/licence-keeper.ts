import type { LicenceIdentifier } from '../core/identifiers.ts'
import { insert, replace, type Store, type Stored, type Write } from '../store/index.ts'
import { createKeptHeaders } from './kept-headers.ts'
import {
  licenceIdentifiers,
  licences,
  type KeptLicence,
  type LicenceRecord,
  type LicenceRow,
} from './licence-records.ts'

/** Keeps licences without their protected header, three quarters of each, and gives them back whole. */
export interface LicenceKeeper {
  /** Its name in a row; MUST have resolved before a licence with this header is committed. */
  keepHeader(header: string): Promise<string>
  insert(row: KeptLicence): Write
  replace(record: LicenceRecord, expectedVersion: number): Promise<Write>
  /** In the order of `ids`; at most as many as the store reads at once. */
  getMany(ids: readonly string[]): Promise<readonly (Stored<LicenceRecord> | undefined)[]>
  /** The key collection names the licence. */
  byIdentifier(identifier: LicenceIdentifier): Promise<Stored<LicenceRecord> | undefined>
}

export function createLicenceKeeper(store: Store): LicenceKeeper {
  const headers = createKeptHeaders(store)
  const toKept = ({ document, ...rest }: LicenceRecord): KeptLicence => {
    const dot = document.indexOf('.')
    return { ...rest, header: headers.nameOf(document.slice(0, dot)), signed: document.slice(dot + 1) }
  }
  function toRecord(row: LicenceRow): LicenceRecord {
    if ('document' in row) return row
    const { header, signed, ...rest } = row
    return { ...rest, document: `${headers.get(header)}.${signed}` }
  }

  const keeper: LicenceKeeper = {
    keepHeader: (header) => headers.keep(header),
    insert: (row) => insert(licences, row),
    async replace(record, expectedVersion) {
      await headers.keep(record.document.slice(0, record.document.indexOf('.')))
      return replace(licences, toKept(record), expectedVersion)
    },
    async getMany(ids) {
      const rows = await store.getMany(licences, ids)
      await headers.read(rows.flatMap((row) => (row && 'header' in row.document ? [row.document.header] : [])))
      return rows.map((row) => row && { ...row, document: toRecord(row.document) })
    },
    async byIdentifier(identifier) {
      const key = await store.get(licenceIdentifiers, identifier)
      return key && (await keeper.getMany([key.document.licenceId]))[0]
    },
  }
  return keeper
}
