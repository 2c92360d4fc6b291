import { describe, expect, it } from 'vitest'
import { createTextPacker, encodeDocument, textOfBytes, unpackTexts } from '../../../src/store/index.ts'

const textOf = (i: number) => encodeDocument({ id: `d${i}`, text: '政枢\u00e9😀a'.repeat(i) } as { id: string })

describe('texts that are packed as they are made', () => {
  it('come out as they went in, in the order that is asked for, without those that are not', () => {
    const packer = createTextPacker()
    const numbers = Array.from({ length: 5 }, (_, i) => packer.add(textOf(i)))
    const order = [4, 0, 3]
    const packed = packer.pack(order.map((i) => numbers[i]!))
    expect(unpackTexts(packed).map(textOfBytes)).toEqual(order.map(textOf))
  })

  it('may be more than the room that was there at first', () => {
    const packer = createTextPacker()
    const sizes = [10, 200_000, 3, 400_000]
    const packed = packer.pack(sizes.map((size) => packer.add(textOf(size))))
    expect(unpackTexts(packed).map(textOfBytes)).toEqual(sizes.map(textOf))
  })

  it('may be none', () => {
    expect(unpackTexts(createTextPacker().pack([]))).toEqual([])
  })
})
