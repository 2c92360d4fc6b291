import type { Engine, Plan, Position, RowWrite } from './engine.ts'
import { CommitConflict } from './store.ts'
import { ID_INDEX } from './table.ts'
import { bodyText, keysOfStored, type OpenCollection } from './open-collections.ts'

const ROWS = 100

/**
 * Seals again what still stands under a retired key, in the background of normal work: every commit is small, a row
 * that somebody else changed meanwhile was sealed anew by that very change, and an interrupted run is simply run again.
 * The index keys are made anew with it; the two secrets are therefore retired together.
 */
export async function resealDocuments(engine: Engine, collections: Iterable<OpenCollection>): Promise<number> {
  let resealed = 0
  for (const collection of collections) if (collection.seal) resealed += await resealCollection(engine, collection)
  return resealed
}

async function resealCollection(engine: Engine, collection: OpenCollection): Promise<number> {
  const plan: Plan = { table: collection.table, index: ID_INDEX, equals: [], descending: false }
  let resealed = 0
  for (let after: Position | undefined; ;) {
    const rows = await engine.find(plan, ROWS, after)
    for (const row of rows) {
      const write = resealOf(collection, row)
      if (write && (await commitUnlessChanged(engine, write))) resealed++
    }
    const last = rows.at(-1)
    if (!last || rows.length < ROWS) return resealed
    after = last
  }
}

function resealOf(
  collection: OpenCollection,
  { id, version, body }: { readonly id: string; readonly version: number; readonly body: string | Uint8Array },
): RowWrite | undefined {
  const { table, seal } = collection
  if (!seal || typeof body === 'string' || seal.isPresent(body)) return undefined
  return {
    kind: 'replace',
    table,
    id,
    body: seal.seal(id, bodyText(seal, id, body)),
    keys: keysOfStored(collection, id, body),
    document: undefined,
    expectedVersion: version,
  }
}

async function commitUnlessChanged(engine: Engine, write: RowWrite): Promise<boolean> {
  try {
    await engine.commit([write])
    return true
  } catch (error) {
    if (error instanceof CommitConflict) return false
    throw error
  }
}
