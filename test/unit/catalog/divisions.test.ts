import { describe, expect, it } from 'vitest'
import { indexFiles } from '../../../src/catalog/index.ts'
import { catalogFiles } from '../../support/catalog.ts'

const { division, divisions } = indexFiles(catalogFiles)

describe('the divisions', () => {
  it('are the real ones of GB/T 2260, each under its city and province', () => {
    expect(division('330106')).toEqual({
      code: '330106',
      name: '西湖区',
      level: 'COUNTY',
      parent: '330100',
      synthetic: false,
    })
    expect(division('330100')).toMatchObject({ name: '杭州市', level: 'CITY', parent: '330000' })
    expect(division('330000')).toMatchObject({ name: '浙江省', level: 'PROVINCE' })
    expect(divisions.filter(({ level, synthetic }) => level === 'PROVINCE' && !synthetic)).toHaveLength(34)
  })

  it('are of the third level where a county stands directly under its province', () => {
    expect(division('659010')).toMatchObject({ name: '胡杨河市', level: 'COUNTY', parent: '659000' })
    expect(division('659000')).toMatchObject({ parent: '650000' })
  })

  it('have a fictional province beside them, in codes that no real one has', () => {
    const fictional = divisions.filter(({ synthetic }) => synthetic)
    expect(fictional.every(({ code }) => code.startsWith('39'))).toBe(true)
    expect(divisions.filter(({ code, synthetic }) => code.startsWith('39') && !synthetic)).toEqual([])
    expect(fictional.filter(({ level }) => level === 'CITY')).toHaveLength(11)
    expect(division('390102')).toMatchObject({ name: '湖东区', nameEn: 'Hudong District', parent: '390100' })
  })

  it('share no name with a real one in the fictional province', () => {
    const real = new Set(divisions.filter(({ synthetic }) => !synthetic).map(({ name }) => name))
    expect(divisions.filter(({ synthetic, name }) => synthetic && real.has(name))).toEqual([])
  })

  it('have six digits: towns are below the standard', () => {
    expect(divisions.filter(({ code }) => !/^\d{6}$/.test(code))).toEqual([])
    expect(division('440113012001')).toBeUndefined()
  })

  it('belong to a division that is there', () => {
    expect(divisions.filter(({ parent }) => parent !== undefined && !division(parent))).toEqual([])
  })
})
