import type { Actor } from '../access/index.ts'
import { canonicalJson } from '../core/canonical-json.ts'
import type { Instant, LocalDate } from '../core/clock.ts'
import { isZhengshuError } from '../core/errors.ts'
import { digestOf, keyedDigest } from '../core/hash.ts'
import type { DisclosedLicence } from '../licences/index.ts'
import { signJws } from '../signing/index.ts'
import type { CaseQuestion } from './case-question.ts'
import { maskParty } from './disclose-matches.ts'
import type { EvidenceDeps } from './evidence-deps.ts'
import type { MaterialAnswer, Party, Proof } from './evidence.ts'
import type { Match } from './match-material.ts'

/** `typ` of the evidence document. */
const EVIDENCE_TYPE = 'zhengshu-evidence+jwt'

interface EvidenceFacts {
  readonly evidenceId: string
  readonly signedAt: Instant
  readonly materials: readonly MaterialAnswer[]
  readonly statusLists: readonly { readonly list: string; readonly digest: string }[]
}

/** A proof as the document names it: all of it but the JWS or the data, which stand beside it under their digest. */
export type NamedProof =
  | ({ readonly kind: 'LICENCE'; readonly digest: string } & Omit<DisclosedLicence, 'jws'>)
  | ({ readonly digest: string } & Omit<Extract<Proof, { kind: 'RECORD' }>, 'data'>)
  | Extract<Proof, { kind: 'PREDICATE' }>

export type DocumentMaterial = Omit<MaterialAnswer, 'proof'> & { readonly proof?: NamedProof }

/** The signed content (schema/documents/evidence.schema.json). */
export interface EvidenceContent {
  readonly evidenceId: string
  readonly signedAt: Instant
  readonly asOf: LocalDate
  readonly requester: { readonly agency: string | undefined }
  readonly purpose: object
  readonly parties: readonly (Omit<Party, 'id'> & { readonly number: string; readonly digest: string })[]
  readonly materials: readonly DocumentMaterial[]
  readonly materialsAsked: number
  readonly materialsHeld: number
  readonly statusLists: EvidenceFacts['statusLists']
}

/** Those that need not be submitted: held, or replaced by a commitment. What may come later must still come. */
const countHeld = (materials: readonly MaterialAnswer[]): number =>
  materials.filter(({ state }) => state === 'HELD' || state === 'COMMITMENT').length

/**
 * Verdicts, and digests of the proofs handed out beside the document. It names no one: parties appear by masked number
 * and keyed digest.
 */
export function evidenceContent(
  deps: Pick<EvidenceDeps, 'keyring' | 'ledger'>,
  actor: Actor,
  question: CaseQuestion,
  facts: EvidenceFacts,
): EvidenceContent {
  const { purpose, bundle, parties, situations, asOf } = question
  const secret = deps.keyring.secret('index')
  return {
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
      ...(proof === undefined ? {} : { proof: nameProof(proof) }),
    })),
    materialsAsked: facts.materials.length,
    materialsHeld: countHeld(facts.materials),
    statusLists: facts.statusLists,
  }
}

/** What binds a proof to the document without repeating it. */
function nameProof(proof: Proof): NamedProof {
  switch (proof.kind) {
    case 'LICENCE': {
      const { jws, ...licence } = proof.licence
      return { kind: proof.kind, ...licence, digest: digestOf(jws) }
    }
    case 'RECORD': {
      const { data, ...record } = proof
      return { ...record, digest: digestOf(canonicalJson(data)) }
    }
    case 'PREDICATE':
      return proof
  }
}

export const signEvidence = (deps: Pick<EvidenceDeps, 'keyring'>, content: EvidenceContent): Promise<string> =>
  signJws(deps.keyring.signerFor('exchange'), { typ: EVIDENCE_TYPE }, Buffer.from(canonicalJson(content)))

/** The digests of the status lists on which held licences stand, as of now; a list that cannot be had is left out. */
export async function statusListDigests(
  deps: Pick<EvidenceDeps, 'licences' | 'log'>,
  matches: readonly Match[],
): Promise<EvidenceFacts['statusLists']> {
  const lists = matches.flatMap(({ hit }) => (hit?.kind === 'LICENCE' ? [hit.licence.content.status.list] : []))
  const digests: { readonly list: string; readonly digest: string }[] = []
  for (const list of [...new Set(lists)].sort()) {
    try {
      const token = await deps.licences.statusList(list.slice(list.lastIndexOf('/') + 1))
      if (token !== undefined) digests.push({ list, digest: digestOf(token) })
    } catch (error) {
      if (!isZhengshuError(error)) throw error
      deps.log.warn('a status list could not be had for evidence', { code: error.code })
    }
  }
  return digests
}
