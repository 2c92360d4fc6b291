import type { DocumentNode, ExecutionResult, GraphQLSchema, OperationDefinitionNode } from 'graphql'
import { compileQuery, isCompiledQuery } from 'graphql-jit'

const MAX_SEEN = 500
/** A longer document stays with Apollo, so that what is kept here is bounded. */
const MAX_CHARACTERS = 10_000

/** An operation that was parsed and found valid and within every limit that no variable changes. */
export interface SeenOperation {
  readonly document: DocumentNode
  readonly operation: OperationDefinitionNode
  readonly run: Run
}

type Variables = Readonly<Record<string, unknown>>
type Run = (root: undefined, context: unknown, variables: Variables) => Promise<ExecutionResult> | ExecutionResult

interface Entry extends Omit<SeenOperation, 'run'> {
  /** Compiled at the second use: a document sent once is not worth a compilation. `null`: graphql-jit cannot. */
  run?: Run | null
}

/** Operations by the text that they were sent as, the least recently used dropped first. */
export class SeenOperations {
  private readonly entries = new Map<string, Entry>()
  /** The last of the entries: nearly every request asks for it again, and need not move it. */
  private latest: Entry | undefined
  private readonly schema: GraphQLSchema

  constructor(schema: GraphQLSchema) {
    this.schema = schema
  }

  remember(query: string, operationName: string | undefined, seen: Omit<SeenOperation, 'run'>): void {
    const key = keyOf(query, operationName)
    if (key.length > MAX_CHARACTERS || this.entries.has(key)) return
    this.entries.set(key, (this.latest = seen))
    if (this.entries.size > MAX_SEEN) this.entries.delete(this.entries.keys().next().value!)
  }

  /** Undefined for what Apollo has to answer: a new operation, or one that does not compile. */
  find(query: string, operationName: string | undefined): SeenOperation | undefined {
    const key = keyOf(query, operationName)
    const entry = this.entries.get(key)
    if (!entry) return undefined
    if (entry !== this.latest) {
      this.entries.delete(key)
      this.entries.set(key, entry)
      this.latest = entry
    }
    entry.run ??= compile(this.schema, entry.document, operationName)
    return entry.run ? (entry as SeenOperation) : undefined
  }
}

/** The length tells where the name ends and that there is one, so no other pair has this key. */
const keyOf = (query: string, operationName: string | undefined): string =>
  operationName === undefined ? `:${query}` : `${operationName.length}:${operationName}${query}`

function compile(schema: GraphQLSchema, document: DocumentNode, operationName?: string): Run | null {
  const compiled = compileQuery(schema, document, operationName, { disablingCapturingStackErrors: true })
  return isCompiledQuery(compiled) ? (compiled.query as Run) : null
}
