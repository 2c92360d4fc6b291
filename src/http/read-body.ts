import type { IncomingMessage } from 'node:http'
import { ZhengshuError } from '../core/errors.ts'
import type { Deadlines } from '../core/deadlines.ts'

/** A body over its limit is still read to its end up to here, so that the client gets to read the refusal. */
const DISCARDED_BYTES = 5_000_000

/** The whole body, at most `limit` bytes. Throws PAYLOAD_TOO_LARGE, or INVALID_INPUT when it does not arrive in time. */
export function readBody(req: IncomingMessage, limit: number, arrives: Deadlines): Promise<Buffer> {
  const tooLarge = (): ZhengshuError => new ZhengshuError('PAYLOAD_TOO_LARGE', { limit })
  const declared = Number(req.headers['content-length'] ?? 0)
  if (declared > DISCARDED_BYTES) return Promise.reject(tooLarge())
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let size = 0
    const fail = (reason: string, reasonZh: string): void =>
      reject(new ZhengshuError('INVALID_INPUT', { field: 'body', reason, reasonZh }))
    const seconds = arrives.withinMs / 1000
    const arrived = arrives.start(() =>
      fail(`it did not arrive within ${seconds} s`, `未在 ${seconds} 秒内收到完整内容`),
    )
    req.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size <= limit) chunks.push(chunk)
      else if (size > DISCARDED_BYTES) {
        arrived()
        req.pause()
        reject(tooLarge())
      }
    })
    req.on('end', () => {
      arrived()
      if (size > limit) reject(tooLarge())
      else resolve(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks))
    })
    req.on('error', () => {
      arrived()
      fail('the connection ended early', '连接提前中断')
    })
  })
}

interface Charsets {
  readonly names: readonly string[]
  readonly pattern: RegExp
}

const UTF_8: Charsets = { names: ['UTF-8'], pattern: /^"?utf-?8"?$/ }

/** The media type of a body without its parameters; throws UNSUPPORTED_MEDIA_TYPE unless it is one of `expected`. */
export function mediaTypeOf(req: IncomingMessage, expected: readonly string[], charsets = UTF_8): string {
  const header = req.headers['content-type'] ?? ''
  if (expected.includes(header) && req.headers['content-encoding'] === undefined) return header
  const [type = '', ...parameters] = header
    .toLowerCase()
    .split(';')
    .map((part) => part.trim())
  const charset = parameters.find((parameter) => parameter.startsWith('charset='))?.slice('charset='.length)
  const isKnownCharset = charset === undefined || charsets.pattern.test(charset)
  const encoding = req.headers['content-encoding'] ?? 'identity'
  if (!expected.includes(type) || !isKnownCharset || encoding !== 'identity')
    throw new ZhengshuError('UNSUPPORTED_MEDIA_TYPE', {
      expected: `${expected.join(' or ')} in ${charsets.names.join(' or ')}, not compressed`,
      expectedZh: `${expected.join(' 或 ')}（${charsets.names.join(' 或 ')}，未压缩）`,
    })
  return type
}
