import { HASH_BYTES, type NodePlace } from './merkle.ts'
import { TILE_WIDTH } from './tile-paths.ts'

/*
 * A tile as it is kept: not only its 256 hashes but every complete node between them and the tile's top, so that a
 * proof reads nodes instead of hashing 255 of them anew (sixteen times quicker for 32 bytes a leaf more).
 */

const TILE_HEIGHT = 8

export interface Tile {
  readonly level: number
  readonly index: number
  /** Hashes in the bottom row. */
  readonly width: number
  /** Rows of height 0 to 7; row k holds ⌊width / 2^k⌋ complete nodes. */
  readonly rows: readonly Buffer[]
}

export interface TileRecord {
  readonly id: string
  readonly width: number
  /** Base64. */
  readonly rows: readonly string[]
}

/** Which tile holds a node, and where in it. */
interface NodeSpot {
  readonly level: number
  readonly index: number
  readonly row: number
  readonly column: number
}

export function spotOf({ height, index }: NodePlace): NodeSpot {
  const row = height % TILE_HEIGHT
  const perTile = TILE_WIDTH / 2 ** row
  return { level: Math.floor(height / TILE_HEIGHT), index: Math.floor(index / perTile), row, column: index % perTile }
}

const emptyTile = (level: number, index: number): Tile => ({
  level,
  index,
  width: 0,
  rows: Array.from({ length: TILE_HEIGHT }, () => Buffer.alloc(0)),
})

/** The node, or undefined when it was not complete yet when this tile was kept. */
export function nodeIn(tile: Tile, { row, column }: NodeSpot): Buffer | undefined {
  const at = column * HASH_BYTES
  const bytes = tile.rows[row]!
  return at < bytes.length ? bytes.subarray(at, at + HASH_BYTES) : undefined
}

export const encodeTile = ({ level, index, width, rows }: Tile): TileRecord => ({
  id: `${level}/${index}`,
  width,
  rows: rows.map((row) => row.toString('base64')),
})

export function decodeTile({ id, width, rows }: TileRecord): Tile {
  const [level, index] = id.split('/').map(Number) as [number, number]
  return { level, index, width, rows: rows.map((row) => Buffer.from(row, 'base64')) }
}

/** Tiles that grow at their right end. The tiles given stay as they are. */
interface GrowingTiles {
  add(place: NodePlace, hash: Buffer): void
  /** Every tile that has grown. */
  grown(): readonly Tile[]
}

export function growTiles(edge: readonly Tile[]): GrowingTiles {
  const known = new Map(edge.map((tile) => [`${tile.level}/${tile.index}`, tile]))
  const grown = new Map<string, { readonly tile: Tile; readonly rows: Buffer[][] }>()
  return {
    add(place, hash) {
      const { level, index, row } = spotOf(place)
      const key = `${level}/${index}`
      let target = grown.get(key)
      if (!target) {
        const tile = known.get(key) ?? emptyTile(level, index)
        target = { tile, rows: tile.rows.map((bytes) => [bytes]) }
        grown.set(key, target)
      }
      target.rows[row]!.push(hash)
    },
    grown: () =>
      [...grown.values()].map(({ tile, rows }) => {
        const joined = rows.map((parts) => Buffer.concat(parts))
        return { level: tile.level, index: tile.index, width: joined[0]!.length / HASH_BYTES, rows: joined }
      }),
  }
}
