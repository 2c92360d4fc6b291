import { answerPredicate } from './answer-predicate.ts'
import { askPredicate } from './ask-predicate.ts'
import { findBatches, importBatch } from './find-batches.ts'
import { findRecords } from './find-records.ts'
import { importRecords } from './import-records.ts'
import { createLocalSource } from './local-source.ts'
import { createRowThread } from './row-thread.ts'
import { predicateOf } from './predicates/table.ts'
import type { ImportDeps, RegistersContext, RegistersDeps } from './registers-deps.ts'
import type { RecordSource, Registers } from './registers.ts'
import { heedAnnouncements, setSourceState } from './source-states.ts'

/** Records of the registers: import, look-up, questions (README of this folder). */
export function createRegisters(deps: RegistersDeps, origin: RecordSource = createLocalSource(deps)): Registers {
  const source = heedAnnouncements(deps, origin)
  const context: RegistersContext = { ...deps, source }
  const importDeps: ImportDeps = { ...deps, rowThread: createRowThread() }
  return {
    source,
    answerPredicate: (question, answers) => answerPredicate(deps.catalog, question, answers),
    registersOf: (register, predicate) => (predicateOf(register, predicate) ? [register] : []),
    importRecords: (actor, input) => importRecords(importDeps, actor, input),
    importBatch: (actor, id) => importBatch(deps, actor, id),
    findBatches: (actor, query) => findBatches(deps, actor, query),
    findRecords: (actor, input) => findRecords(context, actor, input),
    askPredicate: (actor, input) => askPredicate(context, actor, input),
    setSourceState: (actor, input) => setSourceState({ ...deps, source }, actor, input),
  }
}
