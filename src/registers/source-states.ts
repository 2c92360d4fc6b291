import { authorize, type Actor } from '../access/index.ts'
import { instantNow, type Instant } from '../core/clock.ts'
import { isZhengshuError, ZhengshuError } from '../core/errors.ts'
import { checkText, LONGEST_REASON, plainName } from '../core/texts.ts'
import {
  CommitConflict,
  defineCollection,
  findRequest,
  insert,
  replace,
  saveRequest,
  type Document,
} from '../store/index.ts'
import type { RegistersDeps } from './registers-deps.ts'
import { requireSource } from './require-source.ts'
import type { RecordSource, SetSourceStateInput, SourceState, SubjectAnswer } from './registers.ts'

/** What a source agency has announced of its register; absent is available. */
interface SourceStateDocument extends Document {
  readonly state: SourceState
  readonly reason: string
  readonly at: Instant
}

export const sourceStates = defineCollection<SourceStateDocument>({ name: 'source_states', schema: 1, indexes: [] })

/** How old a process's knowledge of the states may be; its own changes it sees at once. */
const REREAD_AFTER_MS = 1_000

/**
 * A source under maintenance answers nothing, whatever is stored: half-loaded records would say "no record" where there
 * is one. The caller is told that the source is unavailable.
 */
interface AnnouncedSource extends RecordSource {
  forget(): void
}

export function heedAnnouncements(
  deps: Pick<RegistersDeps, 'store' | 'clock' | 'catalog'>,
  source: RecordSource,
): AnnouncedSource {
  let down: ReadonlySet<string> = new Set()
  let readAt = -Infinity
  let forgotten = 0
  const refresh = async (): Promise<void> => {
    const at = deps.clock.now()
    const age = at - readAt
    if (age >= 0 && age <= REREAD_AFTER_MS) return // below zero the clock was set back
    const before = forgotten
    const registers = deps.catalog.registers.map((register) => register.slug)
    const states = await deps.store.getMany(sourceStates, registers)
    down = new Set(registers.filter((_, i) => states[i]?.document.state === 'MAINTENANCE'))
    // What was announced here meanwhile may not be in what was read.
    if (forgotten === before) readAt = at
  }
  return {
    forget() {
      forgotten++
      readAt = -Infinity
    },
    async findBySubjects(queries, deadline) {
      try {
        await refresh()
      } catch (error) {
        // The port promises an answer for a fault; a bug is none and is thrown.
        if (!isZhengshuError(error)) throw error
        return queries.map((): SubjectAnswer => ({ state: 'unavailable', reason: error.code }))
      }
      if (!queries.some(({ register }) => down.has(register))) return source.findBySubjects(queries, deadline)
      const asked = queries.filter(({ register }) => !down.has(register))
      const answers = (await source.findBySubjects(asked, deadline)).values()
      return queries.map(({ register }): SubjectAnswer =>
        down.has(register) ? { state: 'unavailable', reason: 'MAINTENANCE' } : answers.next().value!,
      )
    },
  }
}

/** The source agency announces maintenance of its register, or its end. */
export async function setSourceState(
  deps: RegistersDeps & { readonly source: Pick<AnnouncedSource, 'forget'> },
  actor: Actor,
  input: SetSourceStateInput,
): Promise<{ readonly register: string; readonly state: SourceState }> {
  authorize(actor, 'setSourceState')
  const { register, state, reason } = input
  const answer = { register, state }
  const scope = { clientId: actor.clientId, requestId: input.requestId, operation: 'setSourceState', body: input }
  if ((await findRequest(deps.store, scope)) !== undefined) return answer
  const known = deps.catalog.register(register)
  if (!known)
    throw new ZhengshuError('NOT_FOUND', {
      what: `Register ${plainName(register)}`,
      whatZh: `基础库 ${plainName(register)}`,
    })
  await requireSource(deps, actor, known, input.requestId)
  checkText('reason', reason, LONGEST_REASON)

  const at = instantNow(deps.clock)
  const stored = await deps.store.get(sourceStates, register)
  const document: SourceStateDocument = { id: register, state, reason, at }
  const { writes } = deps.ledger.prepare([
    {
      kind: 'SOURCE_CHANGED',
      at,
      actor: { clientId: actor.clientId, agency: actor.agency },
      requestId: input.requestId,
      data: { register, state },
    },
  ])
  try {
    await deps.store.commit([
      stored ? replace(sourceStates, document, stored.version) : insert(sourceStates, document),
      saveRequest(deps.store, scope, { register }, at),
      ...writes,
    ])
  } catch (error) {
    if (!(error instanceof CommitConflict)) throw error
    // The same request came twice at once, and the other one did it.
    if ((await findRequest(deps.store, scope)) !== undefined) return answer
    throw new ZhengshuError(
      'CONFLICT',
      { what: `Register ${register}`, whatZh: `基础库 ${register}` },
      { cause: error },
    )
  }
  deps.source.forget()
  return answer
}
