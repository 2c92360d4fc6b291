import { globSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'

const root = resolve(import.meta.dirname, '../..')
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  dependencies: Record<string, string>
  devDependencies: Record<string, string>
}
const read = (pattern: string) => globSync(pattern, { cwd: root }).map((file) => readFileSync(join(root, file), 'utf8'))

describe('the packages', () => {
  it('need no compiler: none brings a binding.gyp', () => {
    expect(globSync('node_modules/{*,@*/*}/binding.gyp', { cwd: root })).toEqual([])
  })

  it('are pinned to exact versions', () => {
    const ranges = { ...manifest.dependencies, ...manifest.devDependencies }
    expect(Object.entries(ranges).filter(([, range]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(range))).toEqual([])
  })

  it('that the service depends on are all used by it', () => {
    const sources = read('src/**/*.ts').join('\n')
    // Types of peers and side-effect imports count: an import is an import.
    const unused = Object.keys(manifest.dependencies).filter((name) => !sources.includes(`'${name}`))
    expect(unused).toEqual([])
  })

  it('come from the lockfile without naming any registry', () => {
    expect(readFileSync(join(root, 'package-lock.json'), 'utf8')).not.toMatch(/"resolved"/)
  })
})
