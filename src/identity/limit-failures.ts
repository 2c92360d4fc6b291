import type { Clock } from '../core/clock.ts'

/** Ten failed authentications of one client id from one address; then neither is heard for the rest of the minute. */
export const MAX_FAILURES = 10
export const FAILURE_WINDOW_SECONDS = 60
const WINDOW_MS = FAILURE_WINDOW_SECONDS * 1_000
/** So many pairs are remembered; the oldest is forgotten first, so that made-up client ids cannot fill the memory. */
const MAX_PAIRS = 10_000
const MAX_CLIENT_ID = 100

interface FailureLimit {
  /** How long the pair is not heard any more; 0 when it may try. */
  secondsToWait(pair: string): number
  failed(pair: string): void
  /** Who has proved to be the client starts from nothing. */
  succeeded(pair: string): void
}

/**
 * Counts failed client authentications (RFC 6749 §2.3.1 asks for protection against brute force) in this process'
 * memory. The pair of client id and address is counted, not the client id alone: nobody can shut out a client by
 * failing in its name from elsewhere.
 */
export function createFailureLimit(clock: Clock): FailureLimit {
  const pairs = new Map<string, { readonly until: number; failures: number }>()
  const current = (pair: string) => {
    const entry = pairs.get(pair)
    const left = entry ? entry.until - clock.now() : 0
    // More than a window is left only where the clock was set back.
    if (left > 0 && left <= WINDOW_MS) return entry
    pairs.delete(pair)
    return undefined
  }
  return {
    secondsToWait(pair) {
      const entry = current(pair)
      return entry && entry.failures >= MAX_FAILURES ? Math.ceil((entry.until - clock.now()) / 1000) : 0
    },
    failed(pair) {
      const entry = current(pair)
      if (entry) {
        entry.failures++
        return
      }
      if (pairs.size >= MAX_PAIRS) pairs.delete(pairs.keys().next().value!)
      pairs.set(pair, { until: clock.now() + WINDOW_MS, failures: 1 })
    },
    succeeded: (pair) => void pairs.delete(pair),
  }
}

export const pairOf = (clientId: string, address = ''): string => `${address} ${clientId.slice(0, MAX_CLIENT_ID)}`
