import { ZhengshuError } from '../../core/errors.ts'

/** So many at a time, so many waiting, and beyond that OVERLOADED: an open transaction holds a session of the server. */
interface Slots {
  run<T>(work: () => Promise<T>): Promise<T>
  /** Resolves when nothing runs any more. */
  idle(): Promise<void>
}

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
      if (head === waiting.length) {
        waiting.length = 0
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
