import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { openCheckpoint, parseVerifierKey, type Checkpoint } from '../checkpoint.ts'
import { readPublicEntry } from '../leaf.ts'
import { createFrontier, leafHash } from '../merkle.ts'
import { CHECKPOINT_PATH, decodeBundle, tilePath, tilesOf, TILE_WIDTH, type TilePlace } from '../tile-paths.ts'
import { createSteps, type LedgerCode, type LedgerVerdict } from './steps.ts'

interface VerifyExportOptions {
  /** A signed checkpoint that the log must continue. */
  readonly earlierCheckpoint?: string
}

export interface ExportVerdict extends LedgerVerdict {
  /** Present once the checkpoint's signature has been verified. */
  readonly size?: number
  readonly root?: string
  readonly origin?: string
}

/**
 * Verifies an exported log without trusting who exported it: the checkpoint's signature, every hash and the root
 * recomputed from the entries, and that it continues an earlier checkpoint.
 */
export async function verifyLedgerExport(
  directory: string,
  vkey: string,
  options: VerifyExportOptions = {},
): Promise<ExportVerdict> {
  const steps = createSteps()
  // 1. The key that is trusted: the caller's, never the one that lies beside the log.
  const verifier = parseVerifierKey(vkey)
  if (!verifier) {
    steps.cannotTell('key', 'LOG_KEY_INVALID')
    return steps.verdict()
  }
  steps.passed('key')

  // 2. The signed head.
  const note = await readIfThere(join(directory, CHECKPOINT_PATH))
  const checkpoint = note && openCheckpoint(note.toString('utf8'), verifier)
  if (!note) steps.cannotTell('checkpoint', 'CHECKPOINT_MISSING')
  else if (!checkpoint) steps.failed('checkpoint', 'CHECKPOINT_INVALID')
  if (!checkpoint) return steps.verdict()
  steps.passed('checkpoint')

  // 3. The earlier head, before anything is computed with it.
  const { earlierCheckpoint } = options
  const earlier = earlierCheckpoint === undefined ? undefined : openCheckpoint(earlierCheckpoint, verifier)
  const isEarlierWrong = earlierCheckpoint !== undefined && earlier === undefined

  // 4. Entries, hashes and root, recomputed.
  const found = await recompute(directory, checkpoint, earlier?.size)
  if (found.fault) {
    const { step, code, where } = found.fault
    if (code === 'FILE_MISSING') steps.cannotTell(step, code, where)
    else steps.failed(step, code, where)
  } else {
    steps.passed('entries')
    steps.passed('hashes')
    if (found.root.equals(checkpoint.root)) steps.passed('root')
    else steps.failed('root', 'ROOT_DIFFERS')
  }

  // 5. The log continues the earlier head when its first entries lead to that root.
  if (isEarlierWrong) steps.failed('consistency', 'EARLIER_INVALID')
  else if (
    earlier &&
    (earlier.size > checkpoint.size || (found.earlierRoot && !found.earlierRoot.equals(earlier.root)))
  )
    steps.failed('consistency', 'EARLIER_NOT_CONTINUED')
  else if (earlier && !found.earlierRoot) steps.cannotTell('consistency', found.fault?.code ?? 'FILE_MISSING')
  else if (earlier) steps.passed('consistency')

  const { size, root, origin } = checkpoint
  return { ...steps.verdict(), size, root: root.toString('base64'), origin }
}

interface Fault {
  readonly step: 'entries' | 'hashes'
  readonly code: LedgerCode
  readonly where: string
}

interface Recomputed {
  readonly root: Buffer
  readonly earlierRoot?: Buffer
  readonly fault?: Fault
}

async function recompute(
  directory: string,
  { size }: Checkpoint,
  earlierSize: number | undefined,
): Promise<Recomputed> {
  const frontier = createFrontier()
  const rows: Buffer[][] = []
  let complete: TilePlace[] = []
  let earlierRoot = earlierSize === 0 ? frontier.root() : undefined
  const stop = (fault: Fault): Recomputed => ({ root: frontier.root(), fault, ...(earlierRoot ? { earlierRoot } : {}) })

  const checkTile = async (place: TilePlace): Promise<Fault | undefined> => {
    const row = rows[place.level as number]!
    const bytes = await readPlace(directory, place)
    const where = tilePath(place)
    if (!bytes) return { step: 'hashes', code: 'FILE_MISSING', where }
    return bytes.equals(Buffer.concat(row.splice(0, place.width))) ? undefined : { step: 'hashes', code: 'HASHES_DIFFER', where } // prettier-ignore
  }

  for (const place of tilesOf(size)) {
    if (place.level !== 'entries') break // the bundles come first
    const bytes = await readPlace(directory, place)
    const entries = bytes && decodeBundle(bytes)
    const where = tilePath(place)
    if (!bytes) return stop({ step: 'entries', code: 'FILE_MISSING', where })
    if (entries?.length !== place.width) return stop({ step: 'entries', code: 'BUNDLE_MALFORMED', where })
    for (const entry of entries) {
      if (!readPublicEntry(entry.toString('utf8'))) return stop({ step: 'entries', code: 'ENTRY_MALFORMED', where })
      frontier.append(leafHash(entry), ({ height, index }, hash) => {
        if (height % 8 !== 0) return
        const row = (rows[height / 8] ??= [])
        row.push(hash)
        if (index % TILE_WIDTH === TILE_WIDTH - 1)
          complete.push({ level: height / 8, index: Math.floor(index / TILE_WIDTH), width: TILE_WIDTH })
      })
      if (frontier.size === earlierSize) earlierRoot = frontier.root()
    }
    for (const tile of complete) {
      const fault = await checkTile(tile)
      if (fault) return stop(fault)
    }
    complete = []
  }
  for (const place of tilesOf(size))
    if (place.level !== 'entries' && place.width < TILE_WIDTH) {
      const fault = await checkTile(place)
      if (fault) return stop(fault)
    }
  return { root: frontier.root(), ...(earlierRoot ? { earlierRoot } : {}) }
}

/** A partial file, or the beginning of the full one: a log may drop partial tiles once they are full. */
async function readPlace(directory: string, place: TilePlace): Promise<Buffer | undefined> {
  const bytes = await readIfThere(join(directory, tilePath(place)))
  if (bytes || place.width === TILE_WIDTH) return bytes
  const full = await readIfThere(join(directory, tilePath({ ...place, width: TILE_WIDTH })))
  if (!full || place.level !== 'entries') return full?.subarray(0, place.width * 32)
  const entries = decodeBundle(full)?.slice(0, place.width)
  return (
    entries &&
    full.subarray(
      0,
      entries.reduce((sum, entry) => sum + 2 + entry.length, 0),
    )
  )
}

async function readIfThere(file: string): Promise<Buffer | undefined> {
  try {
    return await readFile(file)
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined
    throw error
  }
}
