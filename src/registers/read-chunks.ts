import type { Readable } from 'node:stream'
import type { Instant } from '../core/clock.ts'
import type { Chunker, LastRows, RowChunk } from './chunk-rows.ts'

/** A file that is smaller is not worth the way to another thread. */
const PIECE_BYTES = 64 * 1024
/** Bounds what is in memory of a file that arrives faster than it is loaded. */
const PIECES_AHEAD = 16

interface ChunkSource {
  readonly body: Readable
  readonly now: () => Instant
  readonly openHere: () => Chunker
  readonly openOnThread: () => Chunker
}

/** The chunks of a file in order, made while the caller loads those before; then how it ended. */
export async function* readChunks(source: ChunkSource): AsyncGenerator<RowChunk, LastRows> {
  const pieces = piecesOf(source.body)
  const first = await pieces.next()
  const isSmall = first.done === true || first.value.length < PIECE_BYTES
  const chunker = isSmall ? source.openHere() : source.openOnThread()
  const ready: RowChunk[] = []
  const asked: Promise<void>[] = []
  const take = async (bytes: Uint8Array) => void ready.push(...(await chunker.take(bytes, source.now())))
  try {
    let failure: { readonly error: unknown } | undefined
    try {
      for (let piece = first; !piece.done; piece = await pieces.next()) {
        asked.push(take(piece.value))
        if (asked.length > PIECES_AHEAD) await asked.shift()
        while (ready.length > 0) yield ready.shift()!
      }
    } catch (error) {
      failure = { error }
    }
    // What was read before a failure counts.
    const refused = (await Promise.allSettled(asked)).find(({ status }) => status === 'rejected')
    yield* ready
    if (refused?.status === 'rejected') throw refused.reason
    if (failure) throw failure.error
    const last = await chunker.end(source.now())
    yield* last.chunks
    return last
  } finally {
    await Promise.allSettled(asked)
    chunker.close()
    await pieces.return(undefined)
  }
}

/** Of one size however a stream is cut, and each with a buffer of its own, which can be given to another thread. */
async function* piecesOf(body: Readable): AsyncGenerator<Uint8Array, undefined> {
  let piece = new Uint8Array(PIECE_BYTES)
  let filled = 0
  for await (const chunk of body) {
    let rest: Uint8Array = typeof chunk === 'string' ? Buffer.from(chunk) : (chunk as Buffer)
    while (rest.length > 0) {
      const part = rest.subarray(0, PIECE_BYTES - filled)
      piece.set(part, filled)
      filled += part.length
      rest = rest.subarray(part.length)
      if (filled < PIECE_BYTES) continue
      yield piece
      piece = new Uint8Array(PIECE_BYTES)
      filled = 0
    }
  }
  if (filled > 0) yield piece.subarray(0, filled)
  return undefined
}
