import type { Engine, Plan, Position, RowWrite } from './engine.ts'
import { CommitConflict } from './store.ts'
import { ID_INDEX } from './table.ts'
import { bodyText, keysOfStored, type OpenCollection } from './open-collections.ts'

const ROWS = 100

/**
 * Seals again what still stands under a retired key, in the background of normal work: every commit is small, a row
 * that somebody else changed meanwhile was sealed anew by that very change, and an interrupted run is simply run again.
 * The index keys are made anew with it, so an index secret is retired together with a sealing secret, never alone.
 */
export async function resealDocuments(
  engine: Engine,
  collections: Iterable<OpenCollection>,
  onProgress: (resealed: number) => void = () => {},
): Promise<number> {
  let resealed = 0
  for (const collection of collections)
    if (collection.seal) for await (const count of resealCollection(engine, collection)) onProgress((resealed += count))
  return resealed
}

/** Yields how many of each portion stood under a retired key. */
async function* resealCollection(engine: Engine, collection: OpenCollection): AsyncGenerator<number> {
  const plan: Plan = { table: collection.table, index: ID_INDEX, equals: [], descending: false }
  for (let after: Position | undefined; ;) {
    const rows = await engine.find(plan, ROWS, after)
    const writes = rows.flatMap((row) => resealOf(collection, row) ?? [])
    const done = await Promise.all(writes.map((write) => commitUnlessChanged(engine, write)))
    yield done.filter(Boolean).length
    const last = rows.at(-1)
    if (!last || rows.length < ROWS) return
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
