import { readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'

/**
 * Imports go from right to left only. Folders in one row stand side by side and do not import each other. The reason:
 * a reader who opens a folder has to know only what stands to its left.
 */
export const RANKS: readonly (readonly string[])[] = [
  ['core'],
  ['config', 'access'],

  ['signing', 'store'],
  ['ledger'],
  ['keys'],
  ['catalog'],
  ['identity'],
  ['sharing'],
  ['registers'],
  ['licences'],
  ['evidence'],
  ['app'],
  ['graphql'],
  ['http'],
  ['demo'],
  ['cli'],
]
const MAX_LINES = 320

const root = resolve(import.meta.dirname, '../../src')

interface SourceFile {
  readonly path: string
  readonly room: string
  readonly lines: number
  readonly imports: readonly { readonly target: string; readonly isType: boolean }[]
}

function* walk(directory: string): Generator<string> {
  for (const name of readdirSync(directory)) {
    const path = join(directory, name)
    if (statSync(path).isDirectory()) yield* walk(path)
    else if (path.endsWith('.ts')) yield path
  }
}

const roomOf = (path: string): string => relative(root, path).split('/')[0]!.replace(/\.ts$/, '')

export function readSources(
  files: Iterable<string>,
  read = (path: string) => readFileSync(path, 'utf8'),
): SourceFile[] {
  return [...files].map((path) => {
    const text = read(path)
    const imports = [
      ...text.matchAll(/^(?:import|export)\s+(type\s+)?[^'"]*?\bfrom\s+'(\.[^']+)'/gms),
      ...text.matchAll(/\bimport\(()'(\.[^']+)'\)/g),
    ].map((match) => ({ target: resolve(dirname(path), match[2]!), isType: match[1] !== undefined && match[1] !== '' }))
    return { path, room: roomOf(path), lines: text.split('\n').length, imports }
  })
}

const rankOf = (room: string): number => RANKS.findIndex((row) => row.includes(room))

/** Every import that breaks a rule, as a sentence. */
export function findBreaches(sources: readonly SourceFile[]): string[] {
  const breaches: string[] = []
  for (const source of sources) {
    const from = relative(root, source.path)
    if (rankOf(source.room) < 0) breaches.push(`${from}: src/${source.room} has no rank`)
    for (const { target } of source.imports) {
      const room = roomOf(target)
      const to = relative(root, target)
      if (room === source.room) continue
      if (rankOf(room) >= rankOf(source.room)) breaches.push(`${from} imports ${to}, which is not to its left`)
      const isFace = /^[^/]+\/([^/]+\/)*index\.ts$/.test(to) || room === 'core' || !to.includes('/')
      if (!isFace) breaches.push(`${from} imports ${to}; another feature is imported through its index.ts`)
    }
  }
  return breaches
}

/** Value imports reachable from a file. */
export function reachableFrom(entry: string, sources: readonly SourceFile[]): Set<string> {
  const byPath = new Map(sources.map((source) => [source.path, source]))
  const seen = new Set<string>()
  const visit = (path: string) => {
    if (seen.has(path)) return
    seen.add(path)
    for (const { target, isType } of byPath.get(path)?.imports ?? []) if (!isType) visit(target)
  }
  visit(entry)
  return seen
}

export function findCycles(sources: readonly SourceFile[]): string[] {
  const byPath = new Map(sources.map((source) => [source.path, source]))
  const state = new Map<string, 'open' | 'done'>()
  const cycles: string[] = []
  const visit = (path: string, trail: readonly string[]) => {
    if (state.get(path) === 'done') return
    if (state.get(path) === 'open') {
      cycles.push([...trail.slice(trail.indexOf(path)), path].map((each) => relative(root, each)).join(' → '))
      return
    }
    state.set(path, 'open')
    for (const { target, isType } of byPath.get(path)?.imports ?? []) if (!isType) visit(target, [...trail, path])
    state.set(path, 'done')
  }
  for (const path of byPath.keys()) visit(path, [])
  return cycles
}

const sources = readSources(walk(root))

describe('the shape of the code', () => {
  it('imports from right to left only, and other features through their faces', () => {
    expect(findBreaches(sources)).toEqual([])
  })

  it('notices a breach', () => {
    const file = join(root, 'core/wrong.ts')
    const text = "import { createLedger } from '../ledger/create-ledger.ts'\n"
    expect(findBreaches(readSources([file], () => text))).toEqual([
      'core/wrong.ts imports ledger/create-ledger.ts, which is not to its left',
      'core/wrong.ts imports ledger/create-ledger.ts; another feature is imported through its index.ts',
    ])
  })

  it('has no import cycles', () => {
    expect(findCycles(sources)).toEqual([])
  })

  it(`keeps files under ${MAX_LINES} lines`, () => {
    const long = sources.filter(({ lines, path }) => lines > MAX_LINES && !path.endsWith('generated.ts'))
    expect(long.map(({ path, lines }) => `${relative(root, path)}: ${lines}`)).toEqual([])
  })

  it('has no folder for things without a place', () => {
    const names = sources.map(({ path }) => relative(root, path))
    expect(names.filter((name) => /(^|[/-])(utils?|helpers?|common|managers?|misc)([./-]|$)/.test(name))).toEqual([])
  })

  it.each(['ledger/verify/index.ts', 'licences/verify/index.ts'])(
    'verifies offline: %s loads neither a store nor a server',
    (entry) => {
      const path = join(root, entry)
      expect(statSync(path).isFile()).toBe(true)
      const rooms = new Set([...reachableFrom(path, sources)].map(roomOf))
      expect(
        [...rooms].filter((room) => ['store', 'graphql', 'http', 'app', 'config', 'keys', 'sharing'].includes(room)),
      ).toEqual([])
    },
  )
})
