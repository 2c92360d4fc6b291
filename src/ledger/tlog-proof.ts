import { fromBase64 } from './checkpoint.ts'
import { HASH_BYTES } from './merkle.ts'

/** C2SP tlog-proof@v1: everything that shows one entry in one signed checkpoint, offline. */
interface TlogProof {
  readonly index: number
  /** From the leaf's sibling up to the root's child. */
  readonly hashes: readonly Uint8Array[]
  /** The signed note, verbatim. */
  readonly checkpoint: string
  /** Opaque to the format and not authenticated by it. */
  readonly extra?: Uint8Array
}

const HEAD = 'c2sp.org/tlog-proof@v1'
const MAX_CHARACTERS = 1_000_000
const MAX_HASHES = 63

export const encodeTlogProof = ({ index, hashes, checkpoint, extra }: TlogProof): string =>
  [
    HEAD,
    ...(extra ? [`extra ${toBase64(extra)}`] : []),
    `index ${index}`,
    ...hashes.map(toBase64),
    '',
    checkpoint,
  ].join('\n')

/** Undefined for a text that is not exactly of the format; the checkpoint inside is not looked at. */
export function parseTlogProof(text: string): TlogProof | undefined {
  if (text.length > MAX_CHARACTERS) return undefined
  const end = text.indexOf('\n\n')
  if (end < 0) return undefined
  const lines = text.slice(0, end).split('\n')
  if (lines.shift() !== HEAD) return undefined
  let extra: Buffer | undefined
  if (lines[0]?.startsWith('extra ')) {
    extra = fromBase64(lines.shift()!.slice('extra '.length))
    if (!extra) return undefined
  }
  const position = /^index (0|[1-9]\d{0,15})$/.exec(lines.shift() ?? '')
  const index = Number(position?.[1])
  if (!position || !Number.isSafeInteger(index) || lines.length > MAX_HASHES) return undefined
  const hashes = lines.map(fromBase64)
  if (!hashes.every((hash) => hash?.length === HASH_BYTES)) return undefined
  return {
    index,
    hashes: hashes as Buffer[],
    checkpoint: text.slice(end + 2),
    ...(extra ? { extra } : {}),
  }
}

const toBase64 = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64')
