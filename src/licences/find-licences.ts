import type { HolderQuery, Licence } from './licence.ts'
import { licenceHolders, lookupOf, toLicence } from './licence-records.ts'
import type { LicencesContext } from './licences-deps.ts'

/** The store's bound on values and rows of one read. */
const READ_LIMIT = 1000

/**
 * All licences of holders, in any state, per query in order of issue: one read finds the holder rows of every query,
 * a second one the licences. More than a thousand of either take further rounds.
 */
export async function findByHolders(
  { store, keeper }: Pick<LicencesContext, 'store' | 'keeper'>,
  queries: readonly HolderQuery[],
): Promise<readonly (readonly Licence[])[]> {
  const lookups = queries.map((query) => lookupOf(query.licenceType, query.holderCode))
  const idsByLookup = new Map<string, string[]>()
  for (const values of chunks([...new Set(lookups)])) {
    let after: string | undefined
    do {
      const page = await store.find(licenceHolders, {
        index: 'by_lookup',
        in: { field: 'lookup', values },
        limit: READ_LIMIT,
        ...(after === undefined ? {} : { after }),
      })
      for (const { document } of page.items)
        idsByLookup.set(document.lookup, [...(idsByLookup.get(document.lookup) ?? []), document.licenceId])
      after = page.next
    } while (after !== undefined)
  }
  const ids = [...new Set([...idsByLookup.values()].flat())]
  const found = new Map<string, Licence>()
  for (const some of chunks(ids))
    for (const stored of await keeper.getMany(some))
      if (stored) found.set(stored.document.id, toLicence(stored.document))
  return lookups.map((lookup) => (idsByLookup.get(lookup) ?? []).toSorted().flatMap((id) => found.get(id) ?? []))
}

const chunks = <T>(items: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(items.length / READ_LIMIT) }, (_, i) =>
    items.slice(i * READ_LIMIT, (i + 1) * READ_LIMIT),
  )
