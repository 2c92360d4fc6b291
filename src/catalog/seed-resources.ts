import { instantNow, type Instant } from '../core/clock.ts'
import { isZhengshuError } from '../core/errors.ts'
import { CommitConflict, type Stored, type Write } from '../store/index.ts'
import type { CatalogContext } from './catalog-deps.ts'
import type { FileDifference, Resource, ResourceMetadata } from './catalog.ts'
import { digestOf } from './commit-resource.ts'
import { nextState } from './resource.ts'
import {
  raiseEpoch,
  readSeeds,
  saveResource,
  saveSeed,
  type ResourceDocument,
  type SeedDocument,
} from './resource-records.ts'

/** Stands for the catalog files where a client is named. */
const CATALOG_FILES = 'catalog-files'

const ENTRIES_PER_COMMIT = 200
const MOST_ATTEMPTS = 8

interface Step {
  readonly kind: 'PUBLISH' | 'DRAFT' | 'NOTE'
  readonly metadata: ResourceMetadata
  readonly digest: string
  readonly seed: Stored<SeedDocument> | undefined
}

/**
 * Takes over the entries of the catalog files, each text once. A new entry is published; a changed text becomes a
 * draft beside what is in force, never an overwrite; an entry that somebody works on, or that was withdrawn, is left
 * alone and shown by `fileDifferences`. A ledger that takes no entries leaves them to the next start: the gap of a
 * restored copy, which may be older than the files, is recorded from an open store.
 */
export async function seedResources(
  context: CatalogContext,
): Promise<{ readonly published: number; readonly drafted: number }> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await seedOnce(context)
    } catch (error) {
      if (isZhengshuError(error, 'AUDIT_UNAVAILABLE')) {
        context.log.warn('the catalog files are taken over at the next start', { code: error.code })
        return { published: 0, drafted: 0 }
      }
      // Another process starts too, or somebody changes an entry: look again, what is done is done.
      if (!(error instanceof CommitConflict) || attempt === MOST_ATTEMPTS) throw error
    }
  }
}

async function seedOnce(context: CatalogContext) {
  const { store, resources, files } = context
  await resources.refresh()
  const seeds = await readSeeds(
    store,
    files.resources.map(({ code }) => code),
  )
  const steps = files.resources.flatMap((metadata, i) => planStep(context, metadata, seeds[i]))
  for (let i = 0; i < steps.length; i += ENTRIES_PER_COMMIT) {
    const some = steps.slice(i, i + ENTRIES_PER_COMMIT)
    const at = instantNow(context.clock)
    const epoch = resources.epoch()
    await store.commit([
      ...some.flatMap((step) => writesOf(context, step, epoch, at)),
      ...raiseEpoch(epoch),
      ...leafOf(context, some, at),
    ])
    await resources.refresh()
  }
  const count = (kind: Step['kind']) => steps.filter((step) => step.kind === kind).length
  return { published: count('PUBLISH'), drafted: count('DRAFT') }
}

function planStep(
  context: CatalogContext,
  metadata: ResourceMetadata,
  seed: Stored<SeedDocument> | undefined,
): readonly Step[] {
  const digest = digestOf(metadata)
  if (seed?.document.digest === digest) return []
  const known = context.resources.get(metadata.code)?.document
  const step = (kind: Step['kind']): readonly Step[] => [{ kind, metadata, digest, seed }]
  if (!known) return step(isBindingFree(context, metadata) ? 'PUBLISH' : 'DRAFT')
  if (isSameEntry(metadata, known.current.metadata)) return step('NOTE')
  return known.current.state === 'PUBLISHED' ? step('DRAFT') : []
}

const isBindingFree = ({ resources }: CatalogContext, { binding }: ResourceMetadata): boolean =>
  binding.kind === 'NONE' || !resources.publishedFor(binding)

function writesOf(context: CatalogContext, step: Step, epoch: number, at: Instant): readonly Write[] {
  const { metadata, digest, seed, kind } = step
  const noted = saveSeed(metadata.code, digest, seed)
  if (kind === 'NOTE') return [noted]
  const before = context.resources.get(metadata.code)
  const resource: Resource = {
    metadata,
    state:
      kind === 'PUBLISH'
        ? 'PUBLISHED'
        : before
          ? nextState(metadata.code, before.document.current.state, 'edit')
          : 'DRAFT',
    revision: (before?.document.current.revision ?? 0) + 1,
    changedAt: at,
    changedBy: CATALOG_FILES,
  }
  const published = kind === 'PUBLISH' ? resource : before?.document.published
  const document: ResourceDocument = {
    id: metadata.code,
    current: resource,
    ...(published ? { published } : {}),
    workers: [],
    epoch: epoch + 1,
  }
  return [...saveResource(document, before), noted]
}

function leafOf(context: CatalogContext, steps: readonly Step[], at: Instant) {
  const codes = (kind: Step['kind']) => steps.filter((step) => step.kind === kind).map(({ metadata }) => metadata.code)
  const published = codes('PUBLISH')
  const drafted = codes('DRAFT')
  if (published.length + drafted.length === 0) return []
  return context.ledger.prepare([
    {
      kind: 'CATALOG_SEEDED',
      at,
      resources: [...published, ...drafted],
      data: { published: published.length, drafted: drafted.length },
    },
  ]).writes
}

/** Where the files and the store differ, in order of code. */
export async function fileDifferences(context: CatalogContext): Promise<readonly FileDifference[]> {
  await context.resources.refresh()
  const inFiles = new Map(context.files.resources.map((metadata) => [metadata.code, metadata]))
  const codes = [
    ...new Set([...inFiles.keys(), ...context.resources.inOrder().map(({ document }) => document.id)]),
  ].sort()
  return codes.flatMap((code): FileDifference[] => {
    const metadata = inFiles.get(code)
    const known = context.resources.get(code)?.document
    if (!metadata) return [{ code, kind: 'ONLY_IN_STORE', elements: [] }]
    if (!known) return [{ code, kind: 'FILE_NOT_TAKEN', elements: [] }]
    return differenceOf(code, metadata, known)
  })
}

function differenceOf(
  code: string,
  metadata: ResourceMetadata,
  { published, current }: ResourceDocument,
): FileDifference[] {
  const elements = differingElements(metadata, published?.metadata ?? current.metadata)
  if (published && elements.length === 0) return []
  if (current.state === 'WITHDRAWN') return [{ code, kind: 'FILE_NOT_TAKEN', elements }]
  if (current.state === 'PUBLISHED') return [{ code, kind: 'STORE_CHANGED', elements }]
  const isWaiting = isSameEntry(metadata, current.metadata)
  return [{ code, kind: isWaiting ? 'DRAFT_WAITING' : 'FILE_NOT_TAKEN', elements }]
}

// The day of publication is set when an entry is published; a file that gives another one says nothing different.
const differingElements = (a: ResourceMetadata, b: ResourceMetadata): string[] => {
  const names = [...new Set([...Object.keys(a), ...Object.keys(b)])] as (keyof ResourceMetadata)[]
  return names.filter((name) => name !== 'publishedOn' && digestOfPart(a[name]) !== digestOfPart(b[name]))
}
const isSameEntry = (a: ResourceMetadata, b: ResourceMetadata): boolean => differingElements(a, b).length === 0
const digestOfPart = (part: unknown): string => (part === undefined ? '' : digestOf(part as ResourceMetadata))
