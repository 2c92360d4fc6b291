/** Which numbers have which words: sorted lists, as numbers only rise. */
export interface Postings {
  /** The number must be higher than every one before. */
  add(number: number, terms: readonly string[]): void
  /**
   * Numbers that have every term, at most so many. A prefix stands for every term that begins with it.
   * The rarest list leads, and looking ends at the limit, so common words cost no more than rare ones.
   */
  withAll(
    terms: readonly string[],
    isPrefix: (term: string) => boolean,
    isWanted: (number: number) => boolean,
    limit: number,
  ): number[]
  /** A copy without the numbers that have no new one; the new ones keep the order. */
  renumbered(numbers: ReadonlyMap<number, number>): Postings
}

/** A beginning that so many terms share says little: the first ones in order stand for it. */
const MOST_TERMS_OF_PREFIX = 64

export function createPostings(lists: Map<string, number[]> = new Map()): Postings {
  // In order, for prefixes; made again after a new term.
  let sorted: string[] | undefined

  // A prefix has several lists; merging them would cost more than asking each.
  const listsOf = (term: string, isPrefix: boolean): readonly (readonly number[])[] => {
    if (!isPrefix) return [lists.get(term) ?? []]
    sorted ??= [...lists.keys()].sort()
    const found: (readonly number[])[] = []
    for (let i = lowerBound(sorted, term); i < sorted.length && found.length < MOST_TERMS_OF_PREFIX; i++) {
      if (!sorted[i]!.startsWith(term)) break
      found.push(lists.get(sorted[i]!)!)
    }
    return found
  }

  return {
    add(number, terms) {
      for (const term of new Set(terms)) {
        const list = lists.get(term)
        if (list) list.push(number)
        else {
          lists.set(term, [number])
          sorted = undefined
        }
      }
    },
    withAll(terms, isPrefix, isWanted, limit) {
      const size = (of: readonly (readonly number[])[]) => of.reduce((sum, list) => sum + list.length, 0)
      const [first, ...others] = terms.map((term) => listsOf(term, isPrefix(term))).sort((a, b) => size(a) - size(b))
      const found = new Set<number>()
      for (const list of first ?? []) {
        const checks = others.map((each) => each.map(inRisingOrder))
        for (const number of list) {
          if (found.size === limit) return [...found]
          if (isWanted(number) && checks.every((each) => each.some((has) => has(number)))) found.add(number)
        }
      }
      return [...found]
    },
    renumbered(numbers) {
      const next = new Map<string, number[]>()
      for (const [term, list] of lists) {
        const kept = list.flatMap((number) => numbers.get(number) ?? [])
        if (kept.length > 0) next.set(term, kept)
      }
      return createPostings(next)
    },
  }
}

/** Whether a list has a number, when asked for rising numbers: looking goes on where it ended, in growing steps. */
function inRisingOrder(list: readonly number[]): (number: number) => boolean {
  let from = 0
  return (number) => {
    let step = 1
    while (from + step < list.length && list[from + step]! < number) {
      from += step
      step *= 2
    }
    from = lowerBound(list, number, from, Math.min(from + step + 1, list.length))
    return list[from] === number
  }
}

function lowerBound<T extends string | number>(list: readonly T[], value: T, from = 0, to = list.length): number {
  let low = from
  let high = to
  while (low < high) {
    const middle = (low + high) >> 1
    if (list[middle]! < value) low = middle + 1
    else high = middle
  }
  return low
}
