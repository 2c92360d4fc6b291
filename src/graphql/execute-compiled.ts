import { type DocumentNode, type ExecutionResult, type GraphQLSchema } from 'graphql'
import { compileQuery, isCompiledQuery, type CompiledQuery } from 'graphql-jit'

const MAX_COMPILED = 500
/** Compiled at the second use: a document sent once is not worth a compilation. */
const COMPILE_AFTER = 1

interface Entry {
  uses: number
  /** `null`: graphql-jit cannot compile it; graphql-js runs it. */
  compiled?: CompiledQuery | null
}

/** Compiled documents by digest, the least recently used dropped first. */
export class CompiledDocuments {
  private readonly entries = new Map<string, Entry>()
  private readonly schema: GraphQLSchema

  constructor(schema: GraphQLSchema) {
    this.schema = schema
  }

  /** The result of the compiled document; undefined when it is not hot, or not compilable, and must be run otherwise. */
  execute(
    key: string,
    document: DocumentNode,
    operationName: string | undefined,
    context: unknown,
    variables: Readonly<Record<string, unknown>>,
  ): Promise<ExecutionResult> | ExecutionResult | undefined {
    const entry = this.touch(key)
    if (entry.uses <= COMPILE_AFTER) return undefined
    entry.compiled ??= compile(this.schema, document, operationName)
    return entry.compiled?.query(undefined, context, variables)
  }

  private touch(key: string): Entry {
    const entry = this.entries.get(key) ?? { uses: 0 }
    this.entries.delete(key)
    this.entries.set(key, entry)
    entry.uses++
    if (this.entries.size > MAX_COMPILED) this.entries.delete(this.entries.keys().next().value!)
    return entry
  }
}

function compile(schema: GraphQLSchema, document: DocumentNode, operationName?: string): CompiledQuery | null {
  const compiled = compileQuery(schema, document, operationName, { disablingCapturingStackErrors: true })
  return isCompiledQuery(compiled) ? compiled : null
}
