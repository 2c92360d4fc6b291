import type { Store } from '../store/index.ts'
import { consistencyRanges, coverOf, foldCover, inclusionRanges, type LeafRange, type NodePlace } from './merkle.ts'
import { nodeIn, spotOf, type Tile } from './tile.ts'
import { readTiles } from './tree-records.ts'

/** Reads nodes and proofs of the stored tree, each with one batched read. */
export interface TreeReader {
  /** Throws when a node is not there: the tree is smaller, or the store lost something. */
  nodes(places: readonly NodePlace[]): Promise<readonly Buffer[]>
  rootAt(size: number): Promise<Buffer>
  inclusion(index: number, size: number): Promise<readonly Buffer[]>
  consistency(older: number, size: number): Promise<readonly Buffer[]>
}

const MAX_CACHED_TILES = 256 // 16 KB each

/**
 * Complete nodes never change, so a tile that was read stays good for every node that it held then; one that lacks a
 * node is read again.
 */
export function createTreeReader(store: Store): TreeReader {
  const cache = new Map<string, Tile>()

  async function nodes(places: readonly NodePlace[]): Promise<readonly Buffer[]> {
    const spots = places.map(spotOf)
    const wanted = new Map<string, { readonly level: number; readonly index: number }>()
    for (const spot of spots) {
      const key = `${spot.level}/${spot.index}`
      const tile = cache.get(key)
      if (!tile || !nodeIn(tile, spot)) wanted.set(key, spot)
    }
    const read = await readTiles(store, [...wanted.values()])
    const fresh = new Map<string, Tile>()
    for (const found of read) if (found) fresh.set(`${found.value.level}/${found.value.index}`, found.value)
    const hashes = spots.map((spot) => {
      const tile = fresh.get(`${spot.level}/${spot.index}`) ?? cache.get(`${spot.level}/${spot.index}`)
      const hash = tile && nodeIn(tile, spot)
      if (!hash) throw new Error(`the stored tree lacks a node of tile ${spot.level}/${spot.index}`)
      return hash
    })
    for (const [key, tile] of fresh) remember(key, tile)
    return hashes
  }

  function remember(key: string, tile: Tile): void {
    cache.delete(key)
    if (cache.size >= MAX_CACHED_TILES) cache.delete(cache.keys().next().value!)
    cache.set(key, tile)
  }

  /** One hash for each range, from one read of nodes. */
  async function hashesOf(ranges: readonly LeafRange[]): Promise<readonly Buffer[]> {
    const covers = ranges.map(({ from, to }) => coverOf(from, to))
    const hashes = await nodes(covers.flat())
    let at = 0
    return covers.map((cover) => foldCover(hashes.slice(at, (at += cover.length))))
  }

  return {
    nodes,
    rootAt: async (size) => foldCover(await nodes(coverOf(0, size))),
    inclusion: (index, size) => hashesOf(inclusionRanges(index, size)),
    consistency: (older, size) => hashesOf(consistencyRanges(older, size)),
  }
}
