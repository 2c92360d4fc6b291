import { authorize, type Actor } from '../access/index.ts'
import { instantNow } from '../core/clock.ts'
import { ZhengshuError } from '../core/errors.ts'
import { checkText } from '../core/texts.ts'
import { findRequest } from '../store/index.ts'
import type { LedgerTools } from './ledger-deps.ts'
import { erasePayload, findPayload } from './ledger-records.ts'
import { leafNotFound } from './prove-leaf.ts'
import { commitRequest, scopeOf } from './search-subject.ts'

const MAX_BASIS = 200

/**
 * Erases payload and salt. The entry itself stays: without its salt the digest says nothing, and every proof made with
 * it, before or after, holds. That it was erased, by whom and on which basis is an entry of its own.
 */
export async function eraseLeafPayload(
  tools: LedgerTools,
  actor: Actor,
  input: { readonly requestId: string; readonly leafId: string; readonly basis: string },
): Promise<void> {
  authorize(actor, 'eraseLedgerPayload')
  const scope = scopeOf(actor, input.requestId, 'eraseLedgerPayload', input)
  if ((await findRequest(tools.store, scope)) !== undefined) return
  checkText('basis', input.basis, MAX_BASIS)
  const found = await findPayload(tools.store, input.leafId)
  if (!found) throw leafNotFound()
  if (found.state === 'erased')
    throw new ZhengshuError('ERASED', { what: `Entry ${input.leafId}`, whatZh: `存证条目 ${input.leafId}` })
  const now = instantNow(tools.clock)
  const { writes } = tools.prepare([
    {
      kind: 'PAYLOAD_ERASED',
      at: now,
      actor: { clientId: actor.clientId, agency: actor.agency },
      requestId: input.requestId,
      data: { leafId: input.leafId, kind: found.record.kind, basis: input.basis },
    },
  ])
  const erasing = await erasePayload(tools.store, found.record, found.version)
  await commitRequest(tools, scope, input.leafId, [...erasing, ...writes])
}
