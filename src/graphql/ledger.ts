import type { Instant } from '../core/clock.ts'
import type { AccessPage, AccessQuery } from '../ledger/index.ts'
import { dropNulls } from './drop-nulls.ts'
import type { QueryAccessesArgs, Resolvers } from './generated.ts'
import { toConnection, toPage } from './listing.ts'

export const ledgerResolvers = {
  Query: {
    accesses: async (_parent, query, { app, actor }) =>
      fromPage(await app.ledger.findAccesses(actor, toAccessQuery(query))),
    ownAccesses: async (_parent, query, { app, actor }) =>
      fromPage(await app.ledger.findOwnAccesses(actor, toAccessQuery(query))),
    subjectSearch: (_parent, { id }, { app, actor }) => app.ledger.subjectSearch(actor, id),
    subjectSearches: async (_parent, { first, after, ...filters }, { app, actor }) =>
      toConnection(await app.ledger.subjectSearches(actor, { ...dropNulls(filters), ...toPage({ first, after }) })),
    ledgerProof: async (_parent, { leafId }, { app, actor }) => {
      const found = await app.ledger.proofOf(actor, leafId)
      return found.state === 'included'
        ? { state: 'INCLUDED' as const, proof: found.proof }
        : { state: 'PENDING' as const, proof: null }
    },
  },
  Mutation: {
    requestSubjectAccesses: (_parent, { input }, { app, actor }) => app.ledger.requestSubjectSearch(actor, input),
    approveSubjectAccesses: async (_parent, { input }, { app, actor }) => {
      await app.ledger.approveSubjectSearch(actor, input)
      return { id: input.id }
    },
    eraseLedgerPayload: async (_parent, { input }, { app, actor }) => {
      await app.ledger.erase(actor, input)
      return { leafId: input.leafId }
    },
  },
} satisfies Resolvers

// The scalar Instant has checked both ends.
const toAccessQuery = ({ first, after, from, to, ...filters }: QueryAccessesArgs): AccessQuery => ({
  ...dropNulls(filters),
  ...dropNulls({ from: from as Instant | null | undefined, to: to as Instant | null | undefined }),
  ...toPage({ first, after }),
})

const fromPage = ({ entries, next }: AccessPage) =>
  toConnection({ items: entries, ...(next === undefined ? {} : { next }) })
