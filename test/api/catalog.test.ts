import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { randomUUID } from 'node:crypto'
import { buildSchema } from 'graphql'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readSdl } from '../../src/graphql/schema.ts'
import { selectionOf } from '../support/select-all.ts'
import { startServerFor, type ApiClient, type RunningServer } from '../support/server.ts'

const CIVIL_AFFAIRS = '11390000XN0001082H'
const DATA_BUREAU = '11390000XN0001410T'

const schema = buildSchema(readSdl())
const directory = mkdtempSync(join(tmpdir(), 'zhengshu-'))
let running: RunningServer
let registrar: ApiClient
let reviewer: ApiClient

beforeAll(async () => {
  running = await startServerFor(directory)
  registrar = await running.client('REGISTRAR', CIVIL_AFFAIRS)
  reviewer = await running.client('REVIEWER', DATA_BUREAU)
})
afterAll(async () => {
  await running.server.close()
  rmSync(directory, { recursive: true, force: true })
})

interface Page {
  readonly edges: readonly {
    readonly cursor: string | null
    readonly node: { readonly code?: string; readonly number?: string }
  }[]
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }
}

describe('the lists of the catalog', () => {
  const lists = [
    ['serviceItems', 'ServiceItem', 40],
    ['bundles', 'Bundle', 8],
    ['licenceTypes', 'LicenceType', 30],
    ['registers', 'Register', 8],
    ['agencies', 'Agency', 41],
  ] as const
  for (const [field, type, count] of lists) {
    it(`answer every field of ${field}, the same by both executors`, async () => {
      const query = `{ ${field}(first: 2) { edges { cursor node ${selectionOf(schema, type)} } pageInfo { hasNextPage endCursor } } }`
      const answers = [await registrar.must(query), await registrar.must(query), await registrar.must(query)]
      expect(answers[1]).toEqual(answers[0])
      expect(answers[2]).toEqual(answers[0])
      expect((answers[0] as Record<string, Page>)[field]!.edges).toHaveLength(2)
    })

    it(`give every entry of ${field} exactly once over their pages`, async () => {
      const key = field === 'agencies' ? 'number' : 'code'
      const query = `query P($after: String) { ${field}(first: 7, after: $after) { edges { node { ${key} } } pageInfo { hasNextPage endCursor } } }`
      const seen: string[] = []
      let after: string | null = null
      do {
        const page: Page = (await registrar.must<Record<string, Page>>(query, { after }))[field]!
        seen.push(...page.edges.map(({ node }) => String(node[key as 'code'])))
        after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null
      } while (after !== null)
      expect(new Set(seen).size).toBe(seen.length)
      expect(seen.length).toBeGreaterThanOrEqual(count)
      expect(seen).toEqual([...seen].sort())
    })
  }

  it('refuse a page of none, of more than 100, and a cursor of another list', async () => {
    for (const first of [0, 101, -1])
      expect(await registrar.refusal(`{ serviceItems(first: ${first}) { pageInfo { hasNextPage } } }`)).toBe(
        'INVALID_INPUT',
      )
    expect(await registrar.refusal('{ serviceItems(after: "eHg") { pageInfo { hasNextPage } } }')).toBe(
      'INVALID_CURSOR',
    )
    expect(await registrar.refusal('{ resources(after: "eHg") { pageInfo { hasNextPage } } }')).toBe('INVALID_CURSOR')
    expect(await registrar.refusal('{ resources(first: 101) { pageInfo { hasNextPage } } }')).toBe('INVALID_INPUT')
  })
})

const metadata = (code: string) => ({
  code,
  name: { zh: '结婚登记预约量', en: 'Marriage appointments' },
  provider: CIVIL_AFFAIRS,
  summary: '各婚姻登记机关每日预约量。',
  format: 'DATABASE',
  items: [{ name: 'count', title: { zh: '数量', en: 'Count' }, dataType: 'I', class: 'P' }],
  sharingType: 'UNCONDITIONAL',
  sharingMethod: 'INTERFACE',
  isOpenToSociety: false,
  updateCycle: 'DAILY',
  dataClass: '部门/民政厅/公开',
  dataGrade: 1,
})

