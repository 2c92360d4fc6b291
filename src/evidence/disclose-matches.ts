import { releaseFields } from '../access/index.ts'
import { maskCitizenId } from '../core/identifiers.ts'
import { today } from '../core/clock.ts'
import type { DisclosedLicence, Licence } from '../licences/index.ts'
import { birthDateOfSubject, fieldClass, type PredicateAnswer } from '../registers/index.ts'
import type { AccessDecision } from '../sharing/index.ts'
import type { CaseQuestion } from './case-question.ts'
import type { EvidenceDeps } from './evidence-deps.ts'
import type { MaterialAnswer, Party, Proof } from './evidence.ts'
import type { Hit, Match } from './match-material.ts'

type Permitted = Extract<AccessDecision, { permitted: true }>

/** The answers with their proofs in the form that each grant allows. Signs excerpts; commits nothing. */
export async function discloseMatches(
  deps: EvidenceDeps,
  question: CaseQuestion,
  matches: readonly Match[],
): Promise<readonly MaterialAnswer[]> {
  // One licence may meet several materials; under one grant it is disclosed once.
  const disclosed = new Map<string, Promise<DisclosedLicence>>()
  const discloseOnce = (licence: Licence, decision: Permitted): Promise<DisclosedLicence> => {
    const key = `${licence.identifier} ${decision.grantId}`
    const known = disclosed.get(key)
    if (known) return known
    const fields = decision.grantedFields.filter((field) => field !== 'document')
    const jws = deps.licences.disclose(licence, fields, decision.rawFields, decision.document, question.purpose)
    disclosed.set(key, jws)
    return jws
  }
  return Promise.all(matches.map((match) => toAnswer(deps, match, discloseOnce)))
}

async function toAnswer(
  deps: EvidenceDeps,
  match: Match,
  discloseOnce: (licence: Licence, decision: Permitted) => Promise<DisclosedLicence>,
): Promise<MaterialAnswer> {
  const { asked, state, hit, reason, rule, notAccepted, cannotTell, sourcesUnavailable } = match
  const { code, name, party: role } = asked.material
  return {
    code,
    name,
    party: role,
    serviceItems: asked.serviceItems,
    state,
    ...(hit === undefined ? {} : { proof: await toProof(deps, hit, asked.party!, discloseOnce) }),
    ...(reason === undefined ? {} : { reason }),
    ...(rule === undefined ? {} : { rule }),
    ...(notAccepted === undefined ? {} : { notAccepted }),
    ...(cannotTell === undefined ? {} : { cannotTell }),
    ...(asked.party === undefined ? {} : { subject: maskParty(asked.party) }),
    sourcesUnavailable,
  }
}

/** A credit code is public; a citizen number is shown masked. */
export const maskParty = ({ idType, id }: Party): string => (idType === '111' ? maskCitizenId(id) : id)

async function toProof(
  deps: EvidenceDeps,
  hit: Hit,
  party: Party,
  discloseOnce: (licence: Licence, decision: Permitted) => Promise<DisclosedLicence>,
): Promise<Proof> {
  const decision = hit.candidate.decision as Permitted
  switch (hit.kind) {
    case 'LICENCE':
      return { kind: 'LICENCE', licence: await discloseOnce(hit.licence, decision) }
    case 'RECORD': {
      const { register, recordId, data } = hit.record
      const released = releaseFields(data, {
        classOf: fieldClass(deps.catalog.register(register)!),
        granted: decision.need.fields,
        rawFields: decision.rawFields,
        birthDate: birthDateOfSubject(party.id),
        on: today(deps.clock),
      })
      return { kind: 'RECORD', register, recordId, data: released }
    }
    case 'PREDICATE':
      return predicateProof(hit.candidate.alternative, hit.answer)
  }
}

function predicateProof(alternative: Hit['candidate']['alternative'], answer: PredicateAnswer): Proof {
  if (alternative.kind !== 'PREDICATE' || answer.answer !== 'TRUE') throw new Error('not a predicate that was met')
  const { register, predicate } = alternative
  return { kind: 'PREDICATE', register, predicate, answer: 'TRUE', asOf: answer.asOf, ruleVersion: answer.ruleVersion }
}
