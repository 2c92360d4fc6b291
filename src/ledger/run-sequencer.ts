import { ZhengshuError, isZhengshuError } from '../core/errors.ts'
import type { Log } from '../core/log.ts'
import type { Backlog } from './backlog.ts'
import { isBehindMark } from './record-gap.ts'
import { createSequencer, type RoundResult, type SequencerDeps } from './sequence-leaves.ts'
import { isPendingUpTo, lastPendingId, readState, type PendingRecord } from './tree-records.ts'

interface Fault {
  readonly reason: string
  readonly reasonZh: string
}

/** Runs rounds: one at a time, in the background or on demand, and remembers whether the log can be written. */
interface Runner {
  start(): void
  stop(): Promise<void>
  /** Resolves when nothing that was pending at the call is, and a checkpoint covers it. */
  drain(): Promise<void>
  fault(): Fault | undefined
  /**
   * The log must not be written until an operator says otherwise. A store behind the high-water mark is looked at again
   * before every round, so that a gap recorded by another process is enough; any other fault needs a restart.
   */
  refuse(error: ZhengshuError): Promise<void>
  /** Entries numbered, as far as this process knows. */
  size(): number
}

interface RunnerDeps extends SequencerDeps {
  readonly log: Log
  readonly backlog: Backlog
  readonly maxDelayMs: number
}

const MAX_VAIN_IN_A_ROW = 100

export function createRunner(deps: RunnerDeps): Runner {
  let sequencer = createSequencer(deps)
  let size = 0
  let publishedSize = 0
  let fork: { readonly error: ZhengshuError; readonly isBehindMark: boolean } | undefined
  let failure: Fault | undefined
  let turn: Promise<unknown> = Promise.resolve()
  let timer: NodeJS.Timeout | undefined
  let isRunning = false

  /** One round after whatever is under way. */
  function round(): Promise<RoundResult> {
    const next = turn.then(runOnce, runOnce)
    turn = next.catch(() => {}) // the caller of `round` sees the error
    return next
  }

  async function runOnce(): Promise<RoundResult> {
    if (fork) await recover(fork)
    const seen = deps.backlog.look()
    try {
      const result = await sequencer.round()
      seen(result.isLost ? undefined : result.waiting)
      failure = undefined
      const { head, published } = await readState(deps.store)
      size = head?.document.size ?? 0
      publishedSize = published?.document.size ?? 0
      return result
    } catch (error) {
      seen(undefined)
      if (isZhengshuError(error, 'LEDGER_FORK')) await refuse(error)
      else failure = faultOf(error)
      throw error
    }
  }

  async function refuse(error: ZhengshuError): Promise<void> {
    fork = { error, isBehindMark: false }
    deps.log.error('the ledger must not be written', { code: error.code, detail: String(error.params['reason']) })
    // What cannot be looked at now stays refused.
    fork = { error, isBehindMark: await isBehindMark(deps).catch(() => false) }
  }

  /** Throws as before unless the mark has come down to the stored tree. */
  async function recover({ error, isBehindMark: wasBehind }: NonNullable<typeof fork>): Promise<void> {
    if (!wasBehind || (await isBehindMark(deps))) throw error
    fork = undefined
    // What the old one remembers of the tree may be of the data that stood there before.
    sequencer = createSequencer(deps)
    deps.log.warn('the ledger is written again: its gap was recorded', {})
  }

  function schedule(delay: number): void {
    if (!isRunning) return
    timer = setTimeout(() => void tick(), delay)
  }

  async function tick(): Promise<void> {
    // Half the promised delay: a leaf that just missed a round is still in the next one in time.
    let delay = deps.maxDelayMs / 2
    try {
      const result = await round()
      if (result.isLost || result.waiting.length > 0) delay = 0
    } catch (error) {
      if (!fork) deps.log.error('a round of the ledger failed; it will be tried again', {}, error)
    }
    schedule(delay)
  }

  /** Whether the last round left nothing of what was pending up to `last`. A clock may be slow, so ids alone do not tell. */
  async function isNumbered(waiting: readonly PendingRecord[], last: string | undefined): Promise<boolean> {
    return waiting.length === 0 || last === undefined || !(await isPendingUpTo(deps.store, last))
  }

  return {
    start() {
      if (isRunning) return
      isRunning = true
      schedule(0)
    },
    async stop() {
      isRunning = false
      clearTimeout(timer)
      await turn
    },
    async drain() {
      const last = await lastPendingId(deps.store)
      let needed: number | undefined
      // At least one round: a crash may have left a head that is not signed yet.
      for (let vain = 0; vain < MAX_VAIN_IN_A_ROW;) {
        const { isLost, waiting } = await round()
        if (needed === undefined && !isLost && (await isNumbered(waiting, last))) needed = size
        // Another process may have published an earlier head meanwhile; then the next round publishes this one.
        if (needed !== undefined && publishedSize >= needed) return
        vain = isLost || needed !== undefined ? vain + 1 : 0
      }
      throw new ZhengshuError('OVERLOADED')
    },
    fault: () =>
      fork ? { reason: String(fork.error.params['reason']), reasonZh: String(fork.error.params['reasonZh']) } : failure,
    refuse,
    size: () => size,
  }
}

const faultOf = (error: unknown): Fault =>
  error instanceof ZhengshuError
    ? { reason: error.code, reasonZh: error.code }
    : { reason: 'the last round failed', reasonZh: '上一轮写入失败' }
