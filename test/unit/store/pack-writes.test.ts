import { describe, expect, it } from 'vitest'
import type { RowWrite } from '../../../src/store/engine.ts'
import { packCommits, unpackCommits } from '../../../src/store/sqlite/pack-writes.ts'

const people = { name: 'people', schema: 1, keyFields: ['name', 'city'], indexes: [], keyForm: '' }
const counters = { name: 'counters', schema: 2, keyFields: [], indexes: [], keyForm: '' }
const tables = [people, counters]

describe('commits packed for another thread', () => {
  it('come out as they went in', () => {
    const sealed = (...bytes: number[]) => Uint8Array.from(bytes)
    const commits: RowWrite[][] = [
      [
        { kind: 'insert', table: people, id: '张', body: sealed(1, 2, 3), keys: ['s张', null], document: undefined },
        { kind: 'insert', table: people, id: 'b', body: sealed(), keys: [null, 'sB'], document: undefined },
        { kind: 'check', table: counters, id: 'c', version: 0 },
      ],
      [],
      [
        {
          kind: 'replace',
          table: people,
          id: 'b',
          body: sealed(4),
          keys: ['s', 'sB'],
          expectedVersion: 7,
          document: undefined,
        },
        { kind: 'insert', table: counters, id: 'd', body: '{"id":"d"}', keys: [], document: undefined },
        { kind: 'add', table: counters, id: 'd', field: 'used', by: -3, max: Number.MAX_SAFE_INTEGER },
        { kind: 'remove', table: people, id: 'b', expectedVersion: 8 },
      ],
    ]
    const packed = packCommits(new Map(tables.map((table, i) => [table, i])), commits)
    expect(unpackCommits(tables, structuredClone(packed))).toEqual(commits)
  })
})
