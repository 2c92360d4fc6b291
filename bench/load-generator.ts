import { connect, type Socket } from 'node:net'

/** A template of one request with digits that are written anew for each sending. */
export interface RequestTemplate {
  readonly bytes: Buffer
  /** Where the twelve digits stand. */
  readonly slots: readonly number[]
}

const DIGITS = 12
const SLOT = '0'.repeat(DIGITS)
/** Stands for a number that no other request of this run has. */
export const FRESH_NUMBER = SLOT

export function postTemplate(path: string, token: string, body: object): RequestTemplate {
  const text = JSON.stringify(body)
  const head = [
    `POST ${path} HTTP/1.1`,
    'host: localhost',
    'content-type: application/json',
    'accept: application/json',
    `authorization: Bearer ${token}`,
    `content-length: ${Buffer.byteLength(text)}`,
  ]
  const bytes = Buffer.from(`${head.join('\r\n')}\r\n\r\n${text}`)
  const slots: number[] = []
  for (let at = bytes.indexOf(SLOT); at >= 0; at = bytes.indexOf(SLOT, at + DIGITS)) slots.push(at)
  return { bytes, slots }
}

let sent = 0

/** Endless requests, the templates in turn, each with a fresh number. */
export function cycle(templates: readonly RequestTemplate[]): () => Buffer {
  let next = 0
  return () => {
    const { bytes, slots } = templates[next++ % templates.length]!
    sent++
    for (const slot of slots) for (let i = DIGITS - 1, rest = sent; rest > 0; i--, rest = Math.floor(rest / 10)) bytes[slot + i] = 48 + (rest % 10) // prettier-ignore
    return bytes
  }
}

export interface Load {
  readonly port: number
  readonly next: () => Buffer
  readonly connections: number
  readonly milliseconds: number
}

export interface Answers {
  readonly count: number
  readonly milliseconds: number
  readonly p50: number
  readonly p99: number
}

/**
 * Keeps so many connections busy, one request at a time on each: bytes made before, plain sockets, no parsing beyond
 * status, length and `"errors"`. An answer that is not a success ends the run, because a refusal is cheaper than data.
 */
export async function drive({ port, next, connections, milliseconds }: Load): Promise<Answers> {
  const latencies: number[] = []
  const begun = performance.now()
  const until = begun + milliseconds
  await Promise.all(Array.from({ length: connections }, () => keepBusy(port, next, until, latencies)))
  const took = performance.now() - begun
  latencies.sort((a, b) => a - b)
  const at = (share: number): number => latencies[Math.floor(latencies.length * share)] ?? Number.NaN
  return { count: latencies.length, milliseconds: took, p50: at(0.5), p99: at(0.99) }
}

function keepBusy(port: number, next: () => Buffer, until: number, latencies: number[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket: Socket = connect(port, '127.0.0.1')
    let received: Buffer | undefined
    let sentAt = 0
    const send = (): void => {
      sentAt = performance.now()
      socket.write(next())
    }
    socket.setNoDelay(true)
    socket.on('connect', send)
    socket.on('error', reject)
    socket.on('close', () => reject(new Error('the server closed a connection')))
    socket.on('data', (chunk) => {
      received = received ? Buffer.concat([received, chunk]) : chunk
      const end = endOfAnswer(received)
      if (end === undefined) return
      const answer = received
      received = undefined
      if (!isSuccess(answer)) return reject(new Error(`the load met a failure: ${answer.toString('utf8').slice(0, 1_000)}`)) // prettier-ignore
      const now = performance.now()
      latencies.push(now - sentAt)
      if (now < until) return send()
      socket.removeAllListeners('close')
      socket.end(resolve)
    })
  })
}

/** Where the answer ends; undefined while bytes of it are missing. */
function endOfAnswer(received: Buffer): number | undefined {
  const headEnd = received.indexOf('\r\n\r\n')
  if (headEnd < 0) return undefined
  const length = /content-length: (\d+)/i.exec(received.toString('latin1', 0, headEnd))?.[1]
  if (length === undefined) throw new Error('the load generator needs a content-length')
  const end = headEnd + 4 + Number(length)
  return received.length >= end ? end : undefined
}

const isSuccess = (answer: Buffer): boolean =>
  answer.toString('latin1', 9, 12) === '200' && !answer.includes('"errors":') && answer.includes('"data"')
