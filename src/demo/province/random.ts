/** A deterministic source of choices (sfc32): the same seed makes the same province on every machine. Not for secrets. */
export interface Random {
  /** In [0, 1). */
  next(): number
  /** Whole number, both ends inclusive. */
  between(from: number, to: number): number
  chance(share: number): boolean
  pick<T>(items: readonly T[]): T
  /** By weight; weights need not add up to anything. */
  weighted<T>(items: readonly (readonly [item: T, weight: number])[]): T
}

export function createRandom(seed: number): Random {
  let a = 0x9e3779b9 ^ seed
  let b = 0x243f6a88
  let c = 0xb7e15162
  let d = seed | 1
  const next = (): number => {
    const t = (((a + b) | 0) + d) | 0
    d = (d + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (c << 21) | (c >>> 11)
    c = (c + t) | 0
    return (t >>> 0) / 4_294_967_296
  }
  for (let i = 0; i < 20; i++) next()
  const between = (from: number, to: number) => from + Math.floor(next() * (to - from + 1))
  return {
    next,
    between,
    chance: (share) => next() < share,
    pick: (items) => items[between(0, items.length - 1)]!,
    weighted(items) {
      let left = next() * items.reduce((total, [, weight]) => total + weight, 0)
      for (const [item, weight] of items) {
        left -= weight
        if (left < 0) return item
      }
      return items.at(-1)![0]
    },
  }
}
