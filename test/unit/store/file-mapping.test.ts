import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { createFileMapping } from '../../../src/store/sqlite/file-mapping.ts'
import { openDatabase } from '../../../src/store/sqlite/open-database.ts'
import { temporaryDirectory } from '../../support/temporary.ts'

function mapped() {
  const database = openDatabase(join(temporaryDirectory(), 'store.sqlite'))
  onTestFinished(() => database.close())
  let time = 0
  const mapping = createFileMapping(database, () => time)
  const bytes = () => Number(database.prepare('PRAGMA mmap_size').get()?.['mmap_size'])
  return { mapping, bytes, wait: (milliseconds: number) => void (time += milliseconds) }
}

test('a file that nobody writes is read through a mapping', () => {
  const { mapping, bytes } = mapped()
  expect(bytes()).toBe(0)
  mapping.beforeRead()
  expect(bytes()).toBeGreaterThan(0)
})

test('a commit takes the mapping away until there was none for a second', () => {
  const { mapping, bytes, wait } = mapped()
  mapping.beforeRead()
  mapping.changed()
  expect(bytes()).toBe(0)
  wait(900)
  mapping.changed()
  wait(900)
  mapping.beforeRead()
  expect(bytes()).toBe(0)
  wait(200)
  mapping.beforeRead()
  expect(bytes()).toBeGreaterThan(0)
})
