import type { Collection, Document } from '../store/index.ts'
import { collections } from './evidence-records.ts'

export * from './evidence.ts'
export { createEvidence } from './create-evidence.ts'
export type { EvidenceDeps } from './evidence-deps.ts'

/** What the store must hold for evidence. */
export const evidenceCollections: readonly Collection<Document>[] = Object.values(
  collections,
) as unknown as readonly Collection<Document>[]
