/**
 * Measured at 32 connections: with 8 a request costs a tenth more; with all of them together, the event loop has nothing
 * to do while they are signed and written, and a sixth fewer are answered.
 */
const TOGETHER = 16

/**
 * Lets requests that arrived in one turn of the event loop go on together, each step for all of them before the next
 * step: the code of a request is far larger than the caches of a core, and one request after the other would fetch all
 * of it from memory every time, which took a fifth of a busy server's time. Where many arrived, the rest go on a turn
 * later, while the threads that sign and write are busy with the first.
 */
export class Turns {
  private readonly waiting: (() => void)[] = []

  /** Resolves when everything that this turn of the event loop has read is read, in order of the calls. */
  end(): Promise<void> {
    return new Promise((resolve) => {
      this.waiting.push(resolve)
      if (this.waiting.length === 1) setImmediate(this.goOn)
    })
  }

  private readonly goOn = (): void => {
    const together = this.waiting.splice(0, TOGETHER)
    if (this.waiting.length > 0) setImmediate(this.goOn)
    for (const resolve of together) resolve()
  }
}
