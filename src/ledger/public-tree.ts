import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Store } from '../store/index.ts'
import { HASH_BYTES } from './merkle.ts'
import {
  CHECKPOINT_PATH,
  encodeBundle,
  parseTilePath,
  tilePath,
  tilesOf,
  VERIFIER_KEY_PATH,
  widthIn,
  type TilePlace,
} from './tile-paths.ts'
import { readBundles, readPublished, readTiles } from './tree-records.ts'

/*
 * The public tree (C2SP tlog-tiles): the same under /ledger/ and in an export. Only what the published checkpoint covers
 * is shown; a partial tile is cut from whatever the tile has grown to, since its beginning never changes.
 */

interface PublicFile {
  readonly bytes: Uint8Array
  readonly isImmutable: boolean
}

export async function readPublicFile(store: Store, verifierKey: string, path: string): Promise<PublicFile | undefined> {
  if (path === VERIFIER_KEY_PATH) return { bytes: Buffer.from(`${verifierKey}\n`), isImmutable: false }
  const place = parseTilePath(path)
  if (path !== CHECKPOINT_PATH && !place) return undefined
  const published = await readPublished(store)
  if (!published) return undefined
  if (!place) return { bytes: Buffer.from(published.note), isImmutable: false }
  if (place.width > widthIn(place, published.size)) return undefined
  const [bytes] = await readPlaces(store, [place])
  return bytes && { bytes, isImmutable: true }
}

const FILES_AT_ONCE = 64

/** Writes the tree of the published checkpoint; the checkpoint last, so that a directory with one is whole. */
export async function exportTree(
  store: Store,
  verifierKey: string,
  directory: string,
): Promise<{ readonly size: number }> {
  await mkdir(directory, { recursive: true })
  await writeFile(join(directory, VERIFIER_KEY_PATH), `${verifierKey}\n`)
  const published = await readPublished(store)
  if (!published) return { size: 0 }
  let batch: TilePlace[] = []
  const flush = async (): Promise<void> => {
    for (const [i, bytes] of (await readPlaces(store, batch)).entries()) {
      if (!bytes) throw new Error(`the stored tree lacks ${tilePath(batch[i]!)}`)
      const file = join(directory, tilePath(batch[i]!))
      await mkdir(dirname(file), { recursive: true })
      await writeFile(file, bytes)
    }
    batch = []
  }
  for (const place of tilesOf(published.size)) if (batch.push(place) === FILES_AT_ONCE) await flush()
  await flush()
  await writeFile(join(directory, CHECKPOINT_PATH), published.note)
  return { size: published.size }
}

/** The bytes of tiles and bundles, each cut to its width. */
async function readPlaces(store: Store, places: readonly TilePlace[]): Promise<readonly (Buffer | undefined)[]> {
  const tilePlaces = places.flatMap(({ level, index }) => (level === 'entries' ? [] : [{ level, index }]))
  const bundlePlaces = places.flatMap(({ level, index }) => (level === 'entries' ? [index] : []))
  const tiles = (await readTiles(store, tilePlaces)).values()
  const bundles = (await readBundles(store, bundlePlaces)).values()
  return places.map(({ level, width }) => {
    if (level !== 'entries') {
      const row = tiles.next().value?.value.rows[0]
      return row && row.length >= width * HASH_BYTES ? row.subarray(0, width * HASH_BYTES) : undefined
    }
    const entries = bundles.next().value?.value
    return entries && entries.length >= width
      ? encodeBundle(entries.slice(0, width).map((entry) => Buffer.from(entry)))
      : undefined
  })
}
