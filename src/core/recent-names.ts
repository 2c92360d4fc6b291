/**
 * Names met not long ago: at least the last `atLeast` of them, at most twice as many. Two sets that follow each other;
 * to take the oldest out of one Set, V8 walks over all that were taken out before it.
 */
export class RecentNames {
  private readonly atLeast: number
  private names = new Set<string>()
  private older: ReadonlySet<string> = new Set()

  constructor(atLeast: number) {
    this.atLeast = atLeast
  }

  has(name: string): boolean {
    return this.names.has(name) || this.older.has(name)
  }

  add(name: string): void {
    if (this.names.size >= this.atLeast) {
      this.older = this.names
      this.names = new Set()
    }
    this.names.add(name)
  }
}
