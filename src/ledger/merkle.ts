import { hash } from 'node:crypto'

/*
 * RFC 6962 §2.1 hashing, proofs (RFC 9162 §2.1.3, §2.1.4) and the frontier of a growing tree. Pure: no store, no keys.
 * A node is named by its height (leaf 0) and its index among the nodes of that height; it is complete when it stands
 * over 2^height leaves, and a complete node never changes again.
 */

export const HASH_BYTES = 32

const LEAF_PREFIX = Buffer.from([0])
const nodeInput = Buffer.alloc(1 + 2 * HASH_BYTES, 1)

// `hash` to a binary string and back is twice as fast as `hash` to a Buffer (no external allocation).
const sha256 = (data: Uint8Array): Buffer => Buffer.from(hash('sha256', data, 'binary'), 'binary')

/** MTH of no leaves. */
export const EMPTY_ROOT: Buffer = sha256(Buffer.alloc(0))

/** SHA-256(0x00 ‖ entry). */
export const leafHash = (entry: Uint8Array): Buffer => sha256(Buffer.concat([LEAF_PREFIX, entry]))

/** SHA-256(0x01 ‖ left ‖ right). */
function hashChildren(left: Uint8Array, right: Uint8Array): Buffer {
  nodeInput.set(left, 1)
  nodeInput.set(right, 1 + HASH_BYTES)
  return sha256(nodeInput)
}

export interface NodePlace {
  readonly height: number
  readonly index: number
}

/** The complete nodes that cover the leaves [from, to), left to right; `from` must be where such a cover can begin. */
export function coverOf(from: number, to: number): readonly NodePlace[] {
  const places: NodePlace[] = []
  let at = from
  while (at < to) {
    let height = 0
    // The largest aligned node that fits. Sizes pass 2^31, so arithmetic instead of bit operations.
    while (at % 2 ** (height + 1) === 0 && at + 2 ** (height + 1) <= to) height++
    places.push({ height, index: at / 2 ** height })
    at += 2 ** height
  }
  return places
}

/** The hash over neighbouring complete nodes of falling height (RFC 6962 §2.1: the split is at a power of two). */
export function foldCover(hashes: readonly Uint8Array[]): Buffer {
  const last = hashes.at(-1)
  if (!last) return EMPTY_ROOT
  return hashes.slice(0, -1).reduceRight<Buffer>((right, left) => hashChildren(left, right), Buffer.from(last))
}

/** A run of leaves [from, to) whose hash is one line of a proof. */
export interface LeafRange {
  readonly from: number
  readonly to: number
}

/** The largest power of two smaller than n (n > 1). */
const splitOf = (n: number): number => {
  let k = 1
  while (k * 2 < n) k *= 2
  return k
}

/** PATH(index, D[size]): the ranges of the siblings from the leaf up to the root's child (RFC 6962 §2.1.1). */
export function inclusionRanges(index: number, size: number): readonly LeafRange[] {
  if (!(index >= 0 && index < size)) throw new RangeError('the leaf is not in a tree of that size')
  const ranges: LeafRange[] = []
  let from = 0
  let to = size
  while (to - from > 1) {
    const middle = from + splitOf(to - from)
    if (index < middle) {
      ranges.push({ from: middle, to })
      to = middle
    } else {
      ranges.push({ from, to: middle })
      from = middle
    }
  }
  return ranges.reverse()
}

/** PROOF(older, D[size]): the ranges that prove the older tree a beginning of the newer (RFC 6962 §2.1.2). */
export function consistencyRanges(older: number, size: number): readonly LeafRange[] {
  if (!(older >= 0 && older <= size)) throw new RangeError('the older tree is larger')
  if (older === 0 || older === size) return []
  const ranges: LeafRange[] = []
  let from = 0
  let to = size
  let isWholeOlderTree = true
  while (older !== to) {
    const middle = from + splitOf(to - from)
    if (older <= middle) {
      ranges.push({ from: middle, to })
      to = middle
    } else {
      ranges.push({ from, to: middle })
      from = middle
      isWholeOlderTree = false
    }
  }
  if (!isWholeOlderTree) ranges.push({ from, to })
  return ranges.reverse()
}

