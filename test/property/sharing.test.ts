import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Actor, Purpose } from '../../src/access/index.ts'
import type { LocalDate } from '../../src/core/clock.ts'
import type { CreditCode } from '../../src/core/identifiers.ts'
import { decideAccess } from '../../src/sharing/decide-access.ts'
import type { AccessNeed, Grant } from '../../src/sharing/index.ts'

const AGENCIES = ['agency-a', 'agency-b']
const RESOURCES = ['r1', 'r2', 'secret']
const FIELDS = ['name', 'idNumber', 'phone', 'document']
const ITEMS = ['rent', 'loan', 'birth']
const DAYS = ['2026-11-22', '2026-11-23', '2026-11-24', '2026-11-25', '2026-11-26'] as LocalDate[]
const PROVIDERS: Readonly<Record<string, string>> = { r1: 'provider', r2: 'agency-b', secret: 'provider' }

const grant: fc.Arbitrary<Omit<Grant, 'id'>> = fc
  .record({
    agency: fc.constantFrom(...AGENCIES),
    resource: fc.constantFrom(...RESOURCES),
    fields: fc.subarray(FIELDS, { minLength: 1 }),
    serviceItems: fc.subarray(ITEMS, { minLength: 1 }),
    state: fc.constantFrom('ACTIVE' as const, 'ACTIVE' as const, 'SUSPENDED' as const, 'REVOKED' as const),
    validFrom: fc.constantFrom(...DAYS),
    validTo: fc.constantFrom(...DAYS),
    version: fc.integer({ min: 1, max: 9 }),
  })
  .map((one) => ({ ...one, requestId: 'req', provider: 'p', rawFields: [], basis: 'b', quota: 1 }))
const need: fc.Arbitrary<AccessNeed> = fc.record(
  {
    resource: fc.constantFrom(...RESOURCES),
    fields: fc.subarray(FIELDS),
    serviceItems: fc.subarray(ITEMS),
    subjectRole: fc.constant('APPLICANT' as const),
  },
  { requiredKeys: ['resource', 'fields', 'subjectRole'] },
)

/** What a grant permits, as a lawyer would say it; nothing of how the code goes about it. */
function permits(one: Grant, agency: string, day: string, items: readonly string[], asked: AccessNeed): boolean {
  const covers = (field: string) => one.fields.includes(field) || one.fields.includes('document')
  return [
    one.agency === agency,
    one.resource === asked.resource,
    one.state === 'ACTIVE',
    one.validFrom <= day && day <= one.validTo,
    items.length > 0 && new Set([...items, ...one.serviceItems]).size === one.serviceItems.length,
    asked.fields.every(covers),
  ].every(Boolean)
}

describe('a decision', () => {
  it('permits exactly what own data or one single grant permits', () => {
    let permitted = 0
    const cases = fc.record({
      grants: fc.array(grant, { maxLength: 6 }),
      needs: fc.array(need, { minLength: 1, maxLength: 4 }),
      agency: fc.constantFrom(...AGENCIES),
      items: fc.subarray(ITEMS),
      day: fc.constantFrom(...DAYS),
    })
    fc.assert(
      fc.property(cases, ({ grants: drawn, needs, agency, items, day }) => {
        const grants = drawn.map((one, i): Grant => ({ ...one, id: `g${i}` }))
        const actor: Actor = { clientId: 'c', role: 'SYSTEM', agency: agency as CreditCode }
        const purpose: Purpose = { serviceItems: items, caseNumber: 'n', basis: 'b' }
        const facts = {
          grantsFor: (of: string, resource: string) =>
            grants.filter((one) => one.agency === of && one.resource === resource),
          isNotShared: (resource: string) => resource === 'secret',
          providerOf: (resource: string) => PROVIDERS[resource],
          today: day,
        }
        const decisions = decideAccess(facts, actor, purpose, needs)
        expect(decisions.map((decision) => decision.need)).toEqual(needs)
        for (const decision of decisions) {
          const asked = decision.need
          const permitting = grants.filter((one) => permits(one, agency, day, asked.serviceItems ?? items, asked))
          const isOwn = PROVIDERS[asked.resource] === agency
          const isNotShared = asked.resource === 'secret' && !isOwn
          expect(decision.permitted).toBe(isOwn || (!isNotShared && permitting.length > 0))
          if (!decision.permitted) continue
          permitted++
          const named = permitting.find((one) => one.id === decision.grantId)
          if (isOwn) expect(decision.grantId).toBe('own-data')
          else expect(named?.version).toBe(decision.grantVersion)
        }
      }),
      { numRuns: 2_000 },
    )
    // The property says nothing when nothing is ever permitted.
    expect(permitted).toBeGreaterThan(200)
  })
})
