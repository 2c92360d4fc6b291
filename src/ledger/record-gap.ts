import { instantNow, type Clock } from '../core/clock.ts'
import { ZhengshuError, isZhengshuError } from '../core/errors.ts'
import { checkText } from '../core/texts.ts'
import type { AuditEvent } from './audit-events.ts'
import { EMPTY_ROOT } from './merkle.ts'
import type { PreparedAudit } from './ledger.ts'
import { checkHighWater, type PublishDeps } from './publish-checkpoint.ts'
import { readState } from './tree-records.ts'

const MAX_REASON = 200

/**
 * An operator takes over an older copy of the data although later heads were signed. What was lost stays lost, and
 * whoever holds a later checkpoint will see that the log does not continue it; the entry says so in the log itself.
 */
export async function recordGap(
  deps: PublishDeps & { readonly clock: Clock; readonly append: (events: readonly AuditEvent[]) => PreparedAudit },
  reason: string,
): Promise<void> {
  checkText('reason', reason, MAX_REASON)
  if (!(await isBehindMark(deps)))
    throw new ZhengshuError('INVALID_INPUT', {
      field: 'reason',
      reason: 'the ledger has no gap to record',
      reasonZh: '存证日志没有需要记录的缺口',
    })
  const mark = (await deps.highWater.read())!
  const { head } = await readState(deps.store)
  const restored = { size: head?.document.size ?? 0, root: head?.document.root ?? EMPTY_ROOT.toString('base64') }
  const data = {
    signedSize: mark.size,
    signedRoot: mark.root.toString('base64'),
    restoredSize: restored.size,
    restoredRoot: restored.root,
    reason,
  }
  // The entry first, then the mark: ending between them leaves the log refused, and the operator repeats.
  await deps.store.commit(deps.append([{ kind: 'LOG_GAP_RECORDED', at: instantNow(deps.clock), data }]).writes)
  await deps.highWater.write({ size: restored.size, root: Buffer.from(restored.root, 'base64') })
}

/** Whether the stored tree is not the one that was signed, nor grew out of it. Throws LEDGER_FORK for an unreadable mark. */
export async function isBehindMark(deps: PublishDeps): Promise<boolean> {
  try {
    await checkHighWater(deps)
    return false
  } catch (error) {
    if (isZhengshuError(error, 'LEDGER_FORK') && (await deps.highWater.read())) return true
    throw error
  }
}
