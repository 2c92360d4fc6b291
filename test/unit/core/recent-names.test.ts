import { describe, expect, it } from 'vitest'
import { RecentNames } from '../../../src/core/recent-names.ts'

const filled = (atLeast: number, count: number): RecentNames => {
  const names = new RecentNames(atLeast)
  for (let i = 0; i < count; i++) names.add(`name ${i}`)
  return names
}

describe('recent names', () => {
  it('knows what it met, and nothing else', () => {
    const names = filled(3, 2)
    expect(names.has('name 0')).toBe(true)
    expect(names.has('name 1')).toBe(true)
    expect(names.has('name 2')).toBe(false)
  })

  it('knows at least the last ones, whenever it is asked', () => {
    for (let count = 1; count <= 12; count++) {
      const names = filled(3, count)
      for (let i = Math.max(0, count - 3); i < count; i++) expect(names.has(`name ${i}`)).toBe(true)
    }
  })

  it('forgets what is older than twice as many', () => {
    const names = filled(3, 100)
    const known = Array.from({ length: 100 }, (_, i) => names.has(`name ${i}`)).filter(Boolean)
    expect(known.length).toBeLessThanOrEqual(6)
  })
})
