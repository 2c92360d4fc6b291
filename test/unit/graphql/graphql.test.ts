import { describe, expect, it } from 'vitest'
import { ZhengshuError } from '../../../src/core/errors.ts'
import { silentLog, type Log } from '../../../src/core/log.ts'
import { checkText } from '../../../src/graphql/check-text.ts'
import { createGraphql, type Graphql, type ResponseType } from '../../../src/graphql/graphql.ts'
import { scalars } from '../../../src/graphql/scalars.ts'
import { makeSchema } from '../../../src/graphql/schema.ts'

const SDL = `
  scalar Date
  scalar CreditCode
  scalar SubjectNumber
  scalar JsonObject
  enum Colour { RED BLUE }
  input PersonInput { number: SubjectNumber! name: String! born: Date colour: Colour age: Int extra: JsonObject }
  type Person { name: String! friends(first: Int = 20): [Person!]! tags: [String!]! }
  type Query {
    hello(name: String): String
    person: Person
    born(date: Date!): String
    list(first: Int = 20): PersonConnection
    refused: String
    refusedNonNull: String!
    broken: String
    badColour: Colour
  }
  type PersonConnection { edges: [PersonEdge!]! }
  type PersonEdge { node: Person! }
  type Mutation { save(input: PersonInput!): String }
`
const PERSON = { name: 'n', friends: [], tags: ['a'] }
const SECRET = 'secret-of-the-resolver'

interface Context {
  readonly requestId: string
}

async function start(log: Log = silentLog): Promise<Graphql<Context>> {
  const schema = makeSchema(
    SDL,
    {
      Query: {
        hello: (_parent: unknown, { name }: { name?: string }) => `hello ${name ?? ''}`,
        person: () => PERSON,
        born: (_parent: unknown, { date }: { date: string }) => date,
        list: () => ({ edges: [{ node: PERSON }] }),
        refused: () =>
          Promise.reject(new ZhengshuError('ACCESS_REFUSED', { rule: 'no-grant', reason: 'no', reasonZh: '无' })),
        refusedNonNull: () => {
          throw new ZhengshuError('AUDIT_UNAVAILABLE', { reason: 'x', reasonZh: 'x' })
        },
        broken: () => {
          throw new Error(SECRET)
        },
        badColour: () => 'GREEN',
      },
      Mutation: {
        save: (_parent: unknown, { input }: { input: { extra?: object } }) => JSON.stringify(input.extra ?? null),
      },
    },
    {
      Date: scalars['Date']!,
      CreditCode: scalars['CreditCode']!,
      SubjectNumber: scalars['SubjectNumber']!,
      JsonObject: scalars['JsonObject']!,
    },
  )
  const graphql = createGraphql<Context>(schema, { log, introspection: true })
  await graphql.start()
  return graphql
}

interface Answer {
  readonly status: number
  readonly text: string
  readonly data: unknown
  readonly errors: readonly {
    message: string
    path?: unknown
    extensions: { code: string; messageZh: string; requestId: string; [param: string]: unknown }
  }[]
}

async function ask(
  graphql: Graphql<Context>,
  body: object,
  responseType: ResponseType = 'application/graphql-response+json',
): Promise<Answer> {
  const { status, text } = await graphql.execute({ body, responseType }, { requestId: 'req_1' })
  const { data, errors = [] } = JSON.parse(text) as Answer
  return { status, text, data, errors }
}

/** The same request thrice: by graphql-js, compiled, and compiled from the cache. */
async function askOnBoth(body: object): Promise<readonly Answer[]> {
  const graphql = await start()
  const answers = [await ask(graphql, body), await ask(graphql, body), await ask(graphql, body)]
  for (const answer of answers) expect(answer.text).toBe(answers[0]!.text)
  for (const answer of answers) expect(answer.status).toBe(answers[0]!.status)
  return answers
}

const save = (input: unknown) => ({
  query: 'mutation S($input: PersonInput!) { save(input: $input) }',
  variables: { input },
})

