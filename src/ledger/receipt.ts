import { canonicalJson } from '../core/canonical-json.ts'
import { toInstant, type Clock, type Instant } from '../core/clock.ts'
import { signJws, type Signer } from '../signing/index.ts'
import type { NoteVerifier } from './checkpoint.ts'
import type { PreparedLeaf } from './ledger.ts'

/** `typ` of a receipt. */
export const RECEIPT_TYPE = 'zhengshu-receipt+jwt'

/** What a receipt says: this leaf will be in that log by then. Its final form is the leaf's tlog-proof. */
export interface Receipt {
  readonly leafId: string
  /** RFC 6962 leaf hash, base64. */
  readonly leafHash: string
  readonly kind: string
  readonly at: Instant
  /** Origin of the log. */
  readonly origin: string
  /** Key id of the log's vkey, eight hexadecimal digits. */
  readonly logKey: string
  readonly promisedBy: Instant
}

interface ReceiptDeps {
  readonly receiptSigner: () => Signer
  readonly verifier: NoteVerifier
  readonly clock: Clock
  readonly maxDelayMs: number
}

export function signReceipt(deps: ReceiptDeps, leaf: PreparedLeaf): Promise<string> {
  const receipt: Receipt = {
    leafId: leaf.leafId,
    leafHash: leaf.leafHash,
    kind: leaf.kind,
    at: leaf.at,
    origin: deps.verifier.name,
    logKey: deps.verifier.keyId.toString('hex'),
    promisedBy: toInstant(deps.clock.now() + deps.maxDelayMs),
  }
  return signJws(deps.receiptSigner(), { typ: RECEIPT_TYPE }, Buffer.from(canonicalJson(receipt)))
}
