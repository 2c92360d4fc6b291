import { authorize, type Actor } from '../access/index.ts'
import { ZhengshuError } from '../core/errors.ts'
import type { Listing } from '../core/listing.ts'
import { showBatch } from './import-batch.ts'
import { collections } from './register-records.ts'
import type { RegistersDeps } from './registers-deps.ts'
import type { ImportBatch } from './registers.ts'

/** Auditors and administrators see every agency's batches, the others their own. */
const seesAll = (actor: Actor): boolean => actor.role === 'AUDITOR' || actor.role === 'ADMINISTRATOR'

export async function importBatch(deps: RegistersDeps, actor: Actor, id: string): Promise<ImportBatch> {
  authorize(actor, 'findImportBatches')
  const found = await deps.store.get(collections.batches, id)
  if (!found || (!seesAll(actor) && found.document.sourceAgency !== actor.agency))
    throw new ZhengshuError('NOT_FOUND', { what: 'This batch', whatZh: '该批次' })
  return showBatch(found.document)
}

/** The latest first. */
export async function findBatches(
  deps: RegistersDeps,
  actor: Actor,
  query: { readonly first: number; readonly after?: string },
): Promise<Listing<ImportBatch>> {
  authorize(actor, 'findImportBatches')
  const page = await deps.store.find(collections.batches, {
    ...(seesAll(actor) ? { index: 'byStart' } : { index: 'byAgency', equals: { sourceAgency: actor.agency } }),
    descending: true,
    limit: query.first,
    reader: actor.clientId,
    ...(query.after === undefined ? {} : { after: query.after }),
  })
  return {
    items: page.items.map(({ document }) => showBatch(document)),
    ...(page.next === undefined ? {} : { next: page.next }),
  }
}
