import MiniSearch from 'minisearch'
import type { Resource } from './catalog.ts'
import type { ResourceDocument } from './resource-records.ts'

/** Which revision of an entry a hit is in: the one in force, or the newest when that is another one. */
export type Shown = 'published' | 'current'

export interface Hit {
  readonly code: string
  readonly shown: Shown
}

export interface SearchIndex {
  put(document: ResourceDocument): void
  /** Entries that have all the words, those with the words in the title first; at most {@link MOST_HITS} of each. */
  search(text: string): readonly Hit[]
}

/** Beyond that many nobody reads on: the words are too common. */
export const MOST_HITS = 2_000

const PARTS = /\p{Script=Han}+|[\p{L}\p{N}]+/gu
const isChinese = (text: string): boolean => /^\p{Script=Han}/u.test(text)

/**
 * Chinese is written without spaces, and the commonest words have two characters: each run of characters is indexed
 * by its overlapping pairs, and by its last character alone, so that one character is found as a beginning.
 */
export function tokenize(text: string): string[] {
  const parts = text.normalize('NFKC').toLowerCase().match(PARTS) ?? []
  return parts.flatMap((part) => (isChinese(part) ? [...pairs(part), [...part].at(-1)!] : [part]))
}

const segmenter = new Intl.Segmenter('zh', { granularity: 'word' })

/** What is asked for is cut into words first: the pairs across two words are nothing that anybody asked for. */
export function tokenizeQuery(text: string): string[] {
  const parts = text.normalize('NFKC').toLowerCase().match(PARTS) ?? []
  const terms = parts.flatMap((part) => {
    if (!isChinese(part)) return [part]
    const words = [...segmenter.segment(part)].map(({ segment }) => segment)
    return words.flatMap((word) => (word.length === 1 ? [word] : pairs(word)))
  })
  return [...new Set(terms)]
}

function pairs(run: string): string[] {
  const characters = [...run]
  if (characters.length === 1) return []
  return characters.slice(1).map((character, i) => characters[i]! + character)
}

interface Entry {
  readonly id: string
  readonly title: string
  readonly body: string
}

export function createSearchIndex(providerName: (creditCode: string) => string): SearchIndex {
  const index = new MiniSearch<Entry>({
    fields: ['title', 'body'],
    tokenize,
    processTerm: (term) => term,
    searchOptions: {
      tokenize: tokenizeQuery,
      combineWith: 'AND',
      // Pairs are whole; words in Latin letters and single characters are found by their beginning.
      prefix: (term) => !isChinese(term) || term.length === 1,
    },
  })
  const entryOf = (id: string, { metadata }: Resource): Entry => ({
    id,
    title: `${metadata.name.zh} ${metadata.name.en}`,
    body: [
      metadata.code,
      metadata.summary,
      metadata.dataClass,
      providerName(metadata.provider),
      ...metadata.items.map((item) => `${item.name} ${item.title.zh} ${item.title.en}`),
    ].join(' '),
  })
  const set = (id: string, resource: Resource | undefined) => {
    if (index.has(id)) index.discard(id)
    if (resource) index.add(entryOf(id, resource))
  }
  const find = (text: string, field: 'title' | 'body') =>
    index.search(text, { fields: [field] }).slice(0, MOST_HITS)

  return {
    put({ id, published, current }) {
      set(idOf(id, 'published'), published)
      set(idOf(id, 'current'), current.revision === published?.revision ? undefined : current)
    },
    search(text) {
      const titles = find(text, 'title')
      const seen = new Set(titles.map((hit) => hit.id as string))
      const bodies = find(text, 'body').filter((hit) => !seen.has(hit.id as string))
      return [...titles, ...bodies].map((hit) => parseId(hit.id as string))
    },
  }
}

const idOf = (code: string, shown: Shown): string => `${code} ${shown}`
function parseId(id: string): Hit {
  const [code, shown] = id.split(' ') as [string, Shown]
  return { code, shown }
}
