import { authorize, type Actor } from '../access/index.ts'
import { ZhengshuError } from '../core/errors.ts'
import type { Listing } from '../core/listing.ts'
import { createTokenAuthenticator } from './authenticate-token.ts'
import { listClients } from './client-records.ts'
import { createClientsInMemory } from './clients-in-memory.ts'
import { addAdministrator, ensureAdministrator } from './first-administrator.ts'
import { tokenEndpoint, type IdentityContext, type IdentityDeps } from './identity-deps.ts'
import type { Client, Identity } from './identity.ts'
import { createTokenIssuer } from './issue-token.ts'
import { registerClient } from './register-client.ts'
import { suspendClient } from './suspend-client.ts'
import { createTokenKeys, jwksOf } from './token-keys.ts'

/** Who is calling: clients, their tokens, and what others need to check those. */
export function createIdentity(deps: IdentityDeps): Identity {
  const context: IdentityContext = {
    ...deps,
    clients: createClientsInMemory(deps),
    issuer: deps.publicUrl.replace(/\/+$/, ''),
  }
  const tokenKeys = createTokenKeys(deps.keyring, deps.clock)

  return {
    issueToken: createTokenIssuer(context),
    authenticate: createTokenAuthenticator(context, tokenKeys),
    registerClient: (actor, input) => registerClient(context, actor, input),
    suspendClient: (actor, input) => suspendClient(context, actor, input),
    findClients: (actor, query) => findClients(context, actor, query),
    ensureAdministrator: () => ensureAdministrator(context),
    addAdministrator: () => addAdministrator(context),
    jwks: () => jwksOf(tokenKeys),
    metadata: () => metadata(context),
  }
}

async function findClients(
  context: IdentityContext,
  actor: Actor,
  { first, after }: { readonly first: number; readonly after?: string },
): Promise<Listing<Client>> {
  authorize(actor, 'findClients')
  if (!Number.isInteger(first) || first < 1 || first > 200)
    throw new ZhengshuError('INVALID_INPUT', { field: 'first', reason: 'use 1 to 200', reasonZh: '应为 1 至 200' })
  const page = await listClients(context.store, {
    limit: first,
    reader: actor.clientId,
    ...(after === undefined ? {} : { after }),
  })
  return {
    items: page.items.map(({ document }) => document.client),
    ...(page.next === undefined ? {} : { next: page.next }),
  }
}

/** RFC 8414 §2. */
const metadata = (context: IdentityContext) => ({
  issuer: context.issuer,
  token_endpoint: tokenEndpoint(context),
  jwks_uri: `${context.issuer}/.well-known/jwks.json`,
  grant_types_supported: ['client_credentials'],
  response_types_supported: [],
  token_endpoint_auth_methods_supported: ['private_key_jwt', 'client_secret_basic'],
  token_endpoint_auth_signing_alg_values_supported: ['ES256', 'RS256'],
})
