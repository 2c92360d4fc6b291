import type { JsonObject } from '../core/strict-json.ts'
import type { KeptHeaders } from '../licences/index.ts'
import type { DocumentMaterial, EvidenceContent, NamedProof } from './evidence-document.ts'
import type { Evidence, MaterialAnswer, Proof } from './evidence.ts'

export type GivenEvidence = Omit<Evidence, 'isReplay'>

/** A compact JWS as it is kept: its header by name, where that is long. */
type KeptJws = string | { readonly header: string; readonly rest: string }

/** An answer as it is kept, each thing once: the document says all of it but the proofs, which it names by digest. */
export interface KeptAnswer {
  readonly document: KeptJws
  readonly receipt: KeptJws
  readonly leafId: string
  readonly proofs: Readonly<Record<string, KeptProof>>
}
type KeptProof = { readonly jws: KeptJws } | { readonly data: JsonObject }

const WORTH_NAMING = 200

/** Keeps headers that are new; the answer itself is the caller's to commit. */
export async function packAnswer(
  { document, receipt, leafId, materials }: GivenEvidence,
  content: EvidenceContent,
  headers: Pick<KeptHeaders, 'keep'>,
): Promise<KeptAnswer> {
  const keep = async (jws: string): Promise<KeptJws> => {
    const dot = jws.indexOf('.')
    return dot < WORTH_NAMING ? jws : { header: await headers.keep(jws.slice(0, dot)), rest: jws.slice(dot) }
  }
  const proofs: Record<string, KeptProof> = {}
  for (const [i, { proof }] of materials.entries()) {
    const named = content.materials[i]?.proof
    if (proof === undefined || named === undefined || !('digest' in named) || named.digest in proofs) continue
    if (proof.kind === 'LICENCE') proofs[named.digest] = { jws: await keep(proof.licence.jws) }
    if (proof.kind === 'RECORD') proofs[named.digest] = { data: proof.data }
  }
  return { document: await keep(document), receipt: await keep(receipt), leafId, proofs }
}

/** The headers that are needed to unpack an answer, by name. */
export const headersOf = ({ document, receipt, proofs }: KeptAnswer): readonly string[] => [
  ...new Set(
    [document, receipt, ...Object.values(proofs).flatMap((proof) => ('jws' in proof ? [proof.jws] : []))].flatMap(
      (jws) => (typeof jws === 'string' ? [] : [jws.header]),
    ),
  ),
]

/** The very answer that was packed, byte for byte where it is signed. */
export function unpackAnswer(kept: KeptAnswer, headers: Pick<KeptHeaders, 'get'>): GivenEvidence {
  const whole = (jws: KeptJws): string => (typeof jws === 'string' ? jws : headers.get(jws.header) + jws.rest)
  const document = whole(kept.document)
  const content = contentOf(document)
  const proofOf = (named: NamedProof): Proof => {
    if (named.kind === 'PREDICATE') return named
    const { digest, ...rest } = named
    const proof = kept.proofs[digest]
    if (rest.kind === 'RECORD' && proof && 'data' in proof) return { ...rest, data: proof.data }
    if (rest.kind === 'LICENCE' && proof && 'jws' in proof) {
      const { kind, ...licence } = rest
      return { kind, licence: { ...licence, jws: whole(proof.jws) } }
    }
    throw new Error(`the proof ${digest} of a stored answer is missing`)
  }
  const materialOf = ({ proof, ...answer }: DocumentMaterial): MaterialAnswer =>
    proof === undefined ? answer : { ...answer, proof: proofOf(proof) }
  return {
    evidenceId: content.evidenceId,
    asOf: content.asOf,
    materials: content.materials.map(materialOf),
    materialsAsked: content.materialsAsked,
    materialsHeld: content.materialsHeld,
    document,
    receipt: whole(kept.receipt),
    leafId: kept.leafId,
  }
}

const contentOf = (document: string): EvidenceContent =>
  JSON.parse(Buffer.from(document.split('.')[1]!, 'base64url').toString('utf8')) as EvidenceContent
