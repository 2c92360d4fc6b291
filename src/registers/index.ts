import type { Collection, Document } from '../store/index.ts'
import { collections } from './register-records.ts'
import { sourceStates } from './source-states.ts'

export * from './registers.ts'
export { parseAsOf } from './as-of.ts'
export { createRegisters } from './create-registers.ts'
export { checkBatchId } from './import-batch.ts'
export type { RegistersDeps } from './registers-deps.ts'
export { ROW_REFUSALS, type RowRefusalCode } from './row-refusals.ts'
export { CANNOT_TELL_REASONS } from './predicates/predicate.ts'
export { fieldClass, SOURCE_DEADLINE_MS } from './find-records.ts'
export { birthDateOfSubject } from './subject.ts'

/** What the store must hold for registers. */
export const registersCollections: readonly Collection<Document>[] = [
  ...Object.values(collections),
  sourceStates,
] as unknown as readonly Collection<Document>[]
