import { CommitConflict, type Store } from '../store/index.ts'
import { extendTree, readEdge, type TreeEdge } from './extend-tree.ts'
import { checkHighWater, publishCheckpoint, type PublishDeps } from './publish-checkpoint.ts'
import { readPending, readState, type PendingRecord } from './tree-records.ts'

const MAX_LEAVES_A_ROUND = 1_024

export interface RoundResult {
  /** Leaves numbered by this round. */
  readonly numbered: number
  /** What was seen waiting and is not numbered yet. */
  readonly waiting: readonly PendingRecord[]
  /** Another sequencer was quicker; nothing was done. */
  readonly isLost: boolean
}

export interface SequencerDeps extends PublishDeps {
  readonly store: Store
  readonly origin: string
}

/**
 * Gives pending leaves their numbers and publishes the tree (README, "Life of a leaf"). Any number of processes may do
 * this on one store: the head's version is the fence, whoever loses reads again. One at a time within a process.
 */
export function createSequencer(deps: SequencerDeps): { readonly round: () => Promise<RoundResult> } {
  let edge: TreeEdge | undefined

  async function round(): Promise<RoundResult> {
    // 1. A store that is behind what was signed takes no number at all.
    await checkHighWater(deps)

    // 2. What is committed, and what waits. The pending SET is read, never "after time T": clocks do not matter.
    const { head, published } = await readState(deps.store)
    const waiting = await readPending(deps.store, MAX_LEAVES_A_ROUND)
    if (edge?.headVersion !== (head?.version ?? 0)) edge = await readEdge(deps.store, head)
    await deps.atStep('PENDING_READ')
    const taken = takeAtMost(waiting, MAX_LEAVES_A_ROUND)

    if (taken.length === 0) {
      // 3a. Nothing to number; but a head that a crash left unsigned is signed now.
      if (head && head.document.size !== published?.document.size) await publishCheckpoint(deps, head, published)
      return { numbered: 0, waiting, isLost: false }
    }

    // 3b. Number them: head, tiles, entries, positions in one commit. Before it nothing happened; after it the leaves
    //     have their numbers for ever, whatever happens to this process.
    const extension = extendTree(edge, deps.origin, taken)
    try {
      await deps.store.commit(extension.writes)
    } catch (error) {
      // Lost to another sequencer, or it is unknown whether it was made: what is in memory is no longer believed.
      edge = undefined
      if (error instanceof CommitConflict) return { numbered: 0, waiting, isLost: true }
      throw error
    }
    edge = extension.edge
    await deps.atStep('TREE_COMMITTED')

    // 4. Sign and publish what was committed.
    await publishCheckpoint(deps, { document: extension.head, version: extension.edge.headVersion }, published)
    return {
      numbered: taken.reduce((sum, { leaves }) => sum + leaves.length, 0),
      waiting: waiting.slice(taken.length),
      isLost: false,
    }
  }

  return { round }
}

/** At least one record, and no more leaves than `max` where there are several records. */
function takeAtMost(records: readonly PendingRecord[], max: number): readonly PendingRecord[] {
  let leaves = 0
  const end = records.findIndex((record, i) => (leaves += record.leaves.length) > max && i > 0)
  return end < 0 ? records : records.slice(0, end)
}
