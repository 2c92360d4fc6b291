import type { Collection, Document } from '../store/index.ts'
import { payloadCollections } from './ledger-records.ts'
import { treeCollections } from './tree-records.ts'

export * from './audit-events.ts'
export * from './ledger.ts'
export { createLedger } from './create-ledger.ts'
export type { LedgerDeps } from './ledger-deps.ts'
export { recordingRefusals } from './record-refused.ts'
export { RECEIPT_TYPE, type Receipt } from './receipt.ts'
export type { SequencerStep } from './publish-checkpoint.ts'

/** What the store must hold for the ledger. */
export const ledgerCollections = [
  ...payloadCollections,
  ...treeCollections,
] as unknown as readonly Collection<Document>[]
