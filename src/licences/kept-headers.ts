import { digestOf } from '../core/hash.ts'
import { CommitConflict, defineCollection, insert, type Document, type Store } from '../store/index.ts'

/** A protected header, base64url, under its digest. Public: it says who signs. */
interface HeaderRecord extends Document {
  readonly header: string
}

/** Of licences, and of what is kept of evidence. */
export const jwsHeaders = defineCollection<HeaderRecord>({ name: 'jws_headers', schema: 1, indexes: [] })

/**
 * The protected headers of signed documents, each kept once and named by what is kept under it. A header, 2 KB of
 * certificates, is the same in every document of a signer and type: most of what would be encoded, sealed and written
 * for each. There are few, and they never change.
 */
export interface KeptHeaders {
  nameOf(header: string): string
  /** The name; MUST have resolved before anything that names the header is committed. */
  keep(header: string): Promise<string>
  /** Makes the named ones known, in at most one read. */
  read(names: readonly string[]): Promise<void>
  /** One that was kept or read; throws where there is none. */
  get(name: string): string
}

/** A store reads at most 1,000 documents at once; what it just read must still be known a moment later. */
const MAX_KNOWN = 5_000

/** Each feature that keeps documents has its own; what one has kept, the others find. */
export function createKeptHeaders(store: Store): KeptHeaders {
  /** Those that surely are in the store by their names, and the other way round; the least recently used first. */
  const known = new Map<string, string>()
  const names = new Map<string, string>()
  const remember = (name: string, header: string): void => {
    known.delete(name)
    known.set(name, header)
    names.set(header, name)
    if (known.size <= MAX_KNOWN) return
    const [oldest, itsHeader] = known.entries().next().value!
    known.delete(oldest)
    names.delete(itsHeader)
  }
  const headers: KeptHeaders = {
    nameOf: (header) => names.get(header) ?? digestOf(header),
    async keep(header) {
      const name = headers.nameOf(header)
      if (known.has(name)) return name
      try {
        await store.commit([insert(jwsHeaders, { id: name, header })])
      } catch (error) {
        // Kept before, by this or another process, which is all that was wanted.
        if (!(error instanceof CommitConflict)) throw error
      }
      remember(name, header)
      return name
    },
    async read(wanted) {
      const missing: string[] = []
      for (const name of new Set(wanted)) {
        const header = known.get(name)
        if (header === undefined) missing.push(name)
        else remember(name, header)
      }
      if (missing.length === 0) return
      for (const found of await store.getMany(jwsHeaders, missing))
        if (found) remember(found.document.id, found.document.header)
    },
    get(name) {
      const header = known.get(name)
      if (header === undefined) throw new Error(`the header ${name} of a kept document is missing`)
      return header
    },
  }
  return headers
}
