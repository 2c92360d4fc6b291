import { Places } from './places.ts'

interface Waiting {
  readonly endsAt: number
  readonly onLate: () => void
  end: () => void
}

/**
 * Tells who has waited for too long. One timer serves them all: one for each request costs more than everything else
 * that waiting needs.
 */
export class Deadlines {
  readonly withinMs: number
  private readonly waiting = new Places<Waiting>()
  private timer: NodeJS.Timeout | undefined
  private wakesAt = Infinity

  constructor(withinMs: number) {
    this.withinMs = withinMs
  }

  /** Calls `onLate` unless the function that it answers is called in time. */
  start(onLate: () => void, withinMs = this.withinMs): () => void {
    const one: Waiting = { endsAt: performance.now() + withinMs, onLate, end: () => {} }
    one.end = this.waiting.take(one)
    if (one.endsAt < this.wakesAt) this.wakeAt(one.endsAt)
    return one.end
  }

  /** What `running` comes to, or, when that is not known in time, what `whenLate` answers or throws. */
  hold<T>(running: Promise<T>, whenLate: () => T, withinMs = this.withinMs): Promise<T> {
    return new Promise((resolve, reject) => {
      const ended = this.start(() => resolve(Promise.try(whenLate)), withinMs)
      running.then(
        (value) => {
          ended()
          resolve(value)
        },
        (error: unknown) => {
          ended()
          reject(error as Error)
        },
      )
    })
  }

  /** Alone it keeps no process alive: whoever waits has a connection. */
  private wakeAt(time: number): void {
    clearTimeout(this.timer)
    this.wakesAt = time
    this.timer = setTimeout(this.endLate, time - performance.now()).unref()
  }

  private readonly endLate = (): void => {
    const now = performance.now()
    const inOrder = [...this.waiting].sort((a, b) => a.endsAt - b.endsAt)
    const next = inOrder.find(({ endsAt }) => endsAt > now)
    this.wakesAt = Infinity
    if (next) this.wakeAt(next.endsAt)
    for (const { endsAt, end, onLate } of inOrder) {
      if (endsAt > now) return
      end()
      onLate()
    }
  }
}
