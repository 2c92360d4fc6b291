import { ZhengshuError } from '../core/errors.ts'

/** The parameters of a GraphQL-over-HTTP request that were given; others have no member. */
export interface RequestParameters {
  readonly query: string
  readonly operationName?: string
  readonly variables?: Readonly<Record<string, unknown>>
  readonly extensions?: Readonly<Record<string, unknown>>
}

/** Takes a body, a JSON value of unknown shape, for a request. Throws INVALID_INPUT naming the member. */
export function readRequest(body: unknown): RequestParameters {
  if (Array.isArray(body)) throw invalid('body', 'send one operation, not a batch', '请逐个发送操作，不支持批量')
  if (!isObject(body)) throw invalid('body', 'send a JSON object with `query`', '应为含 query 的 JSON 对象')
  const { query, operationName, variables, extensions } = body
  if (typeof query !== 'string' || query.trim() === '')
    throw invalid('query', 'send the GraphQL document as a string', '应为 GraphQL 文档字符串')
  if (isGiven(operationName) && typeof operationName !== 'string')
    throw invalid('operationName', 'send a string', '应为字符串')
  if (isGiven(variables) && !isObject(variables)) throw invalid('variables', 'send an object', '应为对象')
  if (isGiven(extensions) && !isObject(extensions)) throw invalid('extensions', 'send an object', '应为对象')
  if (isObject(extensions) && 'persistedQuery' in extensions)
    throw invalid('extensions.persistedQuery', 'persisted queries are not offered', '不支持持久化查询')
  return {
    query,
    ...(isGiven(operationName) ? { operationName: operationName as string } : {}),
    ...(isGiven(variables) ? { variables: variables as Record<string, unknown> } : {}),
    ...(isGiven(extensions) ? { extensions: extensions as Record<string, unknown> } : {}),
  }
}

const isGiven = (value: unknown): boolean => value !== null && value !== undefined

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const invalid = (field: string, reason: string, reasonZh: string): ZhengshuError =>
  new ZhengshuError('INVALID_INPUT', { field, reason, reasonZh })
