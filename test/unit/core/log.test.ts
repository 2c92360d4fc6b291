import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const node = join(import.meta.dirname, '../../../node_modules/.bin/node')
const log = join(import.meta.dirname, '../../../src/core/log.ts')

/** What a process that runs `code` with a log writes to stderr. */
function written(code: string): string {
  const program = `import { createLog } from '${log}'\nconst log = createLog('info')\n${code}`
  const run = spawnSync(node, ['--input-type=module', '-e', program], { encoding: 'utf8' })
  expect(run.stdout).toBe('')
  return run.stderr
}

describe('a log', () => {
  it('has a line of JSON for each message, and its fields', () => {
    const [first, second] = written(`log.info('one', { count: 1 }); log.warn('two')`).trim().split('\n')
    expect(JSON.parse(first!)).toMatchObject({ level: 30, msg: 'one', count: 1 })
    expect(JSON.parse(second!)).toMatchObject({ level: 40, msg: 'two' })
  })

  it('keeps name, code and frames of an error, and never its message, which may quote a person', () => {
    const quoting = [
      `'390102198503120015'`,
      `'x\\n    at 390102198503120015 (a:1:1)\\ny'`,
      `'\\n  at 390102198503120015'`,
    ]
    for (const message of quoting) {
      const text = written(`log.error('failed', {}, Object.assign(new TypeError(${message}), { code: 'E_X' }))`)
      expect(JSON.parse(text)).toMatchObject({ error: 'TypeError', errorCode: 'E_X' })
      expect((JSON.parse(text) as { frames: string[] }).frames[0]).toContain('at ')
      expect(text).not.toContain('3901021985')
    }
  })
})
