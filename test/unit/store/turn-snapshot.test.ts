import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { defineCollection, insert, replace, type Document, type Store } from '../../../src/store/index.ts'
import { createFileMapping } from '../../../src/store/sqlite/file-mapping.ts'
import { openDatabase } from '../../../src/store/sqlite/open-database.ts'
import { createStatements } from '../../../src/store/sqlite/statements.ts'
import { createTurnSnapshot } from '../../../src/store/sqlite/turn-snapshot.ts'
import { openTestStore } from '../../support/store.ts'
import { temporaryDirectory } from '../../support/temporary.ts'

interface Thing extends Document {
  readonly value: number
}
const things = defineCollection<Thing>({ name: 'things', schema: 1, indexes: [] })
const valueIn = async (store: Store) => (await store.get(things, 't'))?.document.value
const nextTurn = () => new Promise((resolve) => setImmediate(resolve))

describe('reads of one turn of the event loop', () => {
  /** Two processes as far as the file is concerned. */
  async function twoStores(commitThread: boolean) {
    const directory = temporaryDirectory()
    const mine = await openTestStore([things], { directory, commitThread })
    await mine.commit([insert(things, { id: 't', value: 1 })])
    return { directory, mine, other: await openTestStore([things], { directory }) }
  }

  it.each([[false], [true]])(
    'see what another process wrote at the latest in the next turn (thread: %s)',
    async (thread) => {
      // prettier-ignore
      const { mine, other } = await twoStores(thread)
      expect(await valueIn(mine)).toBe(1)
      await other.commit([replace(things, { id: 't', value: 2 }, 1)])
      await nextTurn()
      expect(await valueIn(mine)).toBe(2)
    },
  )

  it('share one snapshot until it is ended', () => {
    const file = join(temporaryDirectory(), 'store.sqlite')
    const [mine, other] = [openDatabase(file), openDatabase(file)]
    onTestFinished(() => [mine, other].forEach((database) => database.close()))
    mine.exec('CREATE TABLE things (value)')
    const statements = createStatements(mine)
    const snapshot = createTurnSnapshot(mine, statements, createFileMapping(mine))
    const count = () => snapshot.read(() => statements('SELECT count(*) AS n FROM things').get()!['n'])
    expect(count()).toBe(0)
    other.exec('INSERT INTO things VALUES (1)')
    expect(count()).toBe(0)
    snapshot.end()
    expect(count()).toBe(1)
  })

  it('see what another process wrote in that very turn once the change counter was asked', async () => {
    const { mine, directory } = await twoStores(false)
    const raw = openDatabase(join(directory, 'store.sqlite'))
    onTestFinished(() => raw.close())
    const before = await mine.changeCounter()
    raw.exec(`UPDATE c_things SET doc = '{"id":"t","value":2}'`)
    // The control: without asking, the turn goes on with its snapshot.
    expect(await valueIn(mine)).toBe(1)
    expect(await mine.changeCounter()).not.toBe(before)
    expect(await valueIn(mine)).toBe(2)
  })

  it('see their own commit while every turn opens a snapshot', async () => {
    const { mine } = await twoStores(true)
    let isDone = false
    const reading = (async () => {
      for (; !isDone; await nextTurn()) await valueIn(mine)
    })()
    for (let version = 1; version <= 50; version++) {
      await mine.commit([replace(things, { id: 't', value: version * 10 }, version)])
      expect(await valueIn(mine)).toBe(version * 10)
    }
    isDone = true
    await reading
  })

  it.each([[false], [true]])('see their own commit as soon as it is acknowledged (thread: %s)', async (thread) => {
    const { mine } = await twoStores(thread)
    for (let version = 1; version <= 20; version++) {
      const commit = mine.commit([replace(things, { id: 't', value: version * 10 }, version)])
      await valueIn(mine) // a snapshot from before
      await commit
      expect(await valueIn(mine)).toBe(version * 10)
    }
  })
})
