import {
  defineCollection,
  insert,
  replace,
  type Collection,
  type Document,
  type Store,
  type Stored,
  type Write,
} from '../store/index.ts'
import type { Resource } from './catalog.ts'

/** Who worked on a revision that is not published yet: none of them may publish it. */
export interface Worker {
  readonly clientId: string
  readonly personId?: string
}

export interface ResourceDocument extends Document {
  /** The code. */
  readonly id: string
  /** The newest revision. */
  readonly current: Resource
  /** The revision in force, while there is one. */
  readonly published?: Resource
  readonly workers: readonly Worker[]
  /** Value of the epoch in the commit of its last change: what changed since is found by it. */
  readonly epoch: number
}

interface RevisionDocument extends Document {
  readonly code: string
  readonly revision: number
  readonly resource: Resource
}

/** Which text of the catalog file was taken over last. */
export interface SeedDocument extends Document {
  readonly digest: string
}

interface EpochDocument extends Document {
  readonly value: number
}

const resources = defineCollection<ResourceDocument>({
  name: 'resources',
  schema: 1,
  indexes: [{ name: 'by_epoch', fields: ['epoch'] }],
})
const revisions = defineCollection<RevisionDocument>({
  name: 'resource_revisions',
  schema: 1,
  indexes: [{ name: 'by_code', fields: ['code', 'revision'] }],
})
const seeds = defineCollection<SeedDocument>({ name: 'resource_seeds', schema: 1, indexes: [] })
/** One document whose value rises with every change of the catalog, in the same commit: changes follow one another. */
const epochs = defineCollection<EpochDocument>({ name: 'resource_epochs', schema: 1, indexes: [] })

/** What the store must hold for the catalog. */
export const catalogCollections: readonly Collection<Document>[] = [
  resources,
  revisions,
  seeds,
  epochs,
] as unknown as Collection<Document>[]

const EPOCH_ID = 'resources'

export async function readEpoch(store: Store): Promise<number> {
  return (await store.get(epochs, EPOCH_ID))?.document.value ?? 0
}

/** Refused when anything of the catalog changed since this epoch was read. */
export const raiseEpoch = (epoch: number): readonly Write[] => {
  const next = { id: EPOCH_ID, value: epoch + 1 }
  return [epoch === 0 ? insert(epochs, next) : replace(epochs, next, epoch)]
}

/** Everything changed after an epoch; after 0, everything. */
export async function readChangedSince(store: Store, epoch: number): Promise<readonly Stored<ResourceDocument>[]> {
  const all: Stored<ResourceDocument>[] = []
  let after: string | undefined
  do {
    const page = await store.find(resources, {
      index: 'by_epoch',
      range: { field: 'epoch', from: epoch + 1 },
      limit: 1000,
      ...(after ? { after } : {}),
    })
    all.push(...page.items)
    after = page.next
  } while (after)
  return all
}

/** The entry as it becomes, and the revision for its history. */
export function saveResource(
  document: ResourceDocument,
  before: Stored<ResourceDocument> | undefined,
): readonly Write[] {
  const { id: code, current } = document
  return [
    before ? replace(resources, document, before.version) : insert(resources, document),
    insert(revisions, { id: revisionId(code, current.revision), code, revision: current.revision, resource: current }),
  ]
}

export const revisionId = (code: string, revision: number): string => `${code} ${revision}`

export async function readRevision(store: Store, id: string): Promise<Resource | undefined> {
  return (await store.get(revisions, id))?.document.resource
}

/** The oldest first. */
export async function readHistory(store: Store, code: string): Promise<readonly Resource[]> {
  const all: Resource[] = []
  let after: string | undefined
  do {
    const page = await store.find(revisions, {
      index: 'by_code',
      equals: { code },
      limit: 1000,
      ...(after ? { after } : {}),
    })
    all.push(...page.items.map(({ document }) => document.resource))
    after = page.next
  } while (after)
  return all
}

export async function readSeeds(
  store: Store,
  codes: readonly string[],
): Promise<readonly (Stored<SeedDocument> | undefined)[]> {
  const all: (Stored<SeedDocument> | undefined)[] = []
  for (let i = 0; i < codes.length; i += 1000) all.push(...(await store.getMany(seeds, codes.slice(i, i + 1000))))
  return all
}

export const saveSeed = (code: string, digest: string, before: Stored<SeedDocument> | undefined): Write =>
  before ? replace(seeds, { id: code, digest }, before.version) : insert(seeds, { id: code, digest })
