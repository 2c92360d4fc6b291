import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Agency } from '../../src/catalog/index.ts'
import { creditCodeCheck, organisationCodeCheck } from '../../src/core/identifiers.ts'
import { catalogFiles, copyCatalog } from './catalog.ts'

/** A division that does not exist either, but which no rule takes for an invented one. */
const DIVISION = '980000'

/** The code under which an agency of the shipped catalog stands in the real one. */
export function realCode(number: string): string {
  const body = `RG0000${number}`
  const first17 = `11${DIVISION}${body}${organisationCodeCheck(body)}`
  return first17 + creditCodeCheck(first17)
}

/**
 * What a region would put in place of the shipped catalog before it goes into production: agencies with codes that are
 * not marked as invented, and no invented divisions.
 */
export function realCatalog(): string {
  const directory = copyCatalog()
  rmSync(join(directory, 'divisions', 'lingjiang.json'))
  for (const name of readdirSync(directory, { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.json') || name.startsWith('divisions')) continue
    const path = join(directory, name)
    let text = readFileSync(path, 'utf8')
    for (const { creditCode, number } of catalogFiles.agencies) text = text.replaceAll(creditCode, realCode(number))
    if (name === 'agencies.json') text = JSON.stringify((JSON.parse(text) as Agency[]).map(real))
    writeFileSync(path, text)
  }
  return directory
}

// Divisions of the agencies have to be among those of GB/T 2260.
const real = (agency: Agency) => ({ ...agency, division: '110000', synthetic: false })
