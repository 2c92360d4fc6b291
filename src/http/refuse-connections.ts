import type { Server } from 'node:http'
import type { Duplex } from 'node:stream'
import type { ERRORS } from '../core/errors.ts'
import { describeError, type ErrorCode, type ErrorParams } from '../core/errors.ts'

/** What node refuses before there is a request gets a typed body too: broken HTTP, headers too long, CONNECT. */
export function refuseConnections(server: Server): void {
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    if (error.code === 'ECONNRESET' || !socket.writable) {
      socket.destroy()
      return
    }
    if (error.code === 'HPE_HEADER_OVERFLOW')
      refuse(socket, 431, 'Request Header Fields Too Large', 'INVALID_INPUT', {
        field: 'headers',
        reason: 'they are longer than 16384 bytes together',
        reasonZh: '请求头总长超过 16384 字节',
      })
    else if (error.code === 'ERR_HTTP_REQUEST_TIMEOUT')
      refuse(socket, 408, 'Request Timeout', 'INVALID_INPUT', {
        field: 'request',
        reason: 'it did not arrive in time',
        reasonZh: '未及时收到完整请求',
      })
    else
      refuse(socket, 400, 'Bad Request', 'INVALID_INPUT', {
        field: 'request',
        reason: 'it is not HTTP/1.1',
        reasonZh: '不符合 HTTP/1.1',
      })
  })
  server.on('connect', (_req, socket: Duplex) =>
    refuse(socket, 405, 'Method Not Allowed', 'METHOD_NOT_ALLOWED', { allowed: 'GET, POST', allowedZh: 'GET 或 POST' }),
  )
  // Expect: anything other than 100-continue.
  server.on('checkExpectation', (req, res) => {
    const params = { field: 'Expect', reason: 'only 100-continue is known', reasonZh: '仅支持 100-continue' }
    const text = bodyOf('INVALID_INPUT', params)
    res.writeHead(417, { 'content-type': 'application/json; charset=utf-8', connection: 'close' })
    res.end(text)
    req.resume()
  })
}

const bodyOf = (code: ErrorCode, params: ErrorParams): string =>
  JSON.stringify({
    errors: [
      {
        message: describeError(code, params, 'en'),
        extensions: { ...params, code, messageZh: describeError(code, params, 'zh') },
      },
    ],
  })

function refuse(socket: Duplex, status: number, reason: string, code: keyof typeof ERRORS, params: ErrorParams): void {
  const text = bodyOf(code, params)
  socket.end(
    `HTTP/1.1 ${status} ${reason}\r\nconnection: close\r\ncontent-type: application/json; charset=utf-8\r\n` +
      `content-length: ${Buffer.byteLength(text)}\r\n\r\n${text}`,
  )
}
