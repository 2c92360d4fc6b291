import { describe, expect, it } from 'vitest'
import type { RowWrite } from '../../../src/store/engine.ts'
import { defineCollection } from '../../../src/store/index.ts'
import { openCollections } from '../../../src/store/open-collections.ts'
import { packCommits, unpackCommits } from '../../../src/store/sqlite/pack-writes.ts'
import { fixedSecrets } from '../../support/store.ts'

const open = [
  ...openCollections(
    [
      defineCollection({
        name: 'people',
        schema: 1,
        indexes: [{ name: 'by_name', fields: ['name', 'city'] }],
        sealed: { personalFields: ['name'] },
      }),
      defineCollection({ name: 'counters', schema: 2, indexes: [] }),
    ],
    fixedSecrets,
  ).values(),
]
const [people, counters] = open.map(({ table }) => table) as [(typeof open)[0]['table'], (typeof open)[0]['table']]
const handOver = (commits: readonly (readonly RowWrite[])[]) =>
  unpackCommits(open, structuredClone(packCommits(new Map([people, counters].map((table, i) => [table, i])), commits)))

describe('commits packed for another thread', () => {
  it('come out as they went in', () => {
    const sealed = (...bytes: number[]) => Uint8Array.from(bytes)
    const commits: RowWrite[][] = [
      [
        { kind: 'insert', table: people, id: '张', body: sealed(1, 2, 3), keys: ['h张', null], document: undefined },
        { kind: 'insert', table: people, id: 'b', body: sealed(), keys: [null, 'sB'], document: undefined },
        { kind: 'check', table: counters, id: 'c', version: 0 },
      ],
      [],
      [
        { kind: 'replace', table: people, id: 'b', body: sealed(4), keys: ['h', 'sB'], expectedVersion: 7, document: undefined }, // prettier-ignore
        { kind: 'insert', table: counters, id: 'd', body: '{"id":"d"}', keys: [], document: undefined },
        { kind: 'add', table: counters, id: 'd', field: 'used', by: -3, max: Number.MAX_SAFE_INTEGER },
        { kind: 'remove', table: people, id: 'b', expectedVersion: 8 },
      ],
    ]
    expect(handOver(commits)).toEqual(commits)
  })

  it('are sealed on the way out where they came in clear', () => {
    const text = '{"id":"p","name":"张三","city":"北江"}'
    const keys = ['s张三', 's北江']
    const [[row]] = handOver([[{ kind: 'insert', table: people, id: 'p', body: text, keys, document: undefined }]]) as [
      [Extract<RowWrite, { kind: 'insert' }>],
    ]
    const seal = open[0]!.seal!
    expect(seal.open('p', row.body as Uint8Array)).toBe(text)
    expect(row.keys).toEqual([seal.key('name', '张三'), 's北江'])
    expect(JSON.stringify(row.keys)).not.toContain('张三')
  })
})