describe('both executors', () => {
  it('answer the same data', async () => {
    const [first] = await askOnBoth({ query: '{ hello(name: "a") person { name tags } }' })
    expect(first).toMatchObject({ status: 200, data: { hello: 'hello a', person: { name: 'n', tags: ['a'] } } })
  })

  it('answer the same typed error of a field, with 200 because it was executed', async () => {
    const [first] = await askOnBoth({ query: '{ hello refused }' })
    expect(first).toMatchObject({
      status: 200,
      data: { hello: 'hello ', refused: null },
      errors: [
        {
          path: ['refused'],
          message: 'Refused by rule no-grant: no.',
          extensions: { code: 'ACCESS_REFUSED', messageZh: '被规则 no-grant 拒绝：无。', requestId: 'req_1' },
        },
      ],
    })
  })

  it('answer data: null when a non-null root field fails', async () => {
    const [first] = await askOnBoth({ query: '{ refusedNonNull }' })
    expect(first).toMatchObject({ status: 200, data: null, errors: [{ extensions: { code: 'AUDIT_UNAVAILABLE' } }] })
  })

  it('turn the unexpected into INTERNAL with the request id and without its message', async () => {
    const [first] = await askOnBoth({ query: '{ broken }' })
    expect(first!.errors[0]).toMatchObject({
      message: 'Internal error; quote request req_1.',
      extensions: { code: 'INTERNAL' },
    })
    expect(first!.text).not.toContain(SECRET)
  })

  it('turn a value that the schema does not know into INTERNAL, not into data', async () => {
    const [first] = await askOnBoth({ query: '{ badColour }' })
    expect(first!.errors[0]).toMatchObject({ extensions: { code: 'INTERNAL' } })
    expect(first!.text).not.toContain('GREEN')
  })

  it('take objects without a prototype, as the strict parser makes them', async () => {
    const extra = Object.assign(Object.create(null) as object, { a: 1 })
    const input = Object.assign(Object.create(null) as object, { number: '390001199001011233', name: 'x', extra })
    const [first] = await askOnBoth(save({ ...input, number: '91390000MA0000007E' }))
    expect(first!.status).toBe(first!.errors.length ? 400 : 200)
    const variables = Object.assign(Object.create(null) as object, { name: 'b' })
    const [second] = await askOnBoth({ query: 'query Q($name: String) { hello(name: $name) }', variables })
    expect(second).toMatchObject({ data: { hello: 'hello b' } })
  })

  it('log the unexpected once a request, without the message', async () => {
    const logged: unknown[] = []
    const graphql = await start({ ...silentLog, error: (...args) => void logged.push(args) })
    await ask(graphql, { query: '{ broken }' })
    expect(logged).toHaveLength(1)
    expect(JSON.stringify(logged)).toContain('req_1')
  })
})

