import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { writeFileDurably } from '../../src/keys/index.ts'
import { smallDisk } from '../support/small-disk.ts'

describe('a key file on a disk with too little room', () => {
  it('is not there at all, rather than cut off without a word', (test) => {
    const disk = smallDisk(test, '64k')
    const file = join(disk, 'root.pem')
    writeFileDurably(file, 'the key before')
    // Room for a part of the next one: the first write is a short one, and no error.
    writeFileSync(join(disk, 'ballast'), Buffer.alloc(48_000))
    expect(() => writeFileDurably(file, 'k'.repeat(20_000))).toThrow('ENOSPC')
    expect(readdirSync(disk).sort()).toEqual(['ballast', 'root.pem'])
  })
})
