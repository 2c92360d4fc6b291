import { describe, expect, it } from 'vitest'
import type { LicenceType } from '../../../src/catalog/index.ts'
import { indexFiles } from '../../../src/catalog/index.ts'
import { describeError, isZhengshuError } from '../../../src/core/errors.ts'
import { catalogFiles } from '../../support/catalog.ts'

const catalog = indexFiles(catalogFiles)
const card = catalog.licenceType('resident-id-card')!
const CARD = {
  name: '张小满',
  sex: '2',
  ethnicity: '01',
  birthDate: '1987-09-25',
  address: '青溪市湖东区听雨路18号3栋502室',
  idNumber: '390102198709250026',
  issuingOffice: '青溪市公安局湖东分局',
}

function refusal(type: LicenceType, data: unknown) {
  try {
    catalog.checkLicenceData(type, data)
    return undefined
  } catch (error) {
    if (!isZhengshuError(error)) throw error
    return {
      code: error.code,
      field: error.params['field'],
      en: describeError(error.code, error.params, 'en'),
      zh: describeError(error.code, error.params, 'zh'),
    }
  }
}

describe('the face data of a licence', () => {
  it('passes when it fits its type', () => {
    expect(refusal(card, CARD)).toBeUndefined()
  })

  it('is refused without a required field, which is named', () => {
    const { address: _, ...without } = CARD
    expect(refusal(card, without)).toMatchObject({ code: 'LICENCE_DATA_INVALID', field: 'address' })
  })

  it.each<[string, Record<string, unknown>, string]>([
    ['a field that the type does not have', { religion: '道教' }, 'religion'],
    ['a wrong check character', { idNumber: '390102198709250027' }, 'idNumber'],
    ['a date that is none', { birthDate: '1987-02-30' }, 'birthDate'],
    ['a code that is not in the list', { sex: '3' }, 'sex'],
    ['another kind of value', { name: 7 }, 'name'],
    ['an image inline', { photo: 'data:image/jpeg;base64,AAAA' }, 'photo'],
  ])('is refused with %s', (_what, change, field) => {
    expect(refusal(card, { ...CARD, ...change })).toMatchObject({ field })
  })

  it('is refused in both languages, without the value', () => {
    const refused = refusal(card, { ...CARD, idNumber: '390102198709250027' })!
    expect(refused.en).toMatch(/^The licence data does not fit type resident-id-card: idNumber must match format/)
    expect(refused.zh).toMatch(/^证照数据不符合类型居民身份证：idNumber 应当匹配格式/)
    expect(refused.en + refused.zh).not.toContain('390102198709250027')
  })

  it('names a field inside a list', () => {
    const marriage = catalog.licenceType('marriage-certificate')!
    const spouse = { name: '张小满', sex: '2', birthDate: '1987-09-25', idNumber: '390102198709250026' }
    const data = {
      holderName: '张小满',
      registrationDate: '2012-05-20',
      registrationAuthority: '青溪市湖东区民政局',
      spouses: [spouse, { ...spouse, sex: 'f' }],
    }
    expect(refusal(marriage, data)).toMatchObject({ field: 'spouses[1].sex' })
  })

  it('does not repeat a name of a field that looks like data', () => {
    const refused = refusal(card, { ...CARD, '390102198709250026': 1 })!
    expect(refused.en).not.toContain('390102198709250026')
  })

  it('is refused, not a crash, when the check runs out of stack', () => {
    const type = { ...card, slug: 'throws', schema: card.schema }
    const deep = new Proxy(CARD, {
      get() {
        throw new RangeError('Maximum call stack size exceeded')
      },
    })
    expect(refusal(type, deep)).toMatchObject({ code: 'LICENCE_DATA_INVALID' })
  })

  it('is checked by the version of the type', () => {
    const next = { ...card, version: card.version + 1, schema: { ...card.schema, required: ['name'] } }
    expect(refusal(next, { name: '张小满' })).toBeUndefined()
    expect(refusal(card, { name: '张小满' })).toBeDefined()
  })
})
