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
  /** What became of the pieces so far, the oldest first. */
  const asked: Promise<readonly RowChunk[]>[] = []
  let coming: Promise<Read> | undefined = Promise.resolve({ piece: first })
  let failure: { readonly error: unknown } | undefined
  try {
    while (coming || asked.length > 0) {
      // Whichever is first: chunks that are ready do not wait for a source that is silent.
      const next: Read | readonly RowChunk[] = await Promise.race([
        ...asked.slice(0, 1),
        ...(coming && asked.length < PIECES_AHEAD ? [coming] : []),
      ])
      if (!('piece' in next || 'error' in next)) {
        void asked.shift()
        yield* next
      } else if ('piece' in next && !next.piece.done) {
        asked.push(heardLater(chunker.take(next.piece.value, source.now())))
        coming = readFrom(pieces)
      } else {
        coming = undefined
        if ('error' in next) failure = next
      }
    }
    // What was read before a failure counts.
    if (failure) throw failure.error
    const last = await chunker.end(source.now())
    yield* last.chunks
    return last
  } finally {
    await Promise.allSettled(asked)
    chunker.close()
    // A piece may still be awaited that never comes.
    source.body.destroy()
  }
}

type Pieces = AsyncGenerator<Uint8Array, undefined>
type Read = { readonly piece: IteratorResult<Uint8Array, undefined> } | { readonly error: unknown }

const readFrom = (pieces: Pieces): Promise<Read> =>
  pieces.next().then(
    (piece) => ({ piece }),
    (error: unknown) => ({ error }),
  )

/** It may fail before anybody waits for it. */
function heardLater<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => {})
  return promise
}

/**
 * The first of full size, if there is so much, the others as they arrive: a row that is there is not held back. Each has
 * a buffer of its own, which can be given to another thread.
 */
async function* piecesOf(body: Readable): Pieces {
  let piece = new Uint8Array(PIECE_BYTES)
  let filled = 0
  let isLarge = false
  for await (const chunk of body) {
    let rest: Uint8Array = typeof chunk === 'string' ? Buffer.from(chunk) : (chunk as Buffer)
    while (rest.length > 0) {
      const part = rest.subarray(0, PIECE_BYTES - filled)
      piece.set(part, filled)
      filled += part.length
      rest = rest.subarray(part.length)
      isLarge ||= filled === PIECE_BYTES
      if (!isLarge) continue
      yield piece.subarray(0, filled)
      piece = new Uint8Array(PIECE_BYTES)
      filled = 0
    }
  }
  if (filled > 0) yield piece.subarray(0, filled)
  return undefined
}
