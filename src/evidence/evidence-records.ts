import { toInstant, toMilliseconds, type Instant } from '../core/clock.ts'
import type { KeptHeaders } from '../licences/index.ts'
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
import { headersOf, unpackAnswer, type GivenEvidence, type KeptAnswer } from './stored-answer.ts'

interface AnswerRecord extends Document {
  /** What was released: asked about anew before it is given again. */
  readonly released: readonly AccessNeed[]
  readonly subjects: readonly string[]
  readonly expiresAt: Instant
}

/** An answer as it was given; kept so that the same request gets the same bytes again. */
type StoredAnswer = AnswerRecord & KeptAnswer

/** Schema 1: the answer word for word. */
type StoredAnswer1 = AnswerRecord & { readonly answer: GivenEvidence }

const answers = defineCollection<StoredAnswer | StoredAnswer1>({
  name: 'evidence_answers',
  schema: 2,
  indexes: [{ name: 'byExpiry', fields: ['expiresAt'] }],
  sealed: { personalFields: [] },
})

export const collections = { answers }

export const KEPT_DAYS = 30

export const saveAnswer = (answer: StoredAnswer): Write => insert(answers, answer)

interface FoundAnswer {
  readonly answer: GivenEvidence
  readonly released: readonly AccessNeed[]
  readonly subjects: readonly string[]
}

/** Undefined when there is none that is still kept. */
export async function findAnswer(
  { store, headers }: { readonly store: Store; readonly headers: KeptHeaders },
  evidenceId: string,
  now: Instant,
): Promise<FoundAnswer | undefined> {
  const stored = (await store.get(answers, evidenceId))?.document
  if (!stored || stored.expiresAt <= now) return undefined
  const { released, subjects } = stored
  if ('answer' in stored) return { answer: stored.answer, released, subjects }
  await headers.read(headersOf(stored))
  return { answer: unpackAnswer(stored, headers), released, subjects }
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
    try {
      await store.commit(page.items.map(({ document, version }) => remove(answers, document.id, version)))
      removed += page.items.length
    } catch (error) {
      // Another process removes the same ones: look what is left.
      if (!(error instanceof CommitConflict)) throw error
    }
  }
}
