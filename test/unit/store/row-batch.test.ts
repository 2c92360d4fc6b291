import { describe, expect, it } from 'vitest'
import { openCollections } from '../../../src/store/open-collections.ts'
import { defineCollection } from '../../../src/store/store.ts'
import { packRows, sealBatch, unpackRows } from '../../../src/store/sqlite/row-batch.ts'
import type { BulkRowWrite } from '../../../src/store/engine.ts'

const tableWith = (keyFields: readonly string[]) => ({ name: 't', schema: 1, keyFields, indexes: [], keyForm: '' })

describe('rows packed for the side thread', () => {
  it.each([
    ['texts', (i: number) => JSON.stringify({ i, text: '中\\u0000' })],
    ['sealed bytes', (i: number) => Uint8Array.from({ length: i }, (_, k) => (i + k) & 0xff)],
  ])('come out as they went in: %s', (_name, bodyOf) => {
    for (const keyFields of [[], ['a'], ['a', 'b']]) {
      const table = tableWith(keyFields)
      const rows = Array.from({ length: 5 }, (_, i): BulkRowWrite => {
        const row = {
          table,
          id: `id${i}`,
          body: bodyOf(i),
          keys: keyFields.map((_field, k) => ((i + k) % 2 === 0 ? null : `s${i}`)),
          document: undefined,
        }
        return i === 3 ? { kind: 'replace', ...row, expectedVersion: 7 } : { kind: 'insert', ...row }
      })
      expect([...unpackRows(packRows(table, rows))]).toEqual(rows)
    }
  })

  it('come out as bytes where some are: texts in clear beside bytes in clear', () => {
    const table = tableWith([])
    const row = { kind: 'insert', table, keys: [], document: undefined } as const
    const rows: BulkRowWrite[] = [
      { ...row, id: 'a', body: '{"text":"中"}' },
      { ...row, id: 'b', body: Buffer.from('{"text":"文"}') },
    ]
    const bodies = [...unpackRows(packRows(table, rows))].map(({ body }) => Buffer.from(body as Uint8Array).toString())
    expect(bodies).toEqual(['{"text":"中"}', '{"text":"文"}'])
  })

  it('are sealed, documents and personal keys, and nothing else of them changes', () => {
    const collection = defineCollection({
      name: 'people',
      schema: 1,
      indexes: [{ name: 'by', fields: ['number', 'batch'] }],
      sealed: { personalFields: ['number'] },
    })
    const secrets = { seal: new Uint8Array(32).fill(1), index: new Uint8Array(32).fill(2) }
    const { table, seal } = openCollections([collection], secrets).get('people')!
    const row = { kind: 'insert', table, document: undefined } as const
    const rows: BulkRowWrite[] = [
      { ...row, id: 'a', body: '{"number":"一"}', keys: ['s一', 'sb1'] },
      { ...row, id: 'b', body: Buffer.from('{"batch":"b2"}'), keys: [null, 'sb2'] },
    ]
    const sealed = [...unpackRows(sealBatch(seal, packRows(table, rows)))]
    expect(sealed.map(({ id, body }) => seal!.open(id, body as Uint8Array))).toEqual([
      '{"number":"一"}',
      '{"batch":"b2"}',
    ])
    expect(sealed.map(({ keys }) => keys)).toEqual([
      [seal!.key('number', '一'), 'sb1'],
      [null, 'sb2'],
    ])
    expect(sealed).toMatchObject(rows.map(({ kind, id }) => ({ kind, id })))
  })
})
