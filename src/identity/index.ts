export { identityCollections } from './client-records.ts'
export { createIdentity } from './create-identity.ts'
export type { IdentityDeps } from './identity-deps.ts'
export * from './identity.ts'
