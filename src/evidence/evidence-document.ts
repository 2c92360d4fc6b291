import type { Actor } from '../access/index.ts'
import { canonicalJson } from '../core/canonical-json.ts'
import type { Instant } from '../core/clock.ts'
import { isZhengshuError } from '../core/errors.ts'
import { keyedDigest, sha256 } from '../core/hash.ts'
import { signJws } from '../signing/index.ts'
import type { CaseQuestion } from './case-question.ts'
import { maskParty } from './disclose-matches.ts'
import type { EvidenceDeps } from './evidence-deps.ts'
import type { MaterialAnswer, Proof } from './evidence.ts'
import type { Match } from './match-material.ts'

/** `typ` of the evidence document. */
export const EVIDENCE_TYPE = 'zhengshu-evidence+jwt'

export interface EvidenceFacts {
  readonly evidenceId: string
  readonly signedAt: Instant
  readonly materials: readonly MaterialAnswer[]
  readonly statusLists: readonly { readonly list: string; readonly digest: string }[]
}

const digest = (text: string): string => sha256(text).toString('base64url')

/** Those that need not be submitted: held, or replaced by a commitment. What may come later must still come. */
export const countHeld = (materials: readonly MaterialAnswer[]): number =>
  materials.filter(({ state }) => state === 'HELD' || state === 'COMMITMENT').length

/**
 * The signed document (schema/documents/evidence.schema.json): verdicts, and digests of the proofs handed out beside it.
 * It names no one: parties appear by masked number and keyed digest.
 */
export function signEvidence(
  deps: EvidenceDeps,
  actor: Actor,
  question: CaseQuestion,
  facts: EvidenceFacts,
): Promise<string> {
  const { purpose, bundle, parties, situations, asOf } = question
  const secret = deps.keyring.secret('index')
  const content = {
    evidenceId: facts.evidenceId,
    signedAt: facts.signedAt,
    asOf,
    requester: { agency: actor.agency },
    purpose: {
      serviceItems: purpose.serviceItems,
      ...(bundle === undefined ? {} : { bundle }),
      situations,
      caseDigest: deps.ledger.caseDigest(purpose.caseNumber),
      basis: purpose.basis,
    },
    parties: parties.map((party) => ({
      role: party.role,
      idType: party.idType,
      number: maskParty(party),
      digest: keyedDigest(secret, `evidence party ${party.id}`),
    })),
    materials: facts.materials.map(({ proof, ...answer }) => ({
      ...answer,
      ...(proof === undefined ? {} : { proof: proofDigest(proof) }),
    })),
    materialsAsked: facts.materials.length,
    materialsHeld: countHeld(facts.materials),
    statusLists: facts.statusLists,
  }
  return signJws(deps.keyring.signerFor('exchange'), { typ: EVIDENCE_TYPE }, Buffer.from(canonicalJson(content)))
}

/** What binds a proof to the document without repeating it. */
function proofDigest(proof: Proof): object {
  switch (proof.kind) {
    case 'LICENCE': {
      const { jws, ...licence } = proof.licence
      return { kind: proof.kind, ...licence, digest: digest(jws) }
    }
    case 'RECORD': {
      const { data, ...record } = proof
      return { ...record, digest: digest(canonicalJson(data)) }
    }
    case 'PREDICATE':
      return proof
  }
}

/** The digests of the status lists on which held licences stand, as of now; a list that cannot be had is left out. */
export async function statusListDigests(
  deps: EvidenceDeps,
  matches: readonly Match[],
): Promise<EvidenceFacts['statusLists']> {
  const lists = matches.flatMap(({ hit }) => (hit?.kind === 'LICENCE' ? [hit.licence.content.status.list] : []))
  const digests: { readonly list: string; readonly digest: string }[] = []
  for (const list of [...new Set(lists)].sort()) {
    try {
      const token = await deps.licences.statusList(list.slice(list.lastIndexOf('/') + 1))
      if (token !== undefined) digests.push({ list, digest: digest(token) })
    } catch (error) {
      if (!isZhengshuError(error)) throw error
      deps.log.warn('a status list could not be had for evidence', { code: error.code })
    }
  }
  return digests
}
