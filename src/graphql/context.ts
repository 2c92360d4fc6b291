import type { Actor } from '../access/index.ts'
import type { App } from '../app.ts'

/** What a resolver may use: the features, who is calling, and the id of this HTTP request. */
export interface GraphqlContext {
  readonly app: App
  readonly actor: Actor
  readonly requestId: string
}
