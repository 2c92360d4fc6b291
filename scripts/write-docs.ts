/**
 * Writes the tables of docs/ from the rows in the code and in catalog/.
 * `--check` writes nothing and exits 1 with the names of the files that differ.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { renderPages } from './docs-tables.ts'

const DIRECTORY = join(import.meta.dirname, '..', 'docs')

const differing = [...renderPages()].filter(([name, text]) => {
  const file = join(DIRECTORY, name)
  return !existsSync(file) || readFileSync(file, 'utf8') !== text
})

if (process.argv.includes('--check')) {
  for (const [name] of differing) console.error(`docs/${name} does not match the code: run \`npm run docs\``)
  process.exitCode = differing.length === 0 ? 0 : 1
} else {
  for (const [name, text] of differing) writeFileSync(join(DIRECTORY, name), text)
}
