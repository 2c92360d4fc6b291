import { defineCollection, type Collection, type Document, type Store, type Stored } from '../store/index.ts'
import type { AccessRequest, Grant } from './sharing.ts'

export type AccessRequestDocument = AccessRequest & {
  /** Persons, not clients: the same person must not act twice (Order 809 art. 20). */
  readonly requestedByPerson?: string
  readonly approvedByPerson?: string
}

/** Persons disclosed under a grant on one day. */
interface QuotaDocument extends Document {
  readonly grantId: string
  readonly date: string
  readonly used: number
}

/** The parties of a case: keyed digests only. */
export interface CaseDocument extends Document {
  readonly subjects: readonly string[]
}

interface EpochDocument extends Document {
  readonly value: number
}

const requests = defineCollection<AccessRequestDocument>({
  name: 'access_requests',
  schema: 1,
  indexes: [
    { name: 'by_agency', fields: ['agency', 'id'] },
    { name: 'by_provider', fields: ['provider', 'id'] },
  ],
})
const grants = defineCollection<Grant>({
  name: 'grants',
  schema: 1,
  indexes: [
    { name: 'by_agency', fields: ['agency', 'id'] },
    { name: 'by_provider', fields: ['provider', 'id'] },
  ],
})
const quotas = defineCollection<QuotaDocument>({ name: 'grant_quotas', schema: 1, indexes: [] })
const cases = defineCollection<CaseDocument>({ name: 'cases', schema: 1, indexes: [] })
/** One document whose value rises with every change of a grant, in the same commit. */
const epochs = defineCollection<EpochDocument>({ name: 'grant_epochs', schema: 1, indexes: [] })

export const collections = { requests, grants, quotas, cases, epochs }
/** What the store must hold for sharing. */
export const sharingCollections: readonly Collection<Document>[] = Object.values(
  collections,
) as unknown as Collection<Document>[]

export const EPOCH_ID = 'grants'
export const quotaId = (grantId: string, date: string): string => `${grantId} ${date}`

export async function readEpoch(store: Store): Promise<number> {
  return (await store.get(epochs, EPOCH_ID))?.document.value ?? 0
}

export async function readAllGrants(store: Store): Promise<readonly Grant[]> {
  const all: Grant[] = []
  let after: string | undefined
  do {
    const page = await store.find(grants, { index: 'id', limit: 1000, ...(after ? { after } : {}) })
    all.push(...page.items.map((item) => item.document))
    after = page.next
  } while (after)
  return all
}

export const readRequest = (store: Store, id: string): Promise<Stored<AccessRequestDocument> | undefined> =>
  store.get(requests, id)
export const readGrant = (store: Store, id: string): Promise<Stored<Grant> | undefined> => store.get(grants, id)
