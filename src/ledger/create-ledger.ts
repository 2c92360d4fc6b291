import { ZhengshuError, isZhengshuError } from '../core/errors.ts'
import { createAppender } from './append-leaves.ts'
import type { AuditEvent } from './audit-events.ts'
import { createBacklog } from './backlog.ts'
import { parseVerifierKey, verifierKey as makeVerifierKey } from './checkpoint.ts'
import { eraseLeafPayload } from './erase-payload.ts'
import { findAccesses, findOwnAccesses } from './find-accesses.ts'
import { followLeaves } from './follow-leaves.ts'
import { openHighWater } from './high-water.ts'
import type { LedgerDeps, LedgerTools } from './ledger-deps.ts'
import type { Ledger, LedgerHealth, PreparedAudit } from './ledger.ts'
import { proveForVerdict, proveLeaf } from './prove-leaf.ts'
import { exportTree, readPublicFile } from './public-tree.ts'
import { checkHighWater, signedHead, type PublishDeps } from './publish-checkpoint.ts'
import { signReceipt } from './receipt.ts'
import { recordGap } from './record-gap.ts'
import { createRunner } from './run-sequencer.ts'
import { approveSubjectSearch, requestSubjectSearch } from './search-subject.ts'
import { listSubjectSearches, viewSubjectSearch } from './show-searches.ts'
import { createTreeReader } from './tree-reader.ts'
import { readPublished, readState } from './tree-records.ts'

/** Beyond this age of the oldest waiting leaf no data is released. */
const MAX_PENDING_SECONDS = 60

/**
 * Opens the log. A store whose log belongs to another origin or key is refused; one that is behind the high-water mark
 * opens for reading, is not writable, and says why.
 */
export async function createLedger(deps: LedgerDeps): Promise<Ledger> {
  const { store, clock, ids, log, origin } = deps
  const verifierKey = makeVerifierKey(origin, deps.ledgerPublicKey)
  const verifier = parseVerifierKey(verifierKey)!
  const publishing: PublishDeps = {
    store,
    signer: deps.signer,
    publicKey: deps.ledgerPublicKey,
    verifier,
    highWater: openHighWater(deps.highWaterFile, origin, () => ids.random(8).toString('hex')),
    reader: createTreeReader(store),
    atStep: deps.atStep ?? (() => {}),
  }
  const appender = createAppender(deps)
  const backlog = createBacklog(clock)
  const runner = createRunner({ ...publishing, origin, log, backlog, maxDelayMs: deps.maxDelayMs })
  await openMark(publishing, (error) => runner.refuse(error))

  const health = (): LedgerHealth => {
    const oldestPendingSeconds = backlog.oldestSeconds()
    const fault =
      runner.fault() ??
      (oldestPendingSeconds > MAX_PENDING_SECONDS
        ? {
            reason: `the oldest entry has waited for ${Math.floor(oldestPendingSeconds)} s`,
            reasonZh: '有条目等待过久',
          }
        : undefined)
    return {
      isWritable: fault === undefined,
      ...(fault ? { reason: fault.reason } : {}),
      size: runner.size(),
      pending: backlog.pending,
      oldestPendingSeconds,
    }
  }

  const prepare = (events: readonly AuditEvent[]): PreparedAudit => {
    const { isWritable, reason = '' } = health()
    if (!isWritable) throw new ZhengshuError('AUDIT_UNAVAILABLE', { reason, reasonZh: runner.fault()?.reasonZh ?? '有条目等待过久' }) // prettier-ignore
    const prepared = appender.append(events)
    backlog.prepared(prepared.leaves.length)
    return prepared
  }
  const tools: LedgerTools = { store, clock, ids, reader: publishing.reader, prepare }

  return {
    verifierKey,
    prepare,
    health,
    signReceipt: (leaf) => signReceipt({ ...deps, verifier }, leaf),
    caseDigest: appender.caseDigest,
    drain: () => runner.drain(),
    start: () => runner.start(),
    stop: () => runner.stop(),
    proofOf: (actor, leafId) => proveLeaf(tools, actor, leafId),
    proofForVerdict: (leafId) => proveForVerdict(tools, leafId),
    findAccesses: (actor, query) => findAccesses(tools, actor, query),
    findOwnAccesses: (actor, query) => findOwnAccesses(tools, actor, query),
    requestSubjectSearch: (actor, input) => requestSubjectSearch(tools, actor, input),
    subjectSearch: (actor, id) => viewSubjectSearch(tools, actor, id),
    subjectSearches: (actor, query) => listSubjectSearches(tools, actor, query),
    approveSubjectSearch: (actor, input) => approveSubjectSearch(tools, actor, input),
    erase: (actor, input) => eraseLeafPayload(tools, actor, input),
    checkpoint: async () => (await readPublished(store))?.note,
    publicFile: (path) => readPublicFile(store, verifierKey, path),
    exportTo: (directory) => exportTree(store, verifierKey, directory),
    follow: (fromIndex, limit) => followLeaves(store, fromIndex, limit),
    recordGap: async (reason) => {
      await recordGap({ ...publishing, clock, append: appender.append }, reason)
      await runner.drain() // looks at the mark again
    },
  }
}

/** Checks identity and mark once at start, and takes a published head into a mark that lacks it. */
async function openMark(deps: PublishDeps, refuse: (error: ZhengshuError) => Promise<void>): Promise<void> {
  try {
    const { published } = await readState(deps.store)
    const signed = published && signedHead(deps, published.document)
    const mark = await checkHighWater(deps)
    if (signed && (mark === undefined || mark.size < signed.size)) await deps.highWater.write(signed)
  } catch (error) {
    if (!isZhengshuError(error, 'LEDGER_FORK')) throw error
    await refuse(error)
  }
}
