import type { Store, Stored, Write } from '../store/index.ts'
import { checkpointBody } from './checkpoint.ts'
import { insertPosition } from './ledger-records.ts'
import { coverOf, createFrontier, leafHash } from './merkle.ts'
import { growTiles, nodeIn, spotOf, type Tile } from './tile.ts'
import { TILE_WIDTH, widthIn } from './tile-paths.ts'
import {
  readBundles,
  readTiles,
  removePending,
  writeBundle,
  writeHead,
  writeTile,
  type HeadRecord,
  type PendingRecord,
  type Versioned,
} from './tree-records.ts'

/** The right edge of the stored tree, kept in memory between rounds. Never changed in place: a round may be lost. */
export interface TreeEdge {
  readonly size: number
  /** Of the head row; 0 before the first leaf. */
  readonly headVersion: number
  readonly cover: readonly Buffer[]
  /** The partial tile of every level that has one. */
  readonly tiles: readonly Versioned<Tile>[]
  /** The partial bundle; empty with version 0 when the last one is full. */
  readonly bundle: Versioned<readonly string[]>
}

const EMPTY_BUNDLE: Versioned<readonly string[]> = { value: [], version: 0 }

/** Reads the edge that belongs to a head. */
export async function readEdge(store: Store, head: Stored<HeadRecord> | undefined): Promise<TreeEdge> {
  const size = head?.document.size ?? 0
  const places = partialTiles(size)
  const tiles = (await readTiles(store, places)).map((tile, i) => {
    if (!tile || tile.value.width !== widthIn(places[i]!, size))
      throw new Error(`the stored tree lacks tile ${places[i]!.level}/${places[i]!.index}`)
    return tile
  })
  const bundleIndex = Math.floor(size / TILE_WIDTH)
  const [bundle] = size % TILE_WIDTH === 0 ? [EMPTY_BUNDLE] : await readBundles(store, [bundleIndex])
  if (bundle?.value.length !== size % TILE_WIDTH) throw new Error(`the stored tree lacks bundle ${bundleIndex}`)
  return { size, headVersion: head?.version ?? 0, cover: coverIn(tiles, size), tiles, bundle }
}

function partialTiles(size: number): { level: number; index: number }[] {
  const places: { level: number; index: number }[] = []
  for (let level = 0, hashes = size; hashes > 0; level++, hashes = Math.floor(hashes / TILE_WIDTH))
    if (hashes % TILE_WIDTH !== 0) places.push({ level, index: Math.floor(hashes / TILE_WIDTH) })
  return places
}

/** Each node of the cover stands in a partial tile: the bits of the size within a level are the rows of its tile. */
function coverIn(tiles: readonly Versioned<Tile>[], size: number): readonly Buffer[] {
  return coverOf(0, size).map((place) => {
    const spot = spotOf(place)
    const tile = tiles.find(({ value }) => value.level === spot.level && value.index === spot.index)
    return nodeIn(tile!.value, spot)!
  })
}

interface Extension {
  readonly head: HeadRecord
  /** One commit: head, tiles, bundles, positions, and the pending rows gone. */
  readonly writes: readonly Write[]
  /** The edge once that commit has been made. */
  readonly edge: TreeEdge
}

/** Numbers pending leaves behind the edge. Pure. */
export function extendTree(edge: TreeEdge, origin: string, taken: readonly PendingRecord[]): Extension {
  const frontier = createFrontier(edge.size, edge.cover)
  const growing = growTiles(edge.tiles.map(({ value }) => value))
  const positions: Write[] = []
  const entries = [...edge.bundle.value]
  for (const { leaves } of taken)
    for (const { id, entry } of leaves) {
      positions.push(insertPosition(id, frontier.size))
      frontier.append(leafHash(Buffer.from(entry)), (place, hash) => growing.add(place, hash))
      entries.push(entry)
    }

  const root = frontier.root()
  const size = frontier.size
  const head: HeadRecord = { id: 'head', size, root: root.toString('base64'), body: checkpointBody({ origin, size, root }) } // prettier-ignore
  const grown = growing.grown()
  const versionOf = ({ level, index }: Tile): number =>
    edge.tiles.find(({ value }) => value.level === level && value.index === index)?.version ?? 0
  const bundles = splitBundles(edge, entries)
  return {
    head,
    writes: [
      // First, so that a lost race is noticed before anything else is written.
      writeHead(head, edge.headVersion),
      ...grown.map((tile) => writeTile(tile, versionOf(tile))),
      ...bundles.map(({ index, value, version }) => writeBundle(index, value, version)),
      ...positions,
      // Each with its version: a leaf that another sequencer took makes the whole commit fail.
      ...taken.map(({ id }) => removePending(id)),
    ],
    edge: {
      size,
      headVersion: edge.headVersion + 1,
      cover: frontier.cover(),
      tiles: nextTiles(edge, grown, size, versionOf),
      bundle: nextBundle(bundles, size),
    },
  }
}

type Bundle = Versioned<readonly string[]> & { readonly index: number }

function splitBundles(edge: TreeEdge, entries: readonly string[]): readonly Bundle[] {
  const first = Math.floor(edge.size / TILE_WIDTH)
  return Array.from({ length: Math.ceil(entries.length / TILE_WIDTH) }, (_, i) => ({
    index: first + i,
    value: entries.slice(i * TILE_WIDTH, (i + 1) * TILE_WIDTH),
    version: i === 0 ? edge.bundle.version : 0,
  }))
}

function nextBundle(bundles: readonly Bundle[], size: number): Versioned<readonly string[]> {
  if (size % TILE_WIDTH === 0) return EMPTY_BUNDLE
  const last = bundles.at(-1)!
  return { value: last.value, version: last.version + 1 }
}

function nextTiles(
  edge: TreeEdge,
  grown: readonly Tile[],
  size: number,
  versionOf: (tile: Tile) => number,
): readonly Versioned<Tile>[] {
  return partialTiles(size).map(({ level, index }) => {
    const tile = grown.find((one) => one.level === level && one.index === index)
    if (tile) return { value: tile, version: versionOf(tile) + 1 }
    return edge.tiles.find(({ value }) => value.level === level && value.index === index)!
  })
}
