interface Waiting {
  readonly endsAt: number
  readonly onLate: () => void
}

/**
 * Tells who has waited for too long, all for the same time. They end in the order in which they began, so one timer
 * serves them all; one for each request costs more than everything else that waiting needs.
 */
export class Deadlines {
  readonly withinMs: number
  private readonly waiting = new Set<Waiting>()
  private timer: NodeJS.Timeout | undefined

  constructor(withinMs: number) {
    this.withinMs = withinMs
  }

  /** Calls `onLate` unless the function that it answers is called in time. */
  start(onLate: () => void): () => void {
    const one = { endsAt: performance.now() + this.withinMs, onLate }
    this.waiting.add(one)
    this.timer ??= this.wake(this.withinMs)
    return () => this.waiting.delete(one)
  }

  /** Alone it keeps no process alive: whoever waits has a connection. */
  private readonly wake = (ms: number): NodeJS.Timeout => setTimeout(this.endLate, ms).unref()

  private readonly endLate = (): void => {
    const now = performance.now()
    this.timer = undefined
    for (const one of this.waiting) {
      if (one.endsAt > now) {
        this.timer = this.wake(one.endsAt - now)
        return
      }
      this.waiting.delete(one)
      one.onLate()
    }
  }
}
