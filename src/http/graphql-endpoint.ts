import type { IncomingMessage, ServerResponse } from 'node:http'
import type { App } from '../app.ts'
import { ZhengshuError } from '../core/errors.ts'
import { parseStrictJson } from '../core/strict-json.ts'
import { LIMITS, type Graphql, type GraphqlContext, type ResponseType } from '../graphql/index.ts'
import { REQUEST_ID_HEADER, sendError, sendText } from './answer.ts'
import { authenticate } from './authenticate.ts'
import type { Deadlines } from '../core/deadlines.ts'
import { chooseResponseType } from './negotiate.ts'
import { mediaTypeOf, readBody } from './read-body.ts'
import type { Turns } from './turns.ts'

interface GraphqlEndpointDeps {
  readonly app: App
  readonly graphql: Graphql<GraphqlContext>
  readonly bodyArrives: Deadlines
  readonly isAnswered: Deadlines
  readonly turns: Turns
}

/** `POST /graphql` (GraphQL over HTTP), without express: own bounded reader, strict JSON, one string an answer. */
export async function answerGraphql(
  { app, graphql, bodyArrives, isAnswered, turns }: GraphqlEndpointDeps,
  req: IncomingMessage,
  res: ServerResponse,
  requestId: string,
): Promise<void> {
  let responseType: ResponseType = 'application/json'
  try {
    if (req.method !== 'POST') throw new ZhengshuError('METHOD_NOT_ALLOWED', { allowed: 'POST' })
    responseType = chooseResponseType(req.headers.accept)
    mediaTypeOf(req, ['application/json'])
    const [bytes, actor] = await Promise.all([
      readBody(req, LIMITS.bodyBytes, bodyArrives),
      authenticate(req, app.identity),
    ])
    await turns.end()
    const body = parseStrictJson(bytes, { maxBytes: LIMITS.bodyBytes, maxDepth: LIMITS.brackets })
    const running = graphql.execute({ body, responseType }, { app, actor, requestId })
    const { status, text } = await isAnswered.hold(running, notInTime)
    sendText(res, status, text, contentType(responseType), { [REQUEST_ID_HEADER]: requestId })
  } catch (error) {
    sendError(req, res, error, { requestId, log: app.log, type: contentType(responseType) })
  }
}

const contentType = (type: ResponseType): string => `${type}; charset=utf-8`

/** What takes longer may still succeed: repeating it under its requestId tells. */
const notInTime = (): never => {
  throw new ZhengshuError('COMMIT_OUTCOME_UNKNOWN')
}
