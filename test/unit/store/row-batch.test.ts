import { describe, expect, it } from 'vitest'
import { packRows, unpackRows } from '../../../src/store/sqlite/row-batch.ts'
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
})
