import { instantNow, type Clock } from '../core/clock.ts'
import { keyedDigest } from '../core/hash.ts'
import { inPieces, type Ids } from '../core/ids.ts'
import type { Write } from '../store/index.ts'
import { AUDIT_EVENTS, type AuditEvent } from './audit-events.ts'
import { payloadOf, payloadText, publicEntry, SALT_BYTES } from './leaf.ts'
import { insertPayload } from './ledger-records.ts'
import type { PreparedAudit, PreparedLeaf } from './ledger.ts'
import { leafHash } from './merkle.ts'
import { insertPending } from './tree-records.ts'

// A pending row is taken whole, and a round takes at most 1,024 leaves.
const MAX_LEAVES_A_RECORD = 64

interface AppendDeps {
  readonly clock: Clock
  readonly ids: Ids
  readonly secrets: { readonly case: Uint8Array }
}

/** Turns events into writes. Salts are prepared ahead, as this runs within every request. */
interface Appender {
  append(events: readonly AuditEvent[]): PreparedAudit
  /** Keyed digest: what stands for a case number. */
  caseDigest(caseNumber: string): string
}

export function createAppender({ clock, ids, secrets }: AppendDeps): Appender {
  const caseDigest = (caseNumber: string) => keyedDigest(secrets.case, caseNumber)
  const nextSalt = inPieces(ids.random, SALT_BYTES)

  return {
    caseDigest,
    append(events) {
      const writes: Write[] = []
      const leaves: PreparedLeaf[] = []
      const entries: { id: string; entry: string }[] = []
      for (const event of events) {
        if (!Object.hasOwn(AUDIT_EVENTS, event.kind))
          throw new TypeError(`no audit event is called ${String(event.kind)}`)
        const payload = payloadOf(ids.next('leaf'), event, caseDigest)
        const text = payloadText(payload)
        const salt = nextSalt()
        const entry = publicEntry(payload.kind, payload.at, salt, text)
        writes.push(...insertPayload(payload, text, salt))
        entries.push({ id: payload.id, entry })
        const hash = leafHash(Buffer.from(entry)).toString('base64')
        leaves.push({ leafId: payload.id, kind: payload.kind, leafHash: hash, at: payload.at })
      }
      // The public entries together in one small row, so that sequencing opens no payload.
      const at = instantNow(clock)
      for (let i = 0; i < entries.length; i += MAX_LEAVES_A_RECORD)
        writes.push(insertPending({ id: ids.next('pend'), at, leaves: entries.slice(i, i + MAX_LEAVES_A_RECORD) }))
      return { writes, leaves }
    },
  }
}