describe('an operation that was seen', () => {
  const two = 'query A { hello(name: "a") } query B { hello(name: "b") }'

  it('is told from the others of its document by its name', async () => {
    const graphql = await start()
    for (let i = 0; i < 3; i++) {
      expect((await ask(graphql, { query: two, operationName: 'A' })).data).toEqual({ hello: 'hello a' })
      expect((await ask(graphql, { query: two, operationName: 'B' })).data).toEqual({ hello: 'hello b' })
      for (const body of [{ query: two }, { query: two, operationName: 'C' }, { query: two, operationName: '' }])
        expect((await ask(graphql, body)).errors[0]!.extensions.code).toBe('GRAPHQL_VALIDATION_FAILED')
    }
  })

  it('does not lend its name to a document that begins with it', async () => {
    const graphql = await start()
    const named = { query: 'query Q { hello }', operationName: 'Q' }
    for (let i = 0; i < 3; i++) expect((await ask(graphql, named)).status).toBe(200)
    for (const separator of ['', ' ', '\n', '\0'])
      expect((await ask(graphql, { query: `Q${separator}query Q { hello }` })).status).toBe(400)
    expect((await ask(graphql, { query: 'query Q { hello }', operationName: '' })).status).toBe(400)
  })

  it('is still held to the limits that its variables decide', async () => {
    const query = 'query Q($n: Int) { list(first: $n) { edges { node { friends(first: 20) { friends(first: 60) { name } } } } } }' // prettier-ignore
    const graphql = await start()
    for (let i = 0; i < 3; i++) {
      expect((await ask(graphql, { query, variables: { n: 2 } })).status).toBe(200)
      expect((await ask(graphql, { query, variables: { n: 90 } })).errors[0]!.extensions.code).toBe('QUERY_TOO_COMPLEX')
    }
  })

  it('still has the text of its variables and the shape of its body checked', async () => {
    const graphql = await start()
    const query = 'query Q($name: String) { hello(name: $name) }'
    for (let i = 0; i < 3; i++) await ask(graphql, { query, variables: { name: 'a' } })
    await expect(ask(graphql, { query, variables: { name: 'a\u202eb' } })).rejects.toMatchObject({
      params: { field: 'variables.name' },
    })
    await expect(ask(graphql, { query, variables: 'a' })).rejects.toMatchObject({ params: { field: 'variables' } })
    await expect(ask(graphql, { query, extensions: { persistedQuery: {} } })).rejects.toMatchObject({
      params: { field: 'extensions.persistedQuery' },
    })
  })

  it('answers the same with introspection, directives, fragments, null variables and extensions', async () => {
    const variables = { yes: true, name: null }
    for (const body of [
      { query: '{ __schema { queryType { name } } __typename }' },
      { query: 'query Q($yes: Boolean!) { hello @skip(if: $yes) person @include(if: $yes) { name } }', variables },
      {
        query: 'query Q($name: String) { a: hello(name: $name) person { ...P } } fragment P on Person { n: name tags }',
      },
      { query: 'query Q($name: String) { hello(name: $name) }', variables, extensions: { client: 'x' } },
      { query: 'query Q($name: String = "d") { hello(name: $name) }' },
      { query: `{ hello } # ${'x'.repeat(12_000)}` },
    ]) {
      const [first] = await askOnBoth(body)
      expect(first).toMatchObject({ status: 200, errors: [] })
    }
  })

  it('is forgotten when 500 others came after it, and then is new again', async () => {
    const graphql = await start()
    const query = '{ hello person { name } }'
    const before = await ask(graphql, { query })
    for (let i = 0; i < 501; i++) await ask(graphql, { query: `{ hello(name: "${i}") }` })
    for (let i = 0; i < 2; i++) expect(await ask(graphql, { query })).toEqual(before)
  })
})

