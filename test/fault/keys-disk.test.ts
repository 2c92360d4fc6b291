import { spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { writeFileDurably } from '../../src/keys/index.ts'

const disk = join('/tmp', `zhengshu-keys-disk-${process.pid}`)
const canMount = process.getuid?.() === 0 && mount()

describe('a key file on a disk with too little room', () => {
  it.runIf(canMount)('is not there at all, rather than cut off without a word', () => {
    mount()
    onTestFinished(() => {
      spawnSync('umount', ['-l', disk])
      rmSync(disk, { recursive: true, force: true })
    })
    const file = join(disk, 'root.pem')
    writeFileDurably(file, 'the key before')
    // Room for a part of the next one: the first write is a short one, and no error.
    writeFileSync(join(disk, 'ballast'), Buffer.alloc(48_000))
    expect(() => writeFileDurably(file, 'k'.repeat(20_000))).toThrow('ENOSPC')
    expect(readdirSync(disk).sort()).toEqual(['ballast', 'root.pem'])
  })
})

/** A file system of 64 kB. */
function mount(): boolean {
  spawnSync('umount', ['-l', disk])
  mkdirSync(disk, { recursive: true })
  const isMounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', disk]).status === 0
  if (!isMounted) rmSync(disk, { recursive: true })
  return isMounted
}
