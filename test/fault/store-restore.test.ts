import { chmodSync, cpSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { insert, restoreBackup } from '../../src/store/index.ts'
import { smallDisk } from '../support/small-disk.ts'
import { openTestStore } from '../support/store.ts'
import { temporaryDirectory } from '../support/temporary.ts'
import { faultCollections, halves } from './store-fixtures.ts'

const refusal = (reason: RegExp) =>
  expect.objectContaining({
    code: 'FILE_INVALID',
    params: expect.objectContaining({ reason: expect.stringMatching(reason) as string }) as object,
  })

/** A store of 30 rows, a backup of the first 10, and a copy of its files as a killed process would leave them. */
async function backedUp() {
  const root = temporaryDirectory()
  const store = await openTestStore(faultCollections, { directory: join(root, 'running') })
  const backup = join(root, 'backup', 'backup.sqlite')
  mkdirSync(join(root, 'backup'))
  for (let i = 0; i < 30; i++) {
    if (i === 10) await store.backup(backup)
    await store.commit([insert(halves, { id: `h${i}` })])
  }
  const killed = join(root, 'killed')
  cpSync(join(root, 'running'), killed, { recursive: true })
  return { root, backup, killed }
}

describe('restoring a backup', () => {
  it('is refused beside the log of an earlier store, which would be written over it', async () => {
    const { backup, killed } = await backedUp()
    rmSync(join(killed, 'store.sqlite'))
    expect(statSync(join(killed, 'store.sqlite-wal')).size).toBeGreaterThan(0)
    expect(() => restoreBackup(backup, killed)).toThrow(refusal(/earlier store/))
    for (const name of ['store.sqlite-wal', 'store.sqlite-shm']) rmSync(join(killed, name))
    restoreBackup(backup, killed)
    const restored = await openTestStore(faultCollections, { directory: killed })
    expect(await restored.count(halves, { index: 'id' })).toEqual({ count: 10, isLowerBound: false })
  })

  it('is refused from the files of a store in use: what is only in their log would be lost without a word', async () => {
    const { root, killed } = await backedUp()
    expect(() => restoreBackup(join(killed, 'store.sqlite'), join(root, 'target'))).toThrow(refusal(/log beside it/))
    expect(readdirSync(root)).not.toContain('target')
  })

  it('leaves nothing beside the backup, and gives nobody else a right to the store', async () => {
    const { root, backup } = await backedUp()
    chmodSync(backup, 0o644)
    restoreBackup(backup, join(root, 'target'))
    expect(readdirSync(join(root, 'backup'))).toEqual(['backup.sqlite'])
    expect(readdirSync(join(root, 'target'))).toEqual(['store.sqlite'])
    expect(statSync(join(root, 'target', 'store.sqlite')).mode & 0o777).toBe(0o600)
  })

  it('onto a full disk says so and leaves no half store', async (test) => {
    const disk = smallDisk(test, '2m')
    const store = await openTestStore(faultCollections)
    await store.commit([insert(halves, { id: 'big', filling: 'x'.repeat(3_000_000) } as never)])
    const backup = join(temporaryDirectory(), 'backup.sqlite')
    await store.backup(backup)
    expect(() => restoreBackup(backup, join(disk, 'data'))).toThrow(expect.objectContaining({ code: 'DISK_FULL' }))
    expect(readdirSync(join(disk, 'data'))).toEqual([])
  })
})