describe('wrong variables', () => {
  const cases: readonly [string, unknown, string, string][] = [
    [
      'a citizen number with a wrong check character',
      { number: '390001199001011230', name: 'x' },
      'INVALID_IDENTIFIER',
      'input.number',
    ],
    ['a number of neither kind', { number: '12345', name: 'x' }, 'INVALID_IDENTIFIER', 'input.number'],
    ['a date that is not real', { number: 1, name: 'x', born: '2026-02-30' }, 'INVALID_INPUT', 'input.number'],
    ['a missing field', { name: 'x' }, 'INVALID_INPUT', 'input.number'],
    ['a null where none may be', { number: null, name: 'x' }, 'INVALID_INPUT', 'input.number'],
    ['an unknown field', { number: 'x', name: 'x', colur: 'RED' }, 'INVALID_IDENTIFIER', 'input.number'],
    ['no object at all', 'x', 'INVALID_INPUT', 'input'],
  ]
  for (const [title, input, code, field] of cases)
    it(`${title}: named by its path, on both executors`, async () => {
      const [first] = await askOnBoth(save(input))
      expect(first!.status).toBe(400)
      expect(first!.data).toBeUndefined()
      expect(first!.errors[0]!.extensions).toMatchObject({ code, field })
    })

  it('are all named, not only the first', async () => {
    const [first] = await askOnBoth(
      save({ number: '12345', name: 7, born: '2026-02-30', colour: 'GREEN', age: 'x', extra: [] }),
    )
    const fields = first!.errors.map(({ extensions }) => [extensions['field'], extensions.code])
    expect(fields).toEqual([
      ['input.number', 'INVALID_IDENTIFIER'],
      ['input.name', 'INVALID_INPUT'],
      ['input.born', 'INVALID_DATE'],
      ['input.colour', 'INVALID_INPUT'],
      ['input.age', 'INVALID_INPUT'],
      ['input.extra', 'INVALID_INPUT'],
    ])
  })

  it('never appear in the answer', async () => {
    const secret = '张三390001199001011230'
    for (const input of [
      { number: secret, name: 'x' },
      { number: '12345', name: [secret] },
      { number: '1', name: 'x', colour: secret, age: secret, extra: secret, born: secret },
    ])
      for (const { text } of await askOnBoth(save(input))) expect(text).not.toContain('390001199001011230')
  })

  it('absent or null for a required variable are named', async () => {
    const query = 'query Q($date: Date!) { born(date: $date) }'
    for (const variables of [{}, { date: null }]) {
      const [first] = await askOnBoth({ query, variables })
      expect(first!.errors[0]!.extensions).toMatchObject({ code: 'INVALID_INPUT', field: 'date' })
    }
  })

  it('with bidirectional controls or not in NFC are refused', async () => {
    const graphql = await start()
    for (const name of ['a\u202eb', 'e\u0301'])
      await expect(
        ask(graphql, { query: 'query Q($name: String) { hello(name: $name) }', variables: { name } }),
      ).rejects.toMatchObject({ code: 'INVALID_INPUT', params: { field: 'variables.name' } })
    const plain = await ask(graphql, {
      query: 'query Q($name: String) { hello(name: $name) }',
      variables: { name: 'é' },
    })
    expect(plain.status).toBe(200)
  })

  it('are taken and refused by the same rule, whichever characters they have', () => {
    const bidi = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/
    const isTaken = (text: string): boolean => {
      try {
        checkText(text, 'x')
        return true
      } catch {
        return false
      }
    }
    // Whether a character combines shows behind one that it may combine with.
    for (let code = 0; code < 0x1_0000; code++)
      for (const before of ['', 'e', 'か', '\u1100'])
        if (code < 0xd800 || code > 0xdfff) {
          const text = before + String.fromCharCode(code)
          if (isTaken(text) !== (text.normalize('NFC') === text && !bidi.test(text)))
            expect.fail(`U+${code.toString(16)} after "${before}"`)
        }
  })
})

