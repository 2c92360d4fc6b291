import { dropNulls } from './drop-nulls.ts'
import type { Resolvers } from './generated.ts'
import { toConnection, toPage } from './listing.ts'

const MAX_REFUSALS = 1000

export const registersResolvers = {
  Query: {
    importBatch: (_parent, { id }, { app, actor }) => app.registers.importBatch(actor, id),
    importBatches: async (_parent, page, { app, actor }) =>
      toConnection(await app.registers.findBatches(actor, toPage(page))),
  },
  Mutation: {
    readRecords: (_parent, { input }, { app, actor }) => app.registers.findRecords(actor, dropNulls(input)),
    askPredicate: (_parent, { input }, { app, actor }) => app.registers.askPredicate(actor, dropNulls(input)),
    setSourceState: (_parent, { input }, { app, actor }) => app.registers.setSourceState(actor, input),
  },
  ImportBatch: {
    refusals: ({ refusals }, { first }) => refusals.slice(0, toPage({ first }, MAX_REFUSALS).first),
  },
  RowRefusal: {
    text: ({ en, zh }) => ({ en, zh }),
  },
  PredicateAnswer: {
    reason: (answer) => (answer.answer === 'CANNOT_TELL' ? answer.reason : null),
    coverageFrom: (answer) => (answer.answer === 'CANNOT_TELL' ? (answer.coverageFrom ?? null) : null),
  },
} satisfies Resolvers
