import { ZhengshuError } from '../../src/core/errors.ts'
import type { AuditEvent, Ledger, PreparedLeaf } from '../../src/ledger/index.ts'
import { defineCollection, insert, type Collection, type Document, type Store } from '../../src/store/index.ts'

interface RecordedLeaf extends Document {
  readonly order: number
  readonly event: AuditEvent
}
const leaves = defineCollection<RecordedLeaf>({
  name: 'recorded_leaves',
  schema: 1,
  indexes: [{ name: 'byOrder', fields: ['order'] }],
})

export const recordingLedgerCollections = [leaves] as unknown as readonly Collection<Document>[]

// Over all ledgers of a test: two of them may share a store.
let counter = 0

/**
 * Stands in for the ledger where a test asks which events a use case commits: each prepared event is one write of the
 * same commit, so that an event of a commit that did not happen is not there. Everything else of the ledger is absent.
 */
export function recordingLedger(): Ledger & { failWith(reason: string | undefined): void } {
  let failure: string | undefined
  const ledger: Pick<Ledger, 'prepare' | 'signReceipt' | 'caseDigest'> & {
    failWith(reason: string | undefined): void
  } = {
    failWith: (reason) => (failure = reason),
    prepare(events) {
      if (failure) throw new ZhengshuError('AUDIT_UNAVAILABLE', { reason: failure, reasonZh: failure })
      const prepared = events.map((event): { leaf: PreparedLeaf; event: AuditEvent } => ({
        event,
        leaf: {
          leafId: `leaf_${++counter}_${process.pid}`,
          kind: event.kind,
          leafHash: 'AA==',
          at: event.at,
        },
      }))
      return {
        leaves: prepared.map(({ leaf }) => leaf),
        writes: prepared.map(({ leaf, event }) =>
          insert(leaves, {
            id: leaf.leafId,
            order: Number.parseInt(leaf.leafId.slice(5)),
            event: JSON.parse(JSON.stringify(event)) as AuditEvent,
          }),
        ),
      }
    },
    signReceipt: (leaf) => Promise.resolve(`receipt-of-${leaf.leafId}`),
    caseDigest: (caseNumber) => `digest-of-case-${caseNumber.length}`,
  }
  return ledger as Ledger & { failWith(reason: string | undefined): void }
}

/** Everything that was committed, in order. */
export async function committedEvents(store: Pick<Store, 'find'>): Promise<readonly AuditEvent[]> {
  const page = await store.find(leaves, { index: 'byOrder', limit: 1_000 })
  return page.items.map(({ document }) => document.event)
}