describe('wrong documents', () => {
  const cases: readonly [string, string, string, number][] = [
    ['broken syntax', '{ hello', 'GRAPHQL_PARSE_FAILED', 400],
    ['an unknown field', '{ helo }', 'GRAPHQL_VALIDATION_FAILED', 400],
    ['a wrong literal date', '{ born(date: "2026-02-30") }', 'INVALID_DATE', 400],
    ['a literal of the wrong type', '{ hello(name: 7) }', 'INVALID_INPUT', 400],
    ['several operations and no name', 'query A { hello } query B { hello }', 'GRAPHQL_VALIDATION_FAILED', 400],
    ['no operation', 'fragment F on Person { name }', 'GRAPHQL_VALIDATION_FAILED', 400],
    ['a subscription', 'subscription { hello }', 'GRAPHQL_VALIDATION_FAILED', 400],
    [
      'a fragment cycle',
      '{ person { ...F } } fragment F on Person { friends { ...F } }',
      'GRAPHQL_VALIDATION_FAILED',
      400,
    ],
    ['too many tokens', `{ ${'hello '.repeat(2_100)} }`, 'QUERY_TOO_COMPLEX', 400],
    [
      'too many aliases',
      `{ ${Array.from({ length: 16 }, (_, i) => `a${i}: hello`).join(' ')} }`,
      'QUERY_TOO_COMPLEX',
      400,
    ],
    [
      'too many aliases hidden in a fragment used twice',
      `{ a: person { ...F } b: person { ...F } } fragment F on Person { ${Array.from({ length: 8 }, (_, i) => `a${i}: name`).join(' ')} }`,
      'QUERY_TOO_COMPLEX',
      400,
    ],
    [
      'an answer that would be too big',
      '{ list(first: 100) { edges { node { friends(first: 100) { friends(first: 3) { name tags } } } } } }',
      'QUERY_TOO_COMPLEX',
      400,
    ],
  ]
  for (const [title, query, code, status] of cases)
    it(`${title}: ${code}`, async () => {
      const answers = await askOnBoth({ query })
      expect(answers[0]).toMatchObject({ status, errors: [{ extensions: { code } }] })
      expect(answers[0]!.text).not.toMatch(/Did you mean|stack|node_modules/)
    })

  it('just within the limits are answered', async () => {
    const fifteen = Array.from({ length: 15 }, (_, i) => `a${i}: hello`).join(' ')
    const [aliases] = await askOnBoth({ query: `{ ${fifteen} }` })
    expect(aliases).toMatchObject({ status: 200 })
    const [cost] = await askOnBoth({
      query: '{ list(first: 100) { edges { node { friends(first: 20) { name tags } } } } }',
    })
    expect(cost).toMatchObject({ status: 200 })
  })

  it('cost what their variables say', async () => {
    const query =
      'query Q($n: Int) { list(first: $n) { edges { node { friends(first: $n) { name tags friends(first: 2) { name } } } } } }'
    const graphql = await start()
    expect(await ask(graphql, { query, variables: { n: 20 } })).toMatchObject({ status: 200 })
    expect(await ask(graphql, { query, variables: { n: 100 } })).toMatchObject({
      status: 400,
      errors: [{ extensions: { code: 'QUERY_TOO_COMPLEX' } }],
    })
  })

  it('with unreadable text in a literal are refused', async () => {
    for (const text of ['a\u202eb', 'e\u0301', '\\u202e']) {
      const [answer] = await askOnBoth({ query: `{ hello(name: "${text}") }` })
      expect(answer).toMatchObject({ status: 400, errors: [{ extensions: { code: 'INVALID_INPUT' } }] })
    }
  })

  it('say in Chinese too what does not fit', async () => {
    const graphql = await start()
    const reasons = {
      '{ helo }': '类型 Query 没有字段 helo',
      '{ hello(nam: "a") }': 'Query.hello 没有参数 nam',
      '{ born }': '字段 born 缺少参数 date（类型 Date!）',
      '{ person }': '字段 person（类型 Person）须选择子字段',
      '{ hello { name } }': '字段 hello 没有子字段，不能选择',
      '{ hello @skipp }': '没有指令 @skipp',
      '{ person { ...F } }': '没有片段 F',
      'query Q { hello(name: $n) }': '变量 $n 未声明',
      'query Q($n: String) { hello }': '变量 $n 未被使用',
      'query Q($n: Int) { hello(name: $n) }': '变量 $n 类型为 Int，此处应为 String',
      'query Q($n: Nope) { hello(name: $n) }': '没有类型 Nope',
      '{ hello(name: "a", name: "b") }': 'name 重复',
      '{ hello @skip }': '指令 @skip 缺少参数 if（类型 Boolean!）',
      '{ hello @skip(if: true) @skip(if: true) }': '指令 @skip 在此处重复',
      '{ person { ... on Query { hello } } }': '该片段的类型不适用于此处',
      '{ ...F } fragment F on Date { x }': '类型 Date 没有字段，不能用于片段',
      '{ hello } type X { a: Int }': '只能含操作与片段，不能定义 X',
      '{ hello hello(name: "a") }': '字段 hello 重复且内容不同，请使用不同别名',
      'mutation { save(input: { number: "390101199001010017", name: "a", zzz: 1 }) }': '类型 PersonInput 没有字段 zzz',
    }
    for (const [query, reasonZh] of Object.entries(reasons))
      expect((await ask(graphql, { query })).errors[0]!.extensions).toMatchObject({ reasonZh })
    const wrong = await ask(graphql, { query: '{ born(date: "2026-02-30") }' })
    expect(wrong.errors[0]!.extensions['messageZh']).toBe('第 1 行第 14 列的值须为真实日期，格式 YYYY-MM-DD。')
  })

  it('name what a literal object lacks, and the values of an enum', async () => {
    const graphql = await start()
    const lacking = await ask(graphql, { query: 'mutation { save(input: { number: "390101199001010017" }) }' })
    expect(lacking.errors[0]!.extensions).toMatchObject({
      field: 'value at 1:24.name',
      reason: 'it is required',
      messageZh: '第 1 行第 24 列的值.name：不能为空。',
    })
    const wrong = await ask(graphql, { query: 'mutation { save(input: { name: "a", colour: PINK }) }' })
    expect(wrong.errors.map(({ extensions }) => extensions['reason'])).toContain('it is not a value of Colour')
    const number = await ask(graphql, { query: '{ hello(name: 7) }' })
    expect(number.errors[0]!.extensions).toMatchObject({ reason: 'it is not String' })
  })

  it('do not quote a literal value', async () => {
    const secret = '390001199001011230'
    for (const query of [
      `{ born(date: "${secret}") }`,
      `{ hello(name: ["${secret}"]) }`,
      `{ hello "${secret}" }`,
      `{ hello(name: "${secret}`,
    ])
      for (const { text } of await askOnBoth({ query })) expect(text).not.toContain(secret)
  })

  it('are answered 200 to a client that knows application/json alone, which cannot tell otherwise who answered', async () => {
    const graphql = await start()
    const answer = await ask(graphql, { query: '{' }, 'application/json')
    expect(answer).toMatchObject({ status: 200, errors: [{ extensions: { code: 'GRAPHQL_PARSE_FAILED' } }] })
  })

  it('that double at each level are refused at once: counting them does not double', async () => {
    const levels = Array.from({ length: 60 }, (_, i) => `fragment F${i} on Person { ...F${i + 1} name ...F${i + 1} }`)
    const query = `{ person { ...F0 } } ${levels.join(' ')} fragment F60 on Person { name }`
    const [answer] = await askOnBoth({ query })
    expect(answer!.errors[0]!.extensions.code).toBe('QUERY_TOO_COMPLEX')
  })
})

