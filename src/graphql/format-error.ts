import { GraphQLError, Kind, type GraphQLFormattedError } from 'graphql'
import { describeError, ERRORS, ZhengshuError, type ErrorCode } from '../core/errors.ts'
import type { Log } from '../core/log.ts'
import { CommitConflict } from '../store/index.ts'
import { tooManyTokens } from './limits.ts'
import { placeOf } from './place.ts'
import { describeMisfit } from './read-variables.ts'
import { inChinese } from './validation-messages.ts'

/** An error as a client sees it: GraphQL over HTTP, with a code of the closed list in `extensions`. */
export interface PublicError {
  readonly message: string
  readonly path?: readonly (string | number)[]
  readonly locations?: readonly { readonly line: number; readonly column: number }[]
  /** The error's params stand beside these. */
  readonly extensions: {
    readonly code: ErrorCode
    readonly messageZh: string
    /** Of this HTTP request, for whoever asks about it. */
    readonly requestId: string
    readonly [param: string]: unknown
  }
}

/** An error as clients see it, on GraphQL and on every other path alike. */
export function toPublicError(error: ZhengshuError, requestId: string): PublicError {
  const params = error.code === 'INTERNAL' ? { requestId } : error.params
  return {
    message: describeError(error.code, params, 'en'),
    extensions: { ...params, code: error.code, messageZh: describeError(error.code, params, 'zh'), requestId },
  }
}

/** The HTTP status that the row of a code names. */
export const statusOf = (code: ErrorCode): number => ERRORS[code].status

/** Our error behind whatever was thrown. What nobody expected is logged, without its message, and becomes INTERNAL. */
export function toZhengshuError(thrown: unknown, requestId: string, log: Log): ZhengshuError {
  for (let cause: unknown = thrown; cause; cause = (cause as { originalError?: unknown }).originalError) {
    if (cause instanceof ZhengshuError) {
      if (statusOf(cause.code) === 500) log.error('request failed', { requestId, code: cause.code }, cause)
      return cause
    }
    // Features turn the conflicts they know into their own answer; what is left is a race with another writer.
    if (cause instanceof CommitConflict)
      return new ZhengshuError('CONFLICT', { what: 'The data', whatZh: '数据' }, { cause })
  }
  log.error('unexpected error', { requestId, code: 'INTERNAL' }, innermost(thrown))
  return new ZhengshuError('INTERNAL', { requestId }, { cause: thrown })
}

function innermost(thrown: unknown): unknown {
  let error = thrown
  while (error instanceof GraphQLError && error.originalError) error = error.originalError
  return error
}

/** Errors of a GraphQL response, from Apollo's executor and from the compiled one alike. */
export function formatGraphqlError(raw: GraphQLError, requestId: string, log: Log): PublicError {
  const error = fromRequestError(raw) ?? toZhengshuError(raw, requestId, log)
  return {
    ...toPublicError(error, requestId),
    ...(raw.locations?.length ? { locations: raw.locations } : {}),
    ...(raw.path ? { path: raw.path } : {}),
  }
}

/** Errors that were found before anything ran. */
function fromRequestError(raw: GraphQLError): ZhengshuError | undefined {
  switch (raw.extensions?.code) {
    case 'GRAPHQL_PARSE_FAILED':
      return fromSyntaxError(raw)
    case 'GRAPHQL_VALIDATION_FAILED':
      return fromValidationError(raw)
    case 'OPERATION_RESOLUTION_FAILURE':
      return invalidDocument(
        'it has no operation of that operationName, or several and no operationName',
        '没有 operationName 指定的操作，或有多个操作而未指定 operationName',
      )
    default:
      return undefined
  }
}

const invalidDocument = (reason: string, reasonZh: string): ZhengshuError =>
  new ZhengshuError('GRAPHQL_VALIDATION_FAILED', { reason, reasonZh })

function fromSyntaxError(raw: GraphQLError): ZhengshuError {
  if (raw.message.includes(`tokens. Parsing aborted`)) return tooManyTokens()
  // `found String "…"` would quote a value of the client.
  const reason = raw.message.replace(/^Syntax Error: /, '').replace(/(String|BlockString|Int|Float|Name) ".*/s, '$1')
  const place = raw.locations?.[0]
  const at = place ? ` (${place.line}:${place.column})` : ''
  return new ZhengshuError('GRAPHQL_PARSE_FAILED', {
    reason: reason.replace(/\.$/, '') + at,
    reasonZh: place ? `第 ${place.line} 行第 ${place.column} 列语法错误` : '语法错误',
  })
}

const VALUE_KINDS: readonly string[] = [
  Kind.INT,
  Kind.FLOAT,
  Kind.STRING,
  Kind.BOOLEAN,
  Kind.NULL,
  Kind.ENUM,
  Kind.LIST,
  Kind.OBJECT,
]

function fromValidationError(raw: GraphQLError): ZhengshuError {
  const place = placeOf(raw.locations?.[0])
  const isValue = VALUE_KINDS.includes(raw.nodes?.[0]?.kind ?? '')
  for (let cause: unknown = raw.originalError; cause; cause = (cause as { originalError?: unknown }).originalError)
    if (cause instanceof ZhengshuError)
      return isValue ? new ZhengshuError(cause.code, { ...cause.params, ...place }) : cause
  if (isValue) return describeMisfit(place, raw)
  const reason = raw.message
    .replace(/ Did you mean .*$/s, '')
    .replace(/\.$/, '')
    .slice(0, 200)
  return invalidDocument(reason, inChinese(reason))
}

/** graphql-js wants GraphQLErrors; one of ours travels inside. */
export const wrap = (error: ZhengshuError): GraphQLError => new GraphQLError(error.message, { originalError: error })

export type { GraphQLFormattedError }
