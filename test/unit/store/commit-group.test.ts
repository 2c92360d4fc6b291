import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { RowWrite } from '../../../src/store/engine.ts'
import { defineCollection } from '../../../src/store/index.ts'
import { openCollections } from '../../../src/store/open-collections.ts'
import { commitGroup } from '../../../src/store/sqlite/commit-group.ts'
import { createTables } from '../../../src/store/sqlite/create-tables.ts'
import { createMetaTable } from '../../../src/store/sqlite/format-files.ts'
import { openDatabase } from '../../../src/store/sqlite/open-database.ts'
import { createStatements } from '../../../src/store/sqlite/statements.ts'
import { fixedSecrets } from '../../support/store.ts'
import { temporaryDirectory } from '../../support/temporary.ts'

const [counters, grants] = [
  ...openCollections(
    [
      defineCollection({ name: 'counters', schema: 1, indexes: [] }),
      defineCollection({ name: 'grants', schema: 1, indexes: [] }),
    ],
    fixedSecrets,
  ).values(),
].map(({ table }) => table) as [RowWrite['table'], RowWrite['table']]

const insertCounter = (id: string, used: number): RowWrite => ({
  kind: 'insert',
  table: counters,
  id,
  body: JSON.stringify({ id, used }),
  keys: [],
  document: undefined,
})
const add = (id: string, by: number, max: number): RowWrite => ({ kind: 'add', table: counters, id, field: 'used', by, max }) // prettier-ignore
const check = (table: RowWrite['table'], id: string, version: number): RowWrite => ({
  kind: 'check',
  table,
  id,
  version,
})

function openGroups() {
  const database = openDatabase(join(temporaryDirectory(), 'store.sqlite'))
  onTestFinished(() => database.close())
  createTables(database, createMetaTable(database), [counters, grants], () => [])
  const connection = { database, statements: createStatements(database) }
  return {
    run(commits: readonly (readonly RowWrite[])[], isEachUndoable = false) {
      database.exec('BEGIN IMMEDIATE')
      return commitGroup(connection, commits, 0, isEachUndoable)?.map((outcome) =>
        outcome.kind === 'conflict' ? outcome.reason : outcome.kind,
      )
    },
    counter: (id: string) => database.prepare('SELECT version, doc FROM c_counters WHERE id = ?').get(id),
    isOver: () => !database.isTransaction,
  }
}

describe('a group of commits', () => {
  it('leaves a counter and its version as if each had added alone', () => {
    const groups = openGroups()
    const commits = [[insertCounter('a', 1)], [add('a', 2, 10)], [add('a', 3, 10)], [check(counters, 'a', 3)], [add('a', 4, 10)]] // prettier-ignore
    expect(groups.run(commits)).toEqual(['done', 'done', 'done', 'done', 'done'])
    expect(groups.counter('a')).toEqual({ version: 4, doc: '{"id":"a","used":10}' })
    const alone = openGroups()
    alone.run(commits, true)
    expect(alone.counter('a')).toEqual(groups.counter('a'))
  })

  it('does nothing when one is refused, and each for itself when asked again', () => {
    const groups = openGroups()
    groups.run([[insertCounter('a', 0)]])
    const commits = [[add('a', 5, 6)], [insertCounter('b', 0), add('a', 2, 6)], [add('a', 1, 6)], [add('c', 1, 6)]]
    expect(groups.run(commits)).toBeUndefined()
    expect(groups.isOver()).toBe(true)
    expect(groups.counter('a')).toEqual({ version: 1, doc: '{"id":"a","used":0}' })
    expect(groups.run(commits, true)).toEqual(['done', 'bound', 'done', 'missing'])
    expect(groups.counter('a')).toEqual({ version: 3, doc: '{"id":"a","used":6}' })
    expect(groups.counter('b')).toBeUndefined()
  })

  it('looks again at what was checked once a neighbour has written it', () => {
    const groups = openGroups()
    groups.run([[insertCounter('a', 0)]])
    const replaced: RowWrite = { ...insertCounter('a', 7), kind: 'replace', expectedVersion: 1 } as RowWrite
    expect(groups.run([[check(counters, 'a', 1)], [check(counters, 'a', 1)], [replaced]])).toEqual(['done', 'done', 'done']) // prettier-ignore
    expect(groups.run([[check(counters, 'a', 2)], [add('a', 1, 9)], [check(counters, 'a', 2)]])).toBeUndefined()
    expect(groups.run([[check(grants, 'g', 0)], [check(grants, 'g', 0)]])).toEqual(['done', 'done'])
  })
})
