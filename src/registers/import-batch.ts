import type { Actor } from '../access/index.ts'
import type { Register } from '../catalog/index.ts'
import { instantNow } from '../core/clock.ts'
import { ZhengshuError } from '../core/errors.ts'
import type { AuditEvent } from '../ledger/index.ts'
import { insert, replace, type Stored } from '../store/index.ts'
import { collections, type StoredBatch } from './register-records.ts'
import type { RegistersDeps } from './registers-deps.ts'
import type { ImportBatch } from './registers.ts'
import { ROW_REFUSALS } from './row-refusals.ts'

const BATCH_ID = /^[A-Za-z0-9._:-]{8,100}$/

/** Throws INVALID_INPUT naming `field` unless a batch can have that id. */
export function checkBatchId(batchId: string, field = 'batchId'): void {
  if (!BATCH_ID.test(batchId))
    throw new ZhengshuError('INVALID_INPUT', {
      field,
      reason: 'use 8 to 100 letters, digits, dots, colons, hyphens or underscores',
      reasonZh: '应为 8 至 100 个字母、数字、点、冒号、连字符或下划线',
    })
}

/** A new batch with its leaf, or the one that was interrupted under this id. */
export async function beginBatch(
  deps: RegistersDeps,
  actor: Actor,
  register: Register,
  batchId: string | undefined,
): Promise<Stored<StoredBatch>> {
  if (batchId !== undefined) checkBatchId(batchId)
  const found = batchId === undefined ? undefined : await deps.store.get(collections.batches, batchId)
  if (found) {
    const isOurs = found.document.sourceAgency === actor.agency && found.document.register === register.slug
    if (!isOurs) throw new ZhengshuError('NOT_FOUND', { what: `Batch ${batchId}`, whatZh: `批次 ${batchId}` })
    const { finishedAt: _, ...document } = found.document
    return found.document.state === 'FINISHED' ? found : { ...found, document }
  }
  const document: StoredBatch = {
    id: batchId ?? deps.ids.next('bat'),
    register: register.slug,
    sourceAgency: actor.agency,
    clientId: actor.clientId,
    state: 'RUNNING',
    rowsRead: 0,
    inserted: 0,
    changed: 0,
    unchanged: 0,
    refused: 0,
    refusals: [],
    startedAt: instantNow(deps.clock),
  }
  const leaf = deps.ledger.prepare([batchEvent(deps, actor, 'IMPORT_STARTED', document)])
  await deps.store.commit([insert(collections.batches, document), ...leaf.writes])
  return { document, version: 1 }
}

/** How far the batch has come. A second import under the same batchId makes the version differ and ends one of them. */
export async function saveProgress(
  deps: RegistersDeps,
  stored: Stored<StoredBatch>,
  progress: Partial<StoredBatch>,
): Promise<Stored<StoredBatch>> {
  const document = { ...stored.document, ...progress }
  await deps.store.commit([replace(collections.batches, document, stored.version)])
  return { document, version: stored.version + 1 }
}

/** The end of a batch, finished or failed, with its leaf. */
export async function endBatch(
  deps: RegistersDeps,
  actor: Actor,
  stored: Stored<StoredBatch>,
  ending: Partial<StoredBatch> & { readonly state: 'FINISHED' | 'FAILED' },
): Promise<StoredBatch> {
  const document: StoredBatch = { ...stored.document, ...ending, finishedAt: instantNow(deps.clock) }
  const leaf = deps.ledger.prepare([batchEvent(deps, actor, 'IMPORT_FINISHED', document)])
  await deps.store.commit([replace(collections.batches, document, stored.version), ...leaf.writes])
  return document
}

function batchEvent(
  deps: RegistersDeps,
  actor: Actor,
  kind: 'IMPORT_STARTED' | 'IMPORT_FINISHED',
  batch: StoredBatch,
): AuditEvent {
  const resource = deps.catalog.resourceFor({ kind: 'REGISTER', register: batch.register })
  const { register, state, rowsRead, inserted, changed, unchanged, refused, fileDigest } = batch
  return {
    kind,
    at: instantNow(deps.clock),
    actor: { clientId: actor.clientId, agency: actor.agency },
    resources: resource ? [resource.metadata.code] : [],
    requestId: batch.id,
    data:
      kind === 'IMPORT_STARTED'
        ? { register, batchId: batch.id }
        : {
            register,
            batchId: batch.id,
            state,
            rowsRead,
            inserted,
            changed,
            unchanged,
            refused,
            ...(fileDigest === undefined ? {} : { fileDigest }),
          },
  }
}

export function showBatch(batch: StoredBatch): ImportBatch {
  const { sourceAgency: _agency, clientId: _client, rowsDigest: _digest, refusals, ...shown } = batch
  return {
    ...shown,
    refusals: refusals.map((refusal) => ({ ...refusal, ...ROW_REFUSALS[refusal.code] })),
  }
}
