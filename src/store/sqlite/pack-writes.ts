import { joinBytes } from '../../core/bytes.ts'
import type { RowWrite } from '../engine.ts'
import { sealRow, type OpenCollection } from '../open-collections.ts'
import type { Table } from '../table.ts'

/**
 * Commits on their way to another thread. Thousands of small objects would cost more to hand over than to write; three
 * flat lists cost a fraction.
 */
export interface PackedCommits {
  /** A commit: the number of its writes; a write: kind, table, two numbers, length of a sealed body or -1 for a text. */
  readonly numbers: Float64Array
  /** A write: id, then what its kind needs. A key is never empty, so '' stands for none. */
  readonly texts: readonly string[]
  /** Bodies that are sealed already, one behind the other. */
  readonly bytes: Uint8Array
}

const KINDS = ['insert', 'replace', 'remove', 'check', 'add'] as const
const NONE = -1

export function packCommits(
  tables: ReadonlyMap<Table, number>,
  commits: readonly (readonly RowWrite[])[],
): PackedCommits {
  const numbers: number[] = []
  const texts: string[] = []
  const sealed: Uint8Array[] = []
  for (const writes of commits) {
    numbers.push(writes.length)
    for (const write of writes) packWrite(write, tables.get(write.table)!, numbers, texts, sealed)
  }
  return { numbers: Float64Array.from(numbers), texts, bytes: joinBytes(sealed) }
}

function packWrite(write: RowWrite, table: number, numbers: number[], texts: string[], sealed: Uint8Array[]): void {
  texts.push(write.id)
  const kind = KINDS.indexOf(write.kind)
  switch (write.kind) {
    case 'insert':
    case 'replace': {
      const { body, keys } = write
      const isText = typeof body === 'string'
      if (isText) texts.push(body)
      else sealed.push(body)
      for (const key of keys) texts.push(key ?? '')
      const version = write.kind === 'replace' ? write.expectedVersion : 0
      return void numbers.push(kind, table, version, 0, isText ? NONE : body.byteLength)
    }
    case 'remove':
      return void numbers.push(kind, table, write.expectedVersion, 0, NONE)
    case 'check':
      return void numbers.push(kind, table, write.version, 0, NONE)
    case 'add':
      texts.push(write.field)
      return void numbers.push(kind, table, write.by, write.max, NONE)
  }
}

/** The commits again; what goes into a sealed collection is sealed on this side. */
export function unpackCommits(
  open: readonly OpenCollection[],
  { numbers, texts, bytes }: PackedCommits,
): readonly (readonly RowWrite[])[] {
  const commits: RowWrite[][] = []
  let number = 0
  let text = 0
  let byte = 0
  const nextBody = (length: number) => (length === NONE ? texts[text++]! : bytes.subarray(byte, (byte += length)))
  const nextWrite = (): RowWrite => {
    const kind = KINDS[numbers[number]!]!
    const collection = open[numbers[number + 1]!]!
    const { table } = collection
    const first = numbers[number + 2]!
    const second = numbers[number + 3]!
    const length = numbers[number + 4]!
    number += 5
    const id = texts[text++]!
    switch (kind) {
      case 'insert':
      case 'replace': {
        const body = nextBody(length)
        const keys = table.keyFields.map(() => texts[text++]! || null)
        const row = { table, id, ...sealRow(collection, id, body, keys), document: undefined }
        return kind === 'insert' ? { kind, ...row } : { kind, ...row, expectedVersion: first }
      }
      case 'remove':
        return { kind, table, id, expectedVersion: first }
      case 'check':
        return { kind, table, id, version: first }
      case 'add':
        return { kind, table, id, field: texts[text++]!, by: first, max: second }
    }
  }
  while (number < numbers.length) {
    const writes: RowWrite[] = []
    for (let left = numbers[number++]!; left > 0; left--) writes.push(nextWrite())
    commits.push(writes)
  }
  return commits
}
