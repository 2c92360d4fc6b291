import { canonicalJson } from '../../core/canonical-json.ts'
import { isZhengshuError } from '../../core/errors.ts'
import { parseStrictJson, type JsonObject, type JsonValue } from '../../core/strict-json.ts'
import { fromBase64, openCheckpoint, parseVerifierKey, type Checkpoint } from '../checkpoint.ts'
import { publicEntry, readPublicEntry, SALT_BYTES } from '../leaf.ts'
import { leafHash, rootFromInclusion } from '../merkle.ts'
import { parseTlogProof } from '../tlog-proof.ts'
import { createSteps, type LedgerVerdict } from './steps.ts'

/** An entry that its payload and salt have opened. */
interface OpenedLeaf {
  readonly leafId: string
  readonly kind: string
  readonly at: string
  /** RFC 6962 leaf hash, base64. */
  readonly leafHash: string
  readonly payload: JsonObject
}

interface ProofVerdict extends LedgerVerdict {
  /** What the proof shows; only to be believed when the verdict is VALID. */
  readonly leaf?: OpenedLeaf
  readonly index?: number
  readonly checkpoint?: Checkpoint
}

/**
 * Verifies a C2SP tlog-proof@v1: the checkpoint's signature, the entry that payload and salt make, and its place under the
 * signed root. With `leafHash` (from a receipt) the proof of an erased entry can be verified too.
 */
export function verifyTlogProof(
  text: string,
  vkey: string,
  options: { readonly leafHash?: string } = {},
): ProofVerdict {
  const steps = createSteps()
  const proof = parseTlogProof(text)
  if (!proof) {
    steps.failed('form', 'PROOF_MALFORMED')
    return steps.verdict()
  }
  steps.passed('form')

  const verifier = parseVerifierKey(vkey)
  const checkpoint = verifier && openCheckpoint(proof.checkpoint, verifier)
  if (!verifier) steps.cannotTell('checkpoint', 'LOG_KEY_INVALID')
  else if (!checkpoint) steps.failed('checkpoint', 'CHECKPOINT_INVALID')
  else steps.passed('checkpoint')

  const leaf = proof.extra && openLeaf(proof.extra)
  if (leaf) steps.passed('opening')
  else if (proof.extra) steps.failed('opening', 'OPENING_MALFORMED')
  else steps.cannotTell('opening', 'OPENING_MISSING')

  const hash = leaf?.leafHash ?? options.leafHash
  const hashBytes = hash === undefined ? undefined : fromBase64(hash)
  if (leaf && options.leafHash !== undefined && leaf.leafHash !== options.leafHash)
    steps.failed('inclusion', 'PROOF_OF_ANOTHER')
  else if (!hashBytes) steps.cannotTell('inclusion', 'LEAF_UNKNOWN')
  else if (!checkpoint) steps.cannotTell('inclusion', verifier ? 'CHECKPOINT_INVALID' : 'LOG_KEY_INVALID')
  else if (rootFromInclusion(proof.index, checkpoint.size, hashBytes, proof.hashes)?.equals(checkpoint.root))
    steps.passed('inclusion')
  else steps.failed('inclusion', 'NOT_INCLUDED')

  return { ...steps.verdict(), index: proof.index, ...(leaf ? { leaf } : {}), ...(checkpoint ? { checkpoint } : {}) }
}

/** The entry that the extra line makes; undefined unless it is exactly canonical JSON of payload and salt. */
function openLeaf(extra: Uint8Array): OpenedLeaf | undefined {
  const opening = parseObject(extra)
  const payload = opening && asObject(opening['payload'])
  const salt = typeof opening?.['salt'] === 'string' ? fromBase64(opening['salt']) : undefined
  if (!opening || !payload || salt?.length !== SALT_BYTES || Object.keys(opening).length !== 2) return undefined
  // Only the canonical text: a second text for the same payload would be a second digest.
  if (canonicalJson(opening) !== Buffer.from(extra).toString('utf8')) return undefined
  const { id, kind, at } = payload
  if (typeof id !== 'string' || typeof kind !== 'string' || typeof at !== 'string') return undefined
  const entry = publicEntry(kind, at, salt, canonicalJson(payload))
  if (!readPublicEntry(entry)) return undefined
  return { leafId: id, kind, at, payload, leafHash: leafHash(Buffer.from(entry)).toString('base64') }
}

function parseObject(bytes: Uint8Array): JsonObject | undefined {
  try {
    return asObject(parseStrictJson(bytes))
  } catch (error) {
    if (isZhengshuError(error)) return undefined
    throw error
  }
}

const asObject = (value: JsonValue | undefined): JsonObject | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined
