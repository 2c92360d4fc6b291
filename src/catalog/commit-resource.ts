import type { Actor } from '../access/index.ts'
import { canonicalJson } from '../core/canonical-json.ts'
import { instantNow, type Instant } from '../core/clock.ts'
import { isZhengshuError, ZhengshuError } from '../core/errors.ts'
import { sha256 } from '../core/hash.ts'
import { CommitConflict, findRequest, saveRequest, type Stored } from '../store/index.ts'
import type { CatalogContext } from './catalog-deps.ts'
import type { Resource, ResourceMetadata } from './catalog.ts'
import { raiseEpoch, readRevision, revisionId, saveResource, type ResourceDocument } from './resource-records.ts'

interface ResourceRequest {
  readonly operation:
    'registerResource' | 'editResource' | 'submitResource' | 'publishResource' | 'returnResource' | 'withdrawResource'
  readonly code: string
  readonly requestId: string
  /** The whole input, for the requestId. */
  readonly body: unknown
}

/** The entry as it becomes; throws when the change is not possible. Called again when somebody else was faster. */
type Change = (before: ResourceDocument | undefined, at: Instant) => Omit<ResourceDocument, 'id' | 'epoch'>

const MOST_ATTEMPTS = 8

/**
 * One change of one entry: the entry, its revision, the epoch, the leaf and the requestId are one commit. Changes of
 * the catalog follow one another by the epoch, so a check against the entries in memory still holds at the commit.
 */
export async function commitResource(
  context: CatalogContext,
  actor: Actor,
  request: ResourceRequest,
  change: Change,
): Promise<Resource> {
  const { store, resources } = context
  const scope = {
    clientId: actor.clientId,
    requestId: request.requestId,
    operation: request.operation,
    body: request.body,
  }
  for (let attempt = 1; ; attempt++) {
    const earlier = await findRequest(store, scope)
    if (earlier !== undefined) return (await readRevision(store, earlier as string))!
    await resources.refresh()
    const epoch = resources.epoch()
    const before = resources.get(request.code)
    const at = instantNow(context.clock)
    const next = await recordingRefusal(context, actor, request, () => change(before?.document, at))
    const document: ResourceDocument = { id: request.code, ...next, epoch: epoch + 1 }
    try {
      await store.commit([
        ...saveResource(document, before),
        ...raiseEpoch(epoch),
        ...leafOf(context, actor, request, document, before, at),
        saveRequest(store, scope, revisionId(request.code, document.current.revision), at),
      ])
    } catch (error) {
      if (!(error instanceof CommitConflict)) throw error
      if (attempt === MOST_ATTEMPTS)
        throw new ZhengshuError(
          'CONFLICT',
          { what: `Resource ${request.code}`, whatZh: `信息资源 ${request.code}` },
          { cause: error },
        )
      continue
    }
    await resources.refresh()
    return document.current
  }
}

/** A refusal by a rule is a ledger entry before it is told. */
async function recordingRefusal<T>(
  context: CatalogContext,
  actor: Actor,
  request: ResourceRequest,
  change: () => T,
): Promise<T> {
  try {
    return change()
  } catch (error) {
    if (!isZhengshuError(error, 'ACCESS_REFUSED')) throw error
    const { writes } = context.ledger.prepare([
      {
        kind: 'ACCESS_REFUSED',
        at: instantNow(context.clock),
        actor: { clientId: actor.clientId, agency: actor.agency },
        resources: [request.code],
        requestId: request.requestId,
        data: { rule: String(error.params['rule']), operation: request.operation },
      },
    ])
    await context.store.commit(writes)
    throw error
  }
}

export const digestOf = (metadata: ResourceMetadata): string => sha256(canonicalJson(metadata)).toString('base64url')

function leafOf(
  context: CatalogContext,
  actor: Actor,
  request: ResourceRequest,
  document: ResourceDocument,
  before: Stored<ResourceDocument> | undefined,
  at: Instant,
) {
  const { revision, state, metadata } = document.current
  return context.ledger.prepare([
    {
      kind: 'RESOURCE_CHANGED',
      at,
      actor: { clientId: actor.clientId, agency: actor.agency },
      resources: [request.code],
      requestId: request.requestId,
      data: {
        change: request.operation,
        revision,
        state,
        stateBefore: before?.document.current.state ?? null,
        digest: digestOf(metadata),
      },
    },
  ]).writes
}
