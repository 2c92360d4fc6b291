import type { Clock } from '../core/clock.ts'
import { Deadlines } from '../core/deadlines.ts'
import { isZhengshuError } from '../core/errors.ts'
import type { Log } from '../core/log.ts'
import type { Store } from '../store/index.ts'
import { findByLookups, toRegisterRecord, type StoredRecord } from './register-records.ts'
import { subjectKey, type RecordSource, type SubjectAnswer, type SubjectQuery } from './registers.ts'

/** Records that were imported into our own store: one read for all subjects. */
export function createLocalSource(deps: {
  readonly store: Store
  readonly clock: Clock
  readonly log: Log
}): RecordSource {
  const deadlines = new Deadlines(Infinity) // each question brings its own
  return {
    async findBySubjects(queries, deadline) {
      if (queries.length === 0) return []
      const keys = queries.map(({ register, subject }) => subjectKey(register, subject))
      const left = deadline - deps.clock.now()
      if (left <= 0) return unavailable(queries, 'TIMEOUT')
      const found = await deadlines.hold(findOrFault(deps, [...new Set(keys)]), timedOut, left)
      if ('fault' in found) return unavailable(queries, found.fault)
      const byKey = Map.groupBy(found.records.filter(isCurrent), (record) => record.lookup)
      return keys.map((key): SubjectAnswer => ({
        state: 'answered',
        records: (byKey.get(key) ?? []).map(toRegisterRecord),
      }))
    },
  }
}

type Found = { readonly records: readonly StoredRecord[] } | { readonly fault: string }

/** A fault of the store is an answer of its own, never an empty list; a bug is neither and is thrown. */
async function findOrFault(deps: { store: Store; log: Log }, keys: readonly string[]): Promise<Found> {
  try {
    return { records: await findByLookups(deps.store, keys) }
  } catch (error) {
    if (!isZhengshuError(error)) throw error
    deps.log.warn('the record source failed', { code: error.code })
    return { fault: error.code }
  }
}

const timedOut = (): Found => ({ fault: 'TIMEOUT' })

const unavailable = (queries: readonly SubjectQuery[], reason: string): readonly SubjectAnswer[] =>
  queries.map(() => ({ state: 'unavailable', reason }))

const isCurrent = (record: StoredRecord): boolean => record.recordState !== 'WITHDRAWN'
