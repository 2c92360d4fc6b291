import { authorize, type Actor } from '../access/index.ts'
import type { Resource } from '../catalog/index.ts'
import { addMonths, instantNow, isRealDate, type LocalDate } from '../core/clock.ts'
import { ZhengshuError } from '../core/errors.ts'
import { checkText, LONGEST_BASIS, plainName } from '../core/texts.ts'
import { CommitConflict, findRequest, insert, saveRequest } from '../store/index.ts'
import { DOCUMENT_FIELD } from './decide-access.ts'
import { collections, readRequest, type AccessRequestDocument } from './sharing-records.ts'
import type { SharingContext } from './sharing-deps.ts'
import type { AccessRequest, AccessRequestInput } from './sharing.ts'
import { toAccessRequest } from './show-request.ts'

/** No grant lasts longer than three years; then it is asked for anew. */
const LONGEST_PERIOD_YEARS = 3
const MOST_PERSONS_A_DAY = 1_000_000

/**
 * Submits an access request. What is missing is told all at once and never a refusal (Order 809 art. 21); data that the
 * law does not share is refused with the clause at once.
 */
export async function requestAccess(
  context: SharingContext,
  actor: Actor,
  input: AccessRequestInput,
): Promise<AccessRequest> {
  authorize(actor, 'requestAccess')
  const scope = { clientId: actor.clientId, requestId: input.requestId, operation: 'requestAccess', body: input }
  const earlier = await findRequest(context.store, scope)
  if (earlier !== undefined) return toAccessRequest((await readRequest(context.store, earlier as string))!.document)

  const resource = context.catalog.resource(input.resource)
  if (!resource) {
    const code = plainName(input.resource)
    throw new ZhengshuError('NOT_FOUND', { what: `resource ${code}`, whatZh: `信息资源 ${code}` })
  }
  checkValues(context, resource, input)
  const request = buildRequest(context, actor, resource, input)
  const { writes } = context.ledger.prepare([
    {
      kind: 'ACCESS_REQUESTED',
      at: request.receivedAt,
      actor: { clientId: actor.clientId, agency: actor.agency },
      resources: [request.resource],
      requestId: input.requestId,
      data: {
        id: request.id,
        state: request.state,
        fields: [...request.fields],
        serviceItems: [...request.serviceItems],
      },
    },
  ])
  try {
    await context.store.commit([
      insert(collections.requests, request),
      saveRequest(context.store, scope, request.id, request.receivedAt),
      ...writes,
    ])
  } catch (error) {
    // The same request came twice at once, and the other one did it.
    const twin = error instanceof CommitConflict ? await findRequest(context.store, scope) : undefined
    if (twin === undefined) throw error
    return toAccessRequest((await readRequest(context.store, twin as string))!.document)
  }
  return toAccessRequest(request)
}

function buildRequest(
  context: SharingContext,
  actor: Actor,
  resource: Resource,
  input: AccessRequestInput,
): AccessRequestDocument {
  const missing = missingFrom(input)
  const notShared = resource.metadata.sharingType === 'NOT_SHARED'
  return {
    id: context.ids.next('req'),
    agency: actor.agency,
    provider: resource.metadata.provider,
    resource: input.resource,
    ...(input.basis?.trim() ? { basis: input.basis } : {}),
    ...(input.scene?.trim() ? { scene: input.scene } : {}),
    serviceItems: once(input.serviceItems),
    fields: once(input.fields),
    rawFields: once(input.rawFields),
    ...(input.method?.trim() ? { method: input.method } : {}),
    ...(input.validFrom?.trim() ? { validFrom: input.validFrom as LocalDate } : {}),
    ...(input.validTo?.trim() ? { validTo: input.validTo as LocalDate } : {}),
    ...(input.quota === undefined ? {} : { quota: input.quota }),
    state: notShared ? 'REFUSED' : missing.length > 0 ? 'INCOMPLETE' : 'AWAITING_APPROVAL',
    ...(notShared ? { refusalClause: resource.metadata.clause ?? 'Order 809 art. 14' } : {}),
    missing,
    requestedBy: actor.clientId,
    ...(actor.personId ? { requestedByPerson: actor.personId } : {}),
    receivedAt: instantNow(context.clock),
  }
}

