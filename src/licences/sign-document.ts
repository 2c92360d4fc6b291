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

/** Signs exactly `header.payload`. */
export async function signPrepared(signer: Signer, header: string, payload: string): Promise<string> {
  const signature = await signer.sign(Buffer.from(`${header}.${payload}`, 'latin1'))
  return `${header}.${payload}.${Buffer.from(signature).toString('base64url')}`
}
