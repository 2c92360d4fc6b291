import { authorize, type Actor } from '../access/index.ts'
import { instantNow } from '../core/clock.ts'
import { ZhengshuError } from '../core/errors.ts'
import type { JsonObject } from '../core/strict-json.ts'
import { checkSearch } from './search-subject.ts'
import type { LedgerTools } from './ledger-deps.ts'
import { entryOf, findPayloads, payloadIn, positionsOf, type PayloadRecord } from './ledger-records.ts'
import type { AccessPage, AccessQuery } from './ledger.ts'

const MAX_FIRST = 100
// A condition that the index does not serve may drop most rows of a page; then the page comes back short, with `next`.
const MAX_READS = 20

/** Every access by agency, resource and period, or by subject with an approved search. Reading is itself an entry. */
export async function findAccesses(tools: LedgerTools, actor: Actor, query: AccessQuery): Promise<AccessPage> {
  authorize(actor, 'findAccesses')
  checkFirst(query.first)
  if (query.subject === undefined && query.subjectSearchId !== undefined)
    throw new ZhengshuError('INVALID_INPUT', {
      field: 'subject',
      reason: 'name the subject that the search is for',
      reasonZh: '请填写所查询的主体',
    })
  const search = query.subject === undefined ? undefined : await checkSearch(tools, actor, query.subject, query.subjectSearchId) // prettier-ignore
  const page = await readPage(tools, actor, query)
  const { writes } = tools.prepare([
    {
      kind: 'ACCESSES_READ',
      at: instantNow(tools.clock),
      actor: { clientId: actor.clientId, agency: actor.agency },
      // Whose accesses an auditor looked at is as telling as the accesses: the subject is sealed, not in `data`.
      ...(query.subject === undefined ? {} : { subjects: [query.subject] }),
      data: questionOf(query, search?.id, page.entries.length),
    },
  ])
  await tools.store.commit(writes)
  return page
}

/** The accesses of the caller's own agency; nothing about anybody else's can be asked. */
export async function findOwnAccesses(tools: LedgerTools, actor: Actor, query: AccessQuery): Promise<AccessPage> {
  authorize(actor, 'findOwnAccesses')
  checkFirst(query.first)
  const isForeign = query.agency !== undefined && query.agency !== actor.agency
  if (isForeign || query.subject !== undefined) throw new ZhengshuError('FORBIDDEN', { operation: 'findAccesses' })
  return readPage(tools, actor, { ...query, agency: actor.agency })
}

/** Throws INVALID_INPUT. */
export function checkFirst(first: number): void {
  if (!Number.isInteger(first) || first < 1 || first > MAX_FIRST)
    throw new ZhengshuError('INVALID_INPUT', {
      field: 'first',
      reason: `use 1 to ${MAX_FIRST}`,
      reasonZh: `应为 1 至 ${MAX_FIRST}`,
    })
}

const questionOf = (query: AccessQuery, searchId: string | undefined, count: number): JsonObject => ({
  ...(query.agency === undefined ? {} : { agency: query.agency }),
  ...(query.resource === undefined ? {} : { resource: query.resource }),
  ...(query.from === undefined ? {} : { from: query.from }),
  ...(query.to === undefined ? {} : { to: query.to }),
  ...(searchId === undefined ? {} : { searchId }),
  count,
})

async function readPage(tools: LedgerTools, actor: Actor, query: AccessQuery): Promise<AccessPage> {
  const { first, after, agency, resource, subject, from, to } = query
  const records: PayloadRecord[] = []
  let next = after
  for (let reads = 0; reads < MAX_READS; reads++) {
    const page = await findPayloads(tools.store, {
      ...(agency === undefined ? {} : { agency }),
      ...(resource === undefined ? {} : { resource }),
      ...(subject === undefined ? {} : { subject }),
      ...(from === undefined ? {} : { from }),
      ...(to === undefined ? {} : { to }),
      // Never more rows than are still wanted, so that the cursor stands behind the last entry that is shown.
      limit: first - records.length,
      ...(next === undefined ? {} : { after: next }),
      reader: actor.clientId,
    })
    records.push(...page.records.filter((record) => fits(record, query)))
    next = page.next
    if (next === undefined || records.length >= first) break
  }
  const positions = await positionsOf(
    tools.store,
    records.map(({ id }) => id),
  )
  const entries = records.map((record, i) => entryOf(record, positions[i]))
  return next === undefined ? { entries } : { entries, next }
}

/** The conditions beside a subject, which has an index of its own. */
function fits(record: PayloadRecord, { subject, agency, resource }: AccessQuery): boolean {
  if (subject === undefined) return true
  if (agency !== undefined && record.agency !== agency) return false
  return resource === undefined || payloadIn(record).resources?.includes(resource) === true
}
