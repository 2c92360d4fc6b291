import type { App } from '../app.ts'
import { catalogResolvers } from './catalog.ts'
import type { GraphqlContext } from './context.ts'
import { evidenceResolvers } from './evidence.ts'
import { createGraphql, type Graphql } from './graphql.ts'
import { identityResolvers } from './identity.ts'
import { ledgerResolvers } from './ledger.ts'
import { licencesResolvers } from './licences.ts'
import { registersResolvers } from './registers.ts'
import { scalars } from './scalars.ts'
import { makeSchema, readSdl, type ResolverMap } from './schema.ts'
import { sharingResolvers } from './sharing.ts'

export type { GraphqlContext } from './context.ts'
export { statusOf, toPublicError, toZhengshuError, type PublicError } from './format-error.ts'
export type { Graphql, ResponseType } from './graphql.ts'
export { LIMITS } from './limits.ts'

/** Each file has its own fields of Query and Mutation. */
const FEATURES: readonly ResolverMap[] = [
  catalogResolvers,
  identityResolvers,
  sharingResolvers,
  registersResolvers,
  licencesResolvers,
  evidenceResolvers,
  ledgerResolvers,
]

/** Resolvers of every feature; several features extend Query and Mutation. */
export function allResolvers(): ResolverMap {
  const all: Record<string, Record<string, unknown>> = {}
  for (const feature of FEATURES)
    for (const [type, fields] of Object.entries(feature)) all[type] = { ...all[type], ...fields }
  return all
}

/** The API over the features of `app`. */
export const createGraphqlApi = (app: Pick<App, 'config' | 'log'>): Graphql<GraphqlContext> =>
  createGraphql<GraphqlContext>(makeSchema(readSdl(), allResolvers(), scalars), {
    log: app.log,
    introspection: !app.config.isProduction,
  })
