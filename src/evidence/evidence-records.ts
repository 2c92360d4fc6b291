import { toInstant, toMilliseconds, type Instant } from '../core/clock.ts'
import type { AccessNeed } from '../sharing/index.ts'
import { defineCollection, insert, remove, type Document, type Store, type Stored, type Write } from '../store/index.ts'
import type { Evidence } from './evidence.ts'

/** An answer as it was given, word for word; kept so that the same request gets the same bytes again. */
export interface StoredAnswer extends Document {
  readonly answer: Omit<Evidence, 'isReplay'>
  /** What was released: asked about anew before it is given again. */
  readonly released: readonly AccessNeed[]
  readonly subjects: readonly string[]
  readonly expiresAt: Instant
}

const answers = defineCollection<StoredAnswer>({
  name: 'evidence_answers',
  schema: 1,
  indexes: [{ name: 'byExpiry', fields: ['expiresAt'] }],
  sealed: { personalFields: [] },
})

export const collections = { answers }

export const KEPT_DAYS = 30

export const saveAnswer = (answer: StoredAnswer): Write => insert(answers, answer)

export const findAnswer = (store: Store, evidenceId: string): Promise<Stored<StoredAnswer> | undefined> =>
  store.get(answers, evidenceId)

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
