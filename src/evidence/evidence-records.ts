import { toInstant, toMilliseconds, type Instant } from '../core/clock.ts'
import { digestOf } from '../core/hash.ts'
import type { AccessNeed } from '../sharing/index.ts'
import {
  CommitConflict,
  defineCollection,
  insert,
  remove,
  type Document,
  type Store,
  type Write,
} from '../store/index.ts'
import { headersOf, unpackAnswer, type GivenEvidence, type KeepJws, type KeptAnswer } from './stored-answer.ts'

interface AnswerRecord extends Document {
  /** What was released: asked about anew before it is given again. */
  readonly released: readonly AccessNeed[]
  readonly subjects: readonly string[]
  readonly expiresAt: Instant
}

/** An answer as it was given; kept so that the same request gets the same bytes again. */
export type StoredAnswer = AnswerRecord & KeptAnswer

/** Schema 1: the answer word for word. */
type StoredAnswer1 = AnswerRecord & { readonly answer: GivenEvidence }

/** A protected header, base64url, under its digest. Public: it says who signs. */
interface HeaderRecord extends Document {
  readonly header: string
}

const answers = defineCollection<StoredAnswer | StoredAnswer1>({
  name: 'evidence_answers',
  schema: 2,
  indexes: [{ name: 'byExpiry', fields: ['expiresAt'] }],
  sealed: { personalFields: [] },
})
const headers = defineCollection<HeaderRecord>({ name: 'evidence_headers', schema: 1, indexes: [] })

export const collections = { answers, headers }

export const KEPT_DAYS = 30

export const saveAnswer = (answer: StoredAnswer): Write => insert(answers, answer)

export interface FoundAnswer {
  readonly answer: GivenEvidence
  readonly released: readonly AccessNeed[]
  readonly subjects: readonly string[]
}

/** Undefined when there is none that is still kept. */
export async function findAnswer(store: Store, evidenceId: string, now: Instant): Promise<FoundAnswer | undefined> {
  const stored = (await store.get(answers, evidenceId))?.document
  if (!stored || stored.expiresAt <= now) return undefined
  const { released, subjects } = stored
  if ('answer' in stored) return { answer: stored.answer, released, subjects }
  const found = await store.getMany(headers, headersOf(stored))
  const byId = new Map(found.flatMap((one) => (one ? [[one.document.id, one.document.header] as const] : [])))
  return { answer: unpackAnswer(stored, byId), released, subjects }
}

const WORTH_NAMING = 200
const MAX_KNOWN_HEADERS = 500

/** Keeps a header before the first answer that names it. There are few: one for each seal and type. */
export function createJwsKeeper(store: Store): KeepJws {
  // Compared one by one: they differ within their first characters, and hashing one for a map costs more than them all.
  let known: { readonly header: string; readonly id: string }[] = []
  const keepHeader = async (header: string): Promise<string> => {
    const id = digestOf(header)
    try {
      await store.commit([insert(headers, { id, header })])
    } catch (error) {
      // Kept before, by this or another process, which is all that was wanted.
      if (!(error instanceof CommitConflict)) throw error
    }
    if (known.length >= MAX_KNOWN_HEADERS) known = []
    if (!known.some((one) => one.id === id)) known.push({ header, id })
    return id
  }
  return (jws) => {
    const dot = jws.indexOf('.')
    if (dot < WORTH_NAMING) return jws
    const header = jws.slice(0, dot)
    const rest = jws.slice(dot)
    const id = known.find((one) => one.header === header)?.id
    return id === undefined ? keepHeader(header).then((kept) => ({ header: kept, rest })) : { header: id, rest }
  }
}

const BATCH = 100

/** Removes what has expired, a hundred at a time, so that nobody waits for it. */
export async function removeExpired(store: Store, now: Instant): Promise<number> {
  let removed = 0
  for (;;) {
    const page = await store.find(answers, {
      index: 'byExpiry',
      // The end of a range is exclusive; what expires this very millisecond has expired.
      range: { field: 'expiresAt', to: toInstant(toMilliseconds(now) + 1) },
      limit: BATCH,
    })
    if (page.items.length === 0) return removed
    await store.commit(page.items.map(({ document, version }) => remove(answers, document.id, version)))
    removed += page.items.length
  }
}
