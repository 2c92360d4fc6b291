import type { DatabaseSync } from 'node:sqlite'
import type { FileMapping } from './file-mapping.ts'
import { toStoreError } from './sqlite-errors.ts'
import type { Statements } from './statements.ts'

/** Reads of one connection; those of one turn of the event loop see one snapshot. */
export interface TurnSnapshot {
  read<T>(query: () => T): T
  /** What is read afterwards is at least as new as this call. Before every write and whenever news was heard. */
  end(): void
}

/**
 * A read by itself takes the shared lock, looks at the log and, when another connection has committed since, forgets
 * every cached page: four times the cost of the look-up. Reads of one turn do that once.
 */
export function createTurnSnapshot(database: DatabaseSync, statements: Statements, mapping: FileMapping): TurnSnapshot {
  let isOpen = false

  function end(): void {
    if (!isOpen) return
    isOpen = false
    if (database.isOpen && database.isTransaction) statements('COMMIT').run()
  }

  return {
    end,
    read(query) {
      try {
        if (!isOpen) {
          mapping.beforeRead()
          statements('BEGIN').run()
          isOpen = true
          setImmediate(end)
        }
        return query()
      } catch (error) {
        throw toStoreError(error)
      }
    },
  }
}
