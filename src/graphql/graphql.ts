import { ApolloServer, HeaderMap, type ApolloServerPlugin, type GraphQLRequestContext } from '@apollo/server'
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled'
import type { GraphQLError, GraphQLFormattedError, GraphQLSchema } from 'graphql'
import { ZhengshuError } from '../core/errors.ts'
import type { Log } from '../core/log.ts'
import { checkText } from './check-text.ts'
import { CompiledDocuments } from './execute-compiled.ts'
import { formatGraphqlError, statusOf, wrap, type PublicError } from './format-error.ts'
import { checkBrackets, checkLimits, LIMITS } from './limits.ts'
import { findVariableErrors } from './read-variables.ts'

export type ResponseType = 'application/graphql-response+json' | 'application/json'

export interface GraphqlRequest {
  /** The parsed body, a JSON value of unknown shape. */
  readonly body: unknown
  readonly responseType: ResponseType
}

export interface GraphqlAnswer {
  readonly status: number
  readonly text: string
}

/** What the pipeline itself needs of a context; resolvers see the whole. */
export interface RequestScope {
  readonly requestId: string
}

export interface Graphql<C extends RequestScope> {
  execute(request: GraphqlRequest, context: C): Promise<GraphqlAnswer>
  start(): Promise<void>
  stop(): Promise<void>
}

export interface GraphqlOptions {
  readonly log: Log
  readonly introspection: boolean
}

/** A schema as a service: limits, two executors, and one error pipeline behind both. */
export function createGraphql<C extends RequestScope>(
  schema: GraphQLSchema,
  { log, introspection }: GraphqlOptions,
): Graphql<C> {
  const raw = new WeakMap<object, GraphQLError>()
  const server = new ApolloServer<C>({
    schema,
    introspection,
    csrfPrevention: false, // POST with a JSON media type only, which a form cannot send
    persistedQueries: false,
    parseOptions: { maxTokens: LIMITS.tokens },
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    nodeEnv: 'production',
    logger: quiet(log),
    stringifyResult: JSON.stringify,
    // Formatting happens in `finish`, which both executors pass; here only the original is kept.
    formatError: (formatted, error) => {
      raw.set(formatted, error as GraphQLError)
      return formatted
    },
    plugins: [
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      pipeline<C>(schema, log, raw),
    ],
  })
  return {
    start: () => server.start(),
    stop: () => server.stop(),
    async execute({ body, responseType }, context) {
      const request = readRequest(body)
      const answer = await server.executeHTTPGraphQLRequest({
        httpGraphQLRequest: {
          method: 'POST',
          headers: new HeaderMap([
            ['content-type', 'application/json'],
            ['accept', responseType],
          ]),
          search: '',
          body: request,
        },
        context: () => Promise.resolve(context),
      })
      if (answer.body.kind !== 'complete') throw new Error('incremental delivery is not offered')
      // Appendix A of GraphQL over HTTP: with application/json every well-formed request is answered 200.
      const status = responseType === 'application/json' ? 200 : (answer.status ?? 200)
      return { status, text: answer.body.string }
    },
  }
}

const MEMBERS = ['query', 'operationName', 'variables', 'extensions']

/** The parameters of a GraphQL-over-HTTP request. Throws INVALID_INPUT naming the member. */
function readRequest(body: unknown): object {
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
  checkBrackets(query)
  if (variables) checkText(variables, 'variables')
  return Object.fromEntries(MEMBERS.filter((name) => isGiven(body[name])).map((name) => [name, body[name]]))
}

const isGiven = (value: unknown): boolean => value !== null && value !== undefined

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const invalid = (field: string, reason: string, reasonZh: string): ZhengshuError =>
  new ZhengshuError('INVALID_INPUT', { field, reason, reasonZh })

const noSubscriptions = (): ZhengshuError =>
  new ZhengshuError('GRAPHQL_VALIDATION_FAILED', {
    reason: 'subscriptions are not offered',
    reasonZh: '不支持订阅',
  })

interface SingleResult {
  data?: unknown
  errors?: readonly (GraphQLError | GraphQLFormattedError)[]
}

/** Limits and the compiled executor before Apollo's own, the error format after either. */
function pipeline<C extends RequestScope>(
  schema: GraphQLSchema,
  log: Log,
  raw: WeakMap<object, GraphQLError>,
): ApolloServerPlugin<C> {
  const documents = new CompiledDocuments(schema)

  async function respond(request: GraphQLRequestContext<C>): Promise<SingleResult | null> {
    const { operation, document, contextValue } = request
    const variables = request.request.variables ?? {}
    if (!operation || !document) return null // Apollo names what is wrong
    if (operation.operation === 'subscription') return { errors: [wrap(noSubscriptions())] }
    try {
      checkLimits(schema, document, operation, variables)
    } catch (error) {
      return { errors: [wrap(error as ZhengshuError)] }
    }
    const operationName = request.request.operationName
    const key = `${request.queryHash} ${operationName ?? ''}`
    const running = documents.execute(key, document, operationName, contextValue, variables)
    if (!running) {
      const wrong = findVariableErrors(schema, operation, variables)
      return wrong.length > 0 ? { errors: wrong.map(wrap) } : null
    }
    const result = await running
    if (result.data !== undefined) return result
    // The compiled code refused the variables; say so in our own words.
    const wrong = findVariableErrors(schema, operation, variables)
    return wrong.length > 0 ? { errors: wrong.map(wrap) } : result
  }

  const finish = (request: GraphQLRequestContext<C>): void => {
    const body = request.response.body
    if (body?.kind !== 'single') return
    const result = body.singleResult as { data?: unknown; errors?: readonly object[] }
    request.response.http.headers.set('content-type', 'application/json') // the caller decides; this spares negotiation
    if (!result.errors) return
    const { requestId } = request.contextValue
    const errors: PublicError[] = result.errors.map((error) =>
      formatGraphqlError(raw.get(error) ?? (error as GraphQLError), requestId, log),
    )
    result.errors = errors
    // Executed, even in part: 200. Refused before execution: the status of the first error.
    request.response.http.status = result.data === undefined ? statusOf(errors[0]!.extensions.code) : 200
  }

  return {
    requestDidStart: () =>
      Promise.resolve({
        responseForOperation: async (request) => {
          const result = await respond(request)
          return result === null
            ? null
            : {
                http: request.response.http,
                body: { kind: 'single', singleResult: result as { errors?: GraphQLFormattedError[] } },
              }
        },
        willSendResponse: (request) => Promise.resolve(finish(request)),
      }),
  }
}

/** Apollo may quote a request in what it logs; only that it logged is kept. */
const quiet = (log: Log) => ({
  debug: () => {},
  info: () => {},
  warn: () => log.warn('graphql server warned'),
  error: () => log.error('graphql server failed'),
})
