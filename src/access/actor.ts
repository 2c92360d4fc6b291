import type { CreditCode } from '../core/identifiers.ts'

/**
 * What a client may be. One client has one role; administrator, issuer and auditor are never the same client
 * (rules: separation of duties).
 */
export const ROLES = [
  'SYSTEM', // a departmental system: asks for evidence and records, imports and issues for its own agency
  'HEAD', // head of an agency's sharing unit: approves its requests and answers those of others (Order 809 art. 20)
  'REGISTRAR', // drafts and submits catalog entries of its agency
  'REVIEWER', // the sharing authority: publishes catalog entries, suspends and revokes grants
  'AUDITOR', // reads accesses, verifies
  'ADMINISTRATOR', // registers agencies' clients
] as const
export type Role = (typeof ROLES)[number]

/** Who is calling, as authenticated; the only source of identity (nothing a client claims is trusted). */
export interface Actor {
  readonly clientId: string
  readonly role: Role
  /** The agency that the client belongs to. */
  readonly agency: CreditCode
  /** The natural person behind a human client, by an opaque id: four eyes are two persons, not two clients. */
  readonly personId?: string
}

/** Why data is asked for. Everything that discloses takes one. */
export interface Purpose {
  /** Codes of service items (catalog/service-items). */
  readonly serviceItems: readonly string[]
  /** The calling system's own number of the case; only its keyed digest enters the ledger. */
  readonly caseNumber: string
  /** Legal basis in words, as the grant names it. */
  readonly basis: string
}
