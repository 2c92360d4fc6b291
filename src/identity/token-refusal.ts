import type { TokenAnswer } from './identity.ts'

type ErrorName = Extract<TokenAnswer, { ok: false; status: 400 | 401 }>['body']['error']

/** Why no token is issued (RFC 6749 §5.2). Stays inside this feature: the endpoint's errors are the RFC's, not ours. */
export class TokenRefusal extends Error {
  readonly error: ErrorName

  constructor(error: ErrorName, description: string) {
    super(description)
    this.error = error
  }

  answer(): TokenAnswer {
    // error_description: printable ASCII without quotes and backslash (§5.2).
    const description = this.message.replace(/[^\x20\x21\x23-\x5b\x5d-\x7e]/g, '?')
    return {
      ok: false,
      status: this.error === 'invalid_client' ? 401 : 400,
      body: { error: this.error, error_description: description },
    }
  }
}
