import { authorize, type Actor } from '../access/index.ts'
import { instantNow } from '../core/clock.ts'
import { ZhengshuError } from '../core/errors.ts'
import { checkText, LONGEST_REASON } from '../core/texts.ts'
import { CommitConflict, findRequest, saveRequest } from '../store/index.ts'
import { readClient, saveClient } from './client-records.ts'
import type { IdentityContext } from './identity-deps.ts'
import type { Client } from './identity.ts'
import { clientChanged } from './register-client.ts'

/** Suspends a client: its tokens end at once here, and within a second or two in other processes. */
export async function suspendClient(
  context: IdentityContext,
  actor: Actor,
  input: { readonly requestId: string; readonly clientId: string; readonly reason: string },
): Promise<Client> {
  authorize(actor, 'suspendClient')
  const { requestId, ...body } = input
  const scope = { clientId: actor.clientId, requestId, operation: 'suspendClient', body }
  const what = { what: `Client ${input.clientId}`, whatZh: `客户端 ${input.clientId}` }
  const isRepeated = (await findRequest(context.store, scope)) !== undefined
  const stored = await readClient(context.store, input.clientId)
  if (!stored) throw new ZhengshuError('NOT_FOUND', what)
  const { client } = stored.document
  if (isRepeated) return client
  if (client.state === 'SUSPENDED')
    throw new ZhengshuError('INVALID_TRANSITION', { ...what, state: client.state, operation: 'suspendClient' })
  const reason = input.reason.trim()
  checkText('reason', reason, LONGEST_REASON)
  // Nobody could undo it: the last one would lock everybody out.
  if (client.clientId === actor.clientId)
    throw new ZhengshuError('FOUR_EYES', {
      operation: 'suspendClient',
      reason: 'another administrator must suspend this client',
      reasonZh: '须由另一名管理员停用该客户端',
    })

  const at = instantNow(context.clock)
  const document = { ...stored.document, client: { ...client, state: 'SUSPENDED' as const }, reason }
  const { writes } = context.ledger.prepare([clientChanged(client, 'SUSPENDED', at, { actor, requestId })])
  try {
    await context.store.commit([
      ...(await saveClient(context.store, document, stored.version)),
      saveRequest(context.store, scope, { clientId: client.clientId }, at),
      ...writes,
    ])
  } catch (error) {
    if (!(error instanceof CommitConflict)) throw error
    // The same request came twice at once, and the other one did it.
    if ((await findRequest(context.store, scope)) !== undefined)
      return (await readClient(context.store, client.clientId))!.document.client
    throw new ZhengshuError('CONFLICT', what, { cause: error })
  }
  context.clients.put(document)
  return document.client
}
