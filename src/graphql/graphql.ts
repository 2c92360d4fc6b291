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
import { formatGraphqlError, statusOf, wrap, type PublicError } from './format-error.ts'
import { checkBrackets, checkLimits, LIMITS } from './limits.ts'
import { readRequest, type RequestParameters } from './read-request.ts'
import { findVariableErrors } from './read-variables.ts'
import { SeenOperations, type SeenOperation } from './seen-operations.ts'

/** GraphQL over HTTP: the first lets a refusal be an HTTP error; by the older one (appendix A) a well-formed request is 200. */
export type ResponseType = 'application/graphql-response+json' | 'application/json'

interface GraphqlRequest {
  /** The parsed body, a JSON value of unknown shape. */
  readonly body: unknown
  readonly responseType: ResponseType
}

interface GraphqlAnswer {
  readonly status: number
  readonly text: string
}

/** What the pipeline itself needs of a context; resolvers see the whole. */
interface RequestScope {
  readonly requestId: string
}

/** The API without HTTP: limits, validation, execution and error format; `C` is what resolvers are given. */
export interface Graphql<C extends RequestScope> {
  execute(request: GraphqlRequest, context: C): Promise<GraphqlAnswer>
  start(): Promise<void>
  stop(): Promise<void>
}

interface GraphqlOptions {
  readonly log: Log
  readonly introspection: boolean
}

/**
 * A schema as a service, on two lanes with the same answers: Apollo Server parses, validates and runs what is new; what
 * it has found valid once runs compiled from then on, without it.
 */
export function createGraphql<C extends RequestScope>(
  schema: GraphQLSchema,
  { log, introspection }: GraphqlOptions,
): Graphql<C> {
  const seen = new SeenOperations(schema)
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
    // Formatting happens in `finish`, which both lanes pass; here only the original is kept.
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
      newOperations<C>({ schema, seen, log, raw }),
    ],
  })

  async function answerNew(body: RequestParameters, responseType: ResponseType, context: C): Promise<GraphqlAnswer> {
    const answer = await server.executeHTTPGraphQLRequest({
      httpGraphQLRequest: {
        method: 'POST',
        headers: new HeaderMap([
          ['content-type', 'application/json'],
          ['accept', responseType],
        ]),
        search: '',
        body,
      },
      context: () => Promise.resolve(context),
    })
    if (answer.body.kind !== 'complete') throw new Error('incremental delivery is not offered')
    return { status: answer.status ?? 200, text: answer.body.string }
  }

  async function answerSeen(operation: SeenOperation, variables: Variables, context: C): Promise<GraphqlAnswer> {
    const { status, errors, data } = finish(await runSeen(schema, operation, variables, context), context, log)
    return { status, text: JSON.stringify({ errors, data }) }
  }

  return {
    start: () => server.start(),
    stop: () => server.stop(),
    async execute({ body, responseType }, context) {
      const request = readRequest(body)
      const operation = seen.find(request.query, request.operationName)
      if (!operation) checkBrackets(request.query)
      if (request.variables) checkText(request.variables, 'variables')
      const { status, text } = operation
        ? await answerSeen(operation, request.variables ?? {}, context)
        : await answerNew(request, responseType, context)
      // Appendix A of GraphQL over HTTP: with application/json every well-formed request is answered 200.
      return { status: responseType === 'application/json' ? 200 : status, text }
    },
  }
}

type Variables = Readonly<Record<string, unknown>>

interface SingleResult {
  data?: unknown
  errors?: readonly (GraphQLError | GraphQLFormattedError)[] | undefined
}

const noSubscriptions = (): ZhengshuError =>
  new ZhengshuError('GRAPHQL_VALIDATION_FAILED', {
    reason: 'subscriptions are not offered',
    reasonZh: '不支持订阅',
  })

/** What stands in the way of running an operation with these variables; undefined when nothing does. */
function limitOf(
  schema: GraphQLSchema,
  { document, operation }: Found,
  variables: Variables,
): SingleResult | undefined {
  try {
    checkLimits(schema, document, operation, variables)
    return undefined
  } catch (error) {
    return { errors: [wrap(error as ZhengshuError)] }
  }
}

type Found = Pick<SeenOperation, 'document' | 'operation'>

/** Wrong variables in our own words: graphql-js and graphql-jit would quote them. */
function variableErrors(schema: GraphQLSchema, { operation }: Found, variables: Variables): SingleResult | undefined {
  const wrong = findVariableErrors(schema, operation, variables)
  return wrong.length > 0 ? { errors: wrong.map(wrap) } : undefined
}

async function runSeen(
  schema: GraphQLSchema,
  seen: SeenOperation,
  variables: Variables,
  context: unknown,
): Promise<SingleResult> {
  const limit = limitOf(schema, seen, variables)
  if (limit) return limit
  const result = await seen.run(undefined, context, variables)
  // No data at all: the compiled code refused the variables.
  return result.data === undefined ? (variableErrors(schema, seen, variables) ?? result) : result
}

interface Finished {
  readonly status: number
  readonly errors: readonly PublicError[] | undefined
  readonly data: unknown
}

/** The errors of a result as clients see them. Executed, even in part: 200. Refused before: the first error's status. */
function finish(
  { errors, data }: SingleResult,
  { requestId }: RequestScope,
  log: Log,
  raw?: WeakMap<object, GraphQLError>,
): Finished {
  if (!errors) return { status: 200, errors, data }
  const found = errors.map((error) => formatGraphqlError(raw?.get(error) ?? (error as GraphQLError), requestId, log))
  return { status: data === undefined ? statusOf(found[0]!.extensions.code) : 200, errors: found, data }
}

interface NewOperationsDeps {
  readonly schema: GraphQLSchema
  readonly seen: SeenOperations
  readonly log: Log
  readonly raw: WeakMap<object, GraphQLError>
}

/** Within Apollo: the limits before an operation runs, the error format after it. */
function newOperations<C extends RequestScope>({ schema, seen, log, raw }: NewOperationsDeps): ApolloServerPlugin<C> {
  function refuse({ operation, document, source, request }: GraphQLRequestContext<C>): SingleResult | undefined {
    if (!operation || !document || source === undefined) return undefined // Apollo names what is wrong
    if (operation.operation === 'subscription') return { errors: [wrap(noSubscriptions())] }
    const found = { document, operation }
    const variables = request.variables ?? {}
    const limit = limitOf(schema, found, variables)
    if (limit) return limit
    seen.remember(source, request.operationName, found)
    return variableErrors(schema, found, variables)
  }

  return {
    requestDidStart: () =>
      Promise.resolve({
        responseForOperation: (request) => {
          const refusal = refuse(request)
          return Promise.resolve(
            refusal
              ? {
                  http: request.response.http,
                  body: { kind: 'single', singleResult: refusal as { errors?: GraphQLFormattedError[] } },
                }
              : null,
          )
        },
        willSendResponse: ({ response, contextValue }) => {
          const { http, body } = response
          http.headers.set('content-type', 'application/json') // the caller decides; this spares negotiation
          if (body?.kind === 'single') {
            const { status, errors } = finish(body.singleResult, contextValue, log, raw)
            if (errors) Object.assign(body.singleResult, { errors })
            http.status = status
          }
          return Promise.resolve()
        },
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
