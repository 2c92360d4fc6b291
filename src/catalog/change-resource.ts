import { authorize, type Actor } from '../access/index.ts'
import { today, type Instant } from '../core/clock.ts'
import { ZhengshuError } from '../core/errors.ts'
import { checkText } from '../core/texts.ts'
import type { CatalogContext } from './catalog-deps.ts'
import type { Resource, ResourceMetadata, ResourceState } from './catalog.ts'
import { checkBinding, checkBindingIsFree, checkMetadata } from './check-metadata.ts'
import { commitResource } from './commit-resource.ts'
import { nextState, type ResourceChange } from './resource.ts'
import type { ResourceDocument, Worker } from './resource-records.ts'

const LONGEST_REASON = 1_000

interface ByCode {
  readonly requestId: string
  readonly code: string
}
type WithReason = ByCode & { readonly reason: string }

export async function registerResource(
  context: CatalogContext,
  actor: Actor,
  input: { readonly requestId: string; readonly metadata: ResourceMetadata },
): Promise<Resource> {
  authorize(actor, 'registerResource')
  const { code } = input.metadata
  return commitResource(
    context,
    actor,
    { operation: 'registerResource', code, requestId: input.requestId, body: input },
    (before, at) => {
      if (before) throw new ZhengshuError('ALREADY_EXISTS', { what: `Resource ${code}`, whatZh: `信息资源 ${code}` })
      const metadata = checkMetadata(context, actor, input.metadata)
      return {
        current: { metadata, state: 'DRAFT', revision: 1, changedAt: at, changedBy: actor.clientId },
        workers: [workerOf(actor)],
      }
    },
  )
}

export async function editResource(
  context: CatalogContext,
  actor: Actor,
  input: { readonly requestId: string; readonly metadata: ResourceMetadata; readonly expectedRevision: number },
): Promise<Resource> {
  authorize(actor, 'editResource')
  const { code } = input.metadata
  return commitResource(
    context,
    actor,
    { operation: 'editResource', code, requestId: input.requestId, body: input },
    (before, at) => {
      const found = ownResource(actor, code, before)
      if (found.current.revision !== input.expectedRevision)
        throw new ZhengshuError('CONFLICT', { what: `Resource ${code}`, whatZh: `信息资源 ${code}` })
      const state = nextState(code, found.current.state, 'edit')
      const metadata = checkMetadata(context, actor, input.metadata)
      return step(found, { state, metadata }, actor, at, { addWorker: true })
    },
  )
}

export async function submitResource(context: CatalogContext, actor: Actor, input: ByCode): Promise<Resource> {
  authorize(actor, 'submitResource')
  return changeState(context, actor, input, 'submit', (before) => ownResource(actor, input.code, before))
}

/** By a second person: who worked on the revision cannot publish it (rules: four eyes). */
export async function publishResource(context: CatalogContext, actor: Actor, input: ByCode): Promise<Resource> {
  authorize(actor, 'publishResource')
  return changeState(context, actor, input, 'publish', (before) => {
    const found = anyResource(input.code, before)
    const isSame = ({ clientId, personId }: Worker) =>
      clientId === actor.clientId || (personId !== undefined && personId === actor.personId)
    if (found.workers.some(isSame))
      throw new ZhengshuError('FOUR_EYES', {
        operation: 'publishResource',
        reason: 'you worked on this revision',
        reasonZh: '您参与编制了该版本',
      })
    checkBinding(context, found.current.metadata)
    checkBindingIsFree(context, found.current.metadata)
    return found
  })
}

export async function returnResource(context: CatalogContext, actor: Actor, input: WithReason): Promise<Resource> {
  authorize(actor, 'returnResource')
  checkText('reason', input.reason, LONGEST_REASON)
  return changeState(context, actor, input, 'return', (before) => anyResource(input.code, before))
}

/** Takes what is in force out of the catalog; a draft beside it ends too, its text stays in the history. */
export async function withdrawResource(context: CatalogContext, actor: Actor, input: WithReason): Promise<Resource> {
  authorize(actor, 'withdrawResource')
  checkText('reason', input.reason, LONGEST_REASON)
  return changeState(context, actor, input, 'withdraw', (before) => {
    const found = anyResource(input.code, before)
    if (found.published) return found
    throw new ZhengshuError('INVALID_TRANSITION', {
      what: `Resource ${input.code}`,
      whatZh: `信息资源 ${input.code}`,
      state: found.current.state,
      operation: 'withdrawResource',
    })
  })
}

type StateChange = Exclude<ResourceChange, 'edit'>

function changeState(
  context: CatalogContext,
  actor: Actor,
  input: ByCode & { readonly reason?: string },
  change: StateChange,
  find: (before: ResourceDocument | undefined) => ResourceDocument,
): Promise<Resource> {
  const { code, requestId, reason } = input
  const request = { operation: `${change}Resource`, code, requestId, body: input } as const
  return commitResource(context, actor, request, (before, at) => {
    const found = find(before)
    const state = nextState(code, found.current.state, change)
    const next = { state, metadata: found.current.metadata, ...(reason === undefined ? {} : { reason }) }
    if (change === 'publish') {
      const metadata = { ...next.metadata, publishedOn: today(context.clock) }
      const { current } = step(found, { ...next, metadata }, actor, at)
      return { current, published: current, workers: [] }
    }
    if (change === 'withdraw') {
      const { current } = step(found, { ...next, metadata: found.published!.metadata }, actor, at)
      return { current, workers: [] }
    }
    return step(found, next, actor, at, { addWorker: change === 'submit' })
  })
}

/** The next revision, with what is in force kept beside it. */
function step(
  before: ResourceDocument,
  next: { readonly state: ResourceState; readonly metadata: ResourceMetadata; readonly reason?: string },
  actor: Actor,
  at: Instant,
  { addWorker = false } = {},
): Omit<ResourceDocument, 'id' | 'epoch'> {
  const current: Resource = {
    ...next,
    revision: before.current.revision + 1,
    changedAt: at,
    changedBy: actor.clientId,
  }
  const workers = addWorker
    ? [...before.workers.filter((worker) => !isActor(worker, actor)), workerOf(actor)]
    : before.workers
  return { current, ...(before.published ? { published: before.published } : {}), workers }
}

const workerOf = ({ clientId, personId }: Actor): Worker => ({
  clientId,
  ...(personId === undefined ? {} : { personId }),
})
const isActor = (worker: Worker, actor: Actor): boolean =>
  worker.clientId === actor.clientId && worker.personId === actor.personId

function anyResource(code: string, found: ResourceDocument | undefined): ResourceDocument {
  if (!found) throw new ZhengshuError('NOT_FOUND', { what: `Resource ${code}`, whatZh: `信息资源 ${code}` })
  return found
}

/** What another agency provides does not exist for a registrar who wants to change it. */
const ownResource = (actor: Actor, code: string, found: ResourceDocument | undefined): ResourceDocument =>
  anyResource(code, found?.current.metadata.provider === actor.agency ? found : undefined)
