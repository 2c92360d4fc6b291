import type { KeyObject } from 'node:crypto'
import type { Actor } from '../access/index.ts'
import type { Clock } from '../core/clock.ts'
import { publicKeyFromJwk } from '../signing/index.ts'
import type { Store } from '../store/index.ts'
import { readAllClients, readEpoch, type ClientDocument } from './client-records.ts'
import type { Client } from './identity.ts'

/** A client made ready for use: its key parsed, its actor built. */
export interface ReadyClient {
  readonly client: Client
  readonly actor: Actor
  readonly publicKey: KeyObject | undefined
  readonly secretDigest: string | undefined
}

/** Another process's suspension is seen within this; design §4 allows 2 s. */
const CONFIRM_AFTER_MS = 1_000

/**
 * Every client, in memory. Another process's change is seen by an epoch that is raised in the commit of each change.
 * Whoever asks makes the look itself when the last one is a second old, so nobody is let in on older knowledge: when
 * the store does not answer, neither does this.
 */
export interface ClientsInMemory {
  get(clientId: string): Promise<ReadyClient | undefined>
  all(): Promise<readonly ReadyClient[]>
  /** Takes over a change made by this process, after its commit. */
  put(document: ClientDocument): void
}

export function createClientsInMemory({ store, clock }: { store: Store; clock: Clock }): ClientsInMemory {
  let byId = new Map<string, ReadyClient>()
  let counter: string | undefined
  let epoch: number | undefined
  let confirmedAt = Number.NEGATIVE_INFINITY
  let looking: Promise<void> | undefined
  let puts = 0

  async function look(): Promise<void> {
    // The time is taken before the look, and the epoch is read before the clients: what comes in between is seen next.
    const lookedAt = clock.now()
    const putsBefore = puts
    const nextCounter = await store.changeCounter()
    if (nextCounter !== counter) {
      const nextEpoch = await readEpoch(store)
      if (nextEpoch !== epoch) {
        const documents = await readAllClients(store)
        byId = new Map(documents.map((document) => [document.id, ready(document)]))
      }
      epoch = nextEpoch
      counter = nextCounter
    }
    // A change of this process came while the clients were read: what was read may be older than it.
    if (puts !== putsBefore) return look()
    confirmedAt = lookedAt
  }

  const isConfirmed = (): boolean => {
    const age = clock.now() - confirmedAt
    return age >= 0 && age < CONFIRM_AFTER_MS // below zero the clock was set back, and nobody knows how old the look is
  }
  /** Resolves after a look that is not a second old, or, where a look takes longer, began after this call. */
  const confirm = async (): Promise<void> => {
    if (looking) await looking
    if (!isConfirmed()) await (looking ??= look().finally(() => (looking = undefined)))
  }

  return {
    async get(clientId) {
      if (!isConfirmed()) await confirm()
      return byId.get(clientId)
    },
    async all() {
      await confirm()
      return [...byId.values()]
    },
    put(document) {
      byId.set(document.id, ready(document))
      puts++
      // Without the counter the next look reads the epoch in any case.
      counter = undefined
    },
  }
}

function ready({ client, secretDigest }: ClientDocument): ReadyClient {
  const { clientId, role, agency, personId, publicJwk } = client
  return {
    client,
    actor: { clientId, role, agency, ...(personId === undefined ? {} : { personId }) },
    publicKey: publicJwk && publicKeyFromJwk(publicJwk),
    secretDigest,
  }
}
