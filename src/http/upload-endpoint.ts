import type { IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import type { App } from '../app.ts'
import { ZhengshuError } from '../core/errors.ts'
import { checkBatchId } from '../registers/index.ts'
import { sendJson } from './answer.ts'
import { authenticate } from './authenticate.ts'
import { mediaTypeOf } from './read-body.ts'

const UPLOAD_BYTES = 50_000_000
const FORMATS = { 'text/csv': 'csv', 'application/x-ndjson': 'ndjson' } as const
/** Files of Chinese offices are often GB18030; the register tells by the bytes. */
const CHARSETS = { names: ['UTF-8', 'GB18030'], pattern: /^"?(?:utf-?8|gb18030|gbk|gb2312)"?$/ }

/**
 * `POST /registers/:register/batches[?batchId=…]`: the file is the body, imported while it arrives. Answers the batch
 * when it has ended; how far it is tells the query `importBatch`, under the batchId that the client chose.
 */
export async function answerUpload(
  { identity, registers }: Pick<App, 'identity' | 'registers'>,
  req: IncomingMessage,
  res: ServerResponse,
  register: string,
  batchId: string | undefined,
): Promise<void> {
  const actor = await authenticate(req, identity)
  const type = mediaTypeOf(req, Object.keys(FORMATS), CHARSETS) as keyof typeof FORMATS
  if (Number(req.headers['content-length'] ?? 0) > UPLOAD_BYTES) throw tooLarge()
  if (batchId !== undefined) checkBatchId(batchId)
  const body = Readable.from(bounded(req), { objectMode: false })
  const format = FORMATS[type]
  const batch = await registers.importRecords(actor, { register, format, body, ...(batchId ? { batchId } : {}) })
  sendJson(res, 200, batch)
}

const tooLarge = (): ZhengshuError => new ZhengshuError('PAYLOAD_TOO_LARGE', { limit: UPLOAD_BYTES })

/** The bytes as they arrive. The request stays open when the reader stops, so that it can still be answered. */
async function* bounded(req: IncomingMessage): AsyncGenerator<Buffer> {
  let size = 0
  for await (const chunk of req.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > UPLOAD_BYTES) throw tooLarge()
    yield chunk
  }
}
