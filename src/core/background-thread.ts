import { constants, getPriority, setPriority } from 'node:os'

/**
 * From now on the calling thread works when nothing else of the process wants a core: on Linux a priority is a thread's
 * own. Elsewhere it is that of the whole process, which keeps what it has.
 */
export function becomeBackgroundThread(): void {
  if (process.platform !== 'linux') return
  try {
    setPriority(Math.max(getPriority(), constants.priority.PRIORITY_BELOW_NORMAL))
  } catch {
    // Forbidden here: then it takes its turn like the others.
  }
}
