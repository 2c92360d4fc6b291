/*
 * Coordinates and paths of C2SP tlog-tiles. A tile holds 256 neighbouring hashes of height 8·level; a bundle holds the
 * 256 entries under one tile of level 0. Only the rightmost of each level is partial.
 */

export const TILE_WIDTH = 256
export const CHECKPOINT_PATH = 'checkpoint'
export const VERIFIER_KEY_PATH = 'log.vkey'

export interface TilePlace {
  /** `entries` for an entry bundle. */
  readonly level: number | 'entries'
  readonly index: number
  /** 256 for a full tile. */
  readonly width: number
}

/** `tile/1/x001/x234/067.p/5` */
export const tilePath = ({ level, index, width }: TilePlace): string =>
  `tile/${level}/${indexPath(index)}${width === TILE_WIDTH ? '' : `.p/${width}`}`

function indexPath(index: number): string {
  const groups: string[] = []
  let rest = index
  do {
    groups.unshift(String(rest % 1000).padStart(3, '0'))
    rest = Math.floor(rest / 1000)
  } while (rest > 0)
  return groups.map((group, i) => (i < groups.length - 1 ? `x${group}` : group)).join('/')
}

const TILE_PATH = /^tile\/(entries|0|[1-9]\d?)\/((?:x\d{3}\/)*\d{3})(?:\.p\/([1-9]\d{0,2}))?$/

/** The place that a path names; undefined for every other text, also for one that is not written canonically. */
export function parseTilePath(path: string): TilePlace | undefined {
  const match = TILE_PATH.exec(path)
  if (!match) return undefined
  const level: TilePlace['level'] = match[1] === 'entries' ? 'entries' : Number(match[1])
  const index = Number(match[2]!.replaceAll(/[x/]/g, ''))
  const width = match[3] === undefined ? TILE_WIDTH : Number(match[3])
  if (level !== 'entries' && level > 63) return undefined
  if (!Number.isSafeInteger(index) || (match[3] !== undefined && width >= TILE_WIDTH)) return undefined
  const place = { level, index, width }
  return tilePath(place) === path ? place : undefined
}

/** How many hashes of height 8·level a tree of this size has. */
const hashesAt = (level: number, size: number): number => Math.floor(size / TILE_WIDTH ** level)

/** The width that a tile or bundle has in a tree of this size; 0 when it is not there. */
export function widthIn(place: Pick<TilePlace, 'level' | 'index'>, size: number): number {
  const hashes = hashesAt(place.level === 'entries' ? 0 : place.level, size)
  return Math.max(0, Math.min(TILE_WIDTH, hashes - place.index * TILE_WIDTH))
}

/** Every tile and bundle of a tree of this size. */
export function* tilesOf(size: number): Generator<TilePlace, void> {
  yield* tilesAt('entries', size)
  for (let level = 0; hashesAt(level, size) > 0; level++) yield* tilesAt(level, size)
}

function* tilesAt(level: TilePlace['level'], size: number): Generator<TilePlace, void> {
  const hashes = hashesAt(level === 'entries' ? 0 : level, size)
  for (let index = 0; index * TILE_WIDTH < hashes; index++)
    yield { level, index, width: widthIn({ level, index }, size) }
}

/** Entries behind their big-endian uint16 lengths. */
export function encodeBundle(entries: readonly Uint8Array[]): Buffer {
  const parts: Uint8Array[] = []
  for (const entry of entries) {
    if (entry.length > 0xffff) throw new RangeError('an entry has at most 65,535 bytes')
    parts.push(Buffer.from([entry.length >> 8, entry.length & 0xff]), entry)
  }
  return Buffer.concat(parts)
}

/** The entries of a bundle; undefined when its bytes end within one. */
export function decodeBundle(bundle: Uint8Array): readonly Buffer[] | undefined {
  const bytes = Buffer.from(bundle.buffer, bundle.byteOffset, bundle.byteLength)
  const entries: Buffer[] = []
  let at = 0
  while (at < bytes.length) {
    if (at + 2 > bytes.length) return undefined
    const end = at + 2 + bytes.readUInt16BE(at)
    if (end > bytes.length) return undefined
    entries.push(bytes.subarray(at + 2, end))
    at = end
  }
  return entries
}
