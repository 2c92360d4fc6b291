import { spawnSync } from 'node:child_process'
import { onTestFinished, type TestContext } from 'vitest'
import { temporaryDirectory } from './temporary.ts'

/** A file system of its own for one test, which is skipped where this user may not mount one. */
export function smallDisk(test: TestContext, size: string): string {
  const directory = temporaryDirectory()
  const isMounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', directory]).status === 0
  if (!isMounted) test.skip('no file system can be mounted here')
  onTestFinished(() => void spawnSync('umount', ['-l', directory]))
  return directory
}
