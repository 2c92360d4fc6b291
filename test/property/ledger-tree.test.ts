import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createFrontier, isConsistent, leafHash, rootFromInclusion } from '../../src/ledger/merkle.ts'
import { createTreeReader } from '../../src/ledger/tree-reader.ts'
import { openTestLedger } from '../support/ledger.ts'

const flip = (bytes: Buffer, bit: number): Buffer => {
  const copy = Buffer.from(bytes)
  const at = bit % (copy.length * 8)
  copy[at >> 3]! ^= 1 << (at & 7)
  return copy
}

describe('the stored tree', () => {
  it('proves every entry in every tree that contains it, and no proof survives a flipped bit', async () => {
    const { store, ledger, append, event } = await openTestLedger()
    for (const count of [3, 250, 200, 1, 146]) {
      await append(...Array.from({ length: count }, () => event()))
      await ledger.drain()
    }
    const size = 600
    const leaves = await createTreeReader(store).nodes(
      Array.from({ length: size }, (_, index) => ({ height: 0, index })),
    )
    const roots = [createFrontier().root()]
    const frontier = createFrontier()
    for (const leaf of leaves) {
      frontier.append(leaf)
      roots.push(frontier.root())
    }
    const reader = createTreeReader(store)

    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: size }),
        fc.nat(),
        fc.nat(),
        fc.nat(),
        async (treeSize, indexSeed, olderSeed, bit) => {
          const index = indexSeed % treeSize
          const proof = await reader.inclusion(index, treeSize)
          expect(rootFromInclusion(index, treeSize, leaves[index]!, proof)).toEqual(roots[treeSize])
          expect(rootFromInclusion(index, treeSize, flip(leaves[index]!, bit), proof)).not.toEqual(roots[treeSize])
          if (proof.length > 0) {
            const at = bit % proof.length
            const broken = proof.map((hash, i) => (i === at ? flip(hash, bit) : hash))
            expect(rootFromInclusion(index, treeSize, leaves[index]!, broken)).not.toEqual(roots[treeSize])
          }

          const older = 1 + (olderSeed % treeSize)
          const heads = [
            { size: older, root: roots[older]! },
            { size: treeSize, root: roots[treeSize]! },
          ] as const
          const consistency = await reader.consistency(older, treeSize)
          expect(isConsistent(...heads, consistency)).toBe(true)
          expect(isConsistent({ size: older, root: flip(roots[older]!, bit) }, heads[1], consistency)).toBe(false)
          expect(isConsistent(heads[0], { size: treeSize, root: flip(roots[treeSize]!, bit) }, consistency)).toBe(false)
          if (consistency.length > 0) {
            const at = bit % consistency.length
            const broken = consistency.map((hash, i) => (i === at ? flip(hash, bit) : hash))
            expect(isConsistent(...heads, broken)).toBe(false)
          }
        },
      ),
      { numRuns: 300 },
    )
  })

  it('has the root that hashing all leaves anew gives, at any size', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000 }), (size) => {
        const leaves = Array.from({ length: size }, (_, i) => leafHash(Buffer.from(String(i))))
        const frontier = createFrontier()
        for (const leaf of leaves) frontier.append(leaf)
        expect(frontier.root()).toEqual(definition(leaves))
      }),
      { numRuns: 50 },
    )
  })
})

/** MTH by the recursion of RFC 6962 §2.1, over leaf hashes. */
function definition(leaves: readonly Buffer[]): Buffer {
  if (leaves.length === 1) return leaves[0]!
  const k = 2 ** (Math.ceil(Math.log2(leaves.length)) - 1)
  // A node is SHA-256(0x01 ‖ left ‖ right); a frontier of two leaves computes exactly that.
  const pair = createFrontier()
  pair.append(definition(leaves.slice(0, k)))
  pair.append(definition(leaves.slice(k)))
  return pair.root()
}
