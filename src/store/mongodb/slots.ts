import { ZhengshuError } from '../../core/errors.ts'

/** So many at a time, so many waiting, and beyond that OVERLOADED: an open transaction holds a session of the server. */
interface Slots {
  run<T>(work: () => Promise<T>): Promise<T>
  /** Resolves when nothing runs any more. */
  idle(): Promise<void>
}

/** Those that had their turn go together: one by one would move the whole queue each time. */
const FORGET_AT = 1_000

export function createSlots(atOnce: number, maxWaiting: number): Slots {
  let free = atOnce
  const waiting: (() => void)[] = []
  let head = 0
  const atRest: (() => void)[] = []

  const take = (): Promise<void> | void => {
    if (free > 0) return void free--
    if (waiting.length - head >= maxWaiting) throw new ZhengshuError('OVERLOADED')
    return new Promise((resolve) => waiting.push(resolve))
  }
  const give = () => {
    if (head < waiting.length) {
      waiting[head++]!()
      // Also while somebody waits all the time: the queue of a busy day would hold everybody of that day.
      if (head === waiting.length || head === FORGET_AT) {
        waiting.splice(0, head)
        head = 0
      }
      return
    }
    if (++free === atOnce) for (const resolve of atRest.splice(0)) resolve()
  }

  return {
    async run(work) {
      await take()
      try {
        return await work()
      } finally {
        give()
      }
    },
    idle: async () => {
      if (free < atOnce) await new Promise<void>((resolve) => atRest.push(resolve))
    },
  }
}
