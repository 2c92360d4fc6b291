import type { Instant } from '../core/clock.ts'
import { digestOf, keyedDigest } from '../core/hash.ts'
import {
  encodeMember,
  encodeWithMember,
  memberOfText,
  type DocumentBytes,
  type DocumentParts,
  type MemberText,
} from '../store/index.ts'
import type { CheckedRow } from './check-row.ts'
import type { StoredRecord } from './register-records.ts'
import { subjectKey } from './registers.ts'

/** A checked row with its place in the store, computed once. */
export type NamedRow = NamedWith<RecordCopy>
/** The same before the texts of a chunk are put together. */
export type DraftRow = NamedWith<DraftCopy<DocumentParts>>
/** The same when they are: each stands there under a number. */
export type KeptRow = NamedWith<DraftCopy<number>>

interface NamedWith<Copy> {
  /** In the file, from 1. */
  readonly number: number
  /** Never the number itself: a keyed digest of register and key fields. */
  readonly recordId: string
  /** Of the content: the same row again changes nothing. */
  readonly digest: string
  readonly copies: readonly Copy[]
}

/** The record under one of its subjects. */
export type RecordCopy = CopyWith<DocumentBytes>

interface CopyWith<T> {
  readonly id: string
  readonly subject: string
  /** The `StoredRecord` as it is when nothing of it was stored before: its first revision. */
  readonly text: T
}

/** With what is indexed of it. */
type DraftCopy<T> = CopyWith<T> & Pick<StoredRecord, 'lookup' | 'recordKey'>

/** Which rows become documents, and for whom. Plain data: it crosses to the row thread. */
export interface NamingTarget {
  readonly register: {
    readonly slug: string
    readonly key: readonly string[]
    readonly subjectFields: readonly string[]
  }
  readonly sourceAgency: string
  readonly batchId: string
}

/** How rows of one register become documents. */
export interface RecordNaming {
  name(row: CheckedRow, number: number, now: Instant): DraftRow
}

/** Whether the subjects of a record may change while its key stays. */
export const hasMovingSubjects = ({ key, subjectFields }: NamingTarget['register']): boolean =>
  subjectFields.length > 1 || !key.includes(subjectFields[0] ?? '')

/** `secret` keys the digests in record ids. */
export function createRecordNaming(target: NamingTarget, secret: Uint8Array): RecordNaming {
  const { slug, key } = target.register
  const isMoving = hasMovingSubjects(target.register)
  const idOf = (parts: readonly unknown[]) => keyedDigest(secret, JSON.stringify(parts)).slice(0, 26)
  return {
    name(row, number, now) {
      const recordId = `rec_${idOf([slug, ...key.map((field) => row.data[field] ?? null)])}`
      const data = row.text === undefined ? encodeMember('data', row.data) : memberOfText(row.text)
      const digest = rowDigest(data, row.envelope)
      const copies = row.subjects.map((subject): DraftCopy<DocumentParts> => {
        const id = isMoving ? `${recordId}-${idOf([recordId, subject])}` : recordId
        const indexed = { lookup: subjectKey(slug, subject), ...(isMoving ? { recordKey: recordId } : {}) }
        const record: Omit<StoredRecord, 'data'> = {
          id,
          ...indexed,
          recordId,
          register: slug,
          subject,
          digest,
          sourceAgency: target.sourceAgency,
          batchId: target.batchId,
          batchRow: number,
          ...row.envelope,
          changedAt: now,
          receivedAt: now,
          revision: 1,
        }
        return { id, subject, ...indexed, text: encodeWithMember(record, 'data', data) }
      })
      return { number, recordId, digest, copies }
    },
  }
}

/** Of the content, from the text that is stored of it. */
const rowDigest = (data: MemberText, { validFrom, validTo, recordState }: CheckedRow['envelope']): string =>
  digestOf(`[${data},${JSON.stringify([validFrom, validTo ?? null, recordState]).slice(1)}`)
