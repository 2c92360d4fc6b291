import { describe, expect, it } from 'vitest'
import type { Actor, Purpose } from '../../../src/access/index.ts'
import type { LocalDate } from '../../../src/core/clock.ts'
import type { CreditCode } from '../../../src/core/identifiers.ts'
import { decideAccess } from '../../../src/sharing/decide-access.ts'
import type { AccessNeed, Grant } from '../../../src/sharing/index.ts'

const actor: Actor = { clientId: 'fund-system', role: 'SYSTEM', agency: '11390000XN0001015K' as CreditCode }
const purpose: Purpose = {
  serviceItems: ['housing-fund-withdraw-rent'],
  caseNumber: 'A-1',
  basis: '住房公积金管理条例',
}
const need: AccessNeed = { resource: '101001/000001', fields: ['name'], subjectRole: 'APPLICANT' }
const grant: Grant = {
  id: 'grant_1',
  version: 3,
  requestId: 'req_1',
  agency: actor.agency,
  provider: 'provider',
  resource: need.resource,
  fields: ['name', 'idNumber'],
  rawFields: ['idNumber'],
  serviceItems: purpose.serviceItems,
  basis: purpose.basis,
  validFrom: '2026-01-01' as LocalDate,
  validTo: '2026-11-24' as LocalDate,
  quota: 100,
  state: 'ACTIVE',
}

const decide = (
  grants: readonly Grant[],
  asked: Partial<AccessNeed> = {},
  why = purpose,
  today = '2026-11-24',
  notShared = false,
  provider = 'provider',
) =>
  decideAccess(
    {
      grantsFor: (agency, resource) => grants.filter((each) => each.agency === agency && each.resource === resource),
      isNotShared: () => notShared,
      providerOf: () => provider,
      today: today as LocalDate,
    },
    actor,
    why,
    [{ ...need, ...asked }],
  )[0]!

describe('an access', () => {
  it('is permitted by a grant on its last day, which it names with version and raw fields', () => {
    expect(decide([grant])).toMatchObject({
      permitted: true,
      grantId: 'grant_1',
      grantVersion: 3,
      rawFields: ['idNumber'],
      document: false,
    })
  })

  it.each([
    ['no-grant', decide([])],
    ['no-grant', decide([{ ...grant, agency: 'another agency' }])],
    ['grant-expired', decide([grant], {}, purpose, '2026-11-25')],
    ['grant-not-started', decide([grant], {}, purpose, '2025-12-31')],
    ['grant-suspended', decide([{ ...grant, state: 'SUSPENDED' }])],
    ['grant-revoked', decide([{ ...grant, state: 'REVOKED' }])],
    ['purpose-not-granted', decide([grant], {}, { ...purpose, serviceItems: ['housing-fund-loan'] })],
    [
      'purpose-not-granted',
      decide([grant], {}, { ...purpose, serviceItems: [...purpose.serviceItems, 'housing-fund-loan'] }),
    ],
    ['purpose-not-granted', decide([grant], {}, { ...purpose, serviceItems: [] })],
    ['field-not-granted', decide([grant], { fields: ['name', 'phone'] })],
    ['document-not-granted', decide([grant], { fields: ['document'] })],
    ['not-shared', decide([grant], {}, purpose, '2026-11-24', true)],
  ])('is refused by the rule %s', (rule, decision) => {
    expect(decision).toMatchObject({ permitted: false, rule })
  })

  it('is decided for the items that need it, not for the whole bundle', () => {
    const bundle = { ...purpose, serviceItems: ['housing-fund-withdraw-rent', 'birth-household-registration'] }
    expect(decide([grant], {}, bundle)).toMatchObject({ permitted: false, rule: 'purpose-not-granted' })
    expect(decide([grant], { serviceItems: ['housing-fund-withdraw-rent'] }, bundle).permitted).toBe(true)
  })

  it('takes the grant that permits it, whatever stands beside it', () => {
    const revoked: Grant = { ...grant, id: 'grant_0', state: 'REVOKED' }
    expect(decide([revoked, grant])).toMatchObject({ permitted: true, grantId: 'grant_1' })
    expect(decide([grant, revoked])).toMatchObject({ permitted: true, grantId: 'grant_1' })
  })

  it('is refused by the rule that it came closest to', () => {
    const revoked: Grant = { ...grant, id: 'grant_0', state: 'REVOKED' }
    expect(decide([revoked, grant], { fields: ['phone'] })).toMatchObject({
      rule: 'field-not-granted',
      grantId: 'grant_1',
    })
  })

  it('to its own data an agency needs no grant, and nobody else gains by that', () => {
    expect(decide([], {}, purpose, '2026-11-24', true, actor.agency)).toMatchObject({
      permitted: true,
      grantId: 'own-data',
    })
    expect(decide([], {}, purpose, '2026-11-24', false, 'someone else')).toMatchObject({
      permitted: false,
      rule: 'no-grant',
    })
  })

  it('on a document shows every field', () => {
    const whole: Grant = { ...grant, fields: ['document'] }
    expect(decide([whole], { fields: ['document'] })).toMatchObject({ permitted: true, document: true })
    expect(decide([whole], { fields: ['anything'] })).toMatchObject({ permitted: true })
  })
})
