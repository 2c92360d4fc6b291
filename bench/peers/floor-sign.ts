import { generateKeyPairSync, sign } from 'node:crypto'
import { parentPort, workerData } from 'node:worker_threads'

/* The signing thread of the floor: texts of receipts come in, compact JWS (ES256) without their common header go out. */

const { header } = workerData as { readonly header: string }
const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const NUMBER_BYTES = 32

parentPort!.on('message', (receipts: readonly string[]) => parentPort!.postMessage(receipts.map(signReceipt)))

function signReceipt(receipt: string): string {
  const payload = Buffer.from(receipt).toString('base64url')
  // A bare key: naming the encoding of the signature takes an options object, and that an exception inside of node.
  const der = sign('sha256', Buffer.from(`${header}.${payload}`, 'latin1'), privateKey)
  return `${payload}.${toRaw(der).toString('base64url')}`
}

/** SEQUENCE { INTEGER r, INTEGER s } as r‖s, which JWS wants (RFC 7518 §3.4). */
function toRaw(der: Buffer): Buffer {
  const raw = Buffer.alloc(2 * NUMBER_BYTES)
  const endOfR = 4 + der[3]!
  const put = (from: number, end: number, to: number): void => {
    const first = Math.max(from, end - NUMBER_BYTES) // without the zero in front of a set top bit
    der.copy(raw, to - (end - first), first, end)
  }
  put(4, endOfR, NUMBER_BYTES)
  put(endOfR + 2, der.length, 2 * NUMBER_BYTES)
  return raw
}
