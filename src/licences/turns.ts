/** Does so many things at a time, begun in the order in which they were asked for. */
export type Turns = <T>(work: () => Promise<T>) => Promise<T>

export function createTurns(atATime: number): Turns {
  let free = atATime
  const waiting: (() => void)[] = []
  return async (work) => {
    if (free > 0) free--
    else await new Promise<void>((resolve) => waiting.push(resolve))
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else free++
    }
  }
}

/** What takes about a millisecond. */
const PIECE = 50

/** Like `map`; between two pieces of a large list the event loop serves others. */
export async function mapInPieces<T, R>(items: readonly T[], work: (item: T, i: number) => R): Promise<readonly R[]> {
  const results: R[] = []
  for (const [i, item] of items.entries()) {
    if (i > 0 && i % PIECE === 0) await new Promise(setImmediate)
    results.push(work(item, i))
  }
  return results
}
