import { describe, expect, it } from 'vitest'
import { licenceTestBed, marriage, REGISTRY } from '../../support/licences.ts'

const issue = async (refuseSynthetic: boolean, change = {}) => {
  const bed = await licenceTestBed({ refuseSynthetic })
  return bed.licences.issue(REGISTRY, { requestId: 'request-0001', licence: { ...marriage(), ...change } })
}

describe('issuing in production', () => {
  it('refuses a holder who is invented, by field', async () => {
    await expect(issue(true)).rejects.toMatchObject({ code: 'INVALID_INPUT', params: { field: 'holders[0].code' } })
    expect((await issue(false)).state).toBe('VALID')
  })

  it('takes holders who are not', async () => {
    const holders = [
      { name: '王芳', code: '11010519491231002X', codeType: '111' },
      { name: '李明', code: '440524188001010014', codeType: '111' },
    ] as const
    expect((await issue(true, { holders })).state).toBe('VALID')
  })
})
