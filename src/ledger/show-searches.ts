import { authorize, type Actor } from '../access/index.ts'
import { instantNow } from '../core/clock.ts'
import { maskCitizenId } from '../core/identifiers.ts'
import type { Listing } from '../core/listing.ts'
import type { JsonObject } from '../core/strict-json.ts'
import { checkFirst } from './find-accesses.ts'
import type { SubjectSearchQuery, SubjectSearchView } from './ledger.ts'
import type { LedgerTools } from './ledger-deps.ts'
import { findSearches, type SubjectSearch } from './ledger-records.ts'
import { isExpired, isOwnSearch, searchOf } from './search-subject.ts'

/** A credit code is public and stays as it is. */
const CITIZEN_NUMBER = /^\d{17}[\dX]$/
// Conditions that the index does not serve may drop most rows of a page; then the page comes back short, with `next`.
const MAX_READS = 20

/** Nobody should approve what he has not seen: who asks, why, and about whom, masked. */
export async function viewSubjectSearch(tools: LedgerTools, actor: Actor, id: string): Promise<SubjectSearchView> {
  authorize(actor, 'findSubjectSearch')
  const search = (await searchOf(tools, id)).document
  await recordLook(tools, actor, [search], { searchId: id })
  return viewOf(tools, search)
}

/** What auditors asked for, the newest first: what waits for a second one, what may be used, what has ended. */
export async function listSubjectSearches(
  tools: LedgerTools,
  actor: Actor,
  query: SubjectSearchQuery,
): Promise<Listing<SubjectSearchView>> {
  authorize(actor, 'findSubjectSearch')
  checkFirst(query.first)
  const { searches, next } = await readPage(tools, actor, query)
  await recordLook(tools, actor, searches, {
    ...(query.state === undefined ? {} : { searchState: query.state }),
    searchIds: searches.map(({ id }) => id),
    count: searches.length,
  })
  return { items: searches.map((search) => viewOf(tools, search)), ...(next === undefined ? {} : { next }) }
}

async function readPage(
  tools: LedgerTools,
  actor: Actor,
  { state, isOwn, first, after }: SubjectSearchQuery,
): Promise<{ readonly searches: readonly SubjectSearch[]; readonly next?: string | undefined }> {
  const searches: SubjectSearch[] = []
  let next = after
  for (let reads = 0; reads < MAX_READS; reads++) {
    const page = await findSearches(tools.store, {
      state: state === 'EXPIRED' ? 'APPROVED' : state,
      // Never more rows than are still wanted, so that the cursor stands behind the last search that is shown.
      limit: first - searches.length,
      after: next,
      // A cursor belongs to all conditions, also to those that the index does not know.
      reader: `${actor.clientId} ${state ?? ''} ${isOwn ?? ''}`,
    })
    searches.push(
      ...page.items
        .map(({ document }) => document)
        .filter((search) => state === undefined || stateOf(tools, search) === state)
        .filter((search) => isOwn === undefined || isOwnSearch(actor, search) === isOwn),
    )
    next = page.next
    if (next === undefined || searches.length >= first) break
  }
  return { searches, next }
}

/** Whose search was looked at is as telling as the search: the subjects are sealed, not in `data`. */
async function recordLook(
  tools: LedgerTools,
  { clientId, agency }: Actor,
  searches: readonly SubjectSearch[],
  data: JsonObject,
): Promise<void> {
  const subjects = [...new Set(searches.map(({ subject }) => subject))]
  const at = instantNow(tools.clock)
  const { writes } = tools.prepare([{ kind: 'ACCESSES_READ', at, actor: { clientId, agency }, subjects, data }])
  await tools.store.commit(writes)
}

function viewOf(tools: LedgerTools, found: SubjectSearch): SubjectSearchView {
  const { subject, requestedBy, approvedBy, ...search } = found
  return {
    ...search,
    state: stateOf(tools, found),
    subject: CITIZEN_NUMBER.test(subject) ? maskCitizenId(subject) : subject,
    requestedBy: requestedBy.clientId,
    ...(approvedBy ? { approvedBy: approvedBy.clientId } : {}),
  }
}

const stateOf = ({ clock }: LedgerTools, search: SubjectSearch): SubjectSearchView['state'] =>
  isExpired(search, clock) ? 'EXPIRED' : search.state
