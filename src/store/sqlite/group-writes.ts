import type { RowWrite } from '../engine.ts'
import { CommitConflict } from '../store.ts'
import type { Table } from '../table.ts'
import { once, tableName, type Statements } from './statements.ts'
import { applyWrite } from './write-rows.ts'

/** The writes of one transaction, none of which is undone alone. */
interface GroupWrites {
  /** Throws CommitConflict when the precondition of the write does not hold. */
  apply(write: RowWrite): void
  /** Before COMMIT: until then sums are only in memory. */
  finish(): void
}

type Write<K extends RowWrite['kind']> = Extract<RowWrite, { kind: K }>

/** A counter as the transaction leaves it. */
interface Sum {
  readonly id: string
  readonly field: string
  value: number
  times: number
}

/**
 * Accesses under one grant all check that grant and add to its one counter: within a transaction, which no other can
 * disturb, the row is read once and written once.
 */
export function createGroupWrites(statements: Statements): GroupWrites {
  const checked = new Map<Table, Map<string, number>>()
  const sums = new Map<Table, Map<string, Sum>>()

  function check(write: Write<'check'>): void {
    let versions = checked.get(write.table)
    if (!versions) checked.set(write.table, (versions = new Map()))
    if (versions.get(write.id) === write.version) return
    applyWrite(statements, write)
    versions.set(write.id, write.version)
  }

  function add({ table, id, field, by, max }: Write<'add'>): void {
    let ofTable = sums.get(table)
    if (!ofTable) sums.set(table, (ofTable = new Map()))
    const key = `${field} ${id}`
    let sum = ofTable.get(key)
    if (!sum) ofTable.set(key, (sum = { id, field, value: integerIn(statements, table, id, field), times: 0 }))
    const value = sum.value + by
    if (value > max || value < Number.MIN_SAFE_INTEGER) throw new CommitConflict('bound', table.name, id)
    sum.value = value
    sum.times++
  }

  function writeSums(table: Table): void {
    for (const { id, field, value, times } of sums.get(table)?.values() ?? [])
      statements(setSql(table).replaceAll(FIELD, field)).run(times, value, id)
    sums.delete(table)
  }

  return {
    apply(write) {
      if (write.kind !== 'check') checked.delete(write.table)
      if (write.kind === 'add') return add(write)
      if (sums.size > 0) writeSums(write.table)
      if (write.kind === 'check') check(write)
      else applyWrite(statements, write)
    },
    finish() {
      for (const table of sums.keys()) writeSums(table)
    },
  }
}

// Of the pattern of document-store.ts, which takes no other field for an `add`.
const FIELD = '«field»'
const PATH = `'$."${FIELD}"'`
const getSql = once(
  (table: Table) =>
    `SELECT json_type(doc, ${PATH}) AS type, json_extract(doc, ${PATH}) AS value FROM ${tableName(table)} WHERE id = ?`,
)
const setSql = once(
  (table: Table) =>
    `UPDATE ${tableName(table)} SET version = version + CAST(? AS INTEGER),` +
    ` doc = json_set(doc, ${PATH}, CAST(? AS INTEGER)) WHERE id = ?`,
)

function integerIn(statements: Statements, table: Table, id: string, field: string): number {
  const row = statements(getSql(table).replaceAll(FIELD, field)).get(id)
  if (row?.['type'] !== 'integer') throw new CommitConflict('missing', table.name, id)
  return row['value'] as number
}
