import { authorize, type Actor } from '../access/index.ts'
import { dateAt, instantNow } from '../core/clock.ts'
import { ZhengshuError } from '../core/errors.ts'
import { sha256 } from '../core/hash.ts'
import { licenceIdentifierParts, parseLicenceIdentifier } from '../core/identifiers.ts'
import type { AuditEvent } from '../ledger/index.ts'
import {
  add,
  CommitConflict,
  findRequest,
  insert,
  replace,
  saveRequest,
  type Store,
  type Stored,
  type Write,
} from '../store/index.ts'
import type { Licence, Licences, LicenceState, StateChange } from './licence.ts'
import {
  contentOf,
  licenceStatuses,
  licenceStatusLists,
  statusId,
  toLicence,
  type LicenceRecord,
} from './licence-records.ts'
import { canChange } from './licence-states.ts'
import type { LicencesContext } from './licences-deps.ts'
import { refuse } from './refuse.ts'

type Input = Parameters<Licences['changeState']>[1]
const MAX_TEXT = 500
const ATTEMPTS = 5

/** Suspends, resumes, revokes …: the licence, its entry in the status list and the leaf change in one commit. */
export async function changeState(context: LicencesContext, actor: Actor, input: Input): Promise<Licence> {
  authorize(actor, 'changeLicenceState')
  const identifier = parseLicenceIdentifier(input.identifier, 'identifier')
  const { issuerCode, typeCode } = licenceIdentifierParts(identifier)
  for (const field of ['reason', 'basis'] as const)
    if (input[field].trim() === '' || input[field].length > MAX_TEXT)
      throw new ZhengshuError('INVALID_INPUT', {
        field,
        reason: `write 1 to ${MAX_TEXT} characters`,
        reasonZh: `应为 1 至 ${MAX_TEXT} 个字符`,
      })
  const scope = {
    clientId: actor.clientId,
    requestId: input.requestId,
    operation: 'changeLicenceState',
    body: { identifier, to: input.to, reason: input.reason, basis: input.basis },
  }
  for (let attempt = 1; ; attempt++) {
    // 1. Asked before? Then the licence as it stands, and no second change.
    const earlier = await findRequest(context.store, scope)
    // The issuer stands in the identifier, so this is decided before the licence is read: to others absent looks the same.
    if (issuerCode !== actor.agency)
      return refuse(context, actor, input.requestId, {
        rule: 'not-the-issuer',
        reason: 'only the agency that issued a licence changes its state',
        reasonZh: '仅颁发机构可变更证照状态',
        licenceType: context.catalog.licenceTypes.find((type) => type.typeCode === typeCode)?.slug ?? typeCode,
      })
    const found = await context.keeper.byIdentifier(identifier)
    if (!found) throw new ZhengshuError('NOT_FOUND', { what: 'licence', whatZh: '证照' })
    if (earlier !== undefined) return toLicence(found.document)
    // 2. One commit: licence, status entry, leaf, idempotency key.
    const { record, writes, event } = await stateWrites(context, found, {
      to: input.to,
      authority: contentOf(found.document.document).issuer.name,
      reason: input.reason,
      basis: input.basis,
      actor,
      requestId: input.requestId,
    })
    const leaf = context.ledger.prepare([event])
    try {
      await context.store.commit([...writes, ...leaf.writes, saveRequest(context.store, scope, identifier, event.at)])
      return toLicence(record)
    } catch (error) {
      if (!(error instanceof CommitConflict) || attempt === ATTEMPTS) throw conflictError(error)
    }
  }
}

interface StateChangeOrder {
  readonly to: LicenceState
  readonly authority: string
  readonly reason: string
  readonly basis: string
  readonly actor: { readonly clientId: string; readonly agency: string }
  readonly requestId: string
}

/** The writes and the event of one change; the caller commits them together. Throws INVALID_TRANSITION. */
export async function stateWrites(
  context: Pick<LicencesContext, 'store' | 'keeper' | 'clock'>,
  found: Stored<LicenceRecord>,
  order: StateChangeOrder,
): Promise<{ readonly record: LicenceRecord; readonly writes: readonly Write[]; readonly event: AuditEvent }> {
  const from = found.document.state
  const content = contentOf(found.document.document)
  if (!canChange(from, order.to))
    throw new ZhengshuError('INVALID_TRANSITION', { what: content.identifier, state: from, operation: order.to })
  const change: StateChange = {
    state: order.to,
    at: instantNow(context.clock),
    on: dateAt(context.clock.now()),
    authority: order.authority,
    reason: order.reason,
    basis: order.basis,
  }
  const record = { ...found.document, state: order.to, changes: [...found.document.changes, change] }
  return {
    record,
    writes: [
      await context.keeper.replace(record, found.version),
      ...(await statusWrites(context.store, content.status, record)),
    ],
    event: {
      kind: 'LICENCE_STATE_CHANGED',
      at: change.at,
      actor: { clientId: order.actor.clientId, agency: order.actor.agency },
      subjects: content.holders.map((holder) => holder.code),
      requestId: order.requestId,
      // The words of the reason may speak of a person; their digest suffices to prove them later.
      data: {
        identifier: content.identifier,
        licenceType: content.licenceType,
        from,
        to: order.to,
        on: change.on,
        reasonDigest: sha256(`${order.reason}\n${order.basis}`).toString('base64url'),
      },
    },
  }
}

async function statusWrites(
  store: Store,
  status: { readonly list: string; readonly index: number },
  record: LicenceRecord,
): Promise<readonly Write[]> {
  const row = {
    id: statusId(status),
    list: status.list,
    index: status.index,
    changes: record.changes.map(({ state, on }) => ({ state, on })),
  }
  const stored = await store.get(licenceStatuses, row.id)
  return [
    stored ? replace(licenceStatuses, row, stored.version) : insert(licenceStatuses, row),
    add(licenceStatusLists, status.list.slice('/status/'.length), 'changes', 1),
  ]
}

const conflictError = (error: unknown): unknown =>
  error instanceof CommitConflict
    ? new ZhengshuError('CONFLICT', { what: 'the licence', whatZh: '证照' }, { cause: error })
    : error
