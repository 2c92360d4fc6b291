/**
 * Lets requests that arrived in one turn of the event loop go on together, each step for all of them before the next
 * step: the code of a request is far larger than the caches of a core, and one request after the other would fetch all
 * of it from memory every time, which took a fifth of a busy server's time.
 */
export class Turns {
  private ending: Promise<void> | undefined

  /** Resolves when everything that this turn of the event loop has read is read. */
  end(): Promise<void> {
    this.ending ??= new Promise((resolve) =>
      setImmediate(() => {
        this.ending = undefined
        resolve()
      }),
    )
    return this.ending
  }
}
