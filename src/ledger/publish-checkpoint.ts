import { ZhengshuError } from '../core/errors.ts'
import type { Signer } from '../signing/index.ts'
import { CommitConflict, type Store, type Stored } from '../store/index.ts'
import {
  openCheckpoint,
  parseCheckpointBody,
  signedNote,
  type Checkpoint,
  type NoteVerifier,
  type TreeHead,
} from './checkpoint.ts'
import type { HighWater } from './high-water.ts'
import { recheckTree } from './recheck-tree.ts'
import type { TreeReader } from './tree-reader.ts'
import { readState, writePublished, type HeadRecord, type PublishedRecord } from './tree-records.ts'

/** Where a round stands; tests end it at each of these. */
export type SequencerStep =
  'PENDING_READ' | 'TREE_COMMITTED' | 'HASHES_RECHECKED' | 'HIGH_WATER_WRITTEN' | 'SIGNED' | 'PUBLISHED'

export interface PublishDeps {
  readonly store: Store
  readonly signer: Signer
  readonly publicKey: Uint8Array
  readonly verifier: NoteVerifier
  readonly highWater: HighWater
  readonly reader: TreeReader
  readonly atStep: (step: SequencerStep) => void | Promise<void>
}

/**
 * Signs the committed head and publishes it. It may end at any line: the head row says what is to be signed, so the next
 * round, here or in another process, does the same again and gets the same bytes (Ed25519 is deterministic).
 */
export async function publishCheckpoint(
  deps: PublishDeps,
  head: Stored<HeadRecord>,
  published: Stored<PublishedRecord> | undefined,
): Promise<void> {
  const checkpoint = parseCheckpointBody(head.document.body)
  if (checkpoint?.origin !== deps.verifier.name || checkpoint.size !== head.document.size)
    throw fork('the committed head is damaged', '已提交的树头损坏')

  // 1. The new entries and hashes, out of the stored bytes. Ending here loses nothing: the head stays unsigned.
  await recheckTree(deps.store, published && signedHead(deps, published.document), checkpoint)
  await deps.atStep('HASHES_RECHECKED')

  // 2. The high-water file first, then the signature: no signature exists that the file does not know. Ending between
  //    them leaves a file equal to the committed head, which permits to sign exactly that head again.
  if (!(await raiseHighWater(deps, checkpoint))) return
  await deps.atStep('HIGH_WATER_WRITTEN')

  // 3. Sign the committed bytes. A signature that is lost here was seen by nobody.
  const signature = await deps.signer.sign(Buffer.from(head.document.body))
  const note = signedNote(head.document.body, deps.verifier.name, deps.publicKey, signature)
  if (!openCheckpoint(note, deps.verifier))
    throw new Error('the ledger signer made a signature that its public key does not verify')
  await deps.atStep('SIGNED')

  // 4. Publish. The loser of a race finds another process's checkpoint there: the same or a later one is as good, and
  //    after an earlier one the next round publishes this head.
  let newest: TreeHead = checkpoint
  try {
    const record: PublishedRecord = { id: 'published', size: checkpoint.size, note }
    await deps.store.commit([writePublished(record, published?.version ?? 0)])
  } catch (error) {
    if (!(error instanceof CommitConflict)) throw error
    const other = signedHead(deps, (await readState(deps.store)).published!.document)
    if (other.size > newest.size) newest = other
  }
  await deps.atStep('PUBLISHED')

  // 5. Another process may have written the file between our reading and writing it: it must not end lower.
  await raiseHighWater(deps, newest)
}

export function signedHead(deps: Pick<PublishDeps, 'verifier'>, published: PublishedRecord): Checkpoint {
  const checkpoint = openCheckpoint(published.note, deps.verifier)
  if (checkpoint?.size !== published.size)
    throw fork('the published checkpoint is damaged or was signed by another key', '已发布的检查点损坏或由其他密钥签名')
  return checkpoint
}

/** False when another process has signed a later head meanwhile: then this one need not be signed any more. */
async function raiseHighWater(deps: PublishDeps, head: TreeHead): Promise<boolean> {
  const mark = await checkHighWater(deps)
  if (mark && mark.size > head.size) return false
  if (mark?.size !== head.size) await deps.highWater.write(head)
  return true
}

/**
 * The mark, when the stored tree is that tree or grew out of it. Throws LEDGER_FORK when it is behind the mark, or went
 * another way since: this is a restored older copy, and whatever it signed would contradict what was published.
 */
export async function checkHighWater(
  deps: Pick<PublishDeps, 'store' | 'highWater' | 'reader'>,
): Promise<TreeHead | undefined> {
  // Read before the head: every other order would take a head that grows meanwhile for a fork.
  const mark = await deps.highWater.read()
  if (!mark) return undefined
  await deps.store.changeCounter() // a snapshot from before the file was read would lack a head that is in it
  const { head } = await readState(deps.store)
  const size = head?.document.size ?? 0
  if (size < mark.size)
    throw fork(
      `the store holds ${size} entries, ${mark.size} were signed`,
      `存储中有 ${size} 条，已签名 ${mark.size} 条`,
    )
  const root =
    size === mark.size ? Buffer.from(head?.document.root ?? '', 'base64') : await deps.reader.rootAt(mark.size)
  if (mark.size > 0 && !root.equals(mark.root))
    throw fork(
      `the first ${mark.size} entries are not those that were signed`,
      `前 ${mark.size} 条与已签名的内容不一致`,
    )
  return mark
}

const fork = (reason: string, reasonZh: string) => new ZhengshuError('LEDGER_FORK', { reason, reasonZh })
