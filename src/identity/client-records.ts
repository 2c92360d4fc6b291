import {
  add,
  CommitConflict,
  defineCollection,
  insert,
  remove,
  replace,
  type Collection,
  type Document,
  type Store,
  type Stored,
  type Write,
} from '../store/index.ts'
import type { Client } from './identity.ts'

/** A client as stored: its id is the clientId. */
export interface ClientDocument extends Document {
  readonly client: Client
  /** HMAC of the secret of client_secret_basic; the secret itself is nowhere. */
  readonly secretDigest?: string
  /** Why it was suspended. */
  readonly reason?: string
}

/** A client assertion that was used: it is good once (RFC 7523 §3, `jti`). */
interface AssertionDocument extends Document {
  /** Milliseconds after which the assertion is refused by its age anyway. */
  readonly forgetAt: number
}

interface EpochDocument extends Document {
  readonly value: number
}

/** Which client is the first administrator: of two processes that make one, one wins. */
interface MarkerDocument extends Document {
  readonly clientId: string
}

const clients = defineCollection<ClientDocument>({
  name: 'clients',
  schema: 1,
  indexes: [],
})
const assertions = defineCollection<AssertionDocument>({
  name: 'client_assertions',
  schema: 1,
  indexes: [{ name: 'by_age', fields: ['forgetAt'] }],
})
/** One document whose value rises with every change of a client, in the same commit. */
const epochs = defineCollection<EpochDocument>({ name: 'client_epochs', schema: 1, indexes: [] })
const markers = defineCollection<MarkerDocument>({ name: 'client_markers', schema: 1, indexes: [] })

/** What the store must hold for identity. */
export const identityCollections = [clients, assertions, epochs, markers] as unknown as readonly Collection<Document>[]

const EPOCH_ID = 'clients'
const FIRST_ADMINISTRATOR = 'first-administrator'

export const readClient = (store: Store, clientId: string): Promise<Stored<ClientDocument> | undefined> =>
  store.get(clients, clientId)

export const listClients = (store: Store, query: { limit: number; after?: string; reader?: string }) =>
  store.find(clients, { index: 'id', ...query })

export async function readAllClients(store: Store): Promise<readonly ClientDocument[]> {
  const all: ClientDocument[] = []
  let after: string | undefined
  do {
    const page = await listClients(store, { limit: 1000, ...(after === undefined ? {} : { after }) })
    all.push(...page.items.map(({ document }) => document))
    after = page.next
  } while (after !== undefined)
  return all
}

export async function readEpoch(store: Store): Promise<number> {
  return (await store.get(epochs, EPOCH_ID))?.document.value ?? 0
}

/** A new or changed client, and the epoch by which other processes notice. */
export async function saveClient(store: Store, document: ClientDocument, expectedVersion?: number): Promise<Write[]> {
  const write = expectedVersion === undefined ? insert(clients, document) : replace(clients, document, expectedVersion)
  return [write, await raiseEpoch(store)]
}

async function raiseEpoch(store: Store): Promise<Write> {
  if (!(await store.get(epochs, EPOCH_ID))) {
    try {
      await store.commit([insert(epochs, { id: EPOCH_ID, value: 0 })])
    } catch (error) {
      // Another process made it at the same moment.
      if (!(error instanceof CommitConflict)) throw error
    }
  }
  return add(epochs, EPOCH_ID, 'value', 1)
}

export const readFirstAdministrator = async (store: Store): Promise<string | undefined> =>
  (await store.get(markers, FIRST_ADMINISTRATOR))?.document.clientId

export const markFirstAdministrator = (clientId: string): Write =>
  insert(markers, { id: FIRST_ADMINISTRATOR, clientId })

/** Remembers an assertion; false when it was used before. Durable before any token is answered. */
export async function rememberAssertion(store: Store, id: string, forgetAt: number): Promise<boolean> {
  try {
    await store.commit([insert(assertions, { id, forgetAt })])
    return true
  } catch (error) {
    if (error instanceof CommitConflict) return false
    throw error
  }
}

/** Forgets some assertions that are too old to be accepted again; true when there are more of them. */
export async function forgetOldAssertions(store: Store, now: number): Promise<boolean> {
  const page = await store.find(assertions, { index: 'by_age', range: { field: 'forgetAt', to: now }, limit: 200 })
  if (page.items.length === 0) return false
  try {
    await store.commit(page.items.map(({ document, version }) => remove(assertions, document.id, version)))
  } catch (error) {
    // Another process forgets the same ones.
    if (!(error instanceof CommitConflict)) throw error
  }
  return page.next !== undefined
}
