import type { Actor, Role } from '../access/index.ts'
import type { Instant } from '../core/clock.ts'
import type { CreditCode } from '../core/identifiers.ts'
import type { Listing } from '../core/listing.ts'

/** How a client proves itself at the token endpoint (RFC 7523; RFC 6749 §2.3.1). */
export type ClientAuthMethod = 'private_key_jwt' | 'client_secret_basic'

/** A client that may get tokens: a departmental system, or a person at a desk. */
export interface Client {
  readonly clientId: string
  readonly name: string
  readonly role: Role
  readonly agency: CreditCode
  readonly authMethod: ClientAuthMethod
  /** Public JWK (ES256 or RS256) of private_key_jwt. */
  readonly publicJwk?: Readonly<Record<string, unknown>>
  /** Opaque id of the natural person behind a human client. */
  readonly personId?: string
  readonly state: 'ACTIVE' | 'SUSPENDED'
  readonly registeredAt: Instant
}

/** A request of the token endpoint, as far as it matters (RFC 6749 §4.4). */
export interface TokenRequest {
  /** Value of the Authorization header, if any. */
  readonly authorization?: string
  /** The form fields of the body. */
  readonly form: Readonly<Record<string, string>>
  /** Where the request comes from, as far as known; failures are limited per client id and address. */
  readonly address?: string
}

/** RFC 6749 §5.1 and §5.2. */
export type TokenAnswer =
  | {
      readonly ok: true
      readonly body: { readonly access_token: string; readonly token_type: 'Bearer'; readonly expires_in: number }
    }
  | {
      readonly ok: false
      readonly status: 400 | 401
      readonly body: {
        readonly error: 'invalid_request' | 'invalid_client' | 'unsupported_grant_type' | 'invalid_scope'
        readonly error_description: string
      }
    }
  | {
      readonly ok: false
      /** Too many failures: the client was not even looked at. */
      readonly status: 429
      readonly retryAfterSeconds: number
      readonly body: { readonly error: 'temporarily_unavailable'; readonly error_description: string }
    }

/** A client to be registered; `publicJwk` belongs to private_key_jwt alone. */
export interface RegisterClientInput {
  readonly requestId: string
  readonly name: string
  readonly role: Role
  readonly agency: string
  readonly authMethod: ClientAuthMethod
  readonly publicJwk?: Readonly<Record<string, unknown>>
  readonly personId?: string
}

/** Who calls: clients, their tokens, and the actor behind a token. */
export interface Identity {
  issueToken(request: TokenRequest): Promise<TokenAnswer>
  /** The actor behind a bearer token. Throws UNAUTHENTICATED with the reason; a suspended client's tokens end at once in this process, within the epoch poll elsewhere. */
  authenticate(bearerToken: string): Promise<Actor>
  /** Answers the client, and once, never again, the secret of client_secret_basic. */
  registerClient(
    actor: Actor,
    input: RegisterClientInput,
  ): Promise<{ readonly client: Client; readonly clientSecret?: string }>
  suspendClient(
    actor: Actor,
    input: { readonly requestId: string; readonly clientId: string; readonly reason: string },
  ): Promise<Client>
  findClients(actor: Actor, query: { readonly first: number; readonly after?: string }): Promise<Listing<Client>>
  /** The first administrator, made at first start; undefined when there is one already. Its private key is written to the key directory. */
  ensureAdministrator(): Promise<
    | { readonly clientId: string; readonly privateJwk: Readonly<Record<string, unknown>>; readonly file: string }
    | undefined
  >
  /** One more administrator, its private key in a file of the key directory: for an operator who lost the others' keys. */
  addAdministrator(): Promise<{ readonly clientId: string; readonly file: string }>
  /** `/.well-known/jwks.json` */
  jwks(): { readonly keys: readonly Readonly<Record<string, unknown>>[] }
  /** `/.well-known/oauth-authorization-server` (RFC 8414). */
  metadata(): Readonly<Record<string, unknown>>
}
