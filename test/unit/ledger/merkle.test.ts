import { describe, expect, it } from 'vitest'
import {
  consistencyRanges,
  coverOf,
  createFrontier,
  EMPTY_ROOT,
  inclusionRanges,
  isConsistent,
  leafHash,
  rootFromInclusion,
} from '../../../src/ledger/merkle.ts'

// The eight entries and the roots that Certificate Transparency implementations test RFC 6962 with.
const ENTRIES = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f']
const ROOTS = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
]

const leaves = ENTRIES.map((hex) => leafHash(Buffer.from(hex, 'hex')))
const rootOf = (size: number): Buffer => {
  const frontier = createFrontier()
  for (const leaf of leaves.slice(0, size)) frontier.append(leaf)
  return frontier.root()
}
const hashOf = ({ from, to }: { from: number; to: number }): Buffer => {
  const frontier = createFrontier()
  for (const leaf of leaves.slice(from, to)) frontier.append(leaf)
  return frontier.root()
}

describe('the tree of RFC 6962', () => {
  it('has the root SHA-256("") without leaves', () => {
    expect(EMPTY_ROOT.toString('hex')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
    expect(createFrontier().root()).toEqual(EMPTY_ROOT)
  })

  it.each(ROOTS.map((root, i) => [i + 1, root] as const))('has the known root with %i leaves', (size, root) => {
    expect(rootOf(size).toString('hex')).toBe(root)
  })

  it('proves inclusion with the siblings that RFC 6962 §2.1.3 draws for seven leaves', () => {
    // "The audit path for d0 is [b, h, l]; for d3 [c, g, l]; for d4 [f, j, k]; for d6 [i, k]."
    expect(inclusionRanges(0, 7)).toEqual([
      { from: 1, to: 2 },
      { from: 2, to: 4 },
      { from: 4, to: 7 },
    ])
    expect(inclusionRanges(3, 7)).toEqual([
      { from: 2, to: 3 },
      { from: 0, to: 2 },
      { from: 4, to: 7 },
    ])
    expect(inclusionRanges(4, 7)).toEqual([
      { from: 5, to: 6 },
      { from: 6, to: 7 },
      { from: 0, to: 4 },
    ])
    expect(inclusionRanges(6, 7)).toEqual([
      { from: 4, to: 6 },
      { from: 0, to: 4 },
    ])
  })

  it('proves consistency with the nodes that RFC 6962 §2.1.3 draws for seven leaves', () => {
    // "PROOF(3, D[7]) = [c, d, g, l]; PROOF(4, D[7]) = [l]; PROOF(6, D[7]) = [i, j, k]."
    expect(consistencyRanges(3, 7)).toEqual([
      { from: 2, to: 3 },
      { from: 3, to: 4 },
      { from: 0, to: 2 },
      { from: 4, to: 7 },
    ])
    expect(consistencyRanges(4, 7)).toEqual([{ from: 4, to: 7 }])
    expect(consistencyRanges(6, 7)).toEqual([
      { from: 4, to: 6 },
      { from: 6, to: 7 },
      { from: 0, to: 4 },
    ])
  })

  it('accepts every inclusion and consistency proof among eight leaves, and none for another leaf or root', () => {
    for (let size = 1; size <= 8; size++) {
      for (let index = 0; index < size; index++) {
        const proof = inclusionRanges(index, size).map(hashOf)
        expect(rootFromInclusion(index, size, leaves[index]!, proof)).toEqual(rootOf(size))
        expect(rootFromInclusion(index, size, leaves[(index + 1) % 8]!, proof)).not.toEqual(rootOf(size))
        expect(rootFromInclusion(index, size, leaves[index]!, [...proof, EMPTY_ROOT])).toBeUndefined()
        if (proof.length > 0) expect(rootFromInclusion(index, size, leaves[index]!, proof.slice(1))).not.toEqual(rootOf(size)) // prettier-ignore
      }
      for (let older = 0; older <= size; older++) {
        const proof = consistencyRanges(older, size).map(hashOf)
        const trees = [
          { size: older, root: rootOf(older) },
          { size, root: rootOf(size) },
        ] as const
        expect(isConsistent(...trees, proof)).toBe(true)
        expect(isConsistent({ size: older, root: leaves[7]! }, trees[1], proof)).toBe(false)
        expect(isConsistent(...trees, [...proof, EMPTY_ROOT])).toBe(false)
      }
    }
  })

  it('covers any run of leaves with complete nodes, left to right', () => {
    expect(coverOf(0, 7)).toEqual([
      { height: 2, index: 0 },
      { height: 1, index: 2 },
      { height: 0, index: 6 },
    ])
    expect(coverOf(0, 2 ** 40)).toEqual([{ height: 40, index: 0 }])
  })
})