describe('wrong bodies', () => {
  const cases: readonly [string, unknown, string][] = [
    ['a batch', [{ query: '{ hello }' }], 'body'],
    ['a string', 'x', 'body'],
    ['null', null, 'body'],
    ['no query', {}, 'query'],
    ['a query that is an object', { query: {} }, 'query'],
    ['an empty query', { query: '  ' }, 'query'],
    ['operationName of another type', { query: '{ hello }', operationName: 7 }, 'operationName'],
    ['variables of another type', { query: '{ hello }', variables: [] }, 'variables'],
    ['variables as text', { query: '{ hello }', variables: '{}' }, 'variables'],
    ['extensions of another type', { query: '{ hello }', extensions: 'x' }, 'extensions'],
    [
      'a persisted query',
      { query: '{ hello }', extensions: { persistedQuery: { version: 1, sha256Hash: 'x' } } },
      'extensions.persistedQuery',
    ],
  ]
  for (const [title, body, field] of cases)
    it(`${title}: INVALID_INPUT naming ${field}`, async () => {
      const graphql = await start()
      await expect(ask(graphql, body as object)).rejects.toMatchObject({ code: 'INVALID_INPUT', params: { field } })
    })

  it('with brackets deeper than 20 are refused before parsing', async () => {
    const graphql = await start()
    await expect(ask(graphql, { query: '{'.repeat(21) })).rejects.toMatchObject({ code: 'QUERY_TOO_COMPLEX' })
    // Twenty are left to the parser, and brackets in strings and comments are not brackets.
    expect((await ask(graphql, { query: '{'.repeat(20) })).errors[0]!.extensions.code).toBe('GRAPHQL_PARSE_FAILED')
    const quoted = `{ hello(name: "${'{'.repeat(30)}\\"${'('.repeat(30)}") } # ${'['.repeat(30)}`
    expect(await ask(graphql, { query: quoted })).toMatchObject({ status: 200 })
    const block = `{ hello(name: """${'{'.repeat(30)} \\""" " ${'('.repeat(30)}""") }`
    expect(await ask(graphql, { query: block })).toMatchObject({ status: 200 })
  })
})