describe('a resource', () => {
  const resource = selectionOf(schema, 'Resource')
  const change = (name: string) => {
    const input = `${name[0]!.toUpperCase()}${name.slice(1)}Input`
    return `mutation M($input: ${input}!) { ${name}(input: $input) { resource ${resource} } }`
  }
  const code = '101004/000901'

  it('is registered, submitted, published and found by a Chinese word; its history has every revision', async () => {
    const requestId = randomUUID()
    const first = await registrar.must(change('registerResource'), { input: { requestId, metadata: metadata(code) } })
    expect(first).toMatchObject({ registerResource: { resource: { code, state: 'DRAFT', revision: 1 } } })
    const again = await registrar.must(change('registerResource'), { input: { requestId, metadata: metadata(code) } })
    expect(again).toEqual(first)
    const other = { ...metadata(code), summary: '改' }
    expect(await registrar.refusal(change('registerResource'), { input: { requestId, metadata: other } })).toBe(
      'REQUEST_ID_CONFLICT',
    )

    const edited = { requestId: randomUUID(), metadata: other, expectedRevision: 1 }
    expect(await registrar.must(change('editResource'), { input: edited })).toMatchObject({
      editResource: { resource: { revision: 2, summary: '改' } },
    })
    expect(await registrar.refusal(change('editResource'), { input: { ...edited, requestId: randomUUID() } })).toBe(
      'CONFLICT',
    )

    await registrar.must(change('submitResource'), { input: { requestId: randomUUID(), code } })
    expect(await registrar.refusal(change('publishResource'), { input: { requestId: randomUUID(), code } })).toBe(
      'FORBIDDEN',
    )
    await reviewer.must(change('publishResource'), { input: { requestId: randomUUID(), code } })

    const found = await registrar.must<{ resources: Page }>(
      `{ resources(text: "预约量") { edges { node ${resource} } } }`,
    )
    expect(found.resources.edges.map(({ node }) => node.code)).toContain(code)
    const history = await registrar.must<{ resourceHistory: readonly { state: string }[] }>(
      `{ resourceHistory(code: "${code}") { state revision } }`,
    )
    expect(history.resourceHistory.map(({ state }) => state)).toEqual(['DRAFT', 'DRAFT', 'SUBMITTED', 'PUBLISHED'])
    expect(await registrar.must(`{ resource(code: "${code}") { state } }`)).toEqual({
      resource: { state: 'PUBLISHED' },
    })
  })

  it('names what is wrong with it', async () => {
    const wrong: readonly [object, string, string][] = [
      [{ provider: '11390000XN0001082X' }, 'INVALID_IDENTIFIER', 'input.metadata.provider'],
      [{ sharingType: 'SOMETIMES' }, 'INVALID_INPUT', 'input.metadata.sharingType'],
      [{ dataGrade: 9 }, 'INVALID_INPUT', 'metadata.dataGrade'],
      [{ binding: { kind: 'REGISTER' } }, 'INVALID_INPUT', 'metadata.binding.register'],
      [{ publishedOn: '2026-13-01' }, 'INVALID_DATE', 'input.metadata.publishedOn'],
      [{ items: [{ name: 'x' }] }, 'INVALID_INPUT', 'input.metadata.items[0].title'],
    ]
    for (const [part, expected, field] of wrong) {
      const input = { requestId: randomUUID(), metadata: { ...metadata('101004/000902'), ...part } }
      const { errors } = await registrar.ask(change('registerResource'), { input })
      expect(errors[0]?.extensions).toMatchObject({ code: expected, field })
    }
    expect(await registrar.must('{ resourceHistory(code: "101004/000901") { revision } }')).toBeTruthy()
  })
})

describe('clients', () => {
  it('are listed for administrators and for nobody else', async () => {
    const query = `{ clients(first: 2) { edges { cursor node ${selectionOf(schema, 'Client')} } pageInfo { hasNextPage endCursor } } }`
    const { clients } = await running.administrator.must<{ clients: Page }>(query)
    expect(clients.pageInfo.hasNextPage).toBe(true)
    expect(clients.edges[1]!.cursor).toBe(clients.pageInfo.endCursor)
    expect(await registrar.refusal(query)).toBe('FORBIDDEN')
  })

  it('that are suspended are refused at once with the token they hold', async () => {
    const leaving = await running.client('REGISTRAR', CIVIL_AFFAIRS)
    expect(await leaving.must('{ serviceItems(first: 1) { pageInfo { hasNextPage } } }')).toBeTruthy()
    const suspend = 'mutation S($input: SuspendClientInput!) { suspendClient(input: $input) { client { state } } }'
    const input = { requestId: randomUUID(), clientId: leaving.clientId, reason: 'left' }
    expect(await running.administrator.must(suspend, { input })).toEqual({
      suspendClient: { client: { state: 'SUSPENDED' } },
    })
    expect(await leaving.refusal('{ serviceItems(first: 1) { pageInfo { hasNextPage } } }')).toBe('UNAUTHENTICATED')
  })
})
