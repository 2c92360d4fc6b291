import { buildSchema, getOperationAST, parse } from 'graphql'
import { describe, expect, it } from 'vitest'
import { SeenOperations } from '../../../src/graphql/seen-operations.ts'

const schema = buildSchema('type Query { hello: String }')

function remember(seen: SeenOperations, query: string, operationName?: string): void {
  const document = parse(query)
  seen.remember(query, operationName, { document, operation: getOperationAST(document, operationName)! })
}

describe('an operation', () => {
  it('is found compiled once it was remembered, and not before', async () => {
    const seen = new SeenOperations(schema)
    expect(seen.find('{ hello }', undefined)).toBeUndefined()
    remember(seen, '{ hello }')
    const found = seen.find('{ hello }', undefined)
    expect(await found!.run({ hello: 'x' } as never, {}, {})).toEqual({ data: { hello: 'x' } })
    expect(seen.find('{ hello }', undefined)!.run).toBe(found!.run)
    expect(seen.find('{ hello }', 'A')).toBeUndefined()
  })

  it('of more than 10,000 characters is not kept', () => {
    const seen = new SeenOperations(schema)
    const query = `{ hello } # ${'x'.repeat(10_000)}`
    remember(seen, query)
    expect(seen.find(query, undefined)).toBeUndefined()
  })

  it('makes room for the 501st when it was not used for longest', () => {
    const seen = new SeenOperations(schema)
    const query = (i: number) => `{ a${i}: hello }`
    for (let i = 0; i < 500; i++) remember(seen, query(i))
    seen.find(query(0), undefined)
    remember(seen, query(500))
    expect(seen.find(query(0), undefined)).toBeDefined()
    expect(seen.find(query(1), undefined)).toBeUndefined()
    expect(seen.find(query(500), undefined)).toBeDefined()
  })

  it('that does not compile stays with Apollo', () => {
    const seen = new SeenOperations(schema)
    const document = parse('query A { hello }')
    seen.remember('x', 'B', { document, operation: getOperationAST(document, 'A')! })
    expect(seen.find('x', 'B')).toBeUndefined()
  })
})