const once = (names: readonly string[] = []): readonly string[] => [...new Set(names)]

/** Order 809 art. 20: legal basis, scene, scope, method and time limit of use; the quota is ours. */
function missingFrom(input: AccessRequestInput): string[] {
  const isBlank = (text: string | undefined) => text === undefined || text.trim() === ''
  return [
    ...(isBlank(input.basis) ? ['basis'] : []),
    ...(isBlank(input.scene) ? ['scene'] : []),
    ...(input.serviceItems?.length ? [] : ['serviceItems']),
    ...(input.fields?.length ? [] : ['fields']),
    ...(isBlank(input.method) ? ['method'] : []),
    ...(isBlank(input.validFrom) ? ['validFrom'] : []),
    ...(isBlank(input.validTo) ? ['validTo'] : []),
    ...(input.quota === undefined ? ['quota'] : []),
  ]
}

/** Absent is incomplete; wrong is refused, with the field and what would be right. */
function checkValues(context: SharingContext, resource: Resource, input: AccessRequestInput): void {
  const known = knownFields(resource)
  for (const field of input.fields ?? [])
    if (!known.includes(field))
      throw invalid(
        'fields',
        `${plainName(field)} is not one of ${known.join(', ')}`,
        `${plainName(field)} 不在 ${known.join('、')} 之中`,
      )
  for (const field of input.rawFields ?? [])
    if (!input.fields?.includes(field))
      throw invalid(
        'rawFields',
        `${plainName(field)} is not among the fields`,
        `${plainName(field)} 不在所申请字段之中`,
      )
  for (const item of input.serviceItems ?? [])
    if (!context.catalog.serviceItem(item))
      throw invalid(
        'serviceItems',
        `${plainName(item)} is not a service item of the catalog`,
        `目录中没有事项 ${plainName(item)}`,
      )
  for (const field of ['basis', 'scene', 'method'] as const)
    if (input[field]?.trim()) checkText(field, input[field], LONGEST_BASIS)
  checkPeriod(input)
  const isQuota = (quota: number) => Number.isSafeInteger(quota) && quota >= 1 && quota <= MOST_PERSONS_A_DAY
  if (input.quota !== undefined && !isQuota(input.quota))
    throw invalid('quota', 'use 1 to 1,000,000 persons a day', '应为每日 1 至 1,000,000 人次')
}

function checkPeriod({ validFrom, validTo }: AccessRequestInput): void {
  for (const [field, date] of Object.entries({ validFrom, validTo }))
    if (date?.trim() && !isRealDate(date)) throw new ZhengshuError('INVALID_DATE', { field })
  // A period that is over already is of no use and does no harm: whoever uses the grant is told that it expired.
  if (!validTo?.trim() || !validFrom?.trim()) return
  if (validFrom > validTo) throw invalid('validTo', 'it is before validFrom', '早于 validFrom')
  if (validTo > addMonths(validFrom as LocalDate, 12 * LONGEST_PERIOD_YEARS))
    throw invalid(
      'validTo',
      `a grant lasts at most ${LONGEST_PERIOD_YEARS} years`,
      `授权最长 ${LONGEST_PERIOD_YEARS} 年`,
    )
}

const invalid = (field: string, reason: string, reasonZh: string): ZhengshuError =>
  new ZhengshuError('INVALID_INPUT', { field, reason, reasonZh })

/** What may be asked of a resource: its data items; the whole document of a licence; the answer of a predicate. */
function knownFields(resource: Resource): readonly string[] {
  const items = resource.metadata.items.map((item) => item.name)
  switch (resource.metadata.binding.kind) {
    case 'LICENCE_TYPE':
      return [...items, DOCUMENT_FIELD]
    case 'PREDICATE':
      return ['answer']
    case 'REGISTER':
    case 'NONE':
      return items
  }
}
