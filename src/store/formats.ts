import type { Clock } from '../core/clock.ts'
import { ZhengshuError } from '../core/errors.ts'

/** The format that this program writes. It reads older ones by bringing them here first. */
export const FORMAT = 1

/** What a store says about itself. */
export interface FormatState {
  readonly format: number
  /** A step that was begun and not finished, and how far it came. */
  readonly step?: { readonly name: string; readonly reached: string }
  /** Who is at work on that step. Only saves double work: the compare-and-set of `write` is the fence. */
  readonly lease?: { readonly holder: string; readonly until: number }
}

export interface FormatRecord {
  read(): Promise<FormatState | undefined>
  /** Compare-and-set; false when the store no longer says `expected`. */
  write(expected: FormatState | undefined, next: FormatState): Promise<boolean>
}

/** One way from a format to the next. Its name is stored while it runs, so it never changes. */
export interface FormatStep<Target> {
  readonly from: number
  readonly name: string
  /**
   * MUST be resumable: after a crash it is called again with the last `reached` that was saved ('' at first), and what
   * it did since may be there or not. Saving also renews the lease.
   */
  run(target: Target, reached: string, save: (reached: string) => Promise<void>): Promise<void>
}

const LEASE_MS = 60_000

interface BringToFormat<Target> {
  readonly record: FormatRecord
  readonly target: Target
  readonly steps: readonly FormatStep<Target>[]
  readonly supported: number
  /** Names this process in the lease. */
  readonly holder: string
  readonly clock: Clock
}

/** Marks a new store, refuses a newer one and brings an older one step by step to the supported format. */
export async function bringToFormat<Target>(options: BringToFormat<Target>): Promise<void> {
  const { record, steps, supported } = options
  for (;;) {
    const state = await record.read()
    if (state === undefined) {
      if (await record.write(undefined, { format: supported })) return
      continue
    }
    refuseUnknown(state, steps, supported)
    if (state.format === supported) return
    const step = steps.find(({ from }) => from === state.format)
    if (!step) throw unsupported(state.format, supported)
    await runStep(options, step, state)
  }
}

function refuseUnknown<Target>(state: FormatState, steps: readonly FormatStep<Target>[], supported: number): void {
  if (!Number.isSafeInteger(state.format) || state.format > supported) throw unsupported(state.format, supported)
  // A newer program began a step here and did not finish it: the data are between two formats.
  if (state.step && !steps.some(({ name }) => name === state.step?.name)) throw unsupported(state.format + 1, supported)
}

async function runStep<Target>(
  { record, target, holder, clock }: BringToFormat<Target>,
  step: FormatStep<Target>,
  found: FormatState,
): Promise<void> {
  if (found.lease && found.lease.holder !== holder && found.lease.until > clock.now()) throw busy(step.name)
  let state = found
  const write = async (next: FormatState) => {
    if (!(await record.write(state, next))) throw busy(step.name)
    state = next
  }
  const save = (reached: string) =>
    write({
      format: found.format,
      step: { name: step.name, reached },
      lease: { holder, until: clock.now() + LEASE_MS },
    })
  const reached = found.step?.reached ?? ''
  await save(reached)
  await step.run(target, reached, save)
  await write({ format: step.from + 1 })
}

export const unsupported = (found: number, supported: number) =>
  new ZhengshuError('FORMAT_UNSUPPORTED', { found, supported })

const busy = (step: string) =>
  new ZhengshuError('STORE_UNAVAILABLE', {
    reason: `another process is bringing the data to a newer format (${step})`,
    reasonZh: `其他进程正在升级数据格式（${step}）`,
  })
