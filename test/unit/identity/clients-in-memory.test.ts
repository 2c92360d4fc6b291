import { describe, expect, it } from 'vitest'
import { identityCollections } from '../../../src/identity/index.ts'
import { saveClient } from '../../../src/identity/client-records.ts'
import { createClientsInMemory } from '../../../src/identity/clients-in-memory.ts'
import type { Client } from '../../../src/identity/identity.ts'
import type { Store } from '../../../src/store/index.ts'
import { fixedClock } from '../../support/fixed.ts'
import { DATA_BUREAU } from '../../support/identity.ts'
import { openTestStore } from '../../support/store.ts'

const CLIENT = { clientId: 'cli_1', role: 'SYSTEM', agency: DATA_BUREAU, state: 'ACTIVE' } as Client

describe('clients in memory over a store that takes longer than a second', () => {
  it('are answered after a look that began when they were asked for, and not looked for without end', async () => {
    const store = await openTestStore(identityCollections)
    await store.commit(await saveClient(store, { id: CLIENT.clientId, client: CLIENT }))
    const clock = fixedClock()
    let looks = 0
    const slow: Store = {
      ...store,
      changeCounter() {
        clock.advance(1_500)
        if (++looks > 10) throw new Error('it looks without end')
        return store.changeCounter()
      },
    }
    const clients = createClientsInMemory({ store: slow, clock })
    expect((await clients.get(CLIENT.clientId))?.client).toEqual(CLIENT)
    expect(looks).toBe(1)
    // Whoever asks while a look is under way may need one more: the one under way may have begun before a suspension.
    const first = clients.get(CLIENT.clientId)
    const second = clients.get(CLIENT.clientId)
    const { version } = (await store.get(identityCollections[0]!, CLIENT.clientId))!
    const suspended = { id: CLIENT.clientId, client: { ...CLIENT, state: 'SUSPENDED' as const } }
    await store.commit(await saveClient(store, suspended, version))
    await Promise.all([first, second])
    expect((await clients.get(CLIENT.clientId))?.client.state).toBe('SUSPENDED')
    expect(looks).toBeLessThanOrEqual(4)
  })
})

describe('clients in memory of a process that suspends one while it reads all of them', () => {
  it('do not bring the suspended one back', async () => {
    const store = await openTestStore(identityCollections)
    await store.commit(await saveClient(store, { id: CLIENT.clientId, client: CLIENT }))
    let release = () => undefined as void
    let isRead = () => undefined as void
    const read = new Promise<void>((resolve) => (isRead = resolve))
    let isHeld = true
    const slow: Store = {
      ...store,
      async find(collection, query) {
        const page = await store.find(collection, query)
        if (!isHeld) return page
        isHeld = false
        isRead()
        await new Promise<void>((resolve) => (release = resolve))
        return page
      },
    }
    const clients = createClientsInMemory({ store: slow, clock: fixedClock() })
    const looking = clients.get(CLIENT.clientId)
    await read
    const suspended = { id: CLIENT.clientId, client: { ...CLIENT, state: 'SUSPENDED' as const } }
    await store.commit(await saveClient(store, suspended, 1))
    clients.put(suspended)
    release()
    expect((await looking)?.client.state).toBe('SUSPENDED')
    expect((await clients.get(CLIENT.clientId))?.client.state).toBe('SUSPENDED')
  })
})
