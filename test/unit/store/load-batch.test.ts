import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { BulkRowWrite } from '../../../src/store/engine.ts'
import { loadBatch } from '../../../src/store/sqlite/load-batch.ts'
import { openDatabase } from '../../../src/store/sqlite/open-database.ts'
import { packRows } from '../../../src/store/sqlite/row-batch.ts'
import { createStatements } from '../../../src/store/sqlite/statements.ts'

const table = { name: 't', schema: 1, keyFields: [], indexes: [], keyForm: '' }
const rows = Array.from({ length: 50 }, (_, i): BulkRowWrite => {
  return { kind: 'insert', table, id: `id${i}`, body: '{}', keys: [], document: undefined }
})

/** A connection for the load, and one of another process. */
function twoConnections() {
  const directory = mkdtempSync(join(tmpdir(), 'zhengshu-'))
  const [database, other] = [openDatabase(join(directory, 'a')), openDatabase(join(directory, 'a'))]
  onTestFinished(() => {
    database.close()
    other.close()
    rmSync(directory, { recursive: true })
  })
  database.exec('CREATE TABLE c_t (id TEXT NOT NULL UNIQUE, version, schema, doc)')
  return {
    database,
    other,
    statements: createStatements(database),
    mainWaits: new Int32Array(new SharedArrayBuffer(4)),
  }
}

describe('a load on the side thread', () => {
  it('syncs the log once, when all its rows are committed and the lock is free', () => {
    const { other, ...connection } = twoConnections()
    const seen: unknown[] = []
    const sync = () => {
      other.exec('BEGIN IMMEDIATE; ROLLBACK')
      seen.push(other.prepare('SELECT count(*) AS n FROM c_t').get()?.['n'])
    }
    expect(loadBatch({ ...connection, sync }, packRows(table, rows))).toMatchObject({ inserted: 50 })
    expect(seen).toEqual([50])
  })

  it('takes a log that cannot be synced as it takes a COMMIT that met an I/O error', () => {
    const { other: _, ...connection } = twoConnections()
    const sync = () => {
      throw new Error('EIO')
    }
    expect(() => loadBatch({ ...connection, sync }, packRows(table, rows))).toThrow(
      expect.objectContaining({ message: 'EIO', wasAtCommit: true }) as Error,
    )
  })
})
