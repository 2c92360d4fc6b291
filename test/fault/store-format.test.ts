import { chmodSync, cpSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import { defineCollection, insert, replace, restoreBackup, type Store } from '../../src/store/index.ts'
import { bringToFormat, type FormatRecord, type FormatState, type FormatStep } from '../../src/store/formats.ts'
import { assertDurable, openDatabase } from '../../src/store/sqlite/open-database.ts'
import { fixedClock } from '../support/fixed.ts'
import { goldenCollections, goldenLicences, goldenPersons, goldenWrites } from '../support/golden-data.ts'
import { fixedSecrets, openTestStore } from '../support/store.ts'
import { temporaryDirectory } from '../support/temporary.ts'
import { faultCollections, halves, sealedRows } from './store-fixtures.ts'

const GOLDEN = join(import.meta.dirname, '../golden/data-format-1')

describe('a data directory of format 1', () => {
  it('opens with everything in it, and is written on', async () => {
    const directory = temporaryDirectory()
    cpSync(GOLDEN, directory, { recursive: true })
    const store = await openTestStore(goldenCollections, { directory })
    for (const write of goldenWrites()) {
      if (write.kind !== 'insert') continue
      expect((await store.get(write.collection, write.document.id))?.document).toEqual(write.document)
    }
    const persons = { index: 'by_number', equals: { number: '390100199003070019' }, limit: 5 }
    expect((await store.find(goldenPersons, persons)).items.map(({ document }) => document.id)).toEqual(['per_1'])
    const licences = { index: 'by_type', equals: { type: 'T1' }, range: { field: 'rank', from: 2 }, limit: 5 }
    const found = await store.find(goldenLicences, licences)
    expect(found.items.map(({ document }) => document.id)).toEqual(['lic_2', 'lic_3'])
    await store.commit([replace(goldenLicences, { ...found.items[0]!.document, rank: 0 }, found.items[0]!.version)])
    expect((await store.find(goldenLicences, licences)).items).toHaveLength(1)
  })
})

describe('a newer data format', () => {
  it('named by the directory is refused before the database is touched', async () => {
    const directory = temporaryDirectory()
    writeFileSync(join(directory, 'format.json'), '{"format":2,"engine":"sqlite"}')
    await expect(openTestStore(faultCollections, { directory })).rejects.toMatchObject({
      code: 'FORMAT_UNSUPPORTED',
      params: { found: 2, supported: 1 },
    })
    expect(readdirSync(directory)).toEqual(['format.json'])
  })

  it('named by the database alone is refused too', async () => {
    const directory = temporaryDirectory()
    const store = await openTestStore(faultCollections, { directory })
    await store.close()
    const file = join(directory, 'store.sqlite')
    const database = new DatabaseSync(file)
    database.exec(`UPDATE _meta SET value = '{"format":2}' WHERE key = 'format'`)
    database.close()
    await expect(openTestStore(faultCollections, { directory })).rejects.toMatchObject({ code: 'FORMAT_UNSUPPORTED' })
  })

  it('is not seen in what this program wrote (negative control)', async () => {
    const directory = temporaryDirectory()
    await (await openTestStore(faultCollections, { directory })).close()
    expect(JSON.parse(readFileSync(join(directory, 'format.json'), 'utf8'))).toEqual({ format: 1, engine: 'sqlite' })
    await openTestStore(faultCollections, { directory })
  })
})

describe('bringing a store to a newer format', () => {
  const recordOf = (first: FormatState | undefined) => {
    let state = first
    const record: FormatRecord = {
      read: async () => state,
      write: async (expected, next) => {
        if (JSON.stringify(expected) !== JSON.stringify(state)) return false
        state = next
        return true
      },
    }
    return { record, state: () => state }
  }
  const clock = fixedClock()
  const options = (record: FormatRecord, steps: readonly FormatStep<string[]>[], target: string[], holder = 'me') => ({
    record,
    steps,
    target,
    holder,
    clock,
    supported: 3,
  })
  /** Three parts; dies in the middle as often as it is told to. */
  const stepFrom = (from: number, deaths = 0): FormatStep<string[]> => ({
    from,
    name: `step-${from}`,
    async run(done, reached, save) {
      for (let part = Number(reached); part < 3; part++) {
        if (part === 2 && deaths-- > 0) throw new Error('killed')
        done.push(`${from}.${part}`)
        await save(String(part + 1))
      }
    },
  })

  it('marks a new store and leaves a current one alone', async () => {
    const { record, state } = recordOf(undefined)
    await bringToFormat(options(record, [], []))
    expect(state()).toEqual({ format: 3 })
    await bringToFormat(options(record, [], []))
  })

  it('runs each step, and after a crash goes on where it was', async () => {
    const { record, state } = recordOf({ format: 1 })
    const done: string[] = []
    const steps = [stepFrom(1, 1), stepFrom(2)]
    await expect(bringToFormat(options(record, steps, done))).rejects.toThrow('killed')
    expect(state()).toMatchObject({ format: 1, step: { name: 'step-1', reached: '2' } })
    await bringToFormat(options(record, steps, done))
    expect(done).toEqual(['1.0', '1.1', '1.2', '2.0', '2.1', '2.2'])
    expect(state()).toEqual({ format: 3 })
  })

  it('leaves the step to the holder of the lease until the lease has run out', async () => {
    const { record } = recordOf({ format: 2 })
    const done: string[] = []
    await expect(bringToFormat(options(record, [stepFrom(2, 1)], done, 'first'))).rejects.toThrow('killed')
    const second = options(record, [stepFrom(2)], done, 'second')
    await expect(bringToFormat(second)).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' })
    clock.advance(61_000)
    await bringToFormat(second)
    expect(done).toEqual(['2.0', '2.1', '2.2'])
  })

  it('refuses a store between two formats that it does not know', async () => {
    const { record } = recordOf({ format: 3, step: { name: 'of-the-future', reached: '' } })
    await expect(bringToFormat(options(record, [], []))).rejects.toMatchObject({ code: 'FORMAT_UNSUPPORTED' })
  })
})

describe('durability settings', () => {
  it.each([
    ['synchronous OFF', 'PRAGMA synchronous = OFF'],
    ['synchronous NORMAL', 'PRAGMA synchronous = NORMAL'],
    ['a journal that is not the write-ahead log', 'PRAGMA journal_mode = DELETE'],
  ])('refuse %s', (_name, pragma) => {
    const database = openDatabase(join(temporaryDirectory(), 'x.sqlite'))
    assertDurable(database)
    database.exec(pragma)
    expect(() => assertDurable(database)).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID' }))
    database.close()
  })

  it('are asked back whenever a database is opened', () => {
    // A database in memory has no log: it takes the setting and does not keep it.
    expect(() => openDatabase(':memory:')).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID' }))
  })

  it.each(['w=1', 'w=0', 'journal=false', 'readConcernLevel=local', 'readPreference=secondary'])(
    'refuse a MongoDB URL with %s, without connecting',
    async (weak) => {
      await expect(openTestStore([], { url: `mongodb://127.0.0.1:1/x?${weak}` })).rejects.toMatchObject({
        code: 'CONFIG_INVALID',
        params: { setting: 'ZHENGSHU_STORE' },
      })
    },
  )

  it('refuse a URL of no engine', async () => {
    await expect(openTestStore([], { url: 'postgres://x' })).rejects.toMatchObject({ code: 'CONFIG_INVALID' })
    await expect(openTestStore([], { url: 'mongodb://' })).rejects.toMatchObject({ code: 'CONFIG_INVALID' })
  })
})

describe('a collection whose declaration changed', () => {
  it('has its keys and indexes made anew, sealed ones too', async () => {
    const directory = temporaryDirectory()
    const before = await openTestStore([sealedRows, halves], { directory })
    const rows = Array.from({ length: 1_200 }, (_, i) => ({
      document: { id: `s${i}`, number: `n${i}`, text: `t${i % 3}` },
    }))
    await before.bulkLoad(sealedRows, rows)
    await before.close()

    const changed = defineCollection<(typeof rows)[number]['document']>({
      ...sealedRows,
      indexes: [{ name: 'by_text', fields: ['text', 'number'] }],
    })
    const after = await openTestStore([changed, halves], { directory })
    expect(await after.count(changed, { index: 'by_text', equals: { text: 't1' } })).toEqual({
      count: 400,
      isLowerBound: false,
    })
    const one = { index: 'by_text', equals: { text: 't2', number: 'n5' }, limit: 2 }
    expect((await after.find(changed, one)).items.map(({ document }) => document.id)).toEqual(['s5'])
    // The unique index is gone with its declaration.
    await after.commit([insert(changed, { id: 'twin', number: 'n5', text: 't2' })])
    expect((await after.find(changed, one)).items).toHaveLength(2)
    await after.close()
    await expect(openTestStore([sealedRows], { directory })).rejects.toThrow()
  })
})

describe('the files of a store', () => {
  it('are readable by their owner alone, also in a directory that is not', async () => {
    const directory = temporaryDirectory()
    chmodSync(directory, 0o755)
    const store = await openTestStore([halves], { directory })
    await store.commit([insert(halves, { id: 'a' })])
    const modes = readdirSync(directory).map((name) => [name, statSync(join(directory, name)).mode & 0o777])
    expect(modes.filter(([, mode]) => mode !== 0o600)).toEqual([])
    expect(modes).toHaveLength(4)
  })
})

describe('personal data at rest', () => {
  const PERSONAL = ['欧阳不得见', '390100199003070019']
  const everyByte = (directory: string) =>
    Buffer.concat(readdirSync(directory).map((name) => readFileSync(join(directory, name)))).toString('latin1')
  const contains = (bytes: string, text: string) => bytes.includes(Buffer.from(text).toString('latin1'))

  it('stand nowhere in the files in clear, where an unsealed collection shows them', async () => {
    const directory = temporaryDirectory()
    const store = await openTestStore([sealedRows, halves], { directory })
    const [text, number] = PERSONAL as [string, string]
    await store.commit([insert(sealedRows, { id: 'a', number, text })])
    await store.commit([replace(sealedRows, { id: 'a', number, text: `${text}二` }, 1)])
    for (const value of PERSONAL) expect(contains(everyByte(directory), value)).toBe(false)
    // The negative control: the same values, not sealed.
    await store.commit([insert(halves, { id: 'b', number, text } as never)])
    for (const value of PERSONAL) expect(contains(everyByte(directory), value)).toBe(true)
  })

  it('cannot be changed, moved to another id or read with another key', async () => {
    const directory = temporaryDirectory()
    const store = await openTestStore([sealedRows], { directory })
    await store.commit([
      insert(sealedRows, { id: 'a', number: '1', text: 'a' }),
      insert(sealedRows, { id: 'b', number: '2', text: 'b' }),
    ])
    const raw = new DatabaseSync(join(directory, 'store.sqlite'))
    raw.exec(`UPDATE c_sealed_rows SET doc = (SELECT doc FROM c_sealed_rows WHERE id = 'a') WHERE id = 'b'`)
    await expect(store.get(sealedRows, 'b')).rejects.toThrow()
    expect((await store.get(sealedRows, 'a'))?.document.text).toBe('a')
    raw.close()
    await store.close()
    const stranger = await openTestStore([sealedRows], {
      directory,
      secrets: { ...fixedSecrets, seal: new Uint8Array(32).fill(9) },
    })
    await expect(stranger.get(sealedRows, 'a')).rejects.toThrow('key that is not here')
  })
})

describe('retiring the sealing secrets', () => {
  const rotated = {
    seal: new Uint8Array(32).fill(11),
    index: new Uint8Array(32).fill(12),
    cursor: fixedSecrets.cursor,
  }
  const retired = { retiredSeal: [fixedSecrets.seal], retiredIndex: [fixedSecrets.index] }
  const byNumber = (number: string) => ({ index: 'by_number', equals: { number }, limit: 2 })

  it('finds old and new rows meanwhile, and afterwards needs the old secrets no more', async () => {
    const directory = temporaryDirectory()
    const before = await openTestStore([sealedRows], { directory })
    const rows = Array.from({ length: 250 }, (_, i) => ({ document: { id: `s${i}`, number: `n${i}`, text: 'x' } }))
    await before.bulkLoad(sealedRows, rows)
    await before.close()

    const during = await openTestStore([sealedRows], { directory, secrets: { ...rotated, ...retired } })
    await during.commit([insert(sealedRows, { id: 'new', number: 'nNew', text: 'y' })])
    for (const number of ['n7', 'nNew']) expect((await during.find(sealedRows, byNumber(number))).items).toHaveLength(1)
    expect(await during.reseal()).toBe(250)
    expect(await during.reseal()).toBe(0)
    await during.close()

    const after = await openTestStore([sealedRows], { directory, secrets: rotated })
    for (const number of ['n7', 'nNew', 'n249'])
      expect((await after.find(sealedRows, byNumber(number))).items).toHaveLength(1)
    expect(await after.get(sealedRows, 's7')).toEqual({ document: rows[7]!.document, version: 2 })
  })

  it('would lose the rows without the retired secrets (negative control)', async () => {
    const directory = temporaryDirectory()
    const before = await openTestStore([sealedRows], { directory })
    await before.commit([insert(sealedRows, { id: 'a', number: 'n', text: '' })])
    await before.close()
    const after = await openTestStore([sealedRows], { directory, secrets: rotated })
    expect((await after.find(sealedRows, byNumber('n'))).items).toEqual([])
    await expect(after.get(sealedRows, 'a')).rejects.toThrow('key that is not here')
  })
})

describe('a backup', () => {
  const sumOf = async (store: Store) => (await store.count(halves, { index: 'id' })).count

  it('is one consistent moment while others write, and restores', async () => {
    const store = await openTestStore(faultCollections)
    await store.bulkLoad(
      halves,
      Array.from({ length: 3_000 }, (_, i) => ({ document: { id: `h${i}`, filling: 'x'.repeat(500) } })),
    )
    const file = join(temporaryDirectory(), 'backup.sqlite')
    let isDone = false
    const backup = store.backup(file).then(() => (isDone = true))
    let pairs = 0
    while (!isDone) {
      await store.commit([
        insert(halves, { id: `p${pairs}` }),
        insert(sealedRows, { id: `p${pairs}`, number: `p${pairs}`, text: '' }),
      ])
      pairs++
    }
    await backup

    const directory = join(temporaryDirectory(), 'restored')
    restoreBackup(file, directory)
    const restored = await openTestStore(faultCollections, { directory })
    const halvesThere = await sumOf(restored)
    expect(halvesThere).toBeGreaterThanOrEqual(3_000)
    expect(halvesThere).toBeLessThanOrEqual(await sumOf(store))
    // Pairs are committed together: as many of the one as of the other.
    expect((await restored.count(sealedRows, { index: 'id' })).count).toBe(halvesThere - 3_000)
    await restored.commit([insert(halves, { id: 'after' })])
  })

  it('has its name only when it is whole: an interruption leaves nothing that could be taken for one', async () => {
    const store = await openTestStore(faultCollections)
    const row = (i: number) => ({ document: { id: `h${i}`, filling: 'x'.repeat(5_000) } })
    await store.bulkLoad(
      halves,
      Array.from({ length: 5_000 }, (_, i) => row(i)),
    )
    const file = join(temporaryDirectory(), 'backup.sqlite')
    let isDone = false
    const backup = store.backup(file).then(() => (isDone = true))
    const sizes = new Set<number>()
    while (!isDone) {
      sizes.add(statSync(file).size)
      await new Promise(setImmediate)
    }
    await backup
    sizes.delete(statSync(file).size)
    expect([...sizes]).toEqual([0])
    expect(readdirSync(dirname(file))).toEqual(['backup.sqlite'])
  })

  it('never overwrites a file, and restore never overwrites a store', async () => {
    const store = await openTestStore(faultCollections)
    const file = join(temporaryDirectory(), 'backup.sqlite')
    await store.backup(file)
    const size = statSync(file).size
    await expect(store.backup(file)).rejects.toMatchObject({ code: 'FILE_INVALID' })
    expect(statSync(file).size).toBe(size)
    const directory = join(temporaryDirectory(), 'restored')
    restoreBackup(file, directory)
    expect(() => restoreBackup(file, directory)).toThrow(expect.objectContaining({ code: 'FILE_INVALID' }))
  })

  it('is refused when it is missing, damaged or something else', async () => {
    const scratch = temporaryDirectory()
    const target = join(scratch, 'data')
    const refused = expect.objectContaining({ code: 'FILE_INVALID' })
    expect(() => restoreBackup(join(scratch, 'none'), target)).toThrow(refused)
    writeFileSync(join(scratch, 'text'), 'no database at all, and long enough to be looked at'.repeat(50))
    expect(() => restoreBackup(join(scratch, 'text'), target)).toThrow(refused)
    const foreign = new DatabaseSync(join(scratch, 'foreign'))
    foreign.exec('CREATE TABLE t (a)')
    foreign.close()
    expect(() => restoreBackup(join(scratch, 'foreign'), target)).toThrow(refused)
    const store = await openTestStore(faultCollections)
    await store.backup(join(scratch, 'backup'))
    const bytes = readFileSync(join(scratch, 'backup'))
    writeFileSync(join(scratch, 'damaged'), bytes.fill(0xff, bytes.length >> 1, (bytes.length >> 1) + 5_000))
    expect(() => restoreBackup(join(scratch, 'damaged'), target)).toThrow(refused)
    expect(existsSync(target)).toBe(false)
  })
})
