import { describe, expect, it } from 'vitest'
import { Places } from '../../../src/core/places.ts'

describe('what is under way', () => {
  it('is there until it is taken away, and leaves its place to another', () => {
    const places = new Places<{ readonly name: string }>()
    const [a, b, c] = ['a', 'b', 'c'].map((name) => ({ name })) as [
      { name: string },
      { name: string },
      { name: string },
    ]
    const end = places.take(a)
    places.take(b)
    end()
    expect([...places]).toEqual([b])
    places.take(c)
    end() // its place is another's by now
    expect([...places]).toEqual([c, b])
    expect(places.size).toBe(2)
  })
})
