import { createHash } from 'node:crypto'
import type { Signer } from '../signing/index.ts'

/** `typ` of our signed documents: what tells their kinds apart. */
export const DOCUMENT_TYPES = { licence: 'zhengshu-licence+jwt', excerpt: 'zhengshu-excerpt+jwt' } as const

/** The protected header, base64url: fixed before signing, because a licence's bytes are stored before they are signed. */
export function protectedHeader(signer: Signer, typ: string): string {
  const header = {
    alg: signer.algorithm,
    typ,
    kid: signer.keyId,
    x5c: signer.certificates.map((der) => Buffer.from(der).toString('base64')),
  }
  return Buffer.from(JSON.stringify(header)).toString('base64url')
}

/** What a signature covers. Written part by part: a text of both, 4 KB for each licence, would be made to be thrown away. */
function bytesToSign(header: string, payload: string): Buffer {
  const bytes = Buffer.allocUnsafe(header.length + 1 + payload.length)
  bytes.write(header, 'latin1')
  bytes.write('.', header.length, 'latin1')
  bytes.write(payload, header.length + 1, 'latin1')
  return bytes
}

/** Signs exactly `header.payload`. What stands behind the header and its dot: payload, dot, signature. */
export async function signPrepared(signer: Signer, header: string, payload: string): Promise<string> {
  const signature = await signer.sign(bytesToSign(header, payload))
  return `${payload}.${Buffer.from(signature).toString('base64url')}`
}

/**
 * Digests of texts that begin with this header and a dot, each given by its rest. The header is two thirds of each and
 * the same for all documents of a seal: it is hashed once.
 */
export function digestsBehind(header: string): (rest: string) => string {
  const begun = createHash('sha256').update(`${header}.`)
  return (rest) => begun.copy().update(rest).digest('base64url')
}
