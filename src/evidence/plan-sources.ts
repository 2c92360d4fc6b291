import type { Actor } from '../access/index.ts'
import { bindingOf, type Alternative, type CaseMaterial, type Catalog, type ResourceBinding } from '../catalog/index.ts'
import type { AccessDecision, AccessNeed, Sharing } from '../sharing/index.ts'
import type { CaseQuestion } from './case-question.ts'
import type { Party } from './evidence.ts'

/** One way in which a material may be met, with the decision whether its source may be used. */
export interface Candidate {
  readonly alternative: Alternative
  readonly decision: AccessDecision
  /** Further subjects of a question about several. */
  readonly others: readonly string[]
}

/** One material of the case for one of its parties. */
export interface AskedMaterial {
  readonly material: CaseMaterial['material']
  readonly serviceItems: readonly string[]
  /** Absent when the case names no such party. */
  readonly party?: Party
  /** In order of preference. */
  readonly candidates: readonly Candidate[]
}

export interface SourcePlan {
  readonly materials: readonly AskedMaterial[]
  /** Whether a commitment may be used at all; only asked where the resource exists and a grant permits it. */
  readonly creditCheck?: { readonly subject: string; readonly decision: AccessDecision }
}

export const CREDIT_CHECK = { register: 'social-credit', predicate: 'mayUseCommitment' } as const

/**
 * Which sources could meet which material for which party, each with its decision. `overruled` are grants whose quota a
 * commit has just found used up.
 */
export function planSources(
  deps: { readonly catalog: Catalog; readonly sharing: Pick<Sharing, 'decideAccess'> },
  actor: Actor,
  question: CaseQuestion,
  overruled: ReadonlySet<string>,
): SourcePlan {
  const drafts = question.materials.flatMap((asked) => draftsOf(asked, question.parties))
  const credit = creditNeed(deps.catalog, question)
  const needs = [
    ...drafts.flatMap(({ asked, alternatives }) => alternatives.map((one) => needOf(deps.catalog, asked, one))),
    ...(credit ? [credit.need] : []),
  ]
  const decisions = deps.sharing
    .decideAccess(actor, question.purpose, needs)
    .map((decision) => overrule(decision, overruled))
  let next = 0
  const materials = drafts.map(({ asked, party, alternatives }): AskedMaterial => ({
    material: asked.material,
    serviceItems: asked.serviceItems,
    ...(party === undefined ? {} : { party }),
    candidates: alternatives.map((alternative) => ({
      alternative,
      decision: decisions[next++]!,
      others: othersOf(alternative, question.parties),
    })),
  }))
  return credit ? { materials, creditCheck: { subject: credit.subject, decision: decisions[next]! } } : { materials }
}

interface Draft {
  readonly asked: CaseMaterial
  readonly party?: Party
  readonly alternatives: readonly Alternative[]
}

/** Several parties in one role (two children) each need their own. A paper original is taken in whatever we hold. */
function draftsOf(asked: CaseMaterial, parties: readonly Party[]): readonly Draft[] {
  const { party: role, alternatives, isPaperOriginal } = asked.material
  const concerned = parties.filter((party) => party.role === role)
  if (concerned.length === 0) return [{ asked, alternatives: [] }]
  return concerned.map((party) => ({ asked, party, alternatives: isPaperOriginal ? [] : alternatives }))
}

function needOf(catalog: Catalog, { material, serviceItems }: CaseMaterial, alternative: Alternative): AccessNeed {
  return {
    resource: resourceCode(catalog, bindingOf(alternative)),
    fields: fieldsOf(alternative),
    serviceItems,
    subjectRole: material.party,
  }
}

/** For a licence the grant itself says which fields, or the document. */
const fieldsOf = (alternative: Alternative): readonly string[] =>
  alternative.kind === 'RECORD' ? alternative.fields : alternative.kind === 'PREDICATE' ? ['answer'] : []

/** No grant can name a resource that is not published, so its name only has to say what is missing. */
const resourceCode = (catalog: Catalog, binding: ResourceBinding): string =>
  catalog.resourceFor(binding)?.metadata.code ?? `unpublished ${Object.values(binding).slice(1).join('.')}`

const othersOf = (alternative: Alternative, parties: readonly Party[]): readonly string[] =>
  alternative.kind !== 'PREDICATE' || alternative.with === undefined
    ? []
    : parties.filter(({ role }) => alternative.with!.includes(role)).map(({ id }) => id)

/** The one who would make the commitment: the applicant, else the company; a case has one of them. */
const committer = (parties: readonly Party[]): Party =>
  parties.find(({ role }) => role === 'APPLICANT') ?? parties.find(({ role }) => role === 'COMPANY')!

function creditNeed(
  catalog: Catalog,
  { materials, parties }: CaseQuestion,
): { readonly subject: string; readonly need: AccessNeed } | undefined {
  const resource = catalog.resourceFor({ kind: 'PREDICATE', ...CREDIT_CHECK })
  const items = materials.filter(({ material }) => material.mayCommit).flatMap(({ serviceItems }) => serviceItems)
  if (!resource || items.length === 0) return undefined
  const { id, role } = committer(parties)
  const need = {
    resource: resource.metadata.code,
    fields: ['answer'],
    serviceItems: [...new Set(items)],
    subjectRole: role,
  }
  return { subject: id, need }
}

function overrule(decision: AccessDecision, overruled: ReadonlySet<string>): AccessDecision {
  if (!decision.permitted || !overruled.has(decision.grantId)) return decision
  return { permitted: false, need: decision.need, rule: 'quota-exceeded', grantId: decision.grantId }
}
