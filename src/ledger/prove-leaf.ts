import { authorize, type Actor } from '../access/index.ts'
import { instantNow } from '../core/clock.ts'
import { ZhengshuError } from '../core/errors.ts'
import type { LedgerTools } from './ledger-deps.ts'
import { findPayload, openingOf, payloadIn, positionsOf, type PayloadRecord } from './ledger-records.ts'
import type { Ledger } from './ledger.ts'
import { encodeTlogProof } from './tlog-proof.ts'
import { readPublished } from './tree-records.ts'

type Proven = Awaited<ReturnType<Ledger['proofOf']>>

/** The proof that an entry is in the log, with what opens it. */
export async function proveLeaf(tools: LedgerTools, actor: Actor, leafId: string): Promise<Proven> {
  authorize(actor, 'fetchLedgerProof')
  // 1. Its payload: the caller's own agency's, or anyone's for an auditor. Foreign and absent look the same.
  const found = await findPayload(tools.store, leafId)
  if (!found || (found.state === 'held' && !mayRead(actor, found.record))) throw leafNotFound()
  if (found.state === 'erased')
    throw new ZhengshuError('ERASED', { what: `Entry ${leafId}`, whatZh: `存证条目 ${leafId}` })

  // 2. Where it stands, in the newest signed checkpoint.
  const proven = await placeOf(tools, leafId, openingOf(found.record))

  // 3. The payload names persons: an auditor who opens another agency's entry leaves an entry too.
  if (proven.state === 'included' && actor.agency !== found.record.agency)
    await tools.store.commit(tools.prepare([readingOf(tools, actor, leafId)]).writes)
  return proven
}

/** The same for a verdict of the service itself: nobody reads what it opens, so nobody's reading is recorded. */
export async function proveForVerdict(tools: LedgerTools, leafId: string): ReturnType<Ledger['proofForVerdict']> {
  const found = await findPayload(tools.store, leafId)
  if (!found) throw leafNotFound()
  if (found.state === 'held') return placeOf(tools, leafId, openingOf(found.record))
  const proven = await placeOf(tools, leafId)
  return proven.state === 'included' ? { ...proven, state: 'erased' } : proven
}

async function placeOf(tools: LedgerTools, leafId: string, extra?: Buffer): Promise<Proven> {
  const [[position], published] = await Promise.all([positionsOf(tools.store, [leafId]), readPublished(tools.store)])
  if (position === undefined || !published || position >= published.size) return { state: 'pending' }
  const hashes = await tools.reader.inclusion(position, published.size)
  const proof = encodeTlogProof({ index: position, hashes, checkpoint: published.note, ...(extra ? { extra } : {}) })
  return { state: 'included', proof }
}

export const leafNotFound = () => new ZhengshuError('NOT_FOUND', { what: 'This ledger entry', whatZh: '该存证条目' })

/** An administrator also sees what the service did by itself, as long as it concerns nobody. */
function mayRead(actor: Actor, record: PayloadRecord): boolean {
  if (actor.role === 'AUDITOR' || record.agency === actor.agency) return true
  return actor.role === 'ADMINISTRATOR' && record.agency === undefined && !payloadIn(record).subjects
}

const readingOf = (tools: LedgerTools, actor: Actor, leafId: string) => ({
  kind: 'ACCESSES_READ' as const,
  at: instantNow(tools.clock),
  actor: { clientId: actor.clientId, agency: actor.agency },
  data: { proofOf: leafId },
})
