/**
 * What is under way, each in a place that is used again afterwards.
 *
 * Not a Set or Map: where much comes and goes, these copy themselves again and again, and each copy leads to the next.
 * Once one is old, the quick collector takes whatever stands in a later one for living, so that every request and its
 * answer stayed in memory until the next full collection, and were moved there at some cost.
 */
export class Places<T extends object> {
  private readonly places: (T | undefined)[] = []
  private readonly free: number[] = []

  get size(): number {
    return this.places.length - this.free.length
  }

  /** Answers what takes it away again; calling that once more changes nothing. */
  take(value: T): () => void {
    const place = this.free.pop() ?? this.places.length
    this.places[place] = value
    return () => {
      if (this.places[place] !== value) return
      this.places[place] = undefined
      this.free.push(place)
    }
  }

  /** In no particular order. */
  *[Symbol.iterator](): Generator<T, void> {
    for (const value of this.places) if (value !== undefined) yield value
  }
}
