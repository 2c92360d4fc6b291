import { describe, expect, it } from 'vitest'
import { describeError, ERRORS, ZhengshuError, type ErrorCode } from '../../../src/core/errors.ts'

const codes = Object.keys(ERRORS) as ErrorCode[]

describe('the closed list of errors', () => {
  it.each(codes)('%s says the same in both languages', (code) => {
    const { en, zh, status } = ERRORS[code]
    expect(en).toMatch(/^[A-Za-z{].*\.$/)
    expect(zh).toMatch(/。$/)
    expect([...en.matchAll(/\{(\w+)\}/g)].map((m) => m[1]).sort()).toEqual(
      [...zh.matchAll(/\{(\w+)\}/g)].map((m) => m[1]).sort(),
    )
    expect(status).toBeGreaterThanOrEqual(400)
  })

  it('fills in params, the Chinese one first where there is one', () => {
    const params = { field: 'quota', reason: 'use 1 to 5', reasonZh: '应为 1 至 5' }
    expect(describeError('INVALID_INPUT', params, 'en')).toBe('quota: use 1 to 5.')
    expect(describeError('INVALID_INPUT', params, 'zh')).toBe('quota：应为 1 至 5。')
    const chinese = { what: 'This batch', whatZh: '该批次' }
    expect(describeError('NOT_FOUND', chinese, 'zh')).toBe('该批次不存在或对您不可见。')
    expect(describeError('NOT_FOUND', { what: 'Batch B1', whatZh: '批次 B1' }, 'zh')).toBe(
      '批次 B1 不存在或对您不可见。',
    )
    const missing = { missing: ['basis', 'scene'], missingZh: ['法律依据', '应用场景'] }
    expect(describeError('INCOMPLETE_REQUEST', missing, 'en')).toContain('missing: basis, scene.')
    expect(describeError('INCOMPLETE_REQUEST', missing, 'zh')).toContain('尚缺：法律依据、应用场景。')
    expect(new ZhengshuError('INVALID_INPUT', params).message).toBe('INVALID_INPUT: quota: use 1 to 5.')
  })
})
