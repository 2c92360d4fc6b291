/** A page of a list as features answer it: the edge turns it into a Relay connection. */
export interface Listing<T> {
  readonly items: readonly T[]
  /** Opaque; pass it as `after` to go on. Absent on the last page. */
  readonly next?: string
}