/** The root that an inclusion proof leads to (RFC 9162 §2.1.3.2); undefined when the proof has a wrong length. */
export function rootFromInclusion(
  index: number,
  size: number,
  leaf: Uint8Array,
  proof: readonly Uint8Array[],
): Buffer | undefined {
  if (!(index >= 0 && index < size)) return undefined
  let fn = index
  let sn = size - 1
  let root: Buffer = Buffer.from(leaf)
  for (const sibling of proof) {
    if (sn === 0) return undefined
    if (fn % 2 === 1 || fn === sn) {
      root = hashChildren(sibling, root)
      while (fn % 2 === 0 && fn !== 0) {
        fn = fn / 2
        sn = Math.floor(sn / 2)
      }
    } else {
      root = hashChildren(root, sibling)
    }
    fn = Math.floor(fn / 2)
    sn = Math.floor(sn / 2)
  }
  return sn === 0 ? root : undefined
}

/** True when the proof shows that the newer tree begins with the older one (RFC 9162 §2.1.4.2). */
export function isConsistent(
  older: { readonly size: number; readonly root: Uint8Array },
  newer: { readonly size: number; readonly root: Uint8Array },
  proof: readonly Uint8Array[],
): boolean {
  if (older.size > newer.size) return false
  if (older.size === newer.size) return proof.length === 0 && isEqual(older.root, newer.root)
  if (older.size === 0) return proof.length === 0 && isEqual(older.root, EMPTY_ROOT)
  // An older tree that is one complete node is itself the first hash of the proof.
  const path = isPowerOfTwo(older.size) ? [older.root, ...proof] : [...proof]
  const first = path.shift()
  if (!first) return false
  let fn = older.size - 1
  let sn = newer.size - 1
  while (fn % 2 === 1) {
    fn = (fn - 1) / 2
    sn = Math.floor(sn / 2)
  }
  let oldRoot: Buffer = Buffer.from(first)
  let newRoot: Buffer = Buffer.from(first)
  for (const sibling of path) {
    if (sn === 0) return false
    if (fn % 2 === 1 || fn === sn) {
      oldRoot = hashChildren(sibling, oldRoot)
      newRoot = hashChildren(sibling, newRoot)
      while (fn % 2 === 0 && fn !== 0) {
        fn = fn / 2
        sn = Math.floor(sn / 2)
      }
    } else {
      newRoot = hashChildren(newRoot, sibling)
    }
    fn = Math.floor(fn / 2)
    sn = Math.floor(sn / 2)
  }
  return sn === 0 && isEqual(oldRoot, older.root) && isEqual(newRoot, newer.root)
}

const isPowerOfTwo = (n: number): boolean => coverOf(0, n).length === 1

const isEqual = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0

/** The right edge of a growing tree: all that is needed to append and to know the root. */
interface Frontier {
  readonly size: number
  /** Adds a leaf; `onNode` hears of every node that this completes, the leaf itself first. */
  append(leaf: Buffer, onNode?: (place: NodePlace, hash: Buffer) => void): void
  root(): Buffer
  /** The nodes of `coverOf(0, size)`. */
  cover(): readonly Buffer[]
}

/** A frontier over the nodes of `coverOf(0, size)`. */
export function createFrontier(size = 0, cover: readonly Uint8Array[] = []): Frontier {
  const nodes: Buffer[] = cover.map((node) => Buffer.from(node))
  if (nodes.length !== coverOf(0, size).length) throw new TypeError('the nodes do not cover the tree')
  return {
    get size() {
      return size
    },
    append(leaf, onNode) {
      let node = leaf
      let index = size
      onNode?.({ height: 0, index }, node)
      for (let height = 1; index % 2 === 1; height++) {
        node = hashChildren(nodes.pop()!, node)
        index = (index - 1) / 2
        onNode?.({ height, index }, node)
      }
      nodes.push(node)
      size++
    },
    root: () => foldCover(nodes),
    cover: () => [...nodes],
  }
}
