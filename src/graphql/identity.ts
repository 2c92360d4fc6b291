import type { ClientAuthMethod } from '../identity/index.ts'
import { dropNulls } from './drop-nulls.ts'
import type { ClientAuthMethod as AuthMethodName, Resolvers } from './generated.ts'
import { toConnection, toPage } from './listing.ts'

const AUTH_METHODS: Readonly<Record<AuthMethodName, ClientAuthMethod>> = {
  PRIVATE_KEY_JWT: 'private_key_jwt',
  CLIENT_SECRET_BASIC: 'client_secret_basic',
}

export const identityResolvers = {
  Query: {
    clients: async (_parent, page, { app, actor }) => toConnection(await app.identity.findClients(actor, toPage(page))),
  },
  Mutation: {
    registerClient: (_parent, { input }, { app, actor }) =>
      app.identity.registerClient(actor, { ...dropNulls(input), authMethod: AUTH_METHODS[input.authMethod] }),
    suspendClient: async (_parent, { input }, { app, actor }) => ({
      client: await app.identity.suspendClient(actor, input),
    }),
  },
  Client: {
    authMethod: ({ authMethod }) =>
      authMethod === 'private_key_jwt' ? ('PRIVATE_KEY_JWT' as const) : ('CLIENT_SECRET_BASIC' as const),
  },
} satisfies Resolvers
