import { createHash, createHmac } from 'node:crypto'

export const sha256 = (data: Uint8Array | string): Buffer => createHash('sha256').update(data).digest()
export const sha256Hex = (data: Uint8Array | string): string => createHash('sha256').update(data).digest('hex')
/** Keyed digest, base64url: what stands for a personal number wherever one must be found again but not read. */
export const keyedDigest = (key: Uint8Array, text: string): string =>
  createHmac('sha256', key).update(text).digest('base64url')
