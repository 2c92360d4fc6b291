import { describe, expect, it } from 'vitest'
import { releaseFields, type ReleaseClass, type ReleaseRules } from '../../../src/access/index.ts'
import type { LocalDate } from '../../../src/core/clock.ts'
import { citizenIdCheck } from '../../../src/core/identifiers.ts'

const id = (first17: string) => first17 + citizenIdCheck(first17)
const NUMBER = id('39010219850312001')
const masked = `390***********${NUMBER.slice(-4)}`

const release = (
  data: Parameters<typeof releaseFields>[0],
  classes: Readonly<Record<string, ReleaseClass>>,
  change: Partial<ReleaseRules> = {},
) =>
  releaseFields(data, {
    classOf: (field) => classes[field],
    granted: Object.keys(data),
    rawFields: [],
    birthDate: '1985-03-12' as LocalDate,
    on: '2026-11-24' as LocalDate,
    ...change,
  })

describe('releasing fields', () => {
  it('gives what was granted and nothing else', () => {
    expect(release({ name: '张伟', phone: '1' }, { name: 'D', phone: 'D' }, { granted: ['name', 'absent'] })).toEqual({
      name: '张伟',
    })
  })
  it('gives no field that has no class', () => expect(release({ secret: 'x' }, {})).toEqual({}))

  it('masks a citizen number wherever it stands', () => {
    const data = { number: NUMBER, studentNo: `G${NUMBER}`, owners: [{ name: '张伟', idOrCode: NUMBER }] }
    expect(release(data, { number: 'D', studentNo: 'D', owners: 'D' })).toEqual({
      number: masked,
      studentNo: `G${masked}`,
      owners: [{ name: '张伟', idOrCode: masked }],
    })
  })
  it('masks one that a free text writes with a small x', () => {
    const number = id('39010219880925004')
    expect(number.endsWith('X')).toBe(true)
    const data = { remark: `由${number.toLowerCase()}代为领取` }
    expect(release(data, { remark: 'D' })).toEqual({ remark: '由390***********004x代为领取' })
  })
  it('leaves other long numbers as they are', () => {
    const data = { unitNo: '390102001001GB00001F00010001', code: '91390102XN0000012W' }
    expect(release(data, { unitNo: 'I', code: 'P' })).toEqual(data)
  })
  it('gives the raw field only where it is named, by field', () => {
    const data = { a: NUMBER, b: NUMBER }
    expect(release(data, { a: 'D', b: 'D' }, { rawFields: ['a'] })).toEqual({ a: NUMBER, b: masked })
  })

  describe('of a child under fourteen', () => {
    const classes = { name: 'D', birthDate: 'D', address: 'D', school: 'P', photo: 'S' } as const
    const data = { name: '张一诺', birthDate: '2012-11-25', address: '听雨路 18 号', school: '某小学', photo: 'ref' }
    const at = (birthDate: string, change: Partial<ReleaseRules> = {}) =>
      release(data, classes, { birthDate: birthDate as LocalDate, ...change })

    it('masks personal fields and leaves out what has no masked form', () => {
      expect(at('2012-11-25')).toEqual({ name: '张**', birthDate: '2012-**-**', school: '某小学' })
    })
    it('ends with the fourteenth birthday', () => expect(at('2012-11-24')).toEqual(data))
    it('gives a field that the grant names raw', () => {
      expect(at('2012-11-25', { rawFields: ['name'] })['name']).toBe('张一诺')
    })
  })
})
