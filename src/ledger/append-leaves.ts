import { instantNow, type Clock } from '../core/clock.ts'
import { keyedDigest } from '../core/hash.ts'
import type { Ids } from '../core/ids.ts'
import type { Write } from '../store/index.ts'
import { AUDIT_EVENTS, type AuditEvent } from './audit-events.ts'
import { payloadOf, payloadText, publicEntry, SALT_BYTES } from './leaf.ts'
import { insertPayload } from './ledger-records.ts'
import type { PreparedAudit, PreparedLeaf } from './ledger.ts'
import { leafHash } from './merkle.ts'
import { insertPending } from './tree-records.ts'

// A pending row is taken whole, and a round takes at most 1,024 leaves.
const MAX_LEAVES_A_RECORD = 256

export interface AppendDeps {
  readonly clock: Clock
  readonly ids: Ids
  readonly secrets: { readonly case: Uint8Array }
}

export const caseDigestBy = (deps: AppendDeps) => (caseNumber: string) => keyedDigest(deps.secrets.case, caseNumber)

/** Events as writes: each payload sealed, and the public entries together in one small pending row. */
export function appendLeaves(deps: AppendDeps, events: readonly AuditEvent[]): PreparedAudit {
  const writes: Write[] = []
  const leaves: PreparedLeaf[] = []
  const entries: { id: string; entry: string }[] = []
  const caseDigest = caseDigestBy(deps)
  for (const event of events) {
    if (!Object.hasOwn(AUDIT_EVENTS, event.kind)) throw new TypeError(`no audit event is called ${String(event.kind)}`)
    const payload = payloadOf(deps.ids.next('leaf'), event, caseDigest)
    const text = payloadText(payload)
    const salt = deps.ids.random(SALT_BYTES)
    const entry = publicEntry(payload.kind, payload.at, salt, text)
    writes.push(...insertPayload(payload, text, salt))
    entries.push({ id: payload.id, entry })
    const hash = leafHash(Buffer.from(entry)).toString('base64')
    leaves.push({ leafId: payload.id, kind: payload.kind, leafHash: hash, at: payload.at })
  }
  const at = instantNow(deps.clock)
  for (let i = 0; i < entries.length; i += MAX_LEAVES_A_RECORD)
    writes.push(insertPending({ id: deps.ids.next('pend'), at, leaves: entries.slice(i, i + MAX_LEAVES_A_RECORD) }))
  return { writes, leaves }
}
