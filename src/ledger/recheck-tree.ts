import { ZhengshuError } from '../core/errors.ts'
import type { Store } from '../store/index.ts'
import type { TreeHead } from './checkpoint.ts'
import { coverOf, createFrontier, EMPTY_ROOT, foldCover, leafHash, type NodePlace } from './merkle.ts'
import { TILE_WIDTH } from './tile-paths.ts'
import { createTreeReader } from './tree-reader.ts'
import { readBundles } from './tree-records.ts'

const BUNDLES_AT_ONCE = 8

/**
 * Recomputes everything from `signed` to `head` out of the stored bytes, tiles and entries, before `head` is signed: one
 * flipped bit between computing and storing would make a checkpoint that no proof ever fits, and has ended public logs.
 * Throws LEDGER_FORK; nothing is signed then.
 */
export async function recheckTree(store: Store, signed: TreeHead | undefined, head: TreeHead): Promise<void> {
  const from = signed ?? { size: 0, root: EMPTY_ROOT }
  // A reader of its own: what is in memory is exactly what must not be trusted here.
  const reader = createTreeReader(store)
  const cover = await reader.nodes(coverOf(0, from.size))
  if (!foldCover(cover).equals(from.root)) throw damaged('the stored tree does not lead to the last signed root')

  const frontier = createFrontier(from.size, cover)
  while (frontier.size < head.size) {
    const first = Math.floor(frontier.size / TILE_WIDTH)
    const last = Math.min(first + BUNDLES_AT_ONCE, Math.ceil(head.size / TILE_WIDTH))
    const indexes = Array.from({ length: last - first }, (_, i) => first + i)
    const places: NodePlace[] = []
    const hashes: Buffer[] = []
    for (const [i, bundle] of (await readBundles(store, indexes)).entries()) {
      const begin = indexes[i]! * TILE_WIDTH
      const end = Math.min(begin + TILE_WIDTH, head.size)
      for (const entry of bundle?.value.slice(frontier.size - begin, end - begin) ?? [])
        frontier.append(leafHash(Buffer.from(entry)), (place, hash) => {
          places.push(place)
          hashes.push(hash)
        })
      if (frontier.size !== end) throw damaged('a stored entry bundle is too short')
    }
    const stored = await reader.nodes(places)
    if (!stored.every((node, i) => node.equals(hashes[i]!))) throw damaged('a stored hash is not that of its entries')
  }
  if (!frontier.root().equals(head.root)) throw damaged('the stored entries do not lead to the root to be signed')
}

const damaged = (reason: string) => new ZhengshuError('LEDGER_FORK', { reason, reasonZh: '存储的条目与哈希不一致' })
