import type { RefusalRule } from '../sharing/index.ts'
import { dropNulls } from './drop-nulls.ts'
import type { RefusalRule as RefusalRuleName, Resolvers } from './generated.ts'
import { toConnection, toPage } from './listing.ts'

/** `no-grant` is NO_GRANT in the schema, whose enum values cannot have hyphens. */
export const refusalRuleName = (rule: RefusalRule): RefusalRuleName =>
  rule.replaceAll('-', '_').toUpperCase() as RefusalRuleName

export const sharingResolvers = {
  Query: {
    accessRequests: async (_parent, page, { app, actor }) =>
      toConnection(await app.sharing.findRequests(actor, toPage(page))),
    accessRequest: (_parent, { id }, { app, actor }) => app.sharing.accessRequest(actor, id),
    grants: async (_parent, page, { app, actor }) => toConnection(await app.sharing.findGrants(actor, toPage(page))),
    ownUse: (_parent, _arguments, { app, actor }) => app.sharing.ownUse(actor),
  },
  Mutation: {
    requestAccess: async (_parent, { input }, { app, actor }) => ({
      accessRequest: await app.sharing.requestAccess(actor, dropNulls(input)),
    }),
    approveAccessRequest: async (_parent, { input }, { app, actor }) => ({
      accessRequest: await app.sharing.approveRequest(actor, input),
    }),
    answerAccessRequest: async (_parent, { input }, { app, actor }) => {
      const { request, grant } = await app.sharing.answerRequest(actor, dropNulls(input))
      return { accessRequest: request, grant: grant ?? null }
    },
    suspendGrant: (_parent, { input }, { app, actor }) =>
      app.sharing.changeGrant(actor, { ...input, change: 'SUSPEND' }),
    resumeGrant: (_parent, { input }, { app, actor }) => app.sharing.changeGrant(actor, { ...input, change: 'RESUME' }),
    revokeGrant: (_parent, { input }, { app, actor }) => app.sharing.changeGrant(actor, { ...input, change: 'REVOKE' }),
  },
  Grant: {
    accessRequestId: ({ requestId }) => requestId,
  },
} satisfies Resolvers
