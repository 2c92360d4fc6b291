import { connect } from 'node:net'

export interface Reply {
  readonly status: number
  readonly headers: Headers
  readonly text: string
}

export async function send(url: string, init: RequestInit = {}): Promise<Reply> {
  const response = await fetch(url, init)
  return { status: response.status, headers: response.headers, text: await response.text() }
}

/** Bytes as they are, for what no client would send; resolves when the server has closed the connection. */
export function sendRaw(port: number, ...chunks: readonly (string | Uint8Array)[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const received: Buffer[] = []
    const socket = connect(port, '127.0.0.1', () => chunks.forEach((chunk) => socket.write(chunk)))
    socket.on('data', (chunk) => received.push(chunk))
    socket.on('close', () => resolve(Buffer.concat(received).toString()))
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'ECONNRESET' && error.code !== 'EPIPE') reject(error)
    })
  })
}

interface ErrorExtensions {
  readonly code: string
  readonly messageZh: string
  readonly requestId?: string
  readonly [param: string]: unknown
}

/** The one error of an answer; fails for anything that is not our typed JSON. */
export function errorOf(reply: Reply): ErrorExtensions & { readonly message: string } {
  const type = reply.headers.get('content-type') ?? ''
  if (!/^application\/(?:graphql-response\+)?json/.test(type)) throw new Error(`not JSON: ${type}: ${reply.text}`)
  const { errors } = JSON.parse(reply.text) as { errors: { message: string; extensions: ErrorExtensions }[] }
  const [error] = errors
  if (!error || !/[\u4e00-\u9fff]/.test(error.extensions.messageZh)) throw new Error(`not typed: ${reply.text}`)
  return { ...error.extensions, message: error.message }
}
