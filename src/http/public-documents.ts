import type { ServerResponse } from 'node:http'
import type { App } from '../app.ts'
import { ZhengshuError } from '../core/errors.ts'
import { sendJson, sendText } from './answer.ts'

/** Documents that anyone may read: they hold keys, hashes and states, never a person. */
const IMMUTABLE = 'public, max-age=31536000, immutable'
const SHORT = 'public, max-age=60'
const REVALIDATE = 'no-cache'

/** The name asked for is not repeated: a path is whatever a client wrote. */
const notFound = (what: string, whatZh: string): ZhengshuError => new ZhengshuError('NOT_FOUND', { what, whatZh })

/** `/.well-known/…` */
export function sendWellKnown({ identity }: Pick<App, 'identity'>, res: ServerResponse, name: string): void {
  if (name === 'jwks.json') return sendJson(res, 200, identity.jwks(), { 'cache-control': SHORT })
  if (name === 'oauth-authorization-server') return sendJson(res, 200, identity.metadata(), { 'cache-control': SHORT })
  throw notFound('This document', '此文件')
}

/** `/trust/root.pem`, the anchor that verifiers pin, and the issuing authority below it. */
export function sendTrust({ keyring }: Pick<App, 'keyring'>, res: ServerResponse, name: string): void {
  const pem = name === 'root.pem' ? keyring.rootPem : name === 'issuing.pem' ? keyring.issuingPem : undefined
  if (pem === undefined) throw notFound('This certificate', '此证书')
  sendText(res, 200, pem, 'application/pem-certificate-chain', { 'cache-control': SHORT })
}

/** `/status/:id`, a signed status list (Token Status List). */
export async function sendStatusList(
  { licences }: Pick<App, 'licences'>,
  res: ServerResponse,
  id: string,
): Promise<void> {
  const list = /^[A-Za-z0-9._-]{1,100}$/.test(id) ? await licences.statusList(id) : undefined
  if (list === undefined) throw notFound('This status list', '此状态列表')
  sendText(res, 200, list, 'application/statuslist+jwt', { 'cache-control': SHORT })
}

const LEDGER_PATH = /^(?:checkpoint|log\.vkey|tile\/(?:entries|\d{1,2})\/[x\d/]{1,40}(?:\.p\/\d{1,3})?)$/

/** `/ledger/…`: the tree of C2SP tlog-tiles. A full tile never changes. */
export async function sendLedgerFile(
  { ledger }: Pick<App, 'ledger'>,
  res: ServerResponse,
  path: string,
): Promise<void> {
  const file = LEDGER_PATH.test(path) ? await ledger.publicFile(path) : undefined
  if (!file) throw notFound('This ledger file', '此日志文件')
  const isText = !path.startsWith('tile/')
  res.writeHead(200, {
    'content-type': isText ? 'text/plain; charset=utf-8' : 'application/octet-stream',
    'content-length': file.bytes.byteLength,
    'cache-control': file.isImmutable ? IMMUTABLE : REVALIDATE,
    'x-content-type-options': 'nosniff',
  })
  res.end(file.bytes)
}
