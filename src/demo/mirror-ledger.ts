import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

const TILE_WIDTH = 256

/**
 * Copies the public log over HTTP, as any auditor can: checkpoint, key, tiles and entry bundles of C2SP tlog-tiles.
 * Answers the number of entries.
 */
export async function mirrorLedger(baseUrl: string, directory: string): Promise<number> {
  const fetchFile = async (path: string): Promise<Buffer> => {
    const response = await fetch(`${baseUrl}/ledger/${path}`)
    if (!response.ok) throw new Error(`/ledger/${path}: HTTP ${response.status}`)
    return Buffer.from(await response.arrayBuffer())
  }
  const save = (path: string, bytes: Buffer): void => {
    const file = join(directory, path)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, bytes)
  }
  // The checkpoint first: what it counts is published, whatever is added meanwhile.
  const checkpoint = await fetchFile('checkpoint')
  const size = Number(checkpoint.toString('utf8').split('\n')[1])
  for (const path of ['log.vkey', ...pathsOf(size)]) save(path, await fetchFile(path))
  save('checkpoint', checkpoint)
  return size
}

/** Every tile of a tree of that size, the last of each level partial. */
function pathsOf(size: number): string[] {
  const paths = tilesOf('entries', size)
  for (let level = 0, width = size; width > 0; level++, width = Math.floor(width / TILE_WIDTH))
    paths.push(...tilesOf(String(level), width))
  return paths
}

function tilesOf(level: string, width: number): string[] {
  const full = Math.floor(width / TILE_WIDTH)
  const rest = width % TILE_WIDTH
  const paths = Array.from({ length: full }, (_, i) => `tile/${level}/${indexPath(i)}`)
  if (rest > 0) paths.push(`tile/${level}/${indexPath(full)}.p/${rest}`)
  return paths
}

/** tlog-tiles: groups of three digits, all but the last marked with x: 1234067 is x001/x234/067. */
function indexPath(index: number): string {
  const digits = String(index).padStart(Math.ceil(String(index).length / 3) * 3, '0')
  const groups = digits.match(/\d{3}/g)!
  return groups.map((group, i) => (i < groups.length - 1 ? `x${group}` : group)).join('/')
}
