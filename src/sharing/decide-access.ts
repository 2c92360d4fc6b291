import type { Actor, Purpose } from '../access/index.ts'
import type { LocalDate } from '../core/clock.ts'
import type { AccessDecision, AccessNeed, Grant, RefusalRule } from './sharing.ts'

/** What the decision looks at besides the grants: the sharing type of the resource. */
interface AccessFacts {
  readonly grantsFor: (agency: string, resource: string) => readonly Grant[]
  readonly isNotShared: (resource: string) => boolean
  /** Credit code of the agency that provides the resource. */
  readonly providerOf: (resource: string) => string | undefined
  readonly today: LocalDate
}

/** In place of a grant's id and version when an agency uses its own data. */
export const OWN_USE = { grantId: 'own-data', grantVersion: 0, document: true } as const

/** Fields of a grant that stand for more than a value. */
export const DOCUMENT_FIELD = 'document'

/**
 * Pure: per need, the grant that permits it or the rule that refuses (design §7). Of several grants one that permits
 * wins; otherwise the refusal that came closest is named, because it says best what to correct.
 */
export function decideAccess(
  facts: AccessFacts,
  actor: Actor,
  purpose: Purpose,
  needs: readonly AccessNeed[],
): readonly AccessDecision[] {
  return needs.map((need) => decideNeed(facts, actor, purpose, need))
}

function decideNeed(facts: AccessFacts, actor: Actor, purpose: Purpose, need: AccessNeed): AccessDecision {
  // An agency uses its own data by its duty, not by sharing; the access is recorded like any other.
  if (facts.providerOf(need.resource) === actor.agency)
    return { permitted: true, need, ...OWN_USE, grantedFields: need.fields, rawFields: need.fields }
  if (facts.isNotShared(need.resource)) return { permitted: false, need, rule: 'not-shared' }
  let closest: { rule: RefusalRule; grantId: string } | undefined
  for (const grant of facts.grantsFor(actor.agency, need.resource)) {
    const rule = refusalOf(grant, facts.today, need.serviceItems ?? purpose.serviceItems, need.fields)
    if (rule === undefined) {
      return {
        permitted: true,
        need,
        grantId: grant.id,
        grantVersion: grant.version,
        grantedFields: grant.fields,
        rawFields: grant.rawFields,
        document: grant.fields.includes(DOCUMENT_FIELD),
      }
    }
    if (closest === undefined || RULE_ORDER.indexOf(rule) > RULE_ORDER.indexOf(closest.rule)) {
      closest = { rule, grantId: grant.id }
    }
  }
  return closest
    ? { permitted: false, need, rule: closest.rule, grantId: closest.grantId }
    : { permitted: false, need, rule: 'no-grant' }
}

/** The order in which a grant is checked; a later rule means that the request came closer. */
const RULE_ORDER: readonly RefusalRule[] = [
  'grant-revoked',
  'grant-expired',
  'grant-not-started',
  'grant-suspended',
  'purpose-not-granted',
  'document-not-granted',
  'field-not-granted',
]

function refusalOf(
  grant: Grant,
  today: LocalDate,
  serviceItems: readonly string[],
  fields: readonly string[],
): RefusalRule | undefined {
  if (grant.state === 'REVOKED') return 'grant-revoked'
  if (today > grant.validTo) return 'grant-expired'
  if (today < grant.validFrom) return 'grant-not-started'
  if (grant.state === 'SUSPENDED') return 'grant-suspended'
  if (serviceItems.length === 0 || !serviceItems.every((item) => grant.serviceItems.includes(item)))
    return 'purpose-not-granted'
  // The whole document shows every field, so only a grant on the document covers it.
  if (fields.includes(DOCUMENT_FIELD) && !grant.fields.includes(DOCUMENT_FIELD)) return 'document-not-granted'
  if (!grant.fields.includes(DOCUMENT_FIELD) && !fields.every((field) => grant.fields.includes(field)))
    return 'field-not-granted'
  return undefined
}
